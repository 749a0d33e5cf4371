from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from heed.accounts.models import User
from heed.conversations.mime.mail import Attachment
from heed.conversations.models import Conversation, Message
from heed.conversations.operations.answering import answer
from heed.expectations.models import Promise, Topic
from heed.expectations.operations.promises import record_promise


@transaction.atomic
def answer_and_promise(
    *,
    conversation: Conversation,
    text: str,
    wording: str,
    due_at: datetime,
    actor: User,
    now: datetime,
    token: str,
    topic: Topic | None = None,
    value: Decimal | None = None,
    attachments: Sequence[Attachment] = (),
) -> Promise:
    """Send an answer and enter the promise it makes, both or neither; once for each token."""
    message: Message = answer(
        conversation=conversation,
        text=text,
        token=token,
        attachments=attachments,
        actor=actor,
        now=now,
    )
    known = message.promises.first()
    return known or record_promise(
        customer=conversation.customer,
        wording=wording,
        due_at=due_at,
        topic=topic,
        value=value,
        conversation=conversation,
        message=message,
        actor=actor,
        now=now,
    )
