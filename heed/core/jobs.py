"""The queue: deliveries of the event log and recurring tasks, run by any number of workers.

A delivery is claimed by a conditional update (PostgreSQL skips rows that others hold), so two
workers never run the same one. A task that only writes to the database runs in one transaction
with the mark that it is done: exactly once in effect. A task that talks to the outside is marked
`is_atomic=False`, may run twice after a crash, and is written so that this does no harm.
A worker that dies leaves a lease behind; when it has run out another takes the work up. A task
that fails or ends its worker again and again is parked, where a person can look at it.
A task that is as quick for many events as for one takes those that wait together.
What may take minutes is marked `is_slow` and has a lane of its own, so that no letter waits for it.
"""

import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from heed.core.models import Delivery, Event, PeriodicTask

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
MOST_ATTEMPTS = 8
KEPT_AFTER_DONE = timedelta(days=7)
LONGEST_ERROR = 2000
ACTIVE = (Delivery.State.WAITING, Delivery.State.RUNNING)


class Lane(Enum):
    """Which tasks a worker's thread takes up: those done in a moment, or the slow ones."""

    QUICK = "quick"
    SLOW = "slow"


class LeaseLost(RuntimeError):
    """Another worker has taken this delivery over; what was done here is rolled back."""


@dataclass(frozen=True)
class Subscriber:
    """A task that runs once for each event it is subscribed to: `run(event, now=…)`.

    `lease` is longer than one run takes: after it another worker believes this one dead.
    """

    run: Callable[..., object]
    is_atomic: bool = True
    is_slow: bool = False
    lease: timedelta = LEASE

    @property
    def name(self) -> str:
        return _name_of(self.run)


@dataclass(frozen=True)
class BatchSubscriber(Subscriber):
    """A task that runs once for many events it is subscribed to: `run(events, now=…)`.

    It is atomic: all are done, or none is and each is run by itself, as those are that failed
    or ended their worker before.
    """

    most: int = 100


@dataclass(frozen=True)
class Periodic:
    """A task that runs again and again: `run(now=…)`. It bounds and repeats itself safely.

    `lease` is longer than one run takes: after it another worker believes this one dead.
    """

    run: Callable[..., object]
    every: timedelta
    is_atomic: bool = False
    is_slow: bool = False
    lease: timedelta = LEASE

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


def _claimable_in(lane: Lane | None, now: datetime) -> QuerySet[Delivery]:
    rows = _claimable(now)
    if lane is None:
        return rows
    slow = [name for name, task in _tasks.items() if task.is_slow]
    is_slow = Q(subscriber__in=slow)
    return rows.filter(is_slow if lane is Lane.SLOW else ~is_slow)


def claim(*, now: datetime, lane: Lane | None = None) -> Delivery | None:
    """Take the next due delivery, of one lane or of both, or None where nothing is due."""
    while _claimable_in(lane, now).exists():
        with transaction.atomic():
            candidate = _next_unheld(lane, now)
            if candidate is None:
                return None
            if candidate.attempts < MOST_ATTEMPTS:
                return _leased(candidate, now)
            _park(candidate, "Each worker that ran this ended before it was done.")
    return None


def _next_unheld(lane: Lane | None, now: datetime) -> Delivery | None:
    return _unheld(_claimable_in(lane, now)).first()


