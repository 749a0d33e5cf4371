import pytest

from heed.expectations.models import Offer, Steering
from heed.expectations.operations.advice import learn_series
from heed.expectations.queries.delivery_cases import series_of
from heed.expectations.queries.steering import current_steerings, steering_cells
from tests.customers.factories import make_customer
from tests.expectations.factories import make_history, make_measured_topic, make_topic
from tests.expectations.laying_down import decline, deliver, expect, perceive
from tests.moments import DAY, NOON

NOW = NOON + 20 * DAY


@pytest.fixture
def topic():
    return make_measured_topic()


def deliver_days(topic, by, values, **fields):
    for value in values:
        deliver(topic, by=by, value=value, **fields)


def expect_days(topic, by, values, *, tier=""):
    for value in values:
        expect(topic, by=by, value=value, customer=make_customer(tier=tier))


def whole(actor):
    return next(cell for cell in steering_cells(actor, now=NOW) if not cell.tier)


def test_more_expected_than_can_be_promised_is_lowered(manager, topic):
    expect_days(topic, manager, [1] * 10)
    deliver_days(topic, manager, [3, 4, 5, 5] * 10)

    cell = whole(manager)

    assert (cell.expected.value, cell.promisable.value, cell.delivered.value) == (1, 5, 5)
    assert (cell.finding.verdict, cell.finding.is_certain) == ("lower", True)
    assert cell.evidence["verdict"] == "lower"
    assert cell.evidence["delivered"]["upper"] is None


def test_less_expected_than_delivered_is_raised_where_satisfaction_suffers(manager, topic):
    expect_days(topic, manager, [9] * 10)
    deliver_days(topic, manager, [2, 3] * 20)
    for against in [-1] * 5 + [1] * 5:
        perceive(topic, perceived=4, against_expectation=against)

    cell = whole(manager)

    assert (cell.disappointed.value, cell.disappointed.n) == (0.5, 10)
    assert cell.finding.verdict == "raise"


def test_less_expected_than_delivered_is_held_where_nothing_is_known_to_suffer(manager, topic):
    expect_days(topic, manager, [9] * 10)
    deliver_days(topic, manager, [2, 3] * 20)

    assert whole(manager).finding.ground == "unknown_harm"


def test_offers_declined_or_countered_are_choice_that_suffers(manager, topic):
    expect_days(topic, manager, [9] * 10)
    deliver_days(topic, manager, [2, 3] * 20)
    for answer in ("chosen", "declined", "counter"):
        Offer.objects.create(
            negotiation=decline(topic, by=manager, tier="high"),
            mode="phone",
            made_by=manager,
            made_at=NOON,
            expires_at=NOON + DAY,
            answer=answer,
            answered_at=NOON,
        )

    cell = whole(manager)

    assert (round(cell.refused.value, 3), cell.refused.n) == (0.667, 3)
    assert cell.finding.verdict == "raise"


def test_felt_topics_compare_what_is_expected_with_what_is_perceived(manager):
    topic = make_topic()
    for _ in range(10):
        expect(topic, by=manager, felt=7)
    for perceived in [4] * 4 + [5] * 20 + [6] * 16:
        perceive(topic, perceived=perceived)

    cell = whole(manager)

    assert (cell.promisable.value, cell.delivered.value) == (5, 4)
    assert cell.finding.verdict == "lower"


def test_a_tier_with_few_deliveries_borrows_those_of_all(manager, topic):
    expect_days(topic, manager, [1] * 6, tier="high")
    expect_days(topic, manager, [1] * 6, tier="low")
    deliver_days(topic, manager, [3, 4] * 11, tier="low")
    deliver_days(topic, manager, [9], tier="high")

    found = {cell.tier: cell for cell in steering_cells(manager, now=NOW)}

    assert list(found) == ["", "high", "low"]
    assert (found["high"].is_borrowed, found["high"].delivered.n) == (True, 23)
    assert (found["low"].is_borrowed, found["low"].delivered.n) == (False, 22)


@pytest.mark.parametrize(
    ("expecting", "deliveries"),
    [pytest.param(5, 40, id="few expectations"), pytest.param(10, 19, id="few deliveries")],
)
def test_too_few_cases_say_nothing(manager, topic, expecting, deliveries):
    expect_days(topic, manager, [1] * expecting)
    deliver_days(topic, manager, [3] * deliveries)

    assert whole(manager).finding is None


def test_what_the_advisor_says_goes_before_our_own_quantile(manager):
    topic = make_measured_topic(unit="hours")
    make_history(owner=manager, topic=topic)
    expect_days(topic, manager, [1] * 10)
    before = whole(manager)
    learn_series(series=series_of(topic), topic=topic, now=NOON)

    cell = whole(manager)

    assert (before.is_advised, cell.is_advised) == (False, True)
    assert 1 < cell.promisable.value < 6
    assert (cell.finding.verdict, cell.finding.is_certain) == ("lower", False)


def test_the_advisor_is_not_asked_about_what_is_no_time(manager):
    topic = make_measured_topic(unit="parcels")
    make_history(owner=manager, topic=topic)
    expect_days(topic, manager, [1] * 10)
    learn_series(series=series_of(topic), topic=topic, now=NOON)

    assert not whole(manager).is_advised


def test_decisions_in_force_stand_in_their_cells(manager, topic):
    expect_days(topic, manager, [1], tier="high")
    fields = {"topic": topic, "direction": "lower", "decided_by": manager, "decided_at": NOON}
    decision = Steering.objects.create(tier="high", **fields)
    Steering.objects.create(tier="high", ended_at=NOON, **fields)

    found = {cell.tier: cell.current for cell in steering_cells(manager, now=NOW)}

    assert found == {"": None, "high": decision}
    assert list(current_steerings()) == [decision]
