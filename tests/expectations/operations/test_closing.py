from datetime import timedelta
from decimal import Decimal

import pytest

from heed.core.models import Event
from heed.expectations.models import Expectation, Promise
from heed.expectations.operations import closing
from heed.expectations.operations.promises import PromiseAlreadyClosed
from heed.expectations.operations.topics import TimeNegative
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_promise, make_topic
from tests.moments import DAY, HOUR, NOON


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

    closed = closing.fulfil_promise(
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

    closed = closing.fulfil_promise(
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

    closed = closing.fulfil_promise(
        promise_id=promise.pk, evidence="parcel", actor=agent, now=NOON + HOUR
    )

    assert closed.expected_value == 3


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        pytest.param({"evidence": " "}, closing.EvidenceMissing, id="no evidence"),
        pytest.param(
            {"delivered_at": NOON - HOUR}, closing.DeliveryTimeImpossible, id="before promised"
        ),
        pytest.param(
            {"delivered_at": NOON + DAY}, closing.DeliveryTimeImpossible, id="in the future"
        ),
    ],
)
def test_a_delivery_without_proof_is_refused(agent, fields, refusal):
    promise = make_promise(owner=agent)

    with pytest.raises(refusal):
        closing.fulfil_promise(
            promise_id=promise.pk, actor=agent, now=NOON + HOUR, **({"evidence": "yes"} | fields)
        )

    promise.refresh_from_db()
    assert promise.outcome == ""
    assert not Event.objects.exists()


def test_a_closed_promise_cannot_be_fulfilled_again(agent):
    promise = make_promise(owner=agent, outcome="waived", closed_at=NOON)

    with pytest.raises(PromiseAlreadyClosed, match="closed on March 2, 2026"):
        closing.fulfil_promise(
            promise_id=promise.pk, evidence="called", actor=agent, now=NOON + HOUR
        )

    promise.refresh_from_db()
    assert promise.outcome == Promise.Outcome.WAIVED
    assert not Event.objects.exists()


def test_a_broken_promise_delivered_after_all_stays_broken_with_its_date(agent):
    promise = make_promise(owner=agent, outcome="broken", closed_at=NOON + 4 * DAY)

    closing.fulfil_promise(promise_id=promise.pk, evidence="sent", actor=agent, now=NOON + 5 * DAY)

    promise.refresh_from_db()
    assert promise.outcome == "broken"
    assert promise.closed_at == NOON + 4 * DAY
    assert promise.delivered_at == NOON + 5 * DAY
    assert Event.objects.get().type == "expectations.BrokenPromiseDelivered"
    with pytest.raises(closing.PromiseAlreadyDelivered):
        closing.fulfil_promise(
            promise_id=promise.pk, evidence="again", actor=agent, now=NOON + 6 * DAY
        )


def test_a_renegotiated_promise_is_kept_and_linked_to_the_new_one(agent):
    promise = make_promise(owner=agent, topic=make_topic())

    renewed = closing.renegotiate_promise(
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

    with pytest.raises(closing.TooLateToRenegotiate):
        closing.renegotiate_promise(
            promise_id=promise.pk,
            due_at=NOON + 9 * DAY,
            evidence="she agreed",
            actor=agent,
            now=NOON + DAY + timedelta(seconds=1),
        )

    assert Promise.objects.count() == 1


def test_the_same_time_is_no_renegotiation(agent):
    promise = make_promise(owner=agent)

    with pytest.raises(closing.SameTime):
        closing.renegotiate_promise(
            promise_id=promise.pk, due_at=promise.due_at, evidence="x", actor=agent, now=NOON
        )

    assert Promise.objects.get().closed_at is None


def test_less_than_no_time_is_not_taken(agent):
    topic = make_measured_topic()
    promise = make_promise(owner=agent, topic=topic, value=Decimal(2))

    with pytest.raises(TimeNegative) as refused:
        closing.fulfil_promise(
            promise_id=promise.pk,
            evidence="Sent",
            delivered_value=Decimal(-7),
            actor=agent,
            now=NOON + HOUR,
        )

    promise.refresh_from_db()
    assert "-7 days" in str(refused.value)
    assert promise.closed_at is None
