"""Negotiations, offers and options as tests need them."""

from datetime import timedelta

from django.utils import timezone

from heed.expectations.models import Negotiation
from heed.expectations.operations.negotiations import open_negotiation
from heed.expectations.operations.offers import Draft, make_offer
from tests.customers.factories import make_customer
from tests.moments import DAY, NOON


def make_negotiation(*, actor, customer=None, now=NOON, **fields) -> Negotiation:
    fields = {"request": "The lamp before Friday"} | fields
    customer = customer or make_customer(email="anna@berg.example")
    return open_negotiation(customer=customer, actor=actor, now=now, **fields)


def draft(wording="A courier brings it", *, due_at=NOON + DAY, **fields) -> Draft:
    return Draft(wording=wording, due_at=due_at, **fields)


def two_drafts(now=NOON) -> list[Draft]:
    return [
        draft(due_at=now + DAY, price_minor=500, cost_minor=1234),
        draft("You collect it in the shop", due_at=now + 2 * DAY),
    ]


def offer_to(negotiation, *, actor, now=NOON, **fields):
    wanted = {"options": two_drafts(now), "mode": "mail", "expires_at": now + 3 * DAY} | fields
    return make_offer(negotiation_id=negotiation.pk, actor=actor, now=now, **wanted)


def local(moment):
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def written(*wordings, **fields):
    """An offer as a browser sends it."""
    now = timezone.now()
    sent = {"count": len(wordings), "mode": "mail", "expires_at": local(now + timedelta(days=5))}
    for number, wording in enumerate(wordings, start=1):
        sent |= {
            f"o{number}-wording": wording,
            f"o{number}-due_at": local(now + timedelta(days=number)),
            f"o{number}-price": "5.00",
        }
    return sent | fields
