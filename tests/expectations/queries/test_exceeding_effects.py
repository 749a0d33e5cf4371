from datetime import timedelta

import pytest

from heed.expectations.models import Exceeding
from heed.expectations.queries.exceeding_effects import exceeding_effects
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_topic
from tests.expectations.laying_down import deliver, expect, perceive
from tests.moments import DAY, NOON

NOW = NOON + 90 * DAY


@pytest.fixture
def topic():
    return make_topic()


def give(topic, by, *, customer=None, **fields):
    return Exceeding.objects.create(
        customer=customer or make_customer(),
        topic=topic,
        kind=fields.pop("kind", "gift"),
        description="A box of tea",
        cost_minor=fields.pop("cost_minor", 500),
        currency="GBP",
        given_by=by,
        given_at=NOON,
        **fields,
    )


def row_of(actor, kind=""):
    return next(row for row in exceeding_effects(actor, now=NOW) if row.kind == kind)


def test_costs_and_times_are_added_up_by_kind(manager, topic):
    give(topic, manager)
    give(topic, manager, kind="personal", cost_minor=0)
    give(topic, manager, kind="personal", cost_minor=120)

    found = {row.kind: (row.n, row.costs) for row in exceeding_effects(manager, now=NOW)}

    assert found == {
        "": (3, {"GBP": 620}),
        "gift": (1, {"GBP": 500}),
        "personal": (2, {"GBP": 120}),
    }


def test_answers_after_it_are_compared_with_those_without_on_the_same_topic_and_tier(
    manager, topic
):
    for _ in range(6):
        customer = make_customer()
        give(topic, manager, customer=customer)
        perceive(topic, perceived=6, customer=customer, answered_at=NOON + DAY, tier="high")
        perceive(topic, perceived=1, customer=customer, answered_at=NOON - DAY, tier="low")
    for perceived in (4, 5, 4, 5, 4, 5):
        perceive(topic, perceived=perceived, tier="high")
    for _ in range(20):
        perceive(topic, perceived=7, tier="medium")

    row = row_of(manager)

    assert (row.answers, row.perceived.effect.value) == (6, 1.5)
    assert row.perceived.direction == "better"
    assert row.is_felt
    assert round(row.cost_of_point.value) == 333


def test_an_answer_about_the_same_promise_counts_and_one_long_after_does_not(manager, topic):
    for days in (1, 61):
        customer = make_customer()
        give(topic, manager, customer=customer)
        perceive(topic, perceived=6, customer=customer, answered_at=NOON + days * DAY)
    promise = deliver(make_measured_topic(), by=manager, value=1)
    give(None, manager, customer=promise.customer, promise=promise)
    perceive(
        promise.topic,
        perceived=7,
        customer=promise.customer,
        promise=promise,
        answered_at=NOON + DAY,
    )
    perceive(promise.topic, perceived=2, customer=promise.customer, answered_at=NOON + DAY)

    assert row_of(manager).answers == 2


def change(topic, by, customer, *, former, following):
    expect(
        topic,
        by=by,
        customer=customer,
        felt=former,
        recorded_at=NOON - DAY,
        superseded_at=NOON + DAY,
    )
    expect(topic, by=by, customer=customer, felt=following, recorded_at=NOON + DAY)


def test_the_next_expectation_asks_for_more_than_without(manager, topic):
    for _ in range(10):
        customer = make_customer()
        give(topic, manager, customer=customer)
        change(topic, manager, customer, former=5, following=6)
        change(topic, manager, make_customer(), former=5, following=5)

    row = row_of(manager, "gift")

    assert (row.changes, row.raised.after.value, row.raised.before.value) == (10, 1.0, 0.0)
    assert row.is_raising
    assert not row.is_felt


def test_of_measured_topics_less_may_be_more_demanding(manager):
    topic = make_measured_topic()
    for _ in range(6):
        for customer, given, following in ((make_customer(), True, 2), (make_customer(), False, 4)):
            if given:
                give(topic, manager, customer=customer)
            expect(
                topic,
                by=manager,
                customer=customer,
                value=3,
                recorded_at=NOON - DAY,
                superseded_at=NOON + DAY,
            )
            expect(topic, by=manager, customer=customer, value=following, recorded_at=NOON + DAY)

    row = row_of(manager)

    assert (row.raised.after.value, row.raised.before.value) == (1.0, 0.0)


def test_few_cases_say_nothing_and_old_ones_are_left_out(manager, topic):
    give(topic, manager)

    row = row_of(manager)

    assert (row.perceived, row.against, row.raised, row.cost_of_point) == (None, None, None, None)
    [nothing] = exceeding_effects(manager, now=NOW + timedelta(days=400))
    assert nothing.n == 0
