import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.expectations.models import Exceeding
from heed.expectations.operations import exceeding as operations
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_promise
from tests.moments import HOUR, NOON


def give(customer, actor, **fields):
    values = {"kind": "gift", "description": "A box of tea", "cost_minor": 450} | fields
    return operations.record_exceeding(customer=customer, actor=actor, now=NOON, **values)


def test_what_was_given_for_a_promise_is_about_its_topic_in_our_currency(agent):
    customer = make_customer(tier="high")
    promise = make_promise(owner=agent, customer=customer, topic=make_measured_topic())

    exceeding = give(customer, agent, promise=promise)

    exceeding.refresh_from_db()
    assert (exceeding.topic, exceeding.currency, exceeding.tier) == (promise.topic, "GBP", "high")
    assert Event.objects.get().payload["promise_id"] == promise.pk


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        pytest.param({"description": " "}, operations.GiftMissing, id="nothing said"),
        pytest.param({"cost_minor": -1}, operations.CostNegative, id="negative cost"),
        pytest.param({"given_at": NOON + HOUR}, operations.GivenInFuture, id="not yet"),
    ],
)
def test_what_makes_no_sense_is_refused(agent, fields, refusal):
    with pytest.raises(refusal):
        give(make_customer(), agent, **fields)

    assert not Exceeding.objects.exists()
    assert not Event.objects.exists()


def test_the_promise_must_be_to_the_same_customer(agent):
    promise = make_promise(owner=agent)

    with pytest.raises(operations.PromiseToAnother):
        give(make_customer(), agent, promise=promise)

    assert not Exceeding.objects.exists()


def test_an_analyst_gives_nothing(analyst):
    with pytest.raises(NotPermitted):
        give(make_customer(), analyst)

    assert not Exceeding.objects.exists()
