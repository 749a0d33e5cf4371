from uuid import UUID

from django.db.models import F, QuerySet

from heed.accounts.models import User
from heed.surveys.answering.sitting import Sitting
from heed.surveys.models import Response, Survey
from heed.surveys.queries.surveys import surveys_visible_to
from heed.surveys.queries.versions import asked_in

LATEST = 100
ENOUGH = 10  # before that, how long others took says little


def complete_responses() -> QuerySet[Response]:
    """Responses that were handed in and count, those of robots too."""
    return Response.objects.filter(ending=Response.Ending.COMPLETE)


def responses_visible_to(actor: User) -> QuerySet[Response]:
    """Responses handed in to the surveys the actor may see, the newest first."""
    rows = Response.objects.filter(survey__in=surveys_visible_to(actor).values("pk"))
    return rows.exclude(submitted_at=None).order_by("-submitted_at", "-id")


def response_with(key: UUID, survey: Survey) -> Response | None:
    """The response begun under this key, or None where none was begun in this survey."""
    response = Response.objects.filter(key=key, survey=survey).first()
    if response:
        response.survey = survey
        if response.version_id == survey.version_id:
            response.version = survey.version
    return response


def sitting_of(response: Response) -> Sitting:
    """The questionnaire as this person goes through it: her version, order and language."""
    return Sitting(asked_in(response.version), response.seed, response.language)


def median_seconds(survey_id: int) -> float | None:
    """How long the latest responses took in the middle; None where there are too few."""
    rows = Response.objects.filter(survey_id=survey_id).exclude(submitted_at=None)
    latest = rows.annotate(span=F("submitted_at") - F("started_at")).order_by(
        "-submitted_at", "-id"
    )
    spans = sorted(span.total_seconds() for span in latest.values_list("span", flat=True)[:LATEST])
    return spans[len(spans) // 2] if len(spans) >= ENOUGH else None
