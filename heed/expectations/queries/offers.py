"""Offers as they are read: behind a personal link, on a negotiation, on a topic."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import Count, F, Max, Q, QuerySet

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.expectations.models import Negotiation, Offer, Option
from heed.expectations.models.negotiations import OFFER_WAITS

SALT = "heed.expectations.offer"

WAITS, ANSWERED, WITHDRAWN, EXPIRED = "waits", "answered", "withdrawn", "expired"


def token_of(offer: Offer) -> str:
    """The unguessable part of the personal link; made from the id and never stored."""
    return signing.Signer(salt=SALT).sign(str(offer.pk))


def offer_with(token: str) -> Offer | None:
    """The offer behind a personal link, or None where the link is not one of ours."""
    try:
        pk = int(signing.Signer(salt=SALT).unsign(token))
    except signing.BadSignature:
        return None
    rows = Offer.objects.select_related("negotiation__customer", "negotiation__owner", "made_by")
    return rows.filter(pk=pk, negotiation__customer__erased_at=None).first()


def standing_of(offer: Offer, *, now: datetime) -> str:
    """Whether the offer waits for an answer, was answered or withdrawn, or has expired."""
    if offer.answered_at:
        return ANSWERED
    if offer.withdrawn_at:
        return WITHDRAWN
    return EXPIRED if offer.expired_at or offer.expires_at <= now else WAITS


def offers_visible_to(actor: User) -> QuerySet[Offer]:
    """Offers to customers of the actor's teams and of none, with their options, newest first."""
    if not actor.may("negotiations.view"):
        return Offer.objects.none()
    rows = Offer.objects.filter(in_teams_of(actor, path="negotiation__customer__team"))
    return (
        rows.select_related("negotiation__customer", "negotiation__owner", "made_by", "mail")
        .prefetch_related("options__topic", "options__fulfils__topic", "options__promise")
        .order_by("-made_at", "-pk")
    )


def offers_of(negotiation: Negotiation, actor: User) -> QuerySet[Offer]:
    """The offers of a negotiation, the newest first."""
    return offers_visible_to(actor).filter(negotiation=negotiation)


def offer_ids_to_expire(*, now: datetime, most: int) -> list[int]:
    """Offers whose time has passed without an answer."""
    rows = Offer.objects.filter(OFFER_WAITS, expires_at__lte=now)
    return list(rows.order_by("expires_at").values_list("pk", flat=True)[:most])


@dataclass(frozen=True)
class OfferedBefore:
    """One wording that was offered on a topic; `option` is the newest of it."""

    wording: str
    option: int
    times: int
    chosen: int


def offered_to_others(
    actor: User, *, topic_ids: Collection[int], currency: str, most: int = 6
) -> list[OfferedBefore]:
    """Options the actor's teams offered on these topics, with how often and how often chosen.

    The ones chosen most come first.
    """
    rows = Option.objects.filter(
        in_teams_of(actor, path="offer__negotiation__customer__team"),
        topic_id__in=topic_ids,
        offer__negotiation__currency=currency,
    )
    counted = (
        rows.order_by()
        .values("wording")
        .annotate(option=Max("pk"), times=Count("pk"), chosen=Count("pk", filter=Q(is_chosen=True)))
    )
    best = counted.order_by(F("chosen").desc(), F("times").desc(), "-option")[:most]
    return [OfferedBefore(**row) for row in best]
