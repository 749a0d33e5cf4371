from decimal import Decimal

import pytest

from heed.expectations.models import Perception
from heed.expectations.queries.ledger import ledger
from heed.expectations.queries.scope import Scope
from heed.measures.gaps import gap_estimate
from heed.measures.shares import share_estimate
from tests.accounts.factories import make_team, make_user
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_promise, make_topic
from tests.moments import DAY, NOON


def perceive(customer, topic, perceived, expected, *, tier="high", at=NOON, against=None):
    return Perception.objects.create(
        customer=customer,
        topic=topic,
        perceived=perceived,
        expected=expected,
        against_expectation=against,
        tier=tier,
        answered_at=at,
    )


def row_of(rows, topic):
    return next(row for row in rows if row.topic == topic)


def test_a_felt_topic_shows_the_gap_of_the_same_people_with_its_interval(manager):
    customer, topic = make_customer(), make_topic()
    pairs = [(5, 6), (4, 6), (7, 6), (4, 7)]
    for perceived, expected in pairs:
        perceive(customer, topic, perceived, expected, against=perceived - expected)
    perceive(customer, topic, 1, None)

    row = row_of(ledger(Scope(manager)), topic)

    whole = gap_estimate([p for p, _ in pairs], [e for _, e in pairs])
    assert row.expected == pytest.approx(6.25)
    assert row.actual == pytest.approx(5.0)
    assert row.gap.value == pytest.approx(row.actual - row.expected)
    assert (row.gap.lower, row.gap.upper) == pytest.approx((whole.lower, whole.upper))
    assert (row.gap.n, row.against.n) == (4, 4)


def test_a_measured_topic_where_less_is_better_has_a_negative_gap_when_it_took_longer(manager):
    topic = make_measured_topic()
    for delivered, expected in ((4, 2), (3, 2), (2, 2)):
        make_promise(
            owner=manager,
            topic=topic,
            value=Decimal(3),
            delivered_value=Decimal(delivered),
            expected_value=Decimal(expected),
            outcome="kept",
            closed_at=NOON,
        )

    row = row_of(ledger(Scope(manager)), topic)

    assert (row.expected, row.promised, row.actual) == (2, 3, 3)
    assert row.gap.value == pytest.approx(-1)
    assert row.gap.n == 3


def test_delivered_less_expected_is_the_gap_whoever_else_was_served(manager):
    topic = make_measured_topic()
    for delivered, expected in ((4, 2), (3, 2), (90, None)):
        make_promise(
            owner=manager,
            topic=topic,
            delivered_value=Decimal(delivered),
            expected_value=expected,
            outcome="kept",
            closed_at=NOON,
        )

    row = row_of(ledger(Scope(manager)), topic)

    assert (row.expected, row.actual) == (2, 3.5)
    assert row.gap.value == pytest.approx(row.expected - row.actual)


def test_the_promise_keeping_rate_leaves_out_what_was_waived_or_renegotiated(manager):
    topic = make_topic()
    for outcome in ("kept", "kept", "late", "broken", "waived", "renegotiated"):
        make_promise(owner=manager, topic=topic, outcome=outcome, closed_at=NOON)

    kept = row_of(ledger(Scope(manager)), topic).kept

    assert kept == share_estimate(2, 4)


def test_tiers_make_up_the_whole_and_can_be_chosen(manager):
    customer, topic = make_customer(), make_topic()
    perceive(customer, topic, 5, 6, tier="high")
    perceive(customer, topic, 2, 6, tier="low")

    everyone = row_of(ledger(Scope(manager)), topic)
    low = row_of(ledger(Scope(manager, tier="low")), topic)

    assert everyone.gap.n == 2
    assert everyone.gap_of_tier("high").value == -1
    assert everyone.gap_of_tier("low").value == low.gap.value == -4
    assert everyone.gap_of_tier("medium") is None


def test_the_period_is_half_open(manager):
    customer, topic = make_customer(), make_topic()
    for days in (0, 1, 2):
        perceive(customer, topic, 5, 6, at=NOON + days * DAY)

    row = row_of(ledger(Scope(manager, since=NOON + DAY, until=NOON + 2 * DAY)), topic)

    assert row.gap.n == 1


def test_what_has_no_topic_stands_in_a_row_of_its_own(manager):
    make_promise(owner=manager, outcome="kept", closed_at=NOON)

    rows = ledger(Scope(manager))

    assert [row.topic for row in rows] == [None]
    assert rows[0].kept.n == 1


@pytest.mark.django_db
def test_a_manager_sees_only_the_ledger_of_her_teams():
    own, other = make_team(name="Own"), make_team(name="Other")
    manager = make_user(role="manager", name="Ruth", teams=[own])
    topic = make_topic()
    perceive(make_customer(team=own), topic, 5, 6)
    perceive(make_customer(team=other), topic, 1, 6)

    row = row_of(ledger(Scope(manager)), topic)

    assert row.gap.n == 1


def test_the_ledger_takes_seven_queries(manager, django_assert_num_queries):
    topic = make_topic()
    make_promise(owner=manager, topic=topic, outcome="kept", closed_at=NOON)

    with django_assert_num_queries(7):
        ledger(Scope(manager))
