from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Team, User
from heed.accounts.queries import system_user
from heed.core import access, events
from heed.core.errors import DomainError
from heed.core.instants import require_in_range
from heed.surveys.events import SurveyClosed, SurveyOpened, SurveyPriorityChanged
from heed.surveys.models import Survey
from heed.surveys.operations.questionnaires import publish_questionnaire
from heed.surveys.queries.surveys import survey_ids_to_close


class SurveyNameMissing(DomainError):
    code = "survey.name_missing"
    message = _("Give the survey a name, so that it is found again.")


class ClosesInThePast(DomainError):
    code = "survey.closes_in_the_past"
    message = _("A survey cannot end at %(closes_at)s, which has passed. Choose a later time.")


class SurveyClosedAlready(DomainError):
    code = "survey.closed"
    message = _("This survey ended on %(closed_at)s and takes no more answers.")
    status = 410


@transaction.atomic
def open_survey(
    *,
    questionnaire_id: int,
    name: str,
    kind: str = Survey.Kind.RELATIONSHIP,
    priority: int = Survey.Priority.USUAL,
    is_anonymous: bool = False,
    has_open_link: bool = True,
    closes_at: datetime | None = None,
    team: Team | None = None,
    actor: User,
    now: datetime,
) -> Survey:
    """Put the present draft of a questionnaire to people, as a version that stays.

    Publishes SurveyOpened. Raises SurveyNameMissing, ClosesInThePast, QuestionnaireUnfit,
    InstantOutOfRange.
    """
    access.require(actor, "surveys.open")
    if not name.strip():
        raise SurveyNameMissing
    require_in_range(closes_at)
    if closes_at and closes_at <= now:
        raise ClosesInThePast(closes_at=date_format(closes_at, "DATETIME_FORMAT"))
    version = publish_questionnaire(questionnaire_id=questionnaire_id, actor=actor, now=now)
    survey = Survey.objects.create(
        name=name.strip(),
        questionnaire=version.questionnaire,
        version=version,
        kind=kind,
        priority=priority,
        team=team,
        is_anonymous=is_anonymous,
        has_open_link=has_open_link,
        opened_by=actor,
        opened_at=now,
        closes_at=closes_at,
    )
    events.publish(SurveyOpened(survey_id=survey.pk, version=version.number), actor=actor, at=now)
    return survey


@transaction.atomic
def close_survey(*, survey_id: int, actor: User, now: datetime) -> Survey:
    """End a survey: what was begun can no longer be handed in.

    Publishes SurveyClosed. Raises SurveyClosedAlready.
    """
    access.require(actor, "surveys.open")
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey_id)
    require_open(survey, now=now)
    _close(survey, actor, now)
    return survey


@transaction.atomic
def change_priority(*, survey_id: int, priority: int, actor: User, now: datetime) -> Survey:
    """Let a survey go before others, or after them, where both want to ask the same people.

    Publishes SurveyPriorityChanged where it changed. Raises SurveyClosedAlready.
    """
    access.require(actor, "surveys.open")
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey_id)
    require_open(survey, now=now)
    if priority == survey.priority:
        return survey
    survey.priority = Survey.Priority(priority)
    survey.save(update_fields=["priority"])
    happened = SurveyPriorityChanged(survey_id=survey.pk, priority=survey.priority)
    events.publish(happened, actor=actor, at=now)
    return survey


def close_due_surveys(*, now: datetime, most: int = 100) -> int:
    """End the surveys whose time has come; how many. Publishes SurveyClosed for each."""
    closed = 0
    for survey_id in survey_ids_to_close(now=now, most=most):
        with transaction.atomic():
            survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey_id)
            if survey.closed_at is None and survey.closes_at and survey.closes_at <= now:
                _close(survey, system_user(), now)
                closed += 1
    return closed


def require_open(survey: Survey, *, now: datetime) -> None:
    """Raise SurveyClosedAlready where the survey has ended, marked so or not yet."""
    ended_at = survey.closed_at or survey.closes_at
    if ended_at and ended_at <= now:
        raise SurveyClosedAlready(closed_at=date_format(ended_at))


def _close(survey: Survey, actor: User, now: datetime) -> None:
    survey.closed_at = now
    survey.save(update_fields=["closed_at"])
    events.publish(SurveyClosed(survey_id=survey.pk), actor=actor, at=now)
