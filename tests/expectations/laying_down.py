"""Norms of the trade, and what customers expect and got, for tests of what is judged by them."""

from datetime import date

from heed.expectations.models import Expectation, Negotiation, Perception, Promise, Standard
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise
from tests.moments import DAY, NOON


def make_standard(topic, *, by, value=3, valid_from=date(2026, 1, 1), **fields) -> Standard:
    return Standard.objects.create(
        topic=topic,
        value=value,
        valid_from=valid_from,
        source=fields.pop("source", "Trade survey"),
        recorded_by=by,
        recorded_at=NOON,
        **fields,
    )


def expect(topic, *, by, customer=None, recorded_at=NOON, **fields) -> Expectation:
    return Expectation.objects.create(
        customer=customer or make_customer(),
        topic=topic,
        recorded_by=by,
        recorded_at=recorded_at,
        **fields,
    )


def deliver(
    topic, *, by, value=None, promised=None, customer=None, made_at=NOON, took=DAY, **fields
) -> Promise:
    """A promise delivered after so long, with values where they are given."""
    return make_promise(
        owner=by,
        topic=topic,
        customer=customer,
        made_at=made_at,
        due_at=made_at + 10 * DAY,
        delivered_at=made_at + took,
        closed_at=made_at + took,
        value=promised,
        delivered_value=value,
        outcome=fields.pop("outcome", "kept"),
        **fields,
    )


def perceive(topic, *, perceived, customer=None, answered_at=NOON, **fields) -> Perception:
    return Perception.objects.create(
        customer=customer or make_customer(),
        topic=topic,
        perceived=perceived,
        answered_at=answered_at,
        **fields,
    )


def decline(topic, *, by, customer=None, **fields) -> Negotiation:
    """A request of a customer that we declined."""
    return Negotiation.objects.create(
        customer=customer or make_customer(),
        topic=topic,
        request=fields.pop("request", "Deliver today, please"),
        currency="GBP",
        owner=by,
        opened_at=NOON,
        closed_at=NOON + DAY,
        state=Negotiation.State.DECLINED,
        **fields,
    )
