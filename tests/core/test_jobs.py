from datetime import timedelta

import pytest

from heed.core import jobs
from heed.core.jobs import Lane, Periodic, Subscriber
from heed.core.models import Delivery, Event, PeriodicTask
from tests.core.bells import BellStuckError, count, open_door, ring
from tests.moments import DAY, HOUR, MINUTE, NOON

SECOND = timedelta(seconds=1)


def write_and_fail(event, *, now):
    Event.objects.create(type="door", at=now, payload={})
    raise BellStuckError("the bell\0 sticks")


def sweep(*, now):
    Event.objects.create(type="sweep", at=now, payload={})


def fail_to_sweep(*, now):
    raise BellStuckError("no broom")


def only_delivery():
    return Delivery.objects.get()


def fail_times(times, *, start=NOON):
    """Let the only delivery fail so often; return when it failed last."""
    at = start
    for _ in range(times):
        at = max(at, only_delivery().due_at)
        jobs.run_due(now=at)
    return at


# Claiming


def test_what_is_due_runs_once_and_is_done(registered):
    registered(Subscriber(open_door))
    ring()

    assert jobs.run_due(now=NOON) == 1
    assert jobs.run_due(now=NOON + DAY) == 0

    assert count("door") == 1
    delivery = only_delivery()
    assert (delivery.state, delivery.done_at, delivery.lease) == ("done", NOON, "")


def test_what_is_not_yet_due_waits(registered):
    registered(Subscriber(open_door))
    ring(at=NOON + HOUR)

    assert jobs.claim(now=NOON) is None


def test_the_longest_due_comes_first(registered):
    registered(Subscriber(open_door))
    ring(bell=1, at=NOON + MINUTE)
    ring(bell=2, at=NOON)

    assert jobs.claim(now=NOON + HOUR).event.payload == {"bell_id": 2}


def test_a_letter_does_not_wait_for_what_is_slow(registered):
    registered(Subscriber(open_door, is_slow=True), Subscriber(write_and_fail))
    ring(at=NOON)

    quick = jobs.claim(now=NOON, lane=Lane.QUICK)
    slow = jobs.claim(now=NOON, lane=Lane.SLOW)

    assert (quick.subscriber, slow.subscriber) == ("core.write_and_fail", "core.open_door")
    assert jobs.claim(now=NOON, lane=Lane.QUICK) is None
    assert jobs.claim(now=NOON, lane=Lane.SLOW) is None


def test_a_task_that_nobody_knows_is_taken_up_and_parked_in_the_end(registered):
    registered(Subscriber(open_door))
    ring()
    Delivery.objects.update(subscriber="core.gone")

    assert jobs.claim(now=NOON, lane=Lane.SLOW) is None
    assert jobs.claim(now=NOON, lane=Lane.QUICK).subscriber == "core.gone"


def test_what_one_worker_holds_no_other_gets(registered):
    registered(Subscriber(open_door))
    ring()

    first = jobs.claim(now=NOON)

    assert first.state == "running"
    assert jobs.claim(now=NOON + jobs.LEASE - SECOND) is None


def test_after_the_lease_another_worker_takes_over(registered):
    registered(Subscriber(open_door))
    ring()
    lost = jobs.claim(now=NOON)

    taken = jobs.claim(now=NOON + jobs.LEASE)

    assert (taken.pk, taken.attempts) == (lost.pk, 2)
    assert taken.lease != lost.lease


def test_a_task_may_ask_for_a_longer_lease(registered):
    registered(Subscriber(open_door, lease=HOUR))
    ring()
    jobs.claim(now=NOON)

    assert jobs.claim(now=NOON + HOUR - SECOND) is None
    assert jobs.claim(now=NOON + HOUR) is not None


def test_who_lost_the_lease_leaves_no_trace(registered):
    registered(Subscriber(open_door))
    ring()
    slow = jobs.claim(now=NOON)
    quick = jobs.claim(now=NOON + jobs.LEASE)

    assert jobs.perform(quick, now=NOON) is True
    assert jobs.perform(slow, now=NOON) is False

    assert count("door") == 1
    assert only_delivery().state == "done"


# Failing


def test_a_failure_leaves_nothing_and_is_tried_again_later(registered):
    registered(Subscriber(write_and_fail))
    ring()

    jobs.run_due(now=NOON)

    assert count("door") == 0
    delivery = only_delivery()
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert delivery.due_at == NOON + 2 * SECOND
    assert delivery.error == "BellStuckError: the bell sticks"


def test_a_task_that_is_not_atomic_keeps_what_it_wrote(registered):
    registered(Subscriber(write_and_fail, is_atomic=False))
    ring()

    jobs.run_due(now=NOON)

    assert count("door") == 1
    assert only_delivery().state == "waiting"


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 2), (2, 8), (3, 32), (4, 128), (5, 512), (6, 2048), (7, 3600)]
)
def test_each_failure_rests_longer_up_to_an_hour(attempts, seconds):
    assert jobs.back_off(attempts) == timedelta(seconds=seconds)


def test_the_last_failure_parks(registered):
    registered(Subscriber(write_and_fail))
    ring()

    last = fail_times(jobs.MOST_ATTEMPTS)

    assert only_delivery().state == "parked"
    assert jobs.claim(now=last + DAY) is None


