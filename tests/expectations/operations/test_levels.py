from datetime import date

import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.expectations.models import TopicLevel
from heed.expectations.operations import levels as operations
from heed.expectations.operations.topics import TopicRetiredAlready
from heed.expectations.queries.levels import levels_in_force, levels_of
from tests.expectations.factories import make_topic
from tests.moments import NOON

JANUARY, MARCH, MAY = (date(2026, month, 1) for month in (1, 3, 5))


def put(topic, actor, *, level="desired", valid_from=JANUARY, **fields):
    return operations.set_topic_level(
        topic=topic, level=level, valid_from=valid_from, actor=actor, now=NOON, **fields
    )


def measured(topic, *, level="expected", n=60):
    return operations.Measured(topic=topic, level=level, n=n, ground="Spring: must-be (M)")


def test_a_level_holds_from_its_day_on_until_a_newer_one(manager):
    topic = make_topic()

    put(topic, manager, level="desired", valid_from=JANUARY)
    put(topic, manager, level="expected", valid_from=MARCH)

    assert levels_in_force(date(2026, 2, 28))[topic.pk].level == "desired"
    assert levels_in_force(MARCH)[topic.pk].level == "expected"
    assert levels_in_force(date(2025, 12, 31)) == {}
    assert [row.level for row in levels_of(topic)] == ["expected", "desired"]
    assert Event.objects.filter(type="expectations.TopicLevelRecorded").count() == 2


def test_a_measured_level_keeps_how_many_answered_and_its_ground(manager):
    topic = make_topic()

    operations.date_levels(found=[measured(topic)], valid_from=MARCH, actor=manager, now=NOON)

    row = TopicLevel.objects.get()
    assert (row.source, row.n, row.ground) == ("measured", 60, "Spring: must-be (M)")


def test_levels_are_dated_all_or_none(manager):
    first, second = make_topic(), make_topic(key="speed", name="Speed")
    put(second, manager, valid_from=MARCH)

    with pytest.raises(operations.LevelOfThatDay, match="“Speed” has the level “Desired”"):
        operations.date_levels(
            found=[measured(first), measured(second)], valid_from=MARCH, actor=manager, now=NOON
        )

    assert TopicLevel.objects.get().topic == second


def test_withdrawing_brings_back_what_held_before(manager):
    topic = make_topic()
    put(topic, manager, level="desired", valid_from=JANUARY)
    newer = put(topic, manager, level="basic", valid_from=MARCH)

    operations.withdraw_levels(level_ids=[newer.pk], actor=manager, now=NOON)

    assert levels_in_force(MAY)[topic.pk].level == "desired"
    withdrawn = Event.objects.get(type="expectations.TopicLevelWithdrawn")
    assert withdrawn.payload == {
        "topic_id": topic.pk,
        "level": "basic",
        "valid_from": "2026-03-01",
    }


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        pytest.param({"level": "gold"}, operations.LevelUnknown, id="no level"),
        pytest.param({"valid_from": date(1066, 10, 14)}, operations.LevelDayOutOfRange, id="day"),
    ],
)
def test_a_level_without_sense_is_refused(manager, fields, refusal):
    topic = make_topic()

    with pytest.raises(refusal):
        put(topic, manager, **fields)

    assert not TopicLevel.objects.exists()
    assert not Event.objects.exists()


def test_a_retired_topic_takes_no_level(manager):
    topic = make_topic(retired_at=NOON)

    with pytest.raises(TopicRetiredAlready):
        put(topic, manager)


def test_a_level_measured_by_nobody_is_refused(manager):
    topic = make_topic()

    with pytest.raises(operations.LevelRestsOnNothing, match="Courtesy"):
        operations.date_levels(
            found=[measured(topic, n=0)], valid_from=MARCH, actor=manager, now=NOON
        )


def test_an_agent_may_not_say_which_level_a_topic_is_on(agent):
    topic = make_topic()

    with pytest.raises(NotPermitted, match="permission"):
        put(topic, agent)

    assert not TopicLevel.objects.exists()
