"""Inviting customers over HTTP: rounds ordered and stopped, and who was asked or not."""

from http import HTTPStatus

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import PageQuery, Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.surveys.api.related import survey_with_id
from heed.surveys.models import Invitation, InvitationRound
from heed.surveys.operations import invitation_rounds as operations
from heed.surveys.queries.invitations import invitations_to
from heed.surveys.queries.rounds import rounds_visible_to
from heed.surveys.schemas import (
    InvitationPage,
    InvitationQuery,
    NothingIn,
    RoundIn,
    RoundOut,
    RoundPage,
)

endpoints = Endpoints("Surveys")


@endpoints.get("/surveys/{survey_id}/rounds", needs="surveys.view", answer=RoundPage)
def list_invitation_rounds(
    request: SignedInRequest, survey_id: IdFromAddress, query: Query[PageQuery]
) -> Rows[InvitationRound]:
    """Orders to invite to a survey, and how far each has come."""
    survey = survey_with_id(request.user, survey_id)
    return page_of(rounds_visible_to(request.user).filter(survey=survey), query, request)


@endpoints.post("/surveys/{survey_id}/rounds", needs="surveys.open", answer=RoundOut)
def order_invitation_round(
    request: SignedInRequest, survey_id: IdFromAddress, payload: RoundIn
) -> InvitationRound:
    """Order that customers are asked by mail; it is worked off in the background."""
    survey = survey_with_id(request.user, survey_id)
    return operations.order_round(
        survey_id=survey.pk, actor=request.user, now=timezone.now(), **payload.model_dump()
    )


@endpoints.post(
    "/invitation-rounds/{round_id}/stop",
    needs="surveys.open",
    answer=RoundOut,
    status=HTTPStatus.OK,
)
def stop_invitation_round(
    request: SignedInRequest,
    round_id: IdFromAddress,
    payload: NothingIn,  # noqa: ARG001
) -> InvitationRound:
    """Ask nobody more; who was asked stays asked."""
    order = found(rounds_visible_to(request.user), round_id, "round_id")
    return operations.stop_round(round_id=order.pk, actor=request.user, now=timezone.now())


@endpoints.get("/surveys/{survey_id}/invitations", needs="surveys.view", answer=InvitationPage)
def list_invitations(
    request: SignedInRequest, survey_id: IdFromAddress, query: Query[InvitationQuery]
) -> Rows[Invitation]:
    """Who was asked to a survey, and who was not and why."""
    rows = invitations_to(survey_with_id(request.user, survey_id), actor=request.user)
    return page_of(query.choose(rows), query, request)
