"""What the worker does for promises; nothing here waits for a page to be opened."""

from collections.abc import Callable
from datetime import datetime

from heed.accounts.models import User
from heed.accounts.operations import notify
from heed.accounts.queries import absence_ids_to_begin, managers_of, system_user
from heed.core.models import Event
from heed.expectations.models import Promise, ProposedTime
from heed.expectations.operations import cases, clock, erasing, summaries
from heed.expectations.operations.absences import hand_over_for_absence
from heed.expectations.operations.repeating import make_next_occurrence
from heed.expectations.queries import promises as queries
from heed.expectations.queries.standing import standing_ids_to_go_on
from heed.expectations.queries.summaries import months_to_summarise

BATCH = 500


def keep_promises_in_time(*, now: datetime) -> None:
    """Make what repeats, remind, mark what is past due, tell managers, and break past the grace.

    After a long stop a promise goes through all of it in its order, but for a reminder too late.
    """
    _hand_over_for_absences(now)
    _go_on_repeating(now)
    _sweep(queries.promise_ids_gone_overdue, clock.mark_overdue, now)
    _sweep(queries.promise_ids_to_escalate, clock.escalate_promise, now)
    _sweep(queries.promise_ids_to_break, clock.break_overdue_promise, now)
    _sweep(queries.promise_ids_to_remind, clock.remind_of_promise, now)


def _sweep(find: Callable[..., list[int]], do: Callable[..., bool], now: datetime) -> None:
    actor = system_user()
    for promise_id in find(now=now, most=BATCH):
        do(promise_id=promise_id, actor=actor, now=now)


def _go_on_repeating(now: datetime) -> None:
    """Make the next occurrence of what repeats, and all that a stopped worker has missed."""
    actor = system_user()
    for standing_id in standing_ids_to_go_on(now=now, most=BATCH):
        while make_next_occurrence(standing_id=standing_id, actor=actor, now=now):
            pass


def _hand_over_for_absences(now: datetime) -> None:
    """Give away what is due while its owner is away, as each absence begins."""
    for absence_id in absence_ids_to_begin(at=now, most=BATCH):
        hand_over_for_absence(absence_id=absence_id, actor=system_user(), now=now)


def tell_owner_before(event: Event, *, now: datetime) -> None:
    """Put a notice before who saw to a promise until somebody else gave it away."""
    before = User.objects.filter(pk=event.payload.get("from_id")).first()
    if before and event.actor_id != before.pk:
        _tell(before, "expectations.PromiseGivenAway", event, now)


def tell_proposed(event: Event, *, now: datetime) -> None:
    """Put a notice before who is asked to take a promise over."""
    _tell(User.objects.get(pk=event.payload["to_id"]), event.type, event, now)


def tell_proposer(event: Event, *, now: datetime) -> None:
    """Put a notice before who asked for another time, and who sees to the promise."""
    rows = ProposedTime.objects.select_related("proposed_by", "promise__owner")
    proposed = rows.get(pk=event.payload["proposed_id"])
    kind = f"expectations.Time{proposed.answer.capitalize()}"
    for recipient in {proposed.proposed_by, proposed.promise.owner}:
        _tell(recipient, kind, event, now)


def _tell(recipient: User, kind: str, event: Event, now: datetime) -> None:
    notify(
        recipient=recipient,
        kind=kind,
        customer_id=event.payload["customer_id"],
        subject_type="promise",
        subject_id=event.payload["promise_id"],
        now=now,
    )


def cover_conversation(event: Event, *, now: datetime) -> None:
    """Make what the guarantees promise to a customer who wrote about a new matter."""
    cases.cover_conversation(
        conversation_id=event.payload["conversation_id"], actor=system_user(), now=now
    )


def keep_by_answer(event: Event, *, now: datetime) -> None:
    """Close the guarantees that our answer keeps."""
    cases.keep_by_answer(message_id=event.payload["message_id"], now=now)


def tell_managers(event: Event, *, now: datetime) -> None:
    """Put a notice before the managers of the team whose promise is overdue for long."""
    promise = Promise.objects.select_related("team").get(pk=event.payload["promise_id"])
    for manager in managers_of(promise.team):
        _tell(manager, event.type, event, now)


def tell_owner(event: Event, *, now: datetime) -> None:
    """Put a notice before the owner of the promise the event is about."""
    promise = Promise.objects.select_related("owner").get(pk=event.payload["promise_id"])
    _tell(promise.owner, event.type, event, now)


def tell_owner_of_breach(event: Event, *, now: datetime) -> None:
    """Put a notice before the owner of a promise that the clock closed as broken."""
    promise = Promise.objects.get(pk=event.payload["promise_id"])
    if promise.outcome == Promise.Outcome.BROKEN and promise.delivered_at is None:
        tell_owner(event, now=now)


def summarise_ledger(*, now: datetime) -> None:
    """Summarise the past of the ledger, so that its page adds up days instead of rows."""
    for start in months_to_summarise(now=now):
        summaries.summarise_month(start=start, now=now)
    summaries.count_expecting(now=now)


def reopen_summaries(event: Event, *, now: datetime) -> None:  # noqa: ARG001 - called like every task
    """A customer's rows belong to another team from now on, as their customer does."""
    if "team" in event.payload["fields"]:
        summaries.reopen_periods_of(customer_id=event.payload["customer_id"])


def erase_words(event: Event, *, now: datetime) -> None:
    """Take out what the ledger holds of an erased customer's words."""
    erasing.erase_words_of(customer_id=event.payload["customer_id"], actor=system_user(), now=now)
