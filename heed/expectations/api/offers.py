"""Offers over HTTP: put before a customer, withdrawn, and answered."""

from http import HTTPStatus

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.accounts.models import User
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.api import related
from heed.expectations.models import Offer
from heed.expectations.operations import offer_answers as answers
from heed.expectations.operations import offers as operations
from heed.expectations.queries.negotiations import negotiations_visible_to
from heed.expectations.queries.offers import offers_visible_to
from heed.expectations.queries.records import expectations_visible_to
from heed.expectations.schemas.negotiations import (
    ChoiceIn,
    NoIn,
    OfferIn,
    OfferOut,
    OfferPage,
    OfferQuery,
    OptionIn,
    WishIn,
)

endpoints = Endpoints("Offers")


def _offer(request: SignedInRequest, offer_id: int) -> Offer:
    return found(offers_visible_to(request.user), offer_id, "offer_id")


def _draft(actor: User, option: OptionIn) -> operations.Draft:
    visible = expectations_visible_to(actor)
    return operations.Draft(
        wording=option.wording,
        due_at=option.due_at,
        price_minor=option.price_minor,
        cost_minor=option.cost_minor,
        topic=related.topic_with_id(option.topic_id),
        value=option.value,
        fulfils=[found(visible, each, "fulfils") for each in dict.fromkeys(option.fulfils)],
    )


@endpoints.get("/offers", needs="negotiations.view", answer=OfferPage)
def list_offers(request: SignedInRequest, query: Query[OfferQuery]) -> Rows[Offer]:
    """Offers to customers you may see, the newest entry first."""
    return page_of(query.choose(offers_visible_to(request.user)), query, request)


@endpoints.get("/offers/{offer_id}", needs="negotiations.view", answer=OfferOut)
def get_offer(request: SignedInRequest, offer_id: IdFromAddress) -> Offer:
    """One offer with its options."""
    return _offer(request, offer_id)


@endpoints.post("/offers", needs="negotiations.conduct", answer=OfferOut)
def make_offer(request: SignedInRequest, payload: OfferIn) -> Offer:
    """Put two to five options before the customer, by mail or on the phone.

    By mail it needs the scope conversations:write too.
    """
    actor = request.user
    negotiation = found(negotiations_visible_to(actor), payload.negotiation_id, "negotiation_id")
    made = operations.make_offer(
        negotiation_id=negotiation.pk,
        options=[_draft(actor, option) for option in payload.options],
        mode=payload.mode,
        expires_at=payload.expires_at,
        introduction=payload.introduction,
        tells=payload.tells,
        actor=actor,
        now=timezone.now(),
    )
    return _offer(request, made.pk)


@endpoints.post(
    "/offers/{offer_id}/withdraw",
    needs="negotiations.conduct",
    answer=OfferOut,
    status=HTTPStatus.OK,
)
def withdraw_offer(request: SignedInRequest, offer_id: IdFromAddress) -> Offer:
    """Take back an offer that nobody has answered."""
    offer = _offer(request, offer_id)
    operations.withdraw_offer(offer_id=offer.pk, actor=request.user, now=timezone.now())
    return _offer(request, offer.pk)


@endpoints.post(
    "/offers/{offer_id}/choose",
    needs="negotiations.conduct",
    answer=OfferOut,
    status=HTTPStatus.OK,
)
def choose_option(request: SignedInRequest, offer_id: IdFromAddress, payload: ChoiceIn) -> Offer:
    """Enter which option the customer chose; it becomes our promise."""
    offer = _offer(request, offer_id)
    answers.choose_option(
        offer_id=offer.pk, option_id=payload.option_id, actor=request.user, now=timezone.now()
    )
    return _offer(request, offer.pk)


@endpoints.post(
    "/offers/{offer_id}/counter",
    needs="negotiations.conduct",
    answer=OfferOut,
    status=HTTPStatus.OK,
)
def counter_offer(request: SignedInRequest, offer_id: IdFromAddress, payload: WishIn) -> Offer:
    """Enter what the customer wishes instead; the negotiation goes on."""
    offer = _offer(request, offer_id)
    answers.counter_offer(
        offer_id=offer.pk, wish=payload.wish, actor=request.user, now=timezone.now()
    )
    return _offer(request, offer.pk)


@endpoints.post(
    "/offers/{offer_id}/decline",
    needs="negotiations.conduct",
    answer=OfferOut,
    status=HTTPStatus.OK,
)
def decline_offer(request: SignedInRequest, offer_id: IdFromAddress, payload: NoIn) -> Offer:
    """Enter that the customer wants none of the options."""
    offer = _offer(request, offer_id)
    answers.decline_offer(
        offer_id=offer.pk, because=payload.because, actor=request.user, now=timezone.now()
    )
    return _offer(request, offer.pk)
