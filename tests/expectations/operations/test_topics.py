from datetime import timedelta

import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.expectations.models import Expectation, Topic
from heed.expectations.operations import topics as operations
from heed.expectations.operations.expectations import record_expectation
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_topic
from tests.moments import DAY, NOON


def add(actor, **fields):
    fields = {"name": "Delivery time", "kind": "measured", "unit": "days"} | fields
    return operations.add_topic(actor=actor, now=NOON, **fields)


def change(topic, actor, **fields):
    kept = ("name", "name_zh", "kind", "unit", "unit_zh", "direction", "grace_business_days")
    values = {name: getattr(topic, name) for name in (*kept, "parent")} | fields
    return operations.change_topic(topic_id=topic.pk, actor=actor, now=NOON, **values)


def test_a_topic_is_added_last_with_a_key_from_its_name(manager):
    make_topic(key="delivery-time", name="Deliveries", position=4)

    topic = add(manager, name=" Delivery time ", name_zh="送货时间", direction="less")

    topic.refresh_from_db()
    assert (topic.key, topic.name, topic.position) == ("delivery-time-2", "Delivery time", 5)
    assert Event.objects.get().type == "expectations.TopicAdded"


def test_a_chinese_name_alone_makes_a_key_too(manager):
    assert add(manager, name="送货时间").key == "topic"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        pytest.param({"name": "  "}, operations.TopicNameMissing, id="no name"),
        pytest.param({"name": "COURTESY"}, operations.TopicNameTaken, id="same name"),
        pytest.param(
            {"name": "Kindness", "name_zh": "礼貌"}, operations.TopicNameTaken, id="same in Chinese"
        ),
        pytest.param({"key": "courtesy"}, operations.TopicKeyTaken, id="same key"),
        pytest.param({"unit": " "}, operations.TopicUnitMissing, id="measured without unit"),
    ],
)
def test_a_topic_without_sense_is_refused(manager, fields, refusal):
    make_topic(name_zh="礼貌")

    with pytest.raises(refusal):
        add(manager, **fields)

    assert Topic.objects.count() == 1
    assert not Event.objects.exists()


def test_a_felt_topic_has_no_unit_and_more_of_it_is_better(manager):
    topic = add(manager, kind="felt", unit="days", direction="less")

    assert (topic.unit, topic.direction) == ("", "more")


def test_an_agent_adds_no_topic(agent):
    with pytest.raises(NotPermitted):
        add(agent)

    assert not Topic.objects.exists()


def test_a_topic_with_values_keeps_its_unit_but_not_its_name(manager):
    topic = make_measured_topic()
    Expectation.objects.create(
        customer=make_customer(), topic=topic, value=2, recorded_by=manager, recorded_at=NOON
    )

    with pytest.raises(operations.TopicInUse):
        change(topic, manager, unit="hours")
    changed = change(topic, manager, name="Time to deliver", grace_business_days=1)

    topic.refresh_from_db()
    assert (topic.name, topic.unit, topic.grace_business_days) == ("Time to deliver", "days", 1)
    assert changed == topic


def test_a_topic_without_values_may_change_what_it_measures(manager):
    topic = make_measured_topic()

    change(topic, manager, unit="hours", direction="more")

    topic.refresh_from_db()
    assert (topic.unit, topic.direction) == ("hours", "more")


def test_a_topic_moves_under_another_but_not_under_what_stands_under_it(manager):
    top, middle, low = (make_topic(key=key, name=key) for key in ("top", "middle", "low"))
    change(middle, manager, parent=top)
    change(low, manager, parent=middle)

    with pytest.raises(operations.TopicUnderItself):
        change(top, manager, parent=low)
    with pytest.raises(operations.TopicUnderItself):
        change(top, manager, parent=top)

    assert list(Topic.objects.values_list("key", "parent__key")) == [
        ("top", None),
        ("middle", "top"),
        ("low", "middle"),
    ]


def test_a_topic_is_retired_and_taken_into_use_again(manager):
    topic = make_topic()

    operations.retire_topic(topic_id=topic.pk, actor=manager, now=NOON)
    again = operations.retire_topic(topic_id=topic.pk, actor=manager, now=NOON + DAY)
    assert again.retired_at == NOON
    with pytest.raises(operations.TopicRetiredAlready):
        operations.require_in_use(again)

    back = operations.restore_topic(topic_id=topic.pk, actor=manager, now=NOON + DAY)
    assert back.retired_at is None
    assert list(Event.objects.order_by("pk").values_list("type", flat=True)) == [
        "expectations.TopicRetired",
        "expectations.TopicRestored",
    ]


def test_a_topic_with_others_under_it_is_not_retired(manager):
    parent = make_topic()
    make_topic(key="greeting", name="Greeting", parent=parent)

    with pytest.raises(operations.TopicHasChildren, match="Greeting"):
        operations.retire_topic(topic_id=parent.pk, actor=manager, now=NOON)

    parent.refresh_from_db()
    assert parent.retired_at is None


def test_a_topic_does_not_come_back_under_a_retired_one_or_beside_its_namesake(manager):
    retired = NOON - timedelta(days=1)
    parent = make_topic(retired_at=retired)
    child = make_topic(key="greeting", name="Greeting", parent=parent, retired_at=retired)
    namesake = make_topic(key="other", name="Warmth")
    old = make_topic(key="old", name="warmth", retired_at=retired)

    with pytest.raises(operations.ParentRetired):
        operations.restore_topic(topic_id=child.pk, actor=manager, now=NOON)
    with pytest.raises(operations.TopicNameTaken):
        operations.restore_topic(topic_id=old.pk, actor=manager, now=NOON)

    assert list(Topic.objects.filter(retired_at=None)) == [namesake]


def test_a_retired_topic_takes_no_new_expectation(agent):
    topic = make_topic(retired_at=NOON - DAY)

    with pytest.raises(operations.TopicRetiredAlready, match="no longer used"):
        record_expectation(customer=make_customer(), topic=topic, felt=5, actor=agent, now=NOON)

    assert not Expectation.objects.exists()