def test_what_ends_its_worker_each_time_is_parked_too(registered):
    registered(Subscriber(open_door))
    ring()
    at = NOON
    for _ in range(jobs.MOST_ATTEMPTS):
        jobs.claim(now=at)
        at += jobs.LEASE

    assert jobs.claim(now=at) is None
    delivery = only_delivery()
    assert (delivery.state, delivery.lease) == ("parked", "")
    assert delivery.error == "Each worker that ran this ended before it was done."


def test_a_poison_task_blocks_nothing(registered):
    registered(Subscriber(write_and_fail), Subscriber(open_door))
    for bell in range(5):
        ring(bell=bell)

    jobs.run_due(now=NOON)

    assert count("door") == 5
    assert Delivery.objects.filter(state="waiting").count() == 5


def test_a_task_nobody_knows_is_put_back_with_its_name(registered):
    registered()
    Delivery.objects.create(event=ring(), subscriber="core.of_tomorrow", due_at=NOON)

    jobs.run_due(now=NOON)

    delivery = only_delivery()
    assert delivery.state == "waiting"
    assert "got 'core.of_tomorrow'" in delivery.error


def test_a_parked_delivery_gets_all_its_tries_again(registered):
    registered(Subscriber(write_and_fail))
    ring()
    last = fail_times(jobs.MOST_ATTEMPTS)

    assert jobs.retry_parked(delivery_id=only_delivery().pk, now=last) is True

    delivery = only_delivery()
    assert (delivery.state, delivery.attempts, delivery.due_at) == ("waiting", 0, last)


def test_only_what_is_parked_is_retried(registered):
    registered(Subscriber(open_door))
    ring()

    assert jobs.retry_parked(delivery_id=only_delivery().pk, now=NOON) is False


# Recurring tasks


def test_a_recurring_task_is_handed_out_once_a_turn(registered):
    registered(Periodic(sweep, every=MINUTE))

    handed_out = [jobs.hand_out_periodic(now=NOON + n * SECOND) for n in (0, 1, 59)]
    jobs.run_due(now=NOON + 59 * SECOND)

    assert handed_out == [1, 0, 0]
    assert jobs.hand_out_periodic(now=NOON + MINUTE) == 1
    assert count("sweep") == 1


def test_a_recurring_task_still_at_work_is_not_handed_out_again(registered):
    registered(Periodic(sweep, every=SECOND))
    jobs.hand_out_periodic(now=NOON)
    jobs.claim(now=NOON)

    assert jobs.hand_out_periodic(now=NOON + 30 * SECOND) == 0
    assert Delivery.objects.count() == 1


def test_a_long_pause_is_made_up_for_by_one_run(registered):
    registered(Periodic(sweep, every=MINUTE))
    jobs.hand_out_periodic(now=NOON)
    jobs.run_due(now=NOON)

    assert jobs.hand_out_periodic(now=NOON + 30 * DAY) == 1
    assert PeriodicTask.objects.get().due_at == NOON + 30 * DAY + MINUTE


def test_a_recurring_task_that_fails_waits_no_longer_than_its_turn(registered):
    registered(Periodic(fail_to_sweep, every=MINUTE))
    jobs.hand_out_periodic(now=NOON)

    last = fail_times(jobs.MOST_ATTEMPTS - 1)

    assert only_delivery().due_at == last + MINUTE


def test_a_recurring_task_keeps_one_parked_row_at_most(registered):
    registered(Periodic(fail_to_sweep, every=MINUTE))
    jobs.hand_out_periodic(now=NOON)
    last = fail_times(jobs.MOST_ATTEMPTS)
    jobs.hand_out_periodic(now=last + HOUR)
    for _ in range(jobs.MOST_ATTEMPTS):
        jobs.run_due(now=last + DAY)
        Delivery.objects.filter(state="waiting").update(due_at=last)

    assert only_delivery().state == "parked"


def test_a_recurring_task_that_works_again_clears_its_parked_row(registered):
    registered(Periodic(sweep, every=MINUTE))
    Delivery.objects.create(subscriber="core.sweep", due_at=NOON, state="parked")
    jobs.hand_out_periodic(now=NOON)

    jobs.run_due(now=NOON)

    assert only_delivery().state == "done"


def test_retrying_a_recurring_task_that_waits_already_takes_its_parked_row_away(registered):
    registered(Periodic(sweep, every=MINUTE))
    parked = Delivery.objects.create(subscriber="core.sweep", due_at=NOON, state="parked")
    jobs.hand_out_periodic(now=NOON)

    assert jobs.retry_parked(delivery_id=parked.pk, now=NOON) is True

    assert only_delivery().state == "waiting"


# Keeping the queue small


def test_what_was_done_a_week_ago_is_pruned_and_its_event_stays(registered):
    registered(Subscriber(open_door))
    ring(bell=1)
    jobs.run_due(now=NOON)
    ring(bell=2)
    jobs.run_due(now=NOON + SECOND)

    jobs.prune_done(now=NOON + jobs.KEPT_AFTER_DONE + SECOND)

    assert only_delivery().event.payload == {"bell_id": 2}
    assert count("core.BellRang") == 2


def test_the_backlog_counts_what_is_due(registered):
    registered(Subscriber(open_door))
    ring(at=NOON)
    ring(at=NOON + DAY)

    assert jobs.waiting_count(now=NOON) == 1


def test_an_empty_queue_costs_one_statement(registered, django_assert_num_queries):
    registered(Subscriber(open_door))

    with django_assert_num_queries(1):
        assert jobs.claim(now=NOON) is None
