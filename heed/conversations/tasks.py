from datetime import datetime, timedelta

from django.conf import settings

from heed.accounts.operations import notify
from heed.conversations import gateways, queries
from heed.conversations.operations import erasing, folders, intake
from heed.core.models import Event

UNTOUCHED_FOR = timedelta(minutes=2)
MOST_AT_ONCE = 500


def take_in_stored(*, now: datetime) -> None:
    """Take in what a killed process stored and left."""
    left = queries.stored_mail().filter(received_at__lt=now - UNTOUCHED_FOR)
    for raw in left[:MOST_AT_ONCE]:
        intake.take_in(raw, now=now)


def poll_mailbox(*, now: datetime) -> None:
    """Fetch what has come into the mailbox: stored first, marked as seen after."""
    if settings.IMAP is None:
        return
    with gateways.open_mailbox(settings.IMAP) as mailbox:
        mark = folders.mark_of(mailbox.name, mailbox.uid_validity, mailbox.next_uid)
        for uid in mailbox.new_uids(since=mark.next_uid)[:MOST_AT_ONCE]:
            content = mailbox.fetch(uid)
            if content is not None:
                intake.receive(content=content, source=f"{mailbox.name} {uid}", now=now)
                mailbox.mark_seen(uid)
            mark = folders.move_mark(mark, past=uid)


def tell_author_of_bounce(event: Event, *, now: datetime) -> None:
    """Put a notice before who wrote an answer that did not reach the customer."""
    message = queries.message_of_mail(event.payload["mail_id"])
    if message is None or message.author is None:
        return
    notify(
        recipient=message.author,
        kind=event.type,
        customer_id=message.conversation.customer_id,
        subject_type="conversation",
        subject_id=message.conversation_id,
        now=now,
    )


def erase_words(event: Event, *, now: datetime) -> None:  # noqa: ARG001
    """Take out what an erased customer wrote and what we wrote to her."""
    erasing.erase_words_of(customer_id=event.payload["customer_id"])
