from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heed.expectations.models import Announcement, Expectation
from heed.expectations.operations.advice import learn_series
from heed.expectations.queries.delivery_cases import series_of
from heed.expectations.queries.disappointment import Against, by_disappointment
from tests.accounts.factories import make_team
from tests.conversations.factories import make_conversation
from tests.customers.factories import make_customer
from tests.expectations.factories import (
    make_history,
    make_measured_topic,
    make_promise,
    make_topic,
)
from tests.moments import DAY, HOUR, NOON


def places(actor, *, is_own=True, now=NOON):
    return by_disappointment(actor, is_own=is_own, now=now)[0]


def promised(agent, *, topic=None, tier="", due_at=NOON + 4 * HOUR, made_at=NOON - HOUR, **fields):
    customer = fields.pop("customer", None) or make_customer(tier=tier)
    return make_promise(
        owner=agent, customer=customer, topic=topic, made_at=made_at, due_at=due_at, **fields
    )


def expects(agent, customer, topic, **values):
    return Expectation.objects.create(
        customer=customer, topic=topic, recorded_by=agent, recorded_at=NOON - DAY, **values
    )


def test_without_advice_eight_of_ten_are_assumed_in_time(agent):
    promised(agent, made_at=NOON, due_at=NOON + 4 * HOUR)

    [place] = places(agent)

    assert place.learnt_from is None
    assert place.waiting.against is Against.DUE
    assert place.chance == pytest.approx(0.2, abs=0.01)


def test_time_that_has_passed_makes_it_likelier(agent):
    promised(agent, made_at=NOON, due_at=NOON + 4 * HOUR)

    before, after = places(agent)[0], places(agent, now=NOON + 3 * HOUR)[0]

    assert after.chance > before.chance + 0.2


def test_what_is_overdue_is_sure_and_grows(agent):
    promised(agent, made_at=NOON - 3 * HOUR, due_at=NOON - HOUR)

    [place] = places(agent)

    assert place.is_sure
    assert place.late_hours >= 1


def test_the_past_says_how_likely_it_is(agent):
    topic = make_topic()
    make_history(owner=agent, topic=topic)
    learn_series(series=series_of(topic), topic=topic, now=NOON)
    soon = promised(agent, topic=topic, made_at=NOON, due_at=NOON + HOUR)
    late = promised(agent, topic=topic, made_at=NOON, due_at=NOON + 5 * HOUR)

    first, second = places(agent)

    assert (first.promise, second.promise) == (soon, late)
    assert (first.learnt_from, second.learnt_from) == (120, 120)
    assert 0.5 < first.chance < 0.95
    assert second.chance < 0.05


def test_what_she_expects_counts_before_the_due_time_in_widths_of_her_tolerance(agent):
    topic = make_measured_topic(unit="hours")
    customer = make_customer()
    promised(agent, topic=topic, customer=customer, made_at=NOON - 2 * HOUR, due_at=NOON + DAY)
    expects(agent, customer, topic, value=1, desired=1, adequate=2)

    [place] = places(agent)

    assert place.waiting.against is Against.EXPECTATION
    assert place.waiting.expected_at == NOON - HOUR
    assert place.is_sure
    assert place.distance == pytest.approx(place.late_hours)


def test_days_of_an_expectation_are_days_by_the_clock(agent):
    topic = make_measured_topic(unit="days")
    customer = make_customer()
    promised(agent, topic=topic, customer=customer, made_at=NOON, due_at=NOON + 9 * DAY)
    expects(agent, customer, topic, value=3)

    [place] = places(agent)

    assert place.waiting.expected_at == NOON + 3 * DAY


def test_a_high_tier_comes_before_a_low_one(agent):
    low = promised(agent, tier="low", made_at=NOON)
    high = promised(agent, tier="high", made_at=NOON)

    first, second = places(agent)

    assert (first.promise, second.promise) == (high, low)
    assert first.score == pytest.approx(3 * second.score)


def test_waiting_letters_are_held_against_what_was_announced_or_a_business_day(agent, system):
    told = make_conversation(now=NOON - 2 * HOUR)
    untold = make_conversation(
        now=datetime(2026, 2, 27, 12, tzinfo=UTC), sender="Bo <bo@example.net>",
        message_id="<b@example.net>",
    )  # fmt: skip
    Announcement.objects.create(
        series="first_answer", place="auto_reply", conversation=told, customer=told.customer,
        coverage=0.95, announced_at=NOON - 2 * HOUR, due_at=NOON - HOUR,
    )  # fmt: skip

    found = {place.conversation: place.waiting for place in places(agent)}

    assert (found[told].against, found[told].expected_at) == (Against.ANNOUNCED, NOON - HOUR)
    assert (found[untold].against, found[untold].expected_at) == (Against.ASSUMED, NOON)


def test_only_what_the_actor_may_see_and_has_to_do_is_in_the_list(agent, manager, system):
    promised(manager)
    promised(agent, customer=make_customer(team=make_team()))
    mine = promised(agent)

    assert [place.promise for place in places(agent)] == [mine]
    assert len(places(agent, is_own=False)) == 2


def test_the_number_of_statements_does_not_grow(agent):
    topic = make_topic()
    promised(agent, topic=topic)
    with CaptureQueriesContext(connection) as few:
        places(agent)
    for number in range(30):
        promised(agent, topic=topic, due_at=NOON + (number + 1) * HOUR)

    with CaptureQueriesContext(connection) as many:
        assert len(places(agent)) == 31

    assert len(many) == len(few)
