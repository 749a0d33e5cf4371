import pytest

from heed.core.models import Event
from heed.expectations.models import Exclusion
from heed.expectations.operations import exclusions as operations
from heed.expectations.operations.topics import TopicRetiredAlready
from tests.expectations.factories import make_measured_topic, make_topic
from tests.moments import NOON


def mark(first, second, actor):
    return operations.mark_exclusion(
        first=first, second=second, reason="one or the other", actor=actor, now=NOON
    )


def test_two_topics_exclude_each_other_once_in_whichever_order(manager):
    cheap, fast = make_topic(key="cheap", name="Cheap"), make_measured_topic()

    exclusion = mark(fast, cheap, manager)
    with pytest.raises(operations.ExclusionKnown):
        mark(cheap, fast, manager)

    assert (exclusion.first, exclusion.second) == (cheap, fast)
    assert Exclusion.objects.count() == Event.objects.count() == 1


def test_a_topic_excludes_neither_itself_nor_a_retired_one(manager):
    topic, retired = make_topic(), make_measured_topic(retired_at=NOON)

    with pytest.raises(operations.ExclusionOfItself):
        mark(topic, topic, manager)
    with pytest.raises(TopicRetiredAlready):
        mark(topic, retired, manager)

    assert not Exclusion.objects.exists()


def test_an_exclusion_is_lifted_once(manager):
    exclusion = mark(make_topic(), make_measured_topic(), manager)

    operations.lift_exclusion(exclusion=exclusion, actor=manager, now=NOON)
    operations.lift_exclusion(
        exclusion=Exclusion(pk=99, first=exclusion.first, second=exclusion.second),
        actor=manager,
        now=NOON,
    )

    assert not Exclusion.objects.exists()
    assert list(Event.objects.order_by("pk").values_list("type", flat=True)) == [
        "expectations.ExclusionMarked",
        "expectations.ExclusionLifted",
    ]
