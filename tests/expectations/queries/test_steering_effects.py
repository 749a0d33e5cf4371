import pytest

from heed.expectations.models import Steering
from heed.expectations.queries.steering_effects import effect_of
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic
from tests.expectations.laying_down import expect, perceive
from tests.moments import DAY, NOON

NOW = NOON + 60 * DAY


@pytest.fixture
def topic():
    return make_measured_topic()


def decide(topic, by, **fields):
    values = {"direction": "lower", "decided_at": NOON, "decided_by": by} | fields
    return Steering.objects.create(topic=topic, **values)


def entries(topic, by, values, *, at, tier=""):
    for value in values:
        expect(topic, by=by, value=value, recorded_at=at, customer=make_customer(tier=tier))


def test_expecting_later_delivery_since_is_as_wished_of_lowering(manager, topic):
    entries(topic, manager, [1, 2, 1, 2, 1, 2], at=NOON - DAY)
    entries(topic, manager, [3, 4, 3, 4, 3, 4], at=NOON + DAY)
    entries(topic, manager, [9], at=NOON - 200 * DAY)
    steering = decide(topic, manager)

    effect = effect_of(steering, manager, now=NOW)

    assert (effect.expected.before.value, effect.expected.after.value) == (1.5, 3.5)
    assert effect.expected.direction == "better"
    assert (effect.expected_n, effect.against) == ((6, 6), None)


def test_the_change_in_other_tiers_is_taken_off(manager, topic):
    for tier, since in (("high", 3), ("low", 2)):
        entries(topic, manager, [1] * 6, at=NOON - DAY, tier=tier)
        entries(topic, manager, [since] * 6, at=NOON + DAY, tier=tier)
    steering = decide(topic, manager, tier="high")

    effect = effect_of(steering, manager, now=NOW)

    assert effect.expected.change.value == 2
    assert effect.expected.effect.value == 1


def test_what_comes_after_the_end_of_a_decision_is_not_its_effect(manager, topic):
    entries(topic, manager, [1] * 6, at=NOON - DAY)
    entries(topic, manager, [3] * 6, at=NOON + 3 * DAY)
    steering = decide(topic, manager, ended_at=NOON + 2 * DAY)

    effect = effect_of(steering, manager, now=NOW)

    assert (effect.expected, effect.expected_n) == (None, (6, 0))


def test_answers_against_expectation_are_compared_too(manager, topic):
    for at, against in ((NOON - DAY, -1), (NOON + DAY, 1)):
        for _ in range(6):
            perceive(topic, perceived=4, against_expectation=against, answered_at=at)

    effect = effect_of(decide(topic, manager), manager, now=NOW)

    assert effect.against.effect.value == 2
    assert effect.against_n == (6, 6)
