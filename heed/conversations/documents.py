"""What a conversation is found by in the search: its subject, people, messages and files."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from heed.conversations.models import Conversation, Message
from heed.core import search
from heed.core.models import Event
from heed.core.search import Document
from heed.core.search_tokens import MOST_TEXT

KIND = "conversation"


def index_conversation(event: Event, *, now: datetime) -> None:  # noqa: ARG001
    """Let the search find a conversation as it is now; no longer, if it is gone."""
    conversation_id = event.payload["conversation_id"]
    document = conversation_document(conversation_id)
    if document is None:
        search.remove(KIND, conversation_id)
    else:
        search.index(document)


def index_conversations_of_customer(event: Event, *, now: datetime) -> None:  # noqa: ARG001
    """Let the search find a renamed customer's conversations by the new name."""
    if "name" in event.payload["fields"]:
        locked = Conversation.objects.select_for_update(of=("self",))
        theirs = locked.filter(customer_id=event.payload["customer_id"])
        search.index_many(_documents(theirs.order_by("last_message_at", "pk")))


def conversation_documents() -> Iterator[Document]:
    """The documents of all conversations, the longest silent first."""
    present = Conversation.objects.filter(customer__erased_at=None)
    return _documents(present.order_by("last_message_at", "pk"))


def conversation_document(conversation_id: int) -> Document | None:
    """The document of one conversation, or None where there is none.

    Locks the conversation until the transaction ends, so that a later message is indexed later.
    """
    rows = Conversation.objects.select_for_update(of=("self",)).filter(
        pk=conversation_id, customer__erased_at=None
    )
    return next(_documents(rows), None)


def _documents(conversations: QuerySet[Conversation]) -> Iterator[Document]:
    newest_first = Message.objects.defer("quoted_text").order_by("-at", "-pk")
    rows = conversations.select_related("customer").prefetch_related(
        Prefetch("messages", newest_first), "messages__attachments"
    )
    return (_document(conversation) for conversation in rows.iterator(chunk_size=100))


def _document(conversation: Conversation) -> Document:
    return Document(
        kind=KIND,
        object_id=conversation.pk,
        text="\n".join(_texts(conversation)),
        team_id=conversation.team_id,
        at=conversation.last_message_at,
    )


def _texts(conversation: Conversation) -> Iterator[str]:
    """All that is searched in, the newest message first, until there is enough of it."""
    left = MOST_TEXT
    yield conversation.subject
    yield conversation.customer.name
    for message in conversation.messages.all():
        yield from (message.sender_name, message.sender_address)
        yield from (attachment.name for attachment in message.attachments.all())
        yield message.text[:left]
        left -= len(message.text)
        if left <= 0:
            return
