"""Promises are closed by people: delivered, waived or renegotiated."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.core.instants import require_in_range
from heed.customers.operations import note_activity
from heed.expectations import rules
from heed.expectations.events import BrokenPromiseDelivered, PromiseClosed
from heed.expectations.models import Expectation, Promise, Topic
from heed.expectations.operations.promises import (
    DueTimePast,
    enter,
    locked,
    require_open,
    said,
)
from heed.expectations.operations.summaries import note_past_change
from heed.expectations.operations.topics import require_possible
from heed.expectations.queries.owners import who_sees_to


class PromiseAlreadyDelivered(DomainError):
    code = "promise.already_delivered"
    message = _("This promise was delivered on %(delivered_at)s.")


class EvidenceMissing(DomainError):
    code = "promise.evidence_missing"
    message = _("Say how it was done: a tracking number, a call, a message sent.")


class DeliveryTimeImpossible(DomainError):
    code = "promise.delivery_time_impossible"
    message = _(
        "It cannot have been delivered on %(delivered_at)s: "
        "give a time between the promise (%(made_at)s) and now."
    )


class DeliveredValueMissing(DomainError):
    code = "promise.delivered_value_missing"
    message = _("%(value)s %(unit)s was promised: say how much was delivered.")


class TooLateToRenegotiate(DomainError):
    code = "promise.too_late_to_renegotiate"
    message = _(
        "This promise was due on %(due_at)s; only before that can it be renegotiated. "
        "Deliver it, and make a new promise for what comes next."
    )


class SameTime(DomainError):
    code = "proposed_time.same_time"
    message = _("%(due_at)s is what was promised already. Propose another time.")


class ConsentMissing(DomainError):
    code = "promise.consent_missing"
    message = _("Say how the customer agreed: a message, a call, the words used.")


@transaction.atomic
def fulfil_promise(
    *,
    promise_id: int,
    evidence: str,
    actor: User,
    now: datetime,
    delivered_at: datetime | None = None,
    delivered_value: Decimal | None = None,
) -> Promise:
    """Close a promise as delivered: kept in time, late within the grace, else broken.

    A promise that was already marked as broken stays broken and keeps the date of delivery.
    Publishes PromiseClosed or BrokenPromiseDelivered. Raises EvidenceMissing,
    DeliveredValueMissing, DeliveryTimeImpossible, PromiseAlreadyClosed, PromiseAlreadyDelivered.
    """
    access.require(actor, "promises.close")
    promise = locked(promise_id)
    delivered_at = delivered_at or now
    _require_proof(promise, evidence, delivered_at, delivered_value, now)
    promise.delivered_at = delivered_at
    promise.delivered_value = delivered_value
    promise.evidence = evidence.strip()
    if promise.outcome == Promise.Outcome.BROKEN:
        return _deliver_broken(promise, actor, now)
    require_open(promise)
    promise.outcome = rules.outcome_of(
        due_at=promise.due_at,
        breaks_at=promise.breaks_at,
        delivered_at=delivered_at,
        is_enough=rules.is_enough(promise.value, delivered_value, _direction(promise)),
    )
    promise.expected_value = _expected_value(promise)
    return close(promise, actor=actor, now=now)


def _require_proof(
    promise: Promise,
    evidence: str,
    delivered_at: datetime,
    delivered_value: Decimal | None,
    now: datetime,
) -> None:
    if not evidence.strip():
        raise EvidenceMissing
    if not promise.made_at <= delivered_at <= now:
        raise DeliveryTimeImpossible(delivered_at=said(delivered_at), made_at=said(promise.made_at))
    require_possible(promise.topic, delivered_value)
    if promise.value is not None and delivered_value is None:
        unit = promise.topic.unit_name if promise.topic else ""
        raise DeliveredValueMissing(value=promise.value.normalize(), unit=unit)


def _direction(promise: Promise) -> str:
    return promise.topic.direction if promise.topic else Topic.Direction.MORE


def _expected_value(promise: Promise) -> Decimal | None:
    """What the customer expected on the topic when the promise was delivered."""
    if promise.topic_id is None:
        return None
    current = Expectation.objects.filter(
        customer_id=promise.customer_id, topic_id=promise.topic_id, superseded_at=None
    )
    return current.values_list("value", flat=True).first()


def _deliver_broken(promise: Promise, actor: User, now: datetime) -> Promise:
    stored = Promise.objects.filter(pk=promise.pk).values_list("delivered_at", flat=True).get()
    if stored:
        raise PromiseAlreadyDelivered(delivered_at=said(stored))
    promise.expected_value = _expected_value(promise)
    promise.save(update_fields=["delivered_at", "delivered_value", "evidence", "expected_value"])
    note_past_change(moments=[promise.closed_at or now])
    happened = BrokenPromiseDelivered(customer_id=promise.customer_id, promise_id=promise.pk)
    events.publish(happened, actor=actor, at=now)
    note_activity(customer_id=promise.customer_id, at=now)
    return promise


def close(promise: Promise, *, actor: User, now: datetime) -> Promise:
    """Write the outcome the promise has been given; part of a larger operation.

    Publishes PromiseClosed.
    """
    promise.closed_at = now
    promise.closed_by = actor
    promise.tier = promise.customer.tier
    promise.save(
        update_fields=[
            "closed_at",
            "closed_by",
            "outcome",
            "tier",
            "delivered_at",
            "delivered_value",
            "evidence",
            "expected_value",
        ]
    )
    note_past_change(moments=[now])
    happened = PromiseClosed(
        customer_id=promise.customer_id, promise_id=promise.pk, outcome=promise.outcome
    )
    events.publish(happened, actor=actor, at=now)
    note_activity(customer_id=promise.customer_id, at=now)
    return promise


@transaction.atomic
def waive_promise(*, promise_id: int, evidence: str, actor: User, now: datetime) -> Promise:
    """Close a promise because the customer no longer wants it; it does not count in the rate.

    Publishes PromiseClosed. Raises ConsentMissing, PromiseAlreadyClosed.
    """
    access.require(actor, "promises.close")
    promise = locked(promise_id)
    require_open(promise)
    if not evidence.strip():
        raise ConsentMissing
    promise.outcome = Promise.Outcome.WAIVED
    promise.evidence = evidence.strip()
    return close(promise, actor=actor, now=now)


@transaction.atomic
def renegotiate_promise(
    *,
    promise_id: int,
    due_at: datetime,
    evidence: str,
    actor: User,
    now: datetime,
    wording: str = "",
) -> Promise:
    """Replace a promise by one with another due time, before it is due and with consent.

    The old one is kept, closed and linked. Publishes PromiseClosed and PromiseMade.
    Raises TooLateToRenegotiate, ConsentMissing, PromiseAlreadyClosed, DueTimePast,
    SameTime, InstantOutOfRange.
    """
    access.require(actor, "promises.close")
    promise = locked(promise_id)
    require_open(promise)
    if now > promise.due_at:
        raise TooLateToRenegotiate(due_at=said(promise.due_at))
    require_in_range(due_at)
    if due_at <= now:
        raise DueTimePast(due_at=said(due_at))
    if due_at == promise.due_at:
        raise SameTime(due_at=said(due_at))
    if not evidence.strip():
        raise ConsentMissing
    promise.outcome = Promise.Outcome.RENEGOTIATED
    promise.evidence = evidence.strip()
    close(promise, actor=actor, now=now)
    renewed = Promise(
        customer=promise.customer,
        conversation=promise.conversation,
        topic=promise.topic,
        wording=wording.strip() or promise.wording,
        value=promise.value,
        owner=who_sees_to(promise.owner, customer=promise.customer, team=promise.team, at=now),
        made_by=actor,
        made_at=now,
        due_at=due_at,
        renegotiated_from=promise,
    )
    return enter(renewed, actor=actor, now=now)
