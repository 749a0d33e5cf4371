"""Negotiations over HTTP: taken up, paused, and ended."""

from http import HTTPStatus

from django.utils import timezone, translation
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.accounts.queries import people_near
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.api import related
from heed.expectations.models import Negotiation
from heed.expectations.operations import negotiations as operations
from heed.expectations.operations.declining import decline_negotiation as decline
from heed.expectations.queries.negotiations import negotiations_visible_to
from heed.expectations.queries.records import expectations_visible_to
from heed.expectations.schemas.negotiations import (
    DeclineIn,
    DeferralIn,
    EscalationIn,
    NegotiationIn,
    NegotiationOut,
    NegotiationPage,
    NegotiationQuery,
)

endpoints = Endpoints("Negotiations")


def _negotiation(request: SignedInRequest, negotiation_id: int) -> Negotiation:
    return found(negotiations_visible_to(request.user), negotiation_id, "negotiation_id")


@endpoints.get("/negotiations", needs="negotiations.view", answer=NegotiationPage)
def list_negotiations(
    request: SignedInRequest, query: Query[NegotiationQuery]
) -> Rows[Negotiation]:
    """Negotiations with customers you may see, the newest entry first."""
    return page_of(query.choose(negotiations_visible_to(request.user)), query, request)


@endpoints.get("/negotiations/{negotiation_id}", needs="negotiations.view", answer=NegotiationOut)
def get_negotiation(request: SignedInRequest, negotiation_id: IdFromAddress) -> Negotiation:
    """One negotiation."""
    return _negotiation(request, negotiation_id)


@endpoints.post("/negotiations", needs="negotiations.conduct", answer=NegotiationOut)
def open_negotiation(request: SignedInRequest, payload: NegotiationIn) -> Negotiation:
    """Take up a request that is answered with options."""
    actor, expectation_id = request.user, payload.expectation_id
    visible = expectations_visible_to(actor)
    return operations.open_negotiation(
        customer=related.customer_with_id(actor, payload.customer_id),
        conversation=related.conversation_with_id(actor, payload.conversation_id),
        topic=related.topic_with_id(payload.topic_id),
        expectation=found(visible, expectation_id, "expectation_id") if expectation_id else None,
        request=payload.request,
        budget_minor=payload.budget_minor,
        currency=payload.currency,
        actor=actor,
        now=timezone.now(),
    )


@endpoints.post(
    "/negotiations/{negotiation_id}/decline",
    needs="negotiations.conduct",
    answer=NegotiationOut,
    status=HTTPStatus.OK,
)
def decline_negotiation(
    request: SignedInRequest, negotiation_id: IdFromAddress, payload: DeclineIn
) -> Negotiation:
    """End a negotiation with our no and its true reason; with a text, by a letter."""
    negotiation = _negotiation(request, negotiation_id)
    with translation.override(negotiation.customer.language):
        subject = translation.gettext("About your wish")
    return decline(
        negotiation_id=negotiation.pk,
        because=payload.because,
        topic=related.topic_with_id(payload.topic_id),
        text=payload.text,
        subject=subject,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/negotiations/{negotiation_id}/defer",
    needs="negotiations.conduct",
    answer=NegotiationOut,
    status=HTTPStatus.OK,
)
def defer_negotiation(
    request: SignedInRequest, negotiation_id: IdFromAddress, payload: DeferralIn
) -> Negotiation:
    """Let a negotiation rest until a time, when it opens again by itself."""
    return operations.defer_negotiation(
        negotiation_id=_negotiation(request, negotiation_id).pk,
        until=payload.until,
        because=payload.because,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/negotiations/{negotiation_id}/escalate",
    needs="negotiations.conduct",
    answer=NegotiationOut,
    status=HTTPStatus.OK,
)
def escalate_negotiation(
    request: SignedInRequest, negotiation_id: IdFromAddress, payload: EscalationIn
) -> Negotiation:
    """Hand a negotiation up to somebody, who is told and can take it up."""
    return operations.escalate_negotiation(
        negotiation_id=_negotiation(request, negotiation_id).pk,
        to=found(people_near(request.user), payload.to_id, "to_id"),
        because=payload.because,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/negotiations/{negotiation_id}/take-up",
    needs="negotiations.conduct",
    answer=NegotiationOut,
    status=HTTPStatus.OK,
)
def take_up_negotiation(request: SignedInRequest, negotiation_id: IdFromAddress) -> Negotiation:
    """Go on with what was deferred or escalated; you see to it from now on."""
    return operations.take_up_negotiation(
        negotiation_id=_negotiation(request, negotiation_id).pk,
        actor=request.user,
        now=timezone.now(),
    )