def _unheld(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Those that no other worker is about to take, with their events, locked."""
    rows = rows.select_related("event")
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows


def _leased(delivery: Delivery, now: datetime) -> Delivery:
    task = _tasks.get(delivery.subscriber)
    delivery.lease = secrets.token_hex(16)
    delivery.state = Delivery.State.RUNNING
    delivery.attempts += 1
    delivery.due_at = now + (task.lease if task else LEASE)
    delivery.save(update_fields=["lease", "state", "attempts", "due_at"])
    return delivery


def perform(delivery: Delivery, *, now: datetime) -> bool:
    """Run a claimed delivery, for a batch with those like it that wait; whether all succeeded.

    A failure is retried, then parked.
    """
    batch = [delivery, *_claim_alike(delivery, now)]
    if len(batch) > 1 and _perform_together(batch, now):
        return True
    done = [_perform(each, now) for each in batch]
    return all(done)


def _claim_alike(delivery: Delivery, now: datetime) -> list[Delivery]:
    """Take what else waits for the task of a batch, under the same lease; never tried before."""
    task = _tasks.get(delivery.subscriber)
    if not isinstance(task, BatchSubscriber) or delivery.attempts > 1:
        return []
    waiting = _claimable(now).filter(
        state=Delivery.State.WAITING, subscriber=task.name, attempts=0, event__isnull=False
    )
    with transaction.atomic():
        alike = list(_unheld(waiting)[: task.most - 1])
        for each in alike:
            each.lease, each.attempts = delivery.lease, 1
        Delivery.objects.filter(pk__in=[each.pk for each in alike]).update(
            state=Delivery.State.RUNNING,
            lease=delivery.lease,
            attempts=1,
            due_at=now + task.lease,
        )
    return alike


def _perform_together(batch: Sequence[Delivery], now: datetime) -> bool:
    """Run a batch at once; return whether it succeeded."""
    task = _task_named(batch[0].subscriber)
    try:
        with transaction.atomic():
            task.run([each.event for each in batch], now=now)
            _finish(batch, now)
    except Exception:
        logger.warning("%s failed for %s together", task.name, len(batch), exc_info=True)
        return False
    return True


def _perform(delivery: Delivery, now: datetime) -> bool:
    try:
        task = _task_named(delivery.subscriber)
        with transaction.atomic() if task.is_atomic else nullcontext():
            _run(task, delivery.event, now)
            _finish([delivery], now)
    except LeaseLost:
        return False
    except Exception as problem:
        logger.exception("%s failed, attempt %s", delivery.subscriber, delivery.attempts)
        _put_back(delivery, f"{type(problem).__name__}: {problem}", now)
        return False
    return True


def _task_named(name: str) -> Subscriber | Periodic:
    if name not in _tasks:
        raise LookupError(f"Expected a task of config/subscriptions.py, got {name!r}.")
    return _tasks[name]


def _run(task: Subscriber | Periodic, event: Event | None, now: datetime) -> None:
    if event is None:
        task.run(now=now)
    elif isinstance(task, BatchSubscriber):
        task.run([event], now=now)
    else:
        task.run(event, now=now)


def _finish(batch: Sequence[Delivery], now: datetime) -> None:
    """Mark what was run under one lease as done. Raises LeaseLost."""
    first = batch[0]
    mine = Delivery.objects.filter(pk__in=[each.pk for each in batch], lease=first.lease)
    if mine.update(state=Delivery.State.DONE, done_at=now, lease="", error="") < len(batch):
        raise LeaseLost(f"delivery {first.pk} or one with it was taken over by another worker")
    _forget_parked(first)


def _put_back(delivery: Delivery, problem: str, now: datetime) -> None:
    if delivery.attempts >= MOST_ATTEMPTS:
        _park(delivery, problem)
        return
    mine = Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease)
    mine.update(
        state=Delivery.State.WAITING,
        due_at=now + _rest_of(delivery),
        lease="",
        error=_storable(problem),
    )


@transaction.atomic
def _park(delivery: Delivery, problem: str) -> None:
    mine = Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease)
    if mine.update(state=Delivery.State.PARKED, lease="", error=_storable(problem)):
        _forget_parked(delivery)


def _forget_parked(delivery: Delivery) -> None:
    """Keep one parked row at most of a recurring task, and none once it has worked again."""
    if delivery.event_id is None:
        older = Delivery.objects.filter(event=None, subscriber=delivery.subscriber)
        older.filter(state=Delivery.State.PARKED).exclude(pk=delivery.pk).delete()


def _storable(problem: str) -> str:
    return problem.replace("\0", "")[:LONGEST_ERROR]


def _rest_of(delivery: Delivery) -> timedelta:
    """How long a failed delivery rests; a recurring task no longer than until its next turn."""
    rest = back_off(delivery.attempts)
    task = _periodic.get(delivery.subscriber)
    return min(rest, task.every) if task and delivery.event_id is None else rest


def back_off(attempts: int) -> timedelta:
    """How long to wait after the nth failure: 2 s, 8 s, 32 s, … at most an hour."""
    return min(timedelta(seconds=2 * 4 ** (attempts - 1)), timedelta(hours=1))


def retry_parked(*, delivery_id: int, now: datetime) -> bool:
    """Give a parked delivery all its tries again; return whether it was parked."""
    parked = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.PARKED)
    try:
        with transaction.atomic():
            return bool(
                parked.update(state=Delivery.State.WAITING, attempts=0, due_at=now, error="")
            )
    except IntegrityError:  # a recurring task has its next turn waiting already
        return bool(parked.delete()[0])


def run_due(*, now: datetime | None = None, most: int = 1000, lane: Lane | None = None) -> int:
    """Run what is due now, of one lane or of both, at most `most`; return how many ran."""
    ran = 0
    while ran < most:
        at = now or timezone.now()
        delivery = claim(now=at, lane=lane)
        if delivery is None:
            break
        perform(delivery, now=at)
        ran += 1
    return ran


def prune_done(*, now: datetime) -> None:
    """Delete deliveries done a week ago or longer; the event log itself stays."""
    old = Delivery.objects.filter(state=Delivery.State.DONE, done_at__lt=now - KEPT_AFTER_DONE)
    old.delete()


def waiting_count(*, now: datetime) -> int:
    """How many deliveries are due and not yet done."""
    return _claimable(now).count()
