from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import Count, Q, QuerySet

from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Files
from heed.surveys.models import Kiosk, Response, Survey
from heed.surveys.rules.kiosks import is_silent

SALT = "heed.surveys.kiosk"


@dataclass(frozen=True)
class KioskLine:
    """A kiosk with how many answers came from it, and how many of them do not count."""

    kiosk: Kiosk
    complete: int
    begun: int
    doubtful: int
    is_silent: bool


def kiosk_token_of(kiosk: Kiosk) -> str:
    """The unguessable part of the link that the tablet opens."""
    return signing.Signer(salt=SALT).sign(f"{kiosk.pk}.{kiosk.link_number}")


def kiosk_with(token: str) -> Kiosk | None:
    """The kiosk behind a link, retired or not; None where the link is not one of ours or is old."""
    try:
        pk, number = map(int, signing.Signer(salt=SALT).unsign(token).split("."))
    except (signing.BadSignature, ValueError):
        return None
    rows = Kiosk.objects.select_related("survey__questionnaire", "survey__version")
    return rows.filter(pk=pk, link_number=number).first()


def kiosk_lines(survey: Survey, *, now: datetime) -> list[KioskLine]:
    """The kiosks of a survey, those in use first, each by where it stands."""
    counted = Kiosk.objects.filter(survey=survey).annotate(
        begun=Count("responses"),
        complete=Count("responses", filter=Q(responses__ending=Response.Ending.COMPLETE)),
        doubtful=Count(
            "responses", filter=Q(responses__submitted_at__isnull=False, responses__ending="")
        ),
    )
    rows = counted.order_by("retired_at", "name")
    lines = [
        KioskLine(
            each,
            each.complete,
            each.begun,
            each.doubtful,
            is_silent(seen_at=each.seen_at, now=now),
        )
        for each in rows
    ]
    return sorted(lines, key=lambda line: line.kiosk.retired_at is not None)


def kiosks_of(survey: Survey) -> QuerySet[Kiosk]:
    return Kiosk.objects.filter(survey=survey)


def begins_until(kiosk: Kiosk) -> datetime | None:
    """Until when people may begin at a kiosk: it is retired, or the survey ends."""
    survey = kiosk.survey
    ends = [each for each in (kiosk.retired_at, survey.closed_at or survey.closes_at) if each]
    return min(ends, default=None)


def files_needed(questionnaire: Questionnaire) -> list[str]:
    """The questions that cannot be left out and ask for a file, which a kiosk cannot take."""
    return [
        each.name
        for each in questionnaire.questions
        if isinstance(each, Files) and (each.is_required or each.required_if is not None)
    ]
