import pytest

from heed.core.models import Event
from heed.expectations.models import Expectation, Perception
from heed.expectations.operations import perceptions as operations
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise, make_topic
from tests.moments import DAY, NOON


def test_a_perception_keeps_what_was_expected_before_it(agent):
    customer, topic = make_customer(tier="low"), make_topic()
    for days, felt in ((0, 4), (1, 6), (3, 2)):
        Expectation.objects.create(
            customer=customer,
            topic=topic,
            felt=felt,
            recorded_by=agent,
            recorded_at=NOON + days * DAY,
            superseded_at=None if days == 3 else NOON + (days + 1) * DAY,
        )
    promise = make_promise(owner=agent, customer=customer, topic=topic)

    perception = operations.record_perception(
        customer=customer, promise=promise, perceived=5, actor=agent, now=NOON + 2 * DAY
    )

    assert (perception.expected, perception.perceived) == (6, 5)
    assert (perception.topic, perception.tier) == (topic, "low")
    assert Event.objects.get().type == "expectations.PerceptionRecorded"


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        pytest.param({}, operations.PerceptionEmpty, id="no answer"),
        pytest.param({"perceived": 0}, operations.PerceptionOutOfScale, id="below the scale"),
        pytest.param({"perceived": 8}, operations.PerceptionOutOfScale, id="above the scale"),
        pytest.param({"against_expectation": -4}, operations.PerceptionOutOfScale, id="far worse"),
    ],
)
def test_answers_off_the_scales_are_refused(agent, answers, refusal):
    customer = make_customer()

    with pytest.raises(refusal):
        operations.record_perception(customer=customer, actor=agent, now=NOON, **answers)

    assert not Perception.objects.exists()
    assert not Event.objects.exists()
