"""Norms of the trade, our offers per tier and exclusions over HTTP."""

from http import HTTPStatus

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import PageQuery, Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.models import Exclusion, Standard, TierOffer
from heed.expectations.operations import exclusions as exclusion_operations
from heed.expectations.operations import standards as operations
from heed.expectations.queries.records import topics
from heed.expectations.schemas import topics as schemas

endpoints = Endpoints("Standards")


@endpoints.get("/standards", needs="expectations.view", answer=schemas.StandardPage)
def list_standards(request: SignedInRequest, query: Query[schemas.OfTopic]) -> Rows[Standard]:
    """Norms of the trade, the newest entry first; the newest day up to today is in force."""
    rows = Standard.objects.all()
    rows = rows.filter(topic_id=query.topic_id) if query.topic_id else rows
    return page_of(rows, query, request)


@endpoints.post("/standards", needs="standards.change", answer=schemas.StandardOut)
def record_standard(request: SignedInRequest, payload: schemas.StandardIn) -> Standard:
    """Enter the norm of the trade on a topic from a day on; earlier ones stay."""
    return operations.record_standard(
        topic=found(topics(), payload.topic_id, "topic_id"),
        value=payload.value,
        valid_from=payload.valid_from,
        source=payload.source,
        source_url=payload.source_url,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/standards/{standard_id}/withdraw",
    needs="standards.change",
    answer=schemas.StandardOut,
    status=HTTPStatus.OK,
)
def withdraw_standard(
    request: SignedInRequest,
    standard_id: IdFromAddress,
    payload: schemas.Nothing,  # noqa: ARG001
) -> Standard:
    """Take back a norm entered by mistake; the answer is what it said."""
    standard = found(Standard.objects.all(), standard_id, "standard_id")
    operations.withdraw_standard(standard=standard, actor=request.user, now=timezone.now())
    return standard


@endpoints.get("/tier-offers", needs="expectations.view", answer=schemas.TierOfferPage)
def list_tier_offers(request: SignedInRequest, query: Query[schemas.OfTopic]) -> Rows[TierOffer]:
    """What we offer per topic and tier, the newest entry first."""
    rows = TierOffer.objects.all()
    rows = rows.filter(topic_id=query.topic_id) if query.topic_id else rows
    return page_of(rows, query, request)


@endpoints.post("/tier-offers", needs="standards.change", answer=schemas.TierOfferOut)
def record_tier_offer(request: SignedInRequest, payload: schemas.TierOfferIn) -> TierOffer:
    """Enter what we offer a tier, or everybody, on a topic from a day on."""
    return operations.record_tier_offer(
        topic=found(topics(), payload.topic_id, "topic_id"),
        tier=payload.tier or "",
        value=payload.value,
        valid_from=payload.valid_from,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/tier-offers/{offer_id}/withdraw",
    needs="standards.change",
    answer=schemas.TierOfferOut,
    status=HTTPStatus.OK,
)
def withdraw_tier_offer(
    request: SignedInRequest,
    offer_id: IdFromAddress,
    payload: schemas.Nothing,  # noqa: ARG001
) -> TierOffer:
    """Take back an offer entered by mistake; the answer is what it said."""
    offer = found(TierOffer.objects.all(), offer_id, "offer_id")
    operations.withdraw_tier_offer(offer=offer, actor=request.user, now=timezone.now())
    return offer


@endpoints.get("/exclusions", needs="expectations.view", answer=schemas.ExclusionPage)
def list_exclusions(request: SignedInRequest, query: Query[PageQuery]) -> Rows[Exclusion]:
    """Pairs of topics that cannot both be fulfilled, the newest entry first."""
    return page_of(Exclusion.objects.all(), query, request)


@endpoints.post("/exclusions", needs="topics.change", answer=schemas.ExclusionOut)
def mark_exclusion(request: SignedInRequest, payload: schemas.ExclusionIn) -> Exclusion:
    """Mark two topics as excluding each other."""
    return exclusion_operations.mark_exclusion(
        first=found(topics(), payload.first_id, "first_id"),
        second=found(topics(), payload.second_id, "second_id"),
        reason=payload.reason,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/exclusions/{exclusion_id}/lift",
    needs="topics.change",
    answer=schemas.ExclusionOut,
    status=HTTPStatus.OK,
)
def lift_exclusion(
    request: SignedInRequest,
    exclusion_id: IdFromAddress,
    payload: schemas.Nothing,  # noqa: ARG001
) -> Exclusion:
    """Note that two topics can both be fulfilled after all; the answer is what it said."""
    exclusion = found(Exclusion.objects.all(), exclusion_id, "exclusion_id")
    exclusion_operations.lift_exclusion(exclusion=exclusion, actor=request.user, now=timezone.now())
    return exclusion
