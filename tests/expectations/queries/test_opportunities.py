from datetime import UTC, date, datetime

from heed.expectations.queries.opportunities import declined_requests, market, new_by_month
from tests.accounts.factories import make_team
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_topic
from tests.expectations.laying_down import decline, expect, make_standard
from tests.moments import DAY, NOON


def test_what_is_beyond_the_norm_of_its_topic_is_unreasonable_whichever_way_it_runs(manager):
    fast, warm, free = make_measured_topic(), make_topic(), make_topic(key="free", name="Free")
    make_standard(fast, by=manager, value=3)
    make_standard(warm, by=manager, value=5)
    sooner, warmer = (expect(fast, by=manager, value=2), expect(warm, by=manager, felt=6))
    expect(fast, by=manager, value=3)
    expect(warm, by=manager, felt=5)
    expect(free, by=manager, felt=7)
    expect(fast, by=manager, value=1, superseded_at=NOON)

    found = market(now=NOON).unreasonable(manager)

    assert set(found) == {sooner, warmer}


def test_the_newest_norm_in_force_judges_and_not_one_of_the_future(manager):
    topic = make_measured_topic()
    make_standard(topic, by=manager, value=5, valid_from=date(2025, 1, 1))
    make_standard(topic, by=manager, value=2, valid_from=date(2026, 3, 2))
    make_standard(topic, by=manager, value=1, valid_from=date(2026, 3, 3))
    beyond = expect(topic, by=manager, value="1.5")
    expect(topic, by=manager, value=3)

    assert list(market(now=NOON).unreasonable(manager)) == [beyond]


def test_customers_of_other_teams_and_tiers_are_left_out(manager):
    topic = make_measured_topic()
    make_standard(topic, by=manager)
    expect(topic, by=manager, value=1, customer=make_customer(team=make_team()))
    mine = expect(topic, by=manager, value=1, customer=make_customer(tier="high"))
    other = expect(topic, by=manager, value=1, customer=make_customer(tier="low"))
    found = market(now=NOON)

    assert set(found.unreasonable(manager)) == {mine, other}
    assert list(found.unreasonable(manager, tier="high")) == [mine]


def test_entries_of_the_last_twelve_months_are_counted_month_by_month(manager):
    topic = make_measured_topic()
    make_standard(topic, by=manager)
    expect(topic, by=manager, value=1)
    expect(topic, by=manager, value=1, recorded_at=NOON - 20 * DAY, superseded_at=NOON)
    expect(topic, by=manager, value=1, recorded_at=datetime(2025, 4, 1, tzinfo=UTC))
    expect(topic, by=manager, value=1, recorded_at=datetime(2025, 3, 31, 23, tzinfo=UTC))
    expect(topic, by=manager, value=9)

    months = new_by_month(market(now=NOON), manager)

    assert months == {topic.pk: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]}


def test_declined_requests_are_those_that_ended_so(manager):
    topic = make_measured_topic()
    declined = decline(topic, by=manager)
    decline(topic, by=manager, customer=make_customer(team=make_team()))
    other = decline(topic, by=manager)
    other.state = "agreed"
    other.save()

    assert list(declined_requests(manager)) == [declined]
