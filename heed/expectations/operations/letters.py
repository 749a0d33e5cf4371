from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from heed.accounts.models import User
from heed.conversations.mime.mail import Attachment
from heed.conversations.models import Conversation, Message
from heed.conversations.operations.answering import answer
from heed.expectations.models import Promise, Topic
from heed.expectations.operations.promises import record_promise


@dataclass(frozen=True)
class Terms:
    """What one promise made in an answer says."""

    wording: str
    due_at: datetime
    topic: Topic | None = None
    value: Decimal | None = None
    is_separate: bool = False

    @property
    def mark(self) -> tuple[str, datetime]:
        """By what the same promise said twice is known."""
        return " ".join(self.wording.split()).casefold(), self.due_at


@transaction.atomic
def answer_and_promise(
    *,
    conversation: Conversation,
    text: str,
    promises: Iterable[Terms],
    actor: User,
    now: datetime,
    token: str,
    attachments: Sequence[Attachment] = (),
    close: bool = False,
) -> list[Promise]:
    """Send an answer and enter the promises it makes, all or none; once for each token.

    What is said twice in it is one promise. Raises what answer and record_promise raise.
    """
    message: Message = answer(
        conversation=conversation,
        text=text,
        token=token,
        attachments=attachments,
        actor=actor,
        now=now,
        close=close,
    )
    known = list(message.promises.order_by("pk"))
    if known:
        return known
    return [
        record_promise(
            customer=conversation.customer,
            wording=terms.wording,
            due_at=terms.due_at,
            topic=terms.topic,
            value=terms.value,
            is_separate=terms.is_separate,
            conversation=conversation,
            message=message,
            actor=actor,
            now=now,
        )
        for terms in {each.mark: each for each in promises}.values()
    ]
