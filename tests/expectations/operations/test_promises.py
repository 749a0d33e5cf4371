from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.expectations.models import Expectation, Promise
from heed.expectations.operations import promises as operations
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


@pytest.mark.parametrize(
    ("delivered_at", "outcome"),
    [
        pytest.param(NOON + DAY, "kept", id="at the due time"),
        pytest.param(NOON + HOUR, "kept", id="early"),
        pytest.param(NOON + DAY + HOUR, "late", id="within the grace"),
        pytest.param(NOON + 4 * DAY, "broken", id="when the grace ends"),
        pytest.param(NOON + 9 * DAY, "broken", id="long after"),
    ],
)
def test_the_outcome_follows_the_time_of_delivery(agent, delivered_at, outcome):
    promise = make_promise(owner=agent)

    closed = operations.fulfil_promise(
        promise_id=promise.pk, evidence="called", actor=agent, now=delivered_at
    )

    promise.refresh_from_db()
    assert closed.outcome == promise.outcome == outcome
    assert promise.delivered_at == promise.closed_at == delivered_at
    assert Event.objects.get().payload["outcome"] == outcome


@pytest.mark.parametrize(
    ("delivered", "outcome"),
    [
        pytest.param("2", "kept", id="as promised"),
        pytest.param("1.5", "kept", id="better than promised"),
        pytest.param("2.001", "broken", id="worse than promised"),
    ],
)
def test_less_than_the_promised_value_breaks_the_promise(agent, delivered, outcome):
    promise = make_promise(owner=agent, topic=make_measured_topic(), value=Decimal(2))

    closed = operations.fulfil_promise(
        promise_id=promise.pk,
        evidence="parcel 17",
        delivered_value=Decimal(delivered),
        actor=agent,
        now=NOON + HOUR,
    )

    assert closed.outcome == outcome


def test_what_was_expected_at_delivery_is_kept_with_the_promise(agent):
    topic, customer = make_measured_topic(), make_customer()
    Expectation.objects.create(
        customer=customer, topic=topic, value=3, recorded_by=agent, recorded_at=NOON
    )
    promise = make_promise(owner=agent, customer=customer, topic=topic)

    closed = operations.fulfil_promise(
        promise_id=promise.pk, evidence="parcel", actor=agent, now=NOON + HOUR
    )

    assert closed.expected_value == 3


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        pytest.param({"evidence": " "}, operations.EvidenceMissing, id="no evidence"),
        pytest.param(
            {"delivered_at": NOON - HOUR}, operations.DeliveryTimeImpossible, id="before promised"
        ),
        pytest.param(
            {"delivered_at": NOON + DAY}, operations.DeliveryTimeImpossible, id="in the future"
        ),
    ],
)
def test_a_delivery_without_proof_is_refused(agent, fields, refusal):
    promise = make_promise(owner=agent)

    with pytest.raises(refusal):
        operations.fulfil_promise(
            promise_id=promise.pk, actor=agent, now=NOON + HOUR, **({"evidence": "yes"} | fields)
        )

    promise.refresh_from_db()
    assert promise.outcome == ""
    assert not Event.objects.exists()


def test_a_closed_promise_cannot_be_fulfilled_again(agent):
    promise = make_promise(owner=agent, outcome="waived", closed_at=NOON)

    with pytest.raises(operations.PromiseAlreadyClosed, match="closed on March 2, 2026"):
        operations.fulfil_promise(
            promise_id=promise.pk, evidence="called", actor=agent, now=NOON + HOUR
        )

    promise.refresh_from_db()
    assert promise.outcome == Promise.Outcome.WAIVED
    assert not Event.objects.exists()


def test_a_broken_promise_delivered_after_all_stays_broken_with_its_date(agent):
    promise = make_promise(owner=agent, outcome="broken", closed_at=NOON + 4 * DAY)

    operations.fulfil_promise(
        promise_id=promise.pk, evidence="sent", actor=agent, now=NOON + 5 * DAY
    )

    promise.refresh_from_db()
    assert promise.outcome == "broken"
    assert promise.closed_at == NOON + 4 * DAY
    assert promise.delivered_at == NOON + 5 * DAY
    assert Event.objects.get().type == "expectations.BrokenPromiseDelivered"
    with pytest.raises(operations.PromiseAlreadyDelivered):
        operations.fulfil_promise(
            promise_id=promise.pk, evidence="again", actor=agent, now=NOON + 6 * DAY
        )


def test_a_renegotiated_promise_is_kept_and_linked_to_the_new_one(agent):
    promise = make_promise(owner=agent, topic=make_topic())

    renewed = operations.renegotiate_promise(
        promise_id=promise.pk,
        due_at=NOON + 3 * DAY,
        evidence="she agreed on the phone",
        actor=agent,
        now=NOON + HOUR,
    )

    promise.refresh_from_db()
    assert promise.outcome == "renegotiated"
    assert promise.evidence == "she agreed on the phone"
    assert renewed.renegotiated_from == promise
    assert (renewed.topic, renewed.wording) == (promise.topic, promise.wording)


def test_after_the_due_time_nothing_is_renegotiated(agent):
    promise = make_promise(owner=agent)

    with pytest.raises(operations.TooLateToRenegotiate):
        operations.renegotiate_promise(
            promise_id=promise.pk,
            due_at=NOON + 9 * DAY,
            evidence="she agreed",
            actor=agent,
            now=NOON + DAY + timedelta(seconds=1),
        )

    assert Promise.objects.count() == 1


def test_the_owner_is_reminded_once(agent, system):
    promise = make_promise(owner=agent, remind_at=NOON + HOUR)

    first = operations.remind_of_promise(promise_id=promise.pk, actor=system, now=NOON + HOUR)
    again = operations.remind_of_promise(promise_id=promise.pk, actor=system, now=NOON + HOUR)

    assert (first, again) == (True, False)
    assert Event.objects.get().type == "expectations.PromiseDueSoon"


def test_an_undelivered_promise_is_overdue_after_its_due_time_and_broken_after_its_grace(
    agent, system
):
    promise = make_promise(owner=agent)
    late, over = promise.due_at + HOUR, promise.breaks_at

    assert not operations.mark_overdue(promise_id=promise.pk, actor=system, now=promise.due_at)
    assert operations.mark_overdue(promise_id=promise.pk, actor=system, now=late)
    assert not operations.break_overdue_promise(promise_id=promise.pk, actor=system, now=late)
    assert operations.break_overdue_promise(promise_id=promise.pk, actor=system, now=over)
    assert not operations.break_overdue_promise(promise_id=promise.pk, actor=system, now=over)

    promise.refresh_from_db()
    assert promise.outcome == "broken"
    assert promise.delivered_at is None
    assert [event.type for event in Event.objects.order_by("pk")] == [
        "expectations.PromiseOverdue",
        "expectations.PromiseClosed",
    ]
