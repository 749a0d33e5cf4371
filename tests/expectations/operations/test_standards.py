from datetime import date
from decimal import Decimal

import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.expectations.models import Standard, TierOffer
from heed.expectations.operations import standards as operations
from heed.expectations.operations.topics import TopicRetiredAlready
from tests.expectations.factories import make_measured_topic, make_topic
from tests.moments import NOON

DAY = date(2026, 1, 1)


def record(topic, actor, **fields):
    values = {"value": Decimal(3), "valid_from": DAY, "source": "Trade survey 2026"} | fields
    return operations.record_standard(topic=topic, actor=actor, now=NOON, **values)


def offer(topic, actor, **fields):
    values = {"value": Decimal(2), "valid_from": DAY} | fields
    return operations.record_tier_offer(topic=topic, actor=actor, now=NOON, **values)


def test_a_newer_norm_leaves_the_older_one_dated(manager):
    topic = make_measured_topic()

    record(topic, manager)
    record(
        topic, manager, value=Decimal(2), valid_from=date(2026, 2, 1), source_url="https://a.org"
    )

    assert list(Standard.objects.order_by("valid_from").values_list("value", flat=True)) == [3, 2]
    assert Event.objects.filter(type="expectations.StandardRecorded").count() == 2


def test_a_second_norm_from_the_same_day_is_refused_until_the_first_is_withdrawn(manager):
    topic = make_measured_topic()
    first = record(topic, manager)

    with pytest.raises(operations.StandardOfThatDay, match="norm 3 from"):
        record(topic, manager, value=Decimal(4))
    operations.withdraw_standard(standard=first, actor=manager, now=NOON)
    record(topic, manager, value=Decimal(4))

    assert Standard.objects.get().value == 4
    withdrawn = Event.objects.get(type="expectations.StandardWithdrawn")
    assert withdrawn.payload["valid_from"] == "2026-01-01"


@pytest.mark.parametrize(
    ("make", "fields", "refusal"),
    [
        pytest.param(make_topic, {"value": Decimal(8)}, operations.NormOutOfRange, id="felt 8"),
        pytest.param(
            make_measured_topic, {"value": Decimal(-1)}, operations.NormOutOfRange, id="negative"
        ),
        pytest.param(make_topic, {"source": "  "}, operations.SourceMissing, id="no source"),
        pytest.param(
            make_topic,
            {"source_url": "javascript:alert(1)"},
            operations.SourceAddressUnknown,
            id="no page",
        ),
        pytest.param(
            make_topic, {"valid_from": date(1066, 10, 14)}, operations.DayOutOfRange, id="long ago"
        ),
    ],
)
def test_a_norm_without_sense_is_refused(manager, make, fields, refusal):
    topic = make()

    with pytest.raises(refusal):
        record(topic, manager, **fields)

    assert not Standard.objects.exists()
    assert not Event.objects.exists()


def test_a_retired_topic_gets_no_norm(manager):
    with pytest.raises(TopicRetiredAlready):
        record(make_topic(retired_at=NOON), manager)

    assert not Standard.objects.exists()


def test_an_agent_lays_down_no_norm_and_no_offer(agent):
    topic = make_topic()

    with pytest.raises(NotPermitted):
        record(topic, agent)
    with pytest.raises(NotPermitted):
        offer(topic, agent)

    assert not Standard.objects.exists()
    assert not TierOffer.objects.exists()


def test_each_tier_has_an_offer_of_its_own_a_day(manager):
    topic = make_measured_topic()

    for_all = offer(topic, manager)
    offer(topic, manager, tier="high", value=Decimal(1))
    with pytest.raises(operations.TierOfferOfThatDay):
        offer(topic, manager, tier="high", value=Decimal("0.5"))
    operations.withdraw_tier_offer(offer=for_all, actor=manager, now=NOON)

    assert list(TierOffer.objects.values_list("tier", "value")) == [("high", 1)]
    assert Event.objects.get(type="expectations.TierOfferWithdrawn").payload["tier"] == ""
