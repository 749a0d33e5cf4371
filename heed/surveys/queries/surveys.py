from datetime import datetime

from django.core import signing
from django.db.models import Q, QuerySet

from heed.accounts.models import User
from heed.surveys.models import Questionnaire, Survey

SALT = "heed.surveys.survey"


def questionnaires_visible_to(actor: User) -> QuerySet[Questionnaire]:
    """Questionnaires, the one changed last first; those put away too."""
    if not actor.may("surveys.view"):
        return Questionnaire.objects.none()
    return Questionnaire.objects.select_related("changed_by").order_by("-changed_at", "-id")


def surveys_visible_to(actor: User) -> QuerySet[Survey]:
    """Surveys of the actor's teams and of none, the newest first."""
    if not actor.may("surveys.view"):
        return Survey.objects.none()
    rows = Survey.objects.select_related("questionnaire", "version", "team")
    if not actor.sees_all_teams:
        rows = rows.filter(Q(team=None) | Q(team__in=actor.teams.all()))
    return rows.order_by("-opened_at", "-id")


def survey_ids_to_close(*, now: datetime, most: int) -> list[int]:
    """Open surveys past the time they were to end, the longest past first."""
    rows = Survey.objects.filter(closed_at=None, closes_at__lte=now).order_by("closes_at")
    return list(rows.values_list("pk", flat=True)[:most])


def open_token_of(survey: Survey) -> str:
    """The unguessable part of the link that anybody may answer by."""
    return signing.Signer(salt=SALT).sign(str(survey.pk))


def survey_with(token: str) -> Survey | None:
    """The survey behind an open link, or None where the link is not one of ours."""
    pk = survey_id_in(token)
    rows = Survey.objects.filter(pk=pk, has_open_link=True)
    return next(iter(rows), None) if pk else None


def survey_id_in(token: str) -> int:
    """The id of the survey that the token of an open link names, 0 where it was not made here."""
    try:
        return int(signing.Signer(salt=SALT).unsign(token))
    except signing.BadSignature:
        return 0
