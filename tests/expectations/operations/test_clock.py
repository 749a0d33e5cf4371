from heed.core.models import Event
from heed.expectations.operations import clock
from tests.expectations.factories import make_promise
from tests.moments import DAY, HOUR, NOON


def test_the_owner_is_reminded_once(agent, system):
    promise = make_promise(owner=agent, remind_at=NOON + HOUR)

    first = clock.remind_of_promise(promise_id=promise.pk, actor=system, now=NOON + HOUR)
    again = clock.remind_of_promise(promise_id=promise.pk, actor=system, now=NOON + HOUR)

    assert (first, again) == (True, False)
    assert Event.objects.get().type == "expectations.PromiseDueSoon"


def test_an_undelivered_promise_is_overdue_after_its_due_time_and_broken_after_its_grace(
    agent, system
):
    promise = make_promise(owner=agent)
    late, over = promise.due_at + HOUR, promise.breaks_at

    assert not clock.mark_overdue(promise_id=promise.pk, actor=system, now=promise.due_at)
    assert clock.mark_overdue(promise_id=promise.pk, actor=system, now=late)
    assert not clock.break_overdue_promise(promise_id=promise.pk, actor=system, now=late)
    assert clock.break_overdue_promise(promise_id=promise.pk, actor=system, now=over)
    assert not clock.break_overdue_promise(promise_id=promise.pk, actor=system, now=over)

    promise.refresh_from_db()
    assert promise.outcome == "broken"
    assert promise.delivered_at is None
    assert [event.type for event in Event.objects.order_by("pk")] == [
        "expectations.PromiseOverdue",
        "expectations.PromiseClosed",
    ]


def test_overdue_for_long_it_goes_to_the_managers_once(agent, system):
    promise = make_promise(owner=agent, escalates_at=NOON + DAY + 4 * HOUR)
    then = promise.escalates_at

    early = clock.escalate_promise(promise_id=promise.pk, actor=system, now=then - HOUR)
    first = clock.escalate_promise(promise_id=promise.pk, actor=system, now=then)
    again = clock.escalate_promise(promise_id=promise.pk, actor=system, now=then)

    assert (early, first, again) == (False, True, False)
    promise.refresh_from_db()
    assert (promise.overdue_at, promise.escalated_at) == (promise.due_at, then)


def test_what_nobody_saw_happens_in_its_order_before_it_breaks(agent, system):
    promise = make_promise(owner=agent, escalates_at=NOON + DAY + 4 * HOUR)

    clock.break_overdue_promise(promise_id=promise.pk, actor=system, now=NOON + 30 * DAY)

    assert [event.type for event in Event.objects.order_by("pk")] == [
        "expectations.PromiseOverdue",
        "expectations.PromiseEscalated",
        "expectations.PromiseClosed",
    ]
