from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.surveys.answering.checking import check_page
from heed.surveys.answering.completion import cleaned, full_quotas, quotas_of, states_of
from heed.surveys.answering.limits import is_too_large
from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.quality import (
    FEWEST_TO_COMPARE,
    Circumstances,
    fingerprint_of,
    quality_flags,
)
from heed.surveys.answering.sitting import Sitting
from heed.surveys.events import ResponseSubmitted, SurveyInvitationAnswered
from heed.surveys.models import Invitation, Kiosk, QuotaCount, Response, Survey
from heed.surveys.operations.surveys import require_open
from heed.surveys.operations.telling import tell_full_group
from heed.surveys.queries.responses import median_seconds, sitting_of
from heed.surveys.rules.seeds import seed_of

Answers = Mapping[str, object]


class HandedIn(DomainError):
    code = "response.handed_in"
    message = _("You have answered already. Thank you.")
    status = 410


class KeyInUse(DomainError):
    code = "response.key_in_use"
    message = _("This page is out of date. Open the link again to begin anew.")


class AnswersTooLarge(DomainError):
    code = "response.too_large"
    message = _(
        "These answers are too long to be kept. Shorten the longest text and send it again."
    )
    status = 413


class AnswersImpossible(DomainError):
    """Carries the `problems`, sentences by the name of the question."""

    code = "response.impossible"
    message = _("Some answers cannot be taken as they are: %(first)s")
    status = 422

    def __init__(self, problems: Mapping[str, tuple[str, ...]]) -> None:
        self.problems = problems
        super().__init__(first=next(iter(problems.values()))[0])


def begin_response(
    *,
    survey: Survey,
    key: UUID,
    mode: str,
    language: str,
    now: datetime,
    invitation: Invitation | None = None,
    interviewer: User | None = None,
    kiosk: Kiosk | None = None,
    answers: Answers | None = None,
    page: str = "",
) -> Response:
    """Begin a response, or give the one that was begun under this key.

    `answers` are those of the first page, kept with it; `page` is where the person stands then.
    In an anonymous survey nothing is kept with it that leads to the customer: neither who she is
    nor the invitation, nor her tier and stage, which where few are alike would tell. Raises
    SurveyClosedAlready, KeyInUse where the key is that of another survey.
    """
    if answers and is_too_large(answers):
        raise AnswersTooLarge
    require_open(survey, now=now)
    is_known = invitation is not None and not survey.is_anonymous
    customer = invitation.customer if invitation and is_known else None
    response = Response(
        survey=survey,
        version_id=survey.version_id,
        customer=customer,
        invitation=invitation if is_known else None,
        key=key,
        mode=mode,
        interviewer=interviewer,
        kiosk=kiosk,
        language=language,
        seed=seed_of(key),
        answers=dict(answers or {}),
        page=page,
        tier=customer.tier if customer else "",
        stage=customer.stage if customer else "",
        started_at=now,
        changed_at=now,
    )
    try:
        with transaction.atomic():
            response.save(force_insert=True)
    except IntegrityError:
        return _begun_before(key, survey)
    return response


def _begun_before(key: UUID, survey: Survey) -> Response:
    """The response that has this key, where another was refused because of it."""
    response = Response.objects.select_related("survey").get(key=key)
    if response.survey_id != survey.pk:
        raise KeyInUse
    return response


@transaction.atomic
def take_response(
    *,
    survey_id: int,
    key: UUID,
    mode: str,
    language: str,
    answers: Answers,
    actor: User,
    now: datetime,
) -> Response:
    """Take in a whole response that was answered elsewhere; under the same key again only once.

    Publishes ResponseSubmitted. Raises SurveyClosedAlready, KeyInUse, AnswersTooLarge,
    AnswersImpossible.
    """
    access.require(actor, "surveys.conduct")
    survey = Survey.objects.get(pk=survey_id)
    begun = begin_response(survey=survey, key=key, mode=mode, language=language, now=now)
    if begun.submitted_at:
        return begun
    return submit_response(response_id=begun.pk, answers=answers, actor=actor, now=now)


@transaction.atomic
def keep_page(*, response_id: int, answers: Answers, page: str, now: datetime) -> Response:
    """Keep what was answered so far, valid or not, so that nothing is typed twice.

    Raises HandedIn, SurveyClosedAlready, AnswersTooLarge.
    """
    response = _locked(response_id, now)
    kept = {**response.answers, **answers}
    if is_too_large(kept):
        raise AnswersTooLarge
    response.answers, response.page, response.changed_at = kept, page, now
    response.save(update_fields=["answers", "page", "changed_at"])
    return response


@transaction.atomic
def change_language(*, response_id: int, language: str, now: datetime) -> Response:
    """Put the rest of the questions in another language; the answers stay.

    Raises HandedIn, SurveyClosedAlready.
    """
    response = _locked(response_id, now)
    response.language, response.changed_at = language, now
    response.save(update_fields=["language", "changed_at"])
    return response


