from datetime import UTC, datetime
from decimal import Decimal

import pytest

from heed.accounts.models import User
from heed.core.access import NotPermitted
from heed.core.instants import InstantOutOfRange
from heed.core.models import Event
from heed.customers.operations import CustomerGone, erase_customer
from heed.expectations.models import Promise
from heed.expectations.operations import promises as operations
from tests.accounts.factories import make_user
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_promise, make_topic
from tests.moments import DAY, HOUR, NOON


def record(agent, customer, **fields):
    fields = {"wording": "Call back", "due_at": NOON + DAY, "now": NOON} | fields
    return operations.record_promise(customer=customer, actor=agent, **fields)


def test_a_promise_keeps_when_to_remind_and_when_it_breaks_in_business_time(agent):
    customer = make_customer(tier="high")
    topic = make_topic(grace_business_days=2)

    promise = record(agent, customer, topic=topic, due_at=datetime(2026, 3, 6, 11, 0, tzinfo=UTC))

    assert promise.remind_at == datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
    assert promise.breaks_at == datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
    assert promise.tier == "high"
    assert promise.owner == agent
    event = Event.objects.get()
    assert event.type == "expectations.PromiseMade"
    assert (event.customer_id, event.subject_id) == (customer.pk, promise.pk)


def test_a_promise_due_soon_is_reminded_of_at_half_time(agent):
    promise = record(agent, make_customer(), due_at=NOON + HOUR)

    assert promise.remind_at == NOON + HOUR / 2


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        pytest.param({"wording": "  "}, operations.WordingMissing, id="nothing promised"),
        pytest.param({"due_at": NOON}, operations.DueTimePast, id="due now"),
        pytest.param({"due_at": NOON - DAY}, operations.DueTimePast, id="due yesterday"),
    ],
)
def test_a_promise_without_sense_is_refused_and_nothing_is_written(agent, fields, refusal):
    customer = make_customer()

    with pytest.raises(refusal):
        record(agent, customer, **fields)

    assert not Promise.objects.exists()
    assert not Event.objects.exists()


def test_who_only_analyses_records_no_promise(analyst):
    customer = make_customer()

    with pytest.raises(NotPermitted, match=r"promises\.record"):
        record(analyst, customer)

    assert not Promise.objects.exists()


def test_nobody_who_cannot_serve_is_given_a_promise(agent, analyst, system):
    customer = make_customer()
    left = make_user(name="Lena Left")
    User.objects.filter(pk=left.pk).update(is_active=False)
    left.refresh_from_db()

    with pytest.raises(operations.OwnerUnable, match="Lena Left cannot see to a promise"):
        record(agent, customer, owner=left)
    with pytest.raises(operations.OwnerUnable, match="Tom Okoye"):
        record(agent, customer, owner=analyst)
    with pytest.raises(operations.OwnerUnable, match="Heed cannot"):
        record(system, customer)

    assert not Promise.objects.exists()


def test_a_promise_is_not_handed_to_nobody(agent, analyst):
    promise = make_promise(owner=agent)

    with pytest.raises(operations.OwnerUnable):
        operations.hand_over_promise(promise_id=promise.pk, owner=analyst, actor=agent, now=NOON)

    promise.refresh_from_db()
    assert promise.owner == agent


def test_nothing_is_promised_to_an_erased_customer(agent, admin):
    customer = make_customer()
    erase_customer(customer=customer, actor=admin, now=NOON)

    with pytest.raises(CustomerGone, match=f"Customer {customer.pk} was erased"):
        record(agent, customer)

    assert not Promise.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"due_at": NOON + 2 * DAY}, id="another due time"),
        pytest.param({"value": Decimal(3)}, id="another value"),
        pytest.param({"wording": "Deliver at once"}, id="other words"),
    ],
)
def test_what_contradicts_an_open_promise_is_refused_and_names_it(agent, fields):
    customer, topic = make_customer(), make_measured_topic()
    known = record(agent, customer, topic=topic, value=Decimal(2))

    with pytest.raises(operations.PromiseContradicted) as refused:
        record(agent, customer, topic=topic, **({"value": Decimal(2)} | fields))

    assert f"(promise {known.pk}) is still open, due March 3, 2026" in str(refused.value)
    assert "(2 days)" in str(refused.value)
    assert Promise.objects.count() == 1


def test_another_matter_is_promised_beside_an_open_one(agent):
    customer, topic = make_customer(), make_topic()
    record(agent, customer, topic=topic)

    record(agent, customer, topic=topic, due_at=NOON + 2 * DAY, is_separate=True)
    record(agent, customer, topic=make_topic(key="price", name="Price"))
    record(agent, customer, wording="Send the invoice")

    assert Promise.objects.filter(closed_at=None).count() == 4


def test_without_a_topic_the_same_words_are_the_same_matter(agent):
    customer = make_customer()
    record(agent, customer, wording="Call back")

    with pytest.raises(operations.PromiseContradicted):
        record(agent, customer, wording="call back", due_at=NOON + 2 * DAY)

    assert Promise.objects.count() == 1


def test_the_same_promise_again_is_the_one_that_stands(agent):
    customer, topic = make_customer(), make_topic()

    first = record(agent, customer, topic=topic)
    again = record(agent, customer, topic=topic, now=NOON + HOUR)

    assert again == first
    assert Event.objects.count() == 1


def test_a_due_time_nobody_can_reckon_with_is_refused(agent):
    with pytest.raises(InstantOutOfRange):
        record(agent, make_customer(), due_at=datetime(9999, 12, 31, tzinfo=UTC))
