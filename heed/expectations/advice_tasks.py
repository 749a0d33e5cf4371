"""What the worker does for advice: learns, replies, reads what we wrote, scores what was said."""

from datetime import datetime

from heed.accounts.queries import system_user
from heed.core.models import Event
from heed.expectations.operations import advice, announcements
from heed.expectations.operations.automatic_replies import reply_to_first_letter
from heed.expectations.operations.proposals import propose_promises
from heed.expectations.queries.announcements import announcement_ids_of, unsettled_ids_past_due

BATCH = 500


def learn_advice(*, now: datetime) -> None:
    """Learn from what was delivered and answered since the last time."""
    advice.learn_all(now=now)


def propose_found(event: Event, *, now: datetime) -> None:
    """Propose the promises that stand in a letter or note of ours for the ledger."""
    propose_promises(message_id=event.payload["message_id"], now=now)


def announce_promise(event: Event, *, now: datetime) -> None:
    """Keep how likely a promise was to be kept when it was made, to be scored later."""
    announcements.announce_promise(
        promise_id=event.payload["promise_id"], actor=system_user(), now=now
    )


def reply_automatically(event: Event, *, now: datetime) -> None:
    """Answer a first letter at once with the time by which a person will."""
    reply_to_first_letter(message_id=event.payload["message_id"], actor=system_user(), now=now)


def settle_announced(event: Event, *, now: datetime) -> None:
    """Score what was announced about the promise or the conversation the event is about."""
    found = announcement_ids_of(
        promise_id=event.payload.get("promise_id"),
        conversation_id=event.payload.get("conversation_id"),
    )
    _settle(found, now)


def settle_passed(*, now: datetime) -> None:
    """Score announced times that have passed."""
    _settle(unsettled_ids_past_due(now=now, most=BATCH), now)


def _settle(ids: list[int], now: datetime) -> None:
    actor = system_user()
    for announcement_id in ids:
        announcements.settle_announcement(announcement_id=announcement_id, actor=actor, now=now)
