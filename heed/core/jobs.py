"""The queue: deliveries of the event log and recurring tasks, run by any number of workers.

A delivery is claimed by a conditional update (PostgreSQL skips rows that others hold), so two
workers never run the same one. A task that only writes to the database runs in one transaction
with the mark that it is done: exactly once in effect. A task that talks to the outside is marked
`is_atomic=False`, may run twice after a crash, and is written so that this does no harm.
A worker that dies leaves a lease behind; when it has run out another takes the work up.
"""

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from heed.core.models import Delivery, Event, PeriodicTask

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
KEPT_AFTER_DONE = timedelta(days=7)
ACTIVE = (Delivery.State.WAITING, Delivery.State.RUNNING)


class LeaseLost(RuntimeError):
    """Another worker has taken this delivery over; what was done here is rolled back."""


@dataclass(frozen=True)
class Subscriber:
    """A task that runs once for each event it is subscribed to: `run(event, now=…)`."""

    run: Callable[..., object]
    is_atomic: bool = True

    @property
    def name(self) -> str:
        return _name_of(self.run)


@dataclass(frozen=True)
class Periodic:
    """A task that runs again and again: `run(now=…)`. It bounds and repeats itself safely."""

    run: Callable[..., object]
    every: timedelta
    is_atomic: bool = False

    @property
    def name(self) -> str:
        return _name_of(self.run)


def _name_of(run: Callable[..., object]) -> str:
    return f"{run.__module__.split('.')[1]}.{run.__name__}"


_tasks: dict[str, Subscriber | Periodic] = {}
_subscribers: dict[str, tuple[str, ...]] = {}
_periodic: dict[str, Periodic] = {}


def register(
    subscriptions: Iterable[tuple[str, tuple[Subscriber, ...]]], periodic: Iterable[Periodic]
) -> None:
    """Take the list of which task runs after which event type, and which run by the clock."""
    for event_type, subscribers in subscriptions:
        _subscribers[event_type] = tuple(subscriber.name for subscriber in subscribers)
        _tasks.update({subscriber.name: subscriber for subscriber in subscribers})
    for task in periodic:
        _periodic[task.name] = task
        _tasks[task.name] = task


def subscribers_of(event_type: str) -> tuple[str, ...]:
    """Names of the tasks to run after an event of this type."""
    return _subscribers.get(event_type, ())


def hand_out_periodic(*, now: datetime) -> int:
    """Queue each recurring task that is due, once however many workers ask; return how many."""
    known = {row.name: row for row in PeriodicTask.objects.all()}
    PeriodicTask.objects.bulk_create(
        [PeriodicTask(name=name, due_at=now) for name in _periodic if name not in known],
        ignore_conflicts=True,
    )
    due = PeriodicTask.objects.filter(due_at__lte=now, name__in=_periodic)
    return sum(_hand_out(row, now) for row in due)


def _hand_out(row: PeriodicTask, now: datetime) -> bool:
    with transaction.atomic():
        next_due = now + _periodic[row.name].every
        mine = PeriodicTask.objects.filter(pk=row.pk, due_at=row.due_at)
        if not mine.update(due_at=next_due, ran_at=now):
            return False
        try:
            with transaction.atomic():
                Delivery.objects.create(subscriber=row.name, due_at=now)
        except IntegrityError:
            return False  # the one handed out before is still at work
    return True


def _claimable(now: datetime) -> QuerySet[Delivery]:
    """Waiting deliveries that are due, and running ones whose lease has run out."""
    return Delivery.objects.filter(state__in=ACTIVE, due_at__lte=now).order_by("due_at", "pk")


def claim(*, now: datetime) -> Delivery | None:
    """Take the next due delivery for this worker, or None where nothing is due."""
    rows = _claimable(now)
    if not rows.exists():
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        candidate = rows.first()
        if candidate is None:
            return None
        candidate.lease = secrets.token_hex(16)
        candidate.state = Delivery.State.RUNNING
        candidate.attempts += 1
        candidate.due_at = now + LEASE
        candidate.save(update_fields=["lease", "state", "attempts", "due_at"])
    return candidate


def perform(delivery: Delivery) -> bool:
    """Run a claimed delivery; return whether it succeeded. A failure is retried, then parked."""
    now = timezone.now()
    try:
        task = _tasks[delivery.subscriber]
        if task.is_atomic:
            with transaction.atomic():
                _run(task, delivery.event, now)
                _finish(delivery, now)
        else:
            _run(task, delivery.event, now)
            _finish(delivery, now)
    except LeaseLost:
        return False
    except Exception as problem:
        logger.exception("%s failed, attempt %s", delivery.subscriber, delivery.attempts)
        _put_back(delivery, problem, now)
        return False
    return True


def _run(task: Subscriber | Periodic, event: Event | None, now: datetime) -> None:
    if event is None:
        task.run(now=now)
    else:
        task.run(event, now=now)


def _finish(delivery: Delivery, now: datetime) -> None:
    mine = Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease)
    if not mine.update(state=Delivery.State.DONE, done_at=now, lease="", error=""):
        raise LeaseLost(f"delivery {delivery.pk} was taken over by another worker")


def _put_back(delivery: Delivery, problem: Exception, now: datetime) -> None:
    is_last = delivery.attempts >= MOST_ATTEMPTS
    Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease).update(
        state=Delivery.State.PARKED if is_last else Delivery.State.WAITING,
        due_at=now + back_off(delivery.attempts),
        lease="",
        error=f"{type(problem).__name__}: {problem}"[:2000],
    )


def back_off(attempts: int) -> timedelta:
    """How long to wait after the nth failure: 2 s, 8 s, 32 s, … at most an hour."""
    return min(timedelta(seconds=2 * 4 ** (attempts - 1)), timedelta(hours=1))


def retry_parked(*, delivery_id: int, now: datetime) -> bool:
    """Give a parked delivery all its tries again; return whether it was parked."""
    parked = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.PARKED)
    return bool(parked.update(state=Delivery.State.WAITING, attempts=0, due_at=now, error=""))


def run_due(*, now: datetime | None = None, most: int = 1000) -> int:
    """Run what is due now, at most `most` deliveries; return how many ran."""
    ran = 0
    while ran < most:
        delivery = claim(now=now or timezone.now())
        if delivery is None:
            break
        perform(delivery)
        ran += 1
    return ran


def prune_done(*, now: datetime) -> None:
    """Delete deliveries done a week ago or longer; the event log itself stays."""
    old = Delivery.objects.filter(state=Delivery.State.DONE, done_at__lt=now - KEPT_AFTER_DONE)
    old.delete()


def waiting_count(*, now: datetime) -> int:
    """How many deliveries are due and not yet done."""
    return _claimable(now).count()