@transaction.atomic
def submit_response(
    *,
    response_id: int,
    actor: User,
    now: datetime,
    invitation: Invitation | None = None,
    answers: Answers | None = None,
) -> Response:
    """Take a response in, once, with what counts of it and what is doubtful about it.

    `answers` are added to those kept before; where they are refused nothing of them is kept.
    Answers that are not possible are refused; doubtful ones are taken and flagged. Where a quota
    is full the response is kept and marked so. Publishes ResponseSubmitted, and where somebody
    was invited SurveyInvitationAnswered. Raises HandedIn, SurveyClosedAlready, AnswersTooLarge,
    AnswersImpossible.
    """
    response = _locked(response_id, now)
    sitting = sitting_of(response)
    response.answers = {**response.answers, **(answers or {})}
    if is_too_large(response.answers):
        raise AnswersTooLarge
    if problems := problems_in(sitting, response.answers):
        raise AnswersImpossible(problems)
    complete(response, sitting, at=now)
    _answered(response, invitation, now)
    publish_submitted(response, actor=actor, now=now)
    return response


def problems_in(sitting: Sitting, answers: Answers) -> dict[str, tuple[str, ...]]:
    """What is wrong with the answers to all pages that are shown, by question."""
    problems: dict[str, tuple[str, ...]] = {}
    for page in pages_of(sitting, answers):
        problems |= check_page(page, answers)
    return problems


def publish_submitted(response: Response, *, actor: User, now: datetime) -> None:
    happened = ResponseSubmitted(
        response_id=response.pk,
        survey_id=response.survey_id,
        mode=response.mode,
        customer_id=response.customer_id,
    )
    events.publish(happened, actor=actor, at=now)
    if response.invitation:
        answered = SurveyInvitationAnswered(
            customer_id=response.invitation.customer_id,
            invitation_id=response.invitation.pk,
            response_id=response.pk,
        )
        events.publish(answered, actor=actor, at=now)


def complete(response: Response, sitting: Sitting, *, at: datetime) -> None:
    """Mark answers that were checked as handed in, in the transaction that holds the response."""
    answers = cleaned(sitting, response.answers)
    response.cleaned, response.states = answers, states_of(sitting, response.answers)
    response.fingerprint = fingerprint_of(answers)
    response.flags = [str(flag) for flag in _flags(response, sitting, at)]
    is_full = _count_quotas(response.survey, sitting, answers)
    response.ending = Response.Ending.QUOTA_FULL if is_full else Response.Ending.COMPLETE
    response.submitted_at = response.changed_at = at
    response.save()
    tell_full_group(response.survey, at=at)


def _flags(response: Response, sitting: Sitting, at: datetime) -> tuple[str, ...]:
    circumstances = Circumstances(
        seconds=(at - response.started_at).total_seconds(),
        median_seconds=median_seconds(response.survey_id),
        fingerprints_seen=(response.fingerprint,) if _is_like_another(response) else (),
    )
    return quality_flags(sitting, response.answers, circumstances)


def _is_like_another(response: Response) -> bool:
    """Whether somebody gave the same answers before; of a few that says nothing."""
    same = Response.objects.filter(survey=response.survey_id, fingerprint=response.fingerprint)
    is_telling = len(response.cleaned or {}) >= FEWEST_TO_COMPARE
    return is_telling and same.exclude(pk=response.pk).exists()


def _count_quotas(survey: Survey, sitting: Sitting, answers: Answers) -> bool:
    """Count the response in its quotas, or say that one of them was full before."""
    names = [quota.name for quota in quotas_of(sitting, answers)]
    if not names:
        return False
    for name in names:
        QuotaCount.objects.get_or_create(survey=survey, name=name)
    rows = QuotaCount.objects.select_for_update().filter(survey=survey).order_by("name")
    counts = {row.name: row for row in rows}
    if full_quotas(sitting, answers, {name: row.count for name, row in counts.items()}):
        return True
    for name in names:
        counts[name].count += 1
        counts[name].save(update_fields=["count"])
    return False


def _answered(response: Response, invitation: Invitation | None, now: datetime) -> None:
    """Mark the invitation as answered.

    In an anonymous survey without the moment, which would lead from the one to the other.
    """
    asked = invitation or response.invitation
    if asked:
        asked.answered_at = asked.created_at if response.survey.is_anonymous else now
        asked.save(update_fields=["answered_at"])


def _locked(response_id: int, now: datetime) -> Response:
    rows = Response.objects.select_for_update(of=("self",)).select_related("survey")
    response = rows.get(pk=response_id)
    if response.submitted_at:
        raise HandedIn
    require_open(response.survey, now=now)
    return response
