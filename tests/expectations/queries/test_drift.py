from heed.expectations.queries.drift import drifts
from tests.expectations.factories import make_measured_topic
from tests.expectations.laying_down import deliver, expect
from tests.moments import DAY, HOUR, NOON

NOW = NOON + 60 * DAY


def test_deliveries_far_ahead_of_their_promises_alarm_and_expectations_may_follow(manager):
    topic = make_measured_topic()
    for number in range(40):
        deliver(topic, by=manager, value=2, promised=5, made_at=NOON + number * HOUR)
    assert [drift.found.alarm for drift in drifts(manager, now=NOW)] == ["watch"]
    for number in range(20):
        expect(topic, by=manager, value=6 - number / 10, recorded_at=NOON + number * DAY)

    [drift] = drifts(manager, now=NOW)

    assert drift.found.alarm == "drift"
    assert (drift.found.slack.value, drift.found.slack.n) == (3, 40)


def test_deliveries_a_little_ahead_are_no_alarm(manager):
    topic = make_measured_topic()
    for _ in range(30):
        deliver(topic, by=manager, value="4.5", promised=5)

    [drift] = drifts(manager, now=NOW)

    assert not drift.is_alarming


def test_without_values_the_times_are_compared(manager):
    topic = make_measured_topic(unit="hours")
    for _ in range(20):
        deliver(topic, by=manager, took=24 * HOUR)

    [drift] = drifts(manager, now=NOW)

    assert drift.found.slack.value == 216  # due after ten days, delivered after one


def test_too_few_deliveries_say_nothing(manager):
    topic = make_measured_topic()
    for _ in range(19):
        deliver(topic, by=manager, value=1, promised=5)

    assert drifts(manager, now=NOW) == []
