import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.expectations.models import Steering
from heed.expectations.operations import steering as operations
from heed.expectations.operations.topics import TopicRetiredAlready
from tests.expectations.factories import make_measured_topic
from tests.moments import DAY, NOON


def decide(topic, actor, *, now=NOON, **fields):
    values = {"direction": "lower", "tier": "high", "wording": "Count on 3 days."} | fields
    return operations.decide_steering(topic=topic, actor=actor, now=now, **values)


def test_a_new_decision_takes_the_place_of_the_one_in_force(manager):
    topic = make_measured_topic()
    first = decide(topic, manager)
    for_all = decide(topic, manager, tier="")

    second = decide(topic, manager, direction="hold", wording="", now=NOON + DAY)

    first.refresh_from_db()
    assert (first.ended_at, first.ended_by) == (NOON + DAY, manager)
    assert set(Steering.objects.filter(ended_at=None)) == {for_all, second}
    assert list(Event.objects.order_by("pk").values_list("type", flat=True)) == [
        "expectations.SteeringDecided",
        "expectations.SteeringDecided",
        "expectations.SteeringEnded",
        "expectations.SteeringDecided",
    ]


def test_words_in_one_language_are_enough_and_none_are_not(manager):
    topic = make_measured_topic()

    with pytest.raises(operations.SteeringWordingMissing):
        decide(topic, manager, wording=" ")
    decide(topic, manager, wording="", wording_zh="请按三天计算。")

    assert Steering.objects.get().wording_zh == "请按三天计算。"


def test_a_decision_ends_once(manager):
    steering = decide(make_measured_topic(), manager)

    operations.end_steering(steering_id=steering.pk, actor=manager, now=NOON)
    with pytest.raises(operations.SteeringEndedAlready):
        operations.end_steering(steering_id=steering.pk, actor=manager, now=NOON)

    assert Event.objects.filter(type="expectations.SteeringEnded").count() == 1


def test_agents_decide_nothing_and_retired_topics_are_not_steered(agent, manager):
    with pytest.raises(NotPermitted):
        decide(make_measured_topic(), agent)
    with pytest.raises(TopicRetiredAlready):
        decide(make_measured_topic(key="old", retired_at=NOON), manager)

    assert not Steering.objects.exists()
