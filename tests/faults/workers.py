"""A worker with tasks of its own, for the tests that kill it; run in processes of their own.

What a task writes to the database may be rolled back; the file it leaves in TRACES stays.
"""

import os
import signal
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from django.db import transaction
from django.utils import timezone

from heed.core import jobs, worker
from heed.core.events import DomainEvent, publish_all
from heed.core.jobs import Periodic, Subscriber
from heed.core.models import Event

LEASE = timedelta(seconds=2)


@dataclass(frozen=True, kw_only=True)
class Struck(DomainEvent):
    subject: ClassVar[str] = "number"
    number: int
    how: str


def strike(event, *, now):
    """Write one row in the transaction that also marks the delivery as done."""
    Event.objects.create(type="strike", at=now, payload=event.payload)
    is_first_time = leave_trace(event.payload["number"]) == 1
    if event.payload["how"] == "slowly_at_first" and is_first_time:
        time.sleep(60)
    if event.payload["how"] == "for_a_second":
        time.sleep(1)
    if event.payload["how"] == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if event.payload["how"] == "wrongly":
        raise RuntimeError("the clapper is loose")


def leave_trace(number):
    place = Path(os.environ["TRACES"])
    (place / f"{number}-{os.getpid()}-{time.monotonic_ns()}").touch()
    return len(list(place.glob(f"{number}-*")))


def tick(*, now):
    Event.objects.create(type="tick", at=now, payload={})


SUBSCRIPTIONS = [("faults.Struck", (Subscriber(strike, lease=LEASE),))]


def work():
    jobs.register(SUBSCRIPTIONS, [Periodic(tick, every=timedelta(seconds=1), is_atomic=True)])
    (Path(os.environ["TRACES"]) / f"ready-{os.getpid()}").touch()
    worker.run_until_signalled()


def publish(**counts):
    """Write so many events of each kind, numbered on, all in one transaction."""
    jobs.register(SUBSCRIPTIONS, [])
    kinds = [kind for kind, count in counts.items() for _ in range(count)]
    happened = [Struck(number=number, how=kind) for number, kind in enumerate(kinds)]
    with transaction.atomic():
        publish_all(happened, actor=None, at=timezone.now())
