"""Answers to surveys over HTTP: read page by page, and handed in as a whole."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model, Q
from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Order, PageQuery, Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.surveys.api.related import survey_with_id
from heed.surveys.models import Response
from heed.surveys.operations.responses import take_response
from heed.surveys.queries.anonymity import require_enough
from heed.surveys.queries.responses import responses_visible_to
from heed.surveys.schemas import ResponseIn, ResponseOut, ResponsePage, TakenOut

endpoints = Endpoints("Surveys")


@dataclass(frozen=True)
class ByChance(Order):
    """By the seed of a response alone: neither the list nor its cursor tells who came first."""

    field: str = "seed"

    def position_of(self, row: Model) -> str:
        return f"{getattr(row, self.field)}.0"

    def after(self, position: str) -> Q:
        return Q(seed__lt=int(position.split(".", maxsplit=1)[0]))


@endpoints.get("/surveys/{survey_id}/responses", needs="surveys.view", answer=ResponsePage)
def list_survey_responses(
    request: SignedInRequest, survey_id: IdFromAddress, query: Query[PageQuery]
) -> Rows[Response]:
    """What was handed in, the newest first; of an anonymous survey in no order, from five on."""
    survey = survey_with_id(request.user, survey_id)
    require_enough(survey)
    rows = responses_visible_to(request.user).filter(survey=survey).select_related("survey")
    return page_of(rows, query, request, ByChance() if survey.is_anonymous else Order())


@endpoints.get("/survey-responses/{response_id}", needs="surveys.view", answer=ResponseOut)
def get_survey_response(request: SignedInRequest, response_id: IdFromAddress) -> Response:
    """What one person answered; those of anonymous surveys are read in lists alone."""
    rows = responses_visible_to(request.user).filter(survey__is_anonymous=False)
    return found(rows.select_related("survey"), response_id, "response_id")


@endpoints.post("/surveys/{survey_id}/responses", needs="surveys.conduct", answer=TakenOut)
def hand_in_survey_response(
    request: SignedInRequest, survey_id: IdFromAddress, payload: ResponseIn
) -> Response:
    """Hand in a whole response; the same key again gives the one that was taken before."""
    survey = survey_with_id(request.user, survey_id)
    return take_response(
        survey_id=survey.pk,
        key=UUID(payload.key),
        mode=payload.mode,
        language=payload.language,
        answers=payload.answers,
        actor=request.user,
        now=timezone.now(),
    )
