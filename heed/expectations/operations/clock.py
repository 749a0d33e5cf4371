"""What the clock does to promises: reminds of them, marks, escalates and breaks them."""

from datetime import datetime

from django.db import transaction

from heed.accounts.models import User
from heed.core import events
from heed.expectations.events import PromiseDueSoon, PromiseEscalated, PromiseOverdue
from heed.expectations.models import Promise
from heed.expectations.operations.closing import close
from heed.expectations.operations.promises import locked


@transaction.atomic
def remind_of_promise(*, promise_id: int, actor: User, now: datetime) -> bool:
    """Tell the owner that a promise is due soon, once; return whether it was done now."""
    promise = locked(promise_id)
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
    return _mark_overdue(locked(promise_id), actor, now)


def _mark_overdue(promise: Promise, actor: User, now: datetime) -> bool:
    if promise.closed_at or promise.overdue_at or promise.due_at >= now:
        return False
    promise.overdue_at = promise.due_at
    promise.save(update_fields=["overdue_at"])
    happened = PromiseOverdue(customer_id=promise.customer_id, promise_id=promise.pk)
    events.publish(happened, actor=actor, at=now)
    return True


@transaction.atomic
def escalate_promise(*, promise_id: int, actor: User, now: datetime) -> bool:
    """Bring a promise overdue for long before the managers, once; return whether it was done now.

    It is marked as overdue first where that is still to be done. Publishes PromiseEscalated.
    """
    return _escalate(locked(promise_id), actor, now)


def _escalate(promise: Promise, actor: User, now: datetime) -> bool:
    if promise.closed_at or promise.escalated_at or promise.escalates_at is None:
        return False
    if promise.escalates_at > now:
        return False
    _mark_overdue(promise, actor, now)
    promise.escalated_at = now
    promise.save(update_fields=["escalated_at"])
    happened = PromiseEscalated(customer_id=promise.customer_id, promise_id=promise.pk)
    events.publish(happened, actor=actor, at=now)
    return True


@transaction.atomic
def break_overdue_promise(*, promise_id: int, actor: User, now: datetime) -> bool:
    """Close as broken a promise undelivered when its grace ended; return whether it was.

    What was to happen before, and did not because no worker ran, happens first. Publishes
    PromiseClosed.
    """
    promise = locked(promise_id)
    if promise.closed_at or promise.breaks_at > now:
        return False
    _mark_overdue(promise, actor, now)
    _escalate(promise, actor, now)
    promise.outcome = Promise.Outcome.BROKEN
    close(promise, actor=actor, now=now)
    return True
