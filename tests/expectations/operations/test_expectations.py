from decimal import Decimal

import pytest

from heed.core.models import Event
from heed.expectations.models import Expectation
from heed.expectations.operations import expectations as operations
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_topic
from tests.moments import DAY, MINUTE, NOON


def test_a_new_expectation_leaves_the_old_one_dated(agent):
    customer, topic = make_customer(), make_topic()
    first = operations.record_expectation(
        customer=customer, topic=topic, felt=5, actor=agent, now=NOON
    )

    second = operations.record_expectation(
        customer=customer, topic=topic, felt=6, actor=agent, now=NOON + DAY
    )

    first.refresh_from_db()
    assert first.superseded_at == NOON + DAY
    assert (first.felt, second.felt, second.superseded_at) == (5, 6, None)
    event = Event.objects.order_by("-pk")[0]
    assert event.payload["supersedes_id"] == first.pk


@pytest.mark.parametrize(
    ("make", "values", "refusal"),
    [
        pytest.param(make_topic, {}, operations.ExpectedFeelingMissing, id="felt, no answer"),
        pytest.param(
            make_topic, {"felt": 8}, operations.ExpectedFeelingMissing, id="felt, off the scale"
        ),
        pytest.param(
            make_topic,
            {"felt": 5, "adequate": Decimal(3)},
            operations.ValueOfFeltTopic,
            id="felt, with a value",
        ),
        pytest.param(
            make_measured_topic, {"felt": 5}, operations.ExpectedValueMissing, id="no value"
        ),
        pytest.param(
            make_measured_topic,
            {"value": Decimal(3), "desired": Decimal(5), "adequate": Decimal(2)},
            operations.ZoneReversed,
            id="desired worse than adequate",
        ),
    ],
)
def test_an_expectation_without_sense_is_refused(agent, make, values, refusal):
    customer, topic = make_customer(), make()

    with pytest.raises(refusal):
        operations.record_expectation(
            customer=customer, topic=topic, actor=agent, now=NOON, **values
        )

    assert not Expectation.objects.exists()
    assert not Event.objects.exists()


def record(agent, **fields):
    return operations.record_expectation(actor=agent, **{"now": NOON} | fields)


def test_an_entry_taken_back_leaves_what_stood_before_as_a_new_entry(agent):
    customer, topic = make_customer(), make_topic()
    first = record(agent, customer=customer, topic=topic, felt=5, now=NOON - DAY, wording="as ever")
    slip = record(agent, customer=customer, topic=topic, felt=6)

    restored = operations.withdraw_expectation(
        expectation_id=slip.pk, actor=agent, now=NOON + MINUTE
    )

    slip.refresh_from_db()
    assert slip.withdrawn_at == slip.superseded_at == NOON + MINUTE
    assert (restored.felt, restored.wording, restored.recorded_at) == (5, "as ever", NOON + MINUTE)
    assert restored.pk not in {first.pk, slip.pk}
    assert Expectation.objects.get(superseded_at=None) == restored
    event = Event.objects.order_by("-pk")[0]
    assert event.type == "expectations.ExpectationWithdrawn"
    assert event.payload["restored_id"] == restored.pk


def test_the_first_entry_of_a_topic_taken_back_leaves_nothing(agent):
    customer, topic = make_customer(), make_topic()
    slip = record(agent, customer=customer, topic=topic, felt=6)

    restored = operations.withdraw_expectation(expectation_id=slip.pk, actor=agent, now=NOON)

    assert restored is None
    assert not Expectation.objects.filter(superseded_at=None).exists()


def test_a_second_slip_taken_back_brings_back_what_stood_before_both(agent):
    customer, topic = make_customer(), make_topic()
    record(agent, customer=customer, topic=topic, felt=3, now=NOON - DAY)
    slip = record(agent, customer=customer, topic=topic, felt=6)
    operations.withdraw_expectation(expectation_id=slip.pk, actor=agent, now=NOON)
    other = record(agent, customer=customer, topic=topic, felt=7, now=NOON + MINUTE)

    restored = operations.withdraw_expectation(
        expectation_id=other.pk, actor=agent, now=NOON + MINUTE
    )

    assert restored.felt == 3


def test_an_entry_is_not_taken_back_late_or_by_another_or_twice(agent, manager):
    customer, topic = make_customer(), make_topic()
    entry = record(agent, customer=customer, topic=topic, felt=6)
    written = Event.objects.count()

    with pytest.raises(operations.TooLateToWithdraw, match="by Mei Chen"):
        operations.withdraw_expectation(expectation_id=entry.pk, actor=manager, now=NOON)
    with pytest.raises(operations.TooLateToWithdraw, match="March 2, 2026"):
        operations.withdraw_expectation(
            expectation_id=entry.pk, actor=agent, now=NOON + 1.1 * MINUTE
        )
    assert Event.objects.count() == written
    operations.withdraw_expectation(expectation_id=entry.pk, actor=agent, now=NOON)

    with pytest.raises(operations.NothingToWithdraw):
        operations.withdraw_expectation(expectation_id=entry.pk, actor=agent, now=NOON)
