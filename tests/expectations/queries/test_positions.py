import pytest

from heed.expectations.queries.positions import positions
from tests.expectations.factories import make_measured_topic, make_topic
from tests.expectations.laying_down import deliver, make_standard, perceive
from tests.moments import DAY, HOUR, NOON

NOW = NOON + 5 * DAY


@pytest.mark.parametrize(
    ("norm", "verdict"),
    [
        pytest.param(5, "above", id="we deliver sooner"),
        pytest.param(3, "at", id="we deliver as the trade does"),
        pytest.param(1, "below", id="we deliver later"),
    ],
)
def test_we_stand_where_the_whole_interval_lies(manager, norm, verdict):
    topic = make_measured_topic()
    make_standard(topic, by=manager, value=norm)
    for value in (2, 2, 3, 3, 3, 3, 4, 4):
        deliver(topic, by=manager, value=value)

    [position] = positions(manager, now=NOW)

    assert (position.received.value, position.received.n) == (3.0, 8)
    assert position.verdict == verdict


def test_too_few_cases_say_nothing(manager):
    topic = make_measured_topic()
    make_standard(topic, by=manager, value=5)
    deliver(topic, by=manager, value=1)

    [position] = positions(manager, now=NOW)

    assert position.verdict == ""


def test_of_what_is_felt_the_mean_counts(manager):
    topic = make_topic()
    make_standard(topic, by=manager, value=5)
    for perceived in (6, 6, 6, 7, 7, 7):
        perceive(topic, perceived=perceived)
    perceive(topic, perceived=1, answered_at=NOW - 400 * DAY)

    [position] = positions(manager, now=NOW)

    assert position.received.value == 6.5
    assert position.verdict == "above"


def test_without_noted_values_the_time_from_promise_to_delivery_counts(manager):
    topic = make_measured_topic(key="answer", unit="hours")
    for hours in (2, 4, 6):
        deliver(topic, by=manager, took=hours * HOUR)

    [position] = positions(manager, now=NOW)

    assert position.received.value == 4.0
    assert position.is_timed


def test_money_is_not_made_of_time(manager):
    topic = make_measured_topic(key="price", unit="EUR")
    deliver(topic, by=manager)

    assert positions(manager, now=NOW) == []
