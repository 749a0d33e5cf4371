"""What the worker does for promises; nothing here waits for a page to be opened."""

from collections.abc import Callable
from datetime import datetime

from heed.accounts.operations import notify
from heed.accounts.queries import system_user
from heed.core.models import Event
from heed.expectations.models import Promise
from heed.expectations.operations import promises as operations
from heed.expectations.queries import promises as queries

BATCH = 500


def keep_promises_in_time(*, now: datetime) -> None:
    """Remind of promises due soon, mark those past due, and close as broken those past grace.

    After a long stop a promise goes through all of it in its order, but for a reminder too late.
    """
    _sweep(queries.promise_ids_gone_overdue, operations.mark_overdue, now)
    _sweep(queries.promise_ids_to_break, operations.break_overdue_promise, now)
    _sweep(queries.promise_ids_to_remind, operations.remind_of_promise, now)


def _sweep(find: Callable[..., list[int]], do: Callable[..., bool], now: datetime) -> None:
    actor = system_user()
    for promise_id in find(now=now, most=BATCH):
        do(promise_id=promise_id, actor=actor, now=now)


def tell_owner(event: Event, *, now: datetime) -> None:
    """Put a notice before the owner of the promise the event is about."""
    promise = Promise.objects.select_related("owner").get(pk=event.payload["promise_id"])
    notify(
        recipient=promise.owner,
        kind=event.type,
        customer_id=promise.customer_id,
        subject_type="promise",
        subject_id=promise.pk,
        now=now,
    )


def tell_owner_of_breach(event: Event, *, now: datetime) -> None:
    """Put a notice before the owner of a promise that the clock closed as broken."""
    promise = Promise.objects.get(pk=event.payload["promise_id"])
    if promise.outcome == Promise.Outcome.BROKEN and promise.delivered_at is None:
        tell_owner(event, now=now)
