from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from heed.customers.operations import change_customer
from heed.expectations.models import Expectation, KeepingSummary, LedgerPeriod, LedgerSummary
from heed.expectations.operations.closing import fulfil_promise
from heed.expectations.operations.summaries import count_expecting, note_past_change
from heed.expectations.queries.keeping import keeping_by
from heed.expectations.queries.ledger import ledger
from heed.expectations.queries.ledger_sums import cover
from heed.expectations.queries.scope import Scope
from heed.expectations.queries.summaries import months_to_summarise
from heed.expectations.tasks import reopen_summaries, summarise_ledger
from tests.accounts.factories import make_team, make_user
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_promise, make_topic
from tests.expectations.queries.test_ledger import perceive
from tests.moments import DAY, NOON

LATER = datetime(2026, 6, 10, 9, 30, tzinfo=UTC)


@pytest.fixture
def company(manager):
    """Two teams and none, three tiers, two topics; rows on many days of five months."""
    north, south = make_team(name="North"), make_team(name="South")
    teams = (north, south, None)
    customers = [
        make_customer(team=teams[n % 3], tier=("high", "low", "")[n % 3]) for n in range(6)
    ]
    felt, measured = make_topic(), make_measured_topic()
    for n in range(60):
        at = LATER - timedelta(days=2.3 * n, hours=n)
        customer = customers[n % 6]
        perceive(customer, felt, 1 + n % 7, 7 - n % 5, tier=customer.tier, at=at, against=n % 3 - 1)
        make_promise(
            owner=manager,
            customer=customer,
            topic=measured if n % 4 else None,
            value=Decimal(3),
            delivered_value=Decimal(n % 6),
            expected_value=Decimal(2) if n % 2 else None,
            outcome=("kept", "late", "broken", "waived")[n % 4],
            tier=customer.tier,
            made_at=at - DAY,
            due_at=at,
            closed_at=at,
        )
    manager.teams.set([north])
    return manager


def figures(scope):
    return {
        row.topic and row.topic.key: (row.whole, row.by_tier, row.expecting)
        for row in ledger(scope)
    }


@pytest.mark.parametrize("role", ["manager", "analyst"])
@pytest.mark.parametrize("tier", ["", "high"])
@pytest.mark.parametrize(
    ("since", "until"),
    [
        pytest.param(None, None, id="all"),
        pytest.param(datetime(2026, 2, 11, tzinfo=UTC), None, id="from-a-day"),
        pytest.param(
            datetime(2026, 3, 5, 7, tzinfo=UTC), LATER - DAY, id="from-an-hour-to-another"
        ),
    ],
)
def test_the_ledger_is_the_same_with_and_without_summaries(company, role, tier, since, until):
    actor = company if role == "manager" else make_user(role="analyst")
    scope = Scope(actor, since=since, until=until, tier=tier)
    before = figures(scope)

    summarise_ledger(now=LATER)

    assert LedgerSummary.objects.filter(period__grain="month").exists()
    assert figures(scope) == before


@pytest.mark.parametrize("role", ["manager", "analyst"])
@pytest.mark.parametrize("by", ["agent", "team", "topic", "tier"])
@pytest.mark.parametrize("since", [None, datetime(2026, 2, 11, tzinfo=UTC)], ids=["all", "day"])
def test_the_promise_keeping_rate_is_the_same_with_and_without_summaries(company, role, by, since):
    actor = company if role == "manager" else make_user(role="analyst")
    before = keeping_by(by, actor, since=since)

    summarise_ledger(now=LATER)

    assert sum(row.counted for row in before) > 10
    assert KeepingSummary.objects.filter(period__grain="month").exists()
    assert keeping_by(by, actor, since=since) == before


def test_past_months_are_covered_by_months_and_the_rest_by_days(company):
    summarise_ledger(now=LATER)
    since = datetime(2026, 2, 27, tzinfo=UTC)

    span = cover(since, None)

    grains = LedgerPeriod.objects.filter(pk__in=span.period_ids).values_list("grain", flat=True)
    assert sorted(grains) == ["day"] * (2 + 9) + ["month"] * 3
    assert span.uncovered == [(datetime(2026, 6, 10, tzinfo=UTC), None)]


def test_summarising_twice_changes_nothing_and_leaves_nothing_to_do(company):
    summarise_ledger(now=LATER)
    first = list(LedgerSummary.objects.order_by("pk").values())

    summarise_ledger(now=LATER)

    assert list(LedgerSummary.objects.order_by("pk").values()) == first
    assert list(months_to_summarise(now=LATER)) == []


def test_a_broken_promise_delivered_later_reopens_its_day_and_month(company, agent):
    closed_at = LATER - timedelta(days=50)
    topic = make_measured_topic(key="refund")
    promise = make_promise(
        owner=agent, topic=topic, value=Decimal(3), outcome="broken", made_at=closed_at - DAY,
        due_at=closed_at, closed_at=closed_at,
    )  # fmt: skip
    summarise_ledger(now=LATER)
    assert figures(Scope(make_user(role="analyst")))["refund"][0].delivered_n == 0

    fulfil_promise(
        promise_id=promise.pk, evidence="Sent", delivered_value=Decimal(9), actor=agent, now=LATER
    )

    assert (
        figures(Scope(make_user(role="analyst", email="b@b.example")))["refund"][0].delivered == 9
    )


def test_a_change_while_a_day_is_summarised_leaves_it_to_be_read_row_by_row(company):
    summarise_ledger(now=LATER)
    day = LedgerPeriod.objects.filter(grain="day", starts_on="2026-05-02")

    note_past_change(moments=[datetime(2026, 5, 2, 23, tzinfo=UTC)])

    held = day.get()
    month = LedgerPeriod.objects.get(grain="month", starts_on="2026-05-01")
    assert (held.built, held.changed, month.built, month.changed) == (0, 1, 0, 1)
    assert held.pk not in cover(None, None).period_ids


def test_rows_follow_their_customer_to_another_team(company, agent):
    south = make_team(name="East")
    customer = make_customer(team=south)
    topic = make_topic(key="warmth")
    perceive(customer, topic, 5, 5, at=NOON)
    summarise_ledger(now=LATER)
    assert figures(Scope(company))["warmth"][0].perceived_n == 0

    change_customer(
        customer=customer, changes={"team": company.teams.get()}, actor=agent, now=LATER
    )
    from_log = type("Told", (), {"payload": {"fields": ["team"], "customer_id": customer.pk}})
    reopen_summaries(from_log, now=LATER)

    assert figures(Scope(company))["warmth"][0].perceived_n == 1


def test_expectations_entered_and_replaced_after_the_count_are_counted(manager):
    topic, other = make_topic(), make_topic(key="warmth")
    kept, replaced = make_customer(), make_customer()
    for customer in (kept, replaced):
        expect(customer, topic, manager, NOON)
    count_expecting(now=NOON + DAY)
    Expectation.objects.filter(customer=replaced).update(superseded_at=NOON + 2 * DAY)
    expect(kept, other, manager, NOON + 2 * DAY)

    found = {row.topic: row.expecting for row in ledger(Scope(manager)) if row.topic}

    assert found == {topic: 1, other: 1}


def expect(customer, topic, actor, at):
    return Expectation.objects.create(
        customer=customer, topic=topic, felt=5, recorded_by=actor, recorded_at=at
    )
