from datetime import timedelta

import pytest

from heed.core import jobs
from heed.core.jobs import BatchSubscriber, Subscriber
from heed.core.models import Delivery, Event
from tests.core.bells import BellStuckError, count, open_door, ring
from tests.moments import HOUR, NOON

SECOND = timedelta(seconds=1)


def open_doors(batch, *, now):
    """A task for many at once, each run marked by an event; bell 13 sticks, 99 ends the worker."""
    bells = [each.payload["bell_id"] for each in batch]
    Event.objects.create(type="doors", at=now, payload={"bells": bells})
    if 13 in bells:
        raise BellStuckError
    if 99 in bells:
        raise SystemExit


def doors_opened():
    return [each.payload["bells"] for each in Event.objects.filter(type="doors").order_by("pk")]


def test_a_batch_takes_what_waits_for_the_same_task(registered):
    registered(BatchSubscriber(open_doors), Subscriber(open_door))
    for bell in (1, 2, 3):
        ring(bell=bell)
    ring(bell=4, at=NOON + HOUR)

    jobs.run_due(now=NOON)

    assert doors_opened() == [[1, 2, 3]]
    assert count("door") == 3
    done = Delivery.objects.filter(subscriber="core.open_doors", state="done")
    assert list(done.values_list("attempts", "lease", "done_at")) == [(1, "", NOON)] * 3


def test_a_batch_takes_no_more_than_its_most(registered):
    registered(BatchSubscriber(open_doors, most=2))
    for bell in (1, 2, 3):
        ring(bell=bell)

    jobs.run_due(now=NOON)

    assert doors_opened() == [[1, 2], [3]]


def test_one_of_a_batch_that_fails_keeps_no_other_from_being_done_once(registered):
    registered(BatchSubscriber(open_doors))
    for bell in (1, 13, 2):
        ring(bell=bell)

    jobs.run_due(now=NOON)

    assert doors_opened() == [[1], [2]]
    left = Delivery.objects.exclude(state="done").get()
    assert left.event.payload == {"bell_id": 13}
    assert (left.state, left.attempts, left.due_at) == ("waiting", 1, NOON + 2 * SECOND)


def test_what_failed_before_is_run_by_itself(registered):
    registered(BatchSubscriber(open_doors))
    ring(bell=1)
    Delivery.objects.update(attempts=1)
    ring(bell=2)

    jobs.run_due(now=NOON)

    assert doors_opened() == [[1], [2]]


def test_after_a_batch_that_ended_its_worker_each_is_run_by_itself(registered):
    registered(BatchSubscriber(open_doors))
    for bell in (1, 99, 2):
        ring(bell=bell)

    with pytest.raises(SystemExit):
        jobs.run_due(now=NOON)
    ran_meanwhile = jobs.run_due(now=NOON + jobs.LEASE - SECOND)
    with pytest.raises(SystemExit):
        jobs.run_due(now=NOON + jobs.LEASE)
    jobs.run_due(now=NOON + jobs.LEASE)

    assert ran_meanwhile == 0
    assert doors_opened() == [[1], [2]]
    assert Delivery.objects.exclude(state="done").get().event.payload == {"bell_id": 99}


def test_a_batch_that_lost_one_to_another_worker_does_the_rest(registered):
    registered(BatchSubscriber(open_doors))
    ring(bell=1)
    slow = jobs.claim(now=NOON)
    quick = jobs.claim(now=NOON + jobs.LEASE)
    ring(bell=2)

    assert jobs.perform(slow, now=NOON) is False
    assert jobs.perform(quick, now=NOON) is True

    assert doors_opened() == [[2], [1]]
    assert Delivery.objects.filter(state="done").count() == 2
