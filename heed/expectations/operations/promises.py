from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.models import Conversation, Message
from heed.core import access, events
from heed.core.calendars import business_hours
from heed.core.errors import DomainError
from heed.customers.models import Customer
from heed.customers.operations import note_activity
from heed.expectations import rules
from heed.expectations.events import (
    BrokenPromiseDelivered,
    PromiseClosed,
    PromiseDueSoon,
    PromiseHandedOver,
    PromiseMade,
    PromiseOverdue,
)
from heed.expectations.models import Expectation, Promise, Topic
from heed.expectations.operations.expectations import require_own_conversation

USUAL_GRACE_BUSINESS_DAYS = 3


class DueTimePast(DomainError):
    code = "promise.due_time_past"
    message = _("%(due_at)s has passed. A promise needs a due time in the future.")


class WordingMissing(DomainError):
    code = "promise.wording_missing"
    message = _("Say what we promise, in the words the customer heard.")


class PromiseAlreadyClosed(DomainError):
    code = "promise.already_closed"
    message = _("This promise was closed on %(closed_at)s and can no longer be changed.")


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


class ConsentMissing(DomainError):
    code = "promise.consent_missing"
    message = _("Say how the customer agreed: a message, a call, the words used.")


def _said(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


@transaction.atomic
def record_promise(
    *,
    customer: Customer,
    wording: str,
    due_at: datetime,
    actor: User,
    now: datetime,
    topic: Topic | None = None,
    value: Decimal | None = None,
    owner: User | None = None,
    conversation: Conversation | None = None,
    message: Message | None = None,
    renegotiated_from: Promise | None = None,
) -> Promise:
    """Enter what we promised the customer, by when, and who sees to it.

    Publishes PromiseMade. Raises WordingMissing, DueTimePast, ConversationOfAnother.
    """
    access.require(actor, "promises.record")
    if not wording.strip():
        raise WordingMissing
    if due_at <= now:
        raise DueTimePast(due_at=_said(due_at))
    require_own_conversation(customer, conversation)
    team = conversation.team if conversation and conversation.team_id else customer.team
    hours = business_hours(team.calendar_id if team else None)
    grace = topic.grace_business_days if topic else USUAL_GRACE_BUSINESS_DAYS
    promise = Promise.objects.create(
        customer=customer,
        conversation=conversation,
        message=message,
        topic=topic,
        team=team,
        wording=wording.strip(),
        value=value,
        owner=owner or actor,
        made_by=actor,
        made_at=now,
        due_at=due_at,
        remind_at=rules.reminder_of(now, due_at, hours),
        breaks_at=rules.breaking_of(due_at, grace, hours),
        tier=customer.tier,
        renegotiated_from=renegotiated_from,
    )
    happened = PromiseMade(customer_id=customer.pk, promise_id=promise.pk)
    events.publish(happened, actor=actor, at=now)
    note_activity(customer_id=customer.pk, at=now)
    return promise


def _locked(promise_id: int) -> Promise:
    rows = Promise.objects.select_for_update(of=("self",)).select_related("topic", "customer")
    return rows.get(pk=promise_id)


def _require_open(promise: Promise) -> None:
    if promise.closed_at:
        raise PromiseAlreadyClosed(closed_at=_said(promise.closed_at))


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
    promise = _locked(promise_id)
    delivered_at = delivered_at or now
    _require_proof(promise, evidence, delivered_at, delivered_value, now)
    promise.delivered_at = delivered_at
    promise.delivered_value = delivered_value
    promise.evidence = evidence.strip()
    if promise.outcome == Promise.Outcome.BROKEN:
        return _deliver_broken(promise, actor, now)
    _require_open(promise)
    promise.outcome = rules.outcome_of(
        due_at=promise.due_at,
        breaks_at=promise.breaks_at,
        delivered_at=delivered_at,
        is_enough=rules.is_enough(promise.value, delivered_value, _direction(promise)),
    )
    promise.expected_value = _expected_value(promise)
    return _close(promise, actor, now)


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
        raise DeliveryTimeImpossible(
            delivered_at=_said(delivered_at), made_at=_said(promise.made_at)
        )
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
        raise PromiseAlreadyDelivered(delivered_at=_said(stored))
    promise.expected_value = _expected_value(promise)
    promise.save(update_fields=["delivered_at", "delivered_value", "evidence", "expected_value"])
    happened = BrokenPromiseDelivered(customer_id=promise.customer_id, promise_id=promise.pk)
    events.publish(happened, actor=actor, at=now)
    note_activity(customer_id=promise.customer_id, at=now)
    return promise


def _close(promise: Promise, actor: User, now: datetime) -> Promise:
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
    promise = _locked(promise_id)
    _require_open(promise)
    if not evidence.strip():
        raise ConsentMissing
    promise.outcome = Promise.Outcome.WAIVED
    promise.evidence = evidence.strip()
    return _close(promise, actor, now)


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
    Raises TooLateToRenegotiate, ConsentMissing, PromiseAlreadyClosed, DueTimePast.
    """
    access.require(actor, "promises.close")
    promise = _locked(promise_id)
    _require_open(promise)
    if now > promise.due_at:
        raise TooLateToRenegotiate(due_at=_said(promise.due_at))
    if not evidence.strip():
        raise ConsentMissing
    promise.outcome = Promise.Outcome.RENEGOTIATED
    promise.evidence = evidence.strip()
    _close(promise, actor, now)
    return record_promise(
        customer=promise.customer,
        wording=wording or promise.wording,
        due_at=due_at,
        actor=actor,
        now=now,
        topic=promise.topic,
        value=promise.value,
        owner=promise.owner,
        conversation=promise.conversation,
        renegotiated_from=promise,
    )


@transaction.atomic
def hand_over_promise(*, promise_id: int, owner: User, actor: User, now: datetime) -> Promise:
    """Let somebody else see to an open promise, who is reminded anew.

    Publishes PromiseHandedOver. Raises PromiseAlreadyClosed.
    """
    access.require(actor, "promises.record")
    promise = _locked(promise_id)
    _require_open(promise)
    promise.owner = owner
    promise.reminded_at = None
    promise.save(update_fields=["owner", "reminded_at"])
    happened = PromiseHandedOver(
        customer_id=promise.customer_id, promise_id=promise.pk, owner_id=owner.pk
    )
    events.publish(happened, actor=actor, at=now)
    return promise


@transaction.atomic
def remind_of_promise(*, promise_id: int, actor: User, now: datetime) -> bool:
    """Tell the owner that a promise is due soon, once; return whether it was done now."""
    promise = _locked(promise_id)
    if promise.closed_at or promise.reminded_at or promise.remind_at > now:
        return False
    promise.reminded_at = now
    promise.save(update_fields=["reminded_at"])
    happened = PromiseDueSoon(customer_id=promise.customer_id, promise_id=promise.pk)
    events.publish(happened, actor=actor, at=now)
    return True


@transaction.atomic
def mark_overdue(*, promise_id: int, actor: User, now: datetime) -> bool:
    """Mark an open promise as past its due time, once; return whether it was done now."""
    promise = _locked(promise_id)
    if promise.closed_at or promise.overdue_at or promise.due_at >= now:
        return False
    promise.overdue_at = promise.due_at
    promise.save(update_fields=["overdue_at"])
    happened = PromiseOverdue(customer_id=promise.customer_id, promise_id=promise.pk)
    events.publish(happened, actor=actor, at=now)
    return True


@transaction.atomic
def break_overdue_promise(*, promise_id: int, actor: User, now: datetime) -> bool:
    """Close as broken a promise undelivered when its grace ended; return whether it was.

    Publishes PromiseClosed.
    """
    promise = _locked(promise_id)
    if promise.closed_at or promise.breaks_at > now:
        return False
    promise.outcome = Promise.Outcome.BROKEN
    _close(promise, actor, now)
    return True
