"""Concessions over HTTP: planned, asked, answered and told, in this order."""

from http import HTTPStatus

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.accounts.queries import people_near
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.models import Concession
from heed.expectations.operations import concessions as operations
from heed.expectations.queries.negotiations import (
    concessions_visible_to,
    negotiations_visible_to,
)
from heed.expectations.schemas.negotiations import (
    ConcessionAnswerIn,
    ConcessionIn,
    ConcessionOut,
    ConcessionPage,
    ConcessionQuery,
)

endpoints = Endpoints("Concessions")


def _step(request: SignedInRequest, concession_id: int) -> Concession:
    return found(concessions_visible_to(request.user), concession_id, "concession_id")


@endpoints.get("/concessions", needs="negotiations.view", answer=ConcessionPage)
def list_concessions(request: SignedInRequest, query: Query[ConcessionQuery]) -> Rows[Concession]:
    """Steps of the negotiations you may see, the newest entry first."""
    return page_of(query.choose(concessions_visible_to(request.user)), query, request)


@endpoints.get("/concessions/{concession_id}", needs="negotiations.view", answer=ConcessionOut)
def get_concession(request: SignedInRequest, concession_id: IdFromAddress) -> Concession:
    """One step of a ladder."""
    return _step(request, concession_id)


@endpoints.post("/concessions", needs="negotiations.conduct", answer=ConcessionOut)
def plan_concession(request: SignedInRequest, payload: ConcessionIn) -> Concession:
    """Put a step at the end of the ladder of a negotiation."""
    actor, asked_of_id = request.user, payload.asked_of_id
    negotiation = found(negotiations_visible_to(actor), payload.negotiation_id, "negotiation_id")
    people = people_near(actor)
    return operations.plan_concession(
        negotiation_id=negotiation.pk,
        kind=payload.kind,
        wording=payload.wording,
        cost_minor=payload.cost_minor,
        asked_of=found(people, asked_of_id, "asked_of_id") if asked_of_id else None,
        actor=actor,
        now=timezone.now(),
    )


@endpoints.post(
    "/concessions/{concession_id}/ask",
    needs="negotiations.conduct",
    answer=ConcessionOut,
    status=HTTPStatus.OK,
)
def ask_concession(request: SignedInRequest, concession_id: IdFromAddress) -> Concession:
    """Take the next step: ask whom it names, or decide what is your own to decide."""
    step = _step(request, concession_id)
    return operations.ask_concession(concession_id=step.pk, actor=request.user, now=timezone.now())


@endpoints.post(
    "/concessions/{concession_id}/answer",
    needs="negotiations.conduct",
    answer=ConcessionOut,
    status=HTTPStatus.OK,
)
def answer_concession(
    request: SignedInRequest, concession_id: IdFromAddress, payload: ConcessionAnswerIn
) -> Concession:
    """Enter the answer to a step that was asked; a supervisor's step only a supervisor answers."""
    step = _step(request, concession_id)
    return operations.answer_concession(
        concession_id=step.pk,
        is_granted=payload.is_granted,
        answer=payload.answer,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/concessions/{concession_id}/tell",
    needs="negotiations.conduct",
    answer=ConcessionOut,
    status=HTTPStatus.OK,
)
def tell_concession(request: SignedInRequest, concession_id: IdFromAddress) -> Concession:
    """Keep that the customer was told of a step that was taken."""
    step = _step(request, concession_id)
    return operations.tell_concession(concession_id=step.pk, actor=request.user, now=timezone.now())
