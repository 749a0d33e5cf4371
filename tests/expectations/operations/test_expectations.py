from decimal import Decimal

import pytest

from heed.core.models import Event
from heed.expectations.models import Expectation
from heed.expectations.operations import expectations as operations
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_topic
from tests.moments import DAY, NOON


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
