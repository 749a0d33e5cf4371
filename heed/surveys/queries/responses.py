from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db.models import F, Q, QuerySet

from heed.accounts.models import User
from heed.surveys.answering.sitting import Sitting
from heed.surveys.models import Response, Survey
from heed.surveys.queries.surveys import survey_id_in, surveys_visible_to
from heed.surveys.queries.versions import asked_under

LATEST = 100
ENOUGH = 10  # before that, how long others took says little
MEDIAN_KEPT_SECONDS = 60


def complete_responses() -> QuerySet[Response]:
    """Responses that were handed in and count, those of robots too."""
    return Response.objects.filter(ending=Response.Ending.COMPLETE)


def told_responses(survey: Survey) -> QuerySet[Response]:
    """The complete responses that figures and files tell, those of robots too.

    Of an anonymous survey those whose group is full: see `analysing.privacy`.
    """
    rows = complete_responses().filter(survey=survey)
    return rows.filter(told_at__isnull=False) if survey.is_anonymous else rows


def waiting_responses(survey: Survey) -> QuerySet[Response]:
    """The complete responses to an anonymous survey whose group is not full yet."""
    return complete_responses().filter(survey=survey, told_at=None)


def is_told(path: str = "") -> Q:
    """That a response, found at the `path`, may be told: to whomever sees its survey."""
    is_named = Q(**{f"{path}survey__is_anonymous": False})
    return is_named | Q(**{f"{path}told_at__isnull": False})


def is_told_within(since: datetime, until: datetime) -> Q:
    """That a response was handed in, or became told with its group, within a time."""
    told, handed_in = (
        Q(**{f"{each}__gte": since, f"{each}__lt": until}) for each in ("told_at", "submitted_at")
    )
    return Q(handed_in, survey__is_anonymous=False) | Q(told, survey__is_anonymous=True)


def responses_visible_to(actor: User) -> QuerySet[Response]:
    """Responses handed in to the surveys the actor may see, the newest first.

    Of an anonymous survey those that are told.
    """
    rows = Response.objects.filter(is_told(), survey__in=surveys_visible_to(actor).values("pk"))
    return rows.exclude(submitted_at=None).order_by("-submitted_at", "-id")


def response_with(key: UUID, survey: Survey) -> Response | None:
    """The response begun under this key, or None where none was begun in this survey."""
    response = next(iter(Response.objects.filter(key=key, survey=survey)), None)
    if response:
        response.survey = survey
    return response


def response_by(token: str, key: UUID) -> Response | None:
    """The response begun under this key by an open link, with its survey; None where none was."""
    pk = survey_id_in(token)
    rows = Response.objects.select_related("survey")
    rows = rows.filter(key=key, survey=pk, survey__has_open_link=True)
    return next(iter(rows), None) if pk else None


def sitting_of(response: Response) -> Sitting:
    """The questionnaire as this person goes through it: her version, order and language."""
    return Sitting(asked_under(response.version_id), response.seed, response.language)


def median_seconds(survey_id: int) -> float | None:
    """How long the latest responses took in the middle; None where there are too few.

    It hardly changes with one more, so it is worked out once a minute.
    """
    key = f"surveys.median_seconds.{survey_id}"
    median: float | None = cache.get(key)
    if median is None:
        median = _median_seconds(survey_id)
        if median is not None:
            cache.set(key, median, MEDIAN_KEPT_SECONDS)
    return median


def _median_seconds(survey_id: int) -> float | None:
    rows = Response.objects.filter(survey_id=survey_id).exclude(submitted_at=None)
    latest = rows.annotate(span=F("submitted_at") - F("started_at")).order_by(
        "-submitted_at", "-id"
    )
    spans = sorted(span.total_seconds() for span in latest.values_list("span", flat=True)[:LATEST])
    return spans[len(spans) // 2] if len(spans) >= ENOUGH else None
