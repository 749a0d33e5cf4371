"""Rankings over HTTP: asked, answered, read."""

from http import HTTPStatus
from typing import cast

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.api.related import conversation_with_id, customer_with_id
from heed.expectations.models import Ranking
from heed.expectations.operations import rankings as operations
from heed.expectations.queries.rankings import rankings_visible_to
from heed.expectations.queries.records import expectations_visible_to
from heed.expectations.ranking_rules import Answer
from heed.expectations.schemas.rankings import (
    AnswersIn,
    RankingIn,
    RankingOut,
    RankingPage,
    RankingQuery,
)

endpoints = Endpoints("Rankings")


@endpoints.get("/rankings", needs="expectations.view", answer=RankingPage)
def list_rankings(request: SignedInRequest, query: Query[RankingQuery]) -> Rows[Ranking]:
    """Rankings of customers you may see, the newest entry first."""
    return page_of(query.choose(rankings_visible_to(request.user)), query, request)


@endpoints.get("/rankings/{ranking_id}", needs="expectations.view", answer=RankingOut)
def get_ranking(request: SignedInRequest, ranking_id: IdFromAddress) -> Ranking:
    """One ranking with its questions."""
    return found(rankings_visible_to(request.user), ranking_id, "ranking_id")


@endpoints.post("/rankings", needs="expectations.record", answer=RankingOut)
def ask_ranking(request: SignedInRequest, payload: RankingIn) -> Ranking:
    """Ask a customer what matters most, by a personal link or through you."""
    actor = request.user
    visible = expectations_visible_to(actor)
    ranking = operations.ask_ranking(
        customer=customer_with_id(actor, payload.customer_id),
        expectations=[found(visible, pk, "expectation_ids") for pk in payload.expectation_ids],
        method=payload.method,
        mode=payload.mode,
        conversation=conversation_with_id(actor, payload.conversation_id),
        actor=actor,
        now=timezone.now(),
    )
    return rankings_visible_to(actor).get(pk=ranking.pk)


@endpoints.post(
    "/rankings/{ranking_id}/answer",
    needs="expectations.record",
    answer=RankingOut,
    status=HTTPStatus.OK,
)
def answer_ranking(
    request: SignedInRequest, ranking_id: IdFromAddress, payload: AnswersIn
) -> Ranking:
    """Close a ranking with what the customer said, and reckon what matters how much."""
    visible = rankings_visible_to(request.user)
    answers = [each.model_dump(exclude_none=True) for each in payload.answers]
    operations.answer_ranking(
        ranking_id=found(visible, ranking_id, "ranking_id").pk,
        answers=cast(list[Answer], answers),
        may_be_given_up=payload.may_be_given_up,
        actor=request.user,
        now=timezone.now(),
    )
    return visible.get(pk=ranking_id)
