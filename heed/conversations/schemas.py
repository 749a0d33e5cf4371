"""Shape of what the API takes and gives about conversations and messages."""

from typing import Annotated

from django.db.models import QuerySet
from ninja import Field, Schema
from pydantic import ConfigDict

from heed.conversations.models import Conversation, Message
from heed.core.api_paging import Page, PageQuery
from heed.core.api_types import (
    Id,
    IdFromAddress,
    Instant,
    InstantOut,
    OneOf,
    Text,
    Whether,
    WhetherFromQuery,
)

LONGEST_WRITTEN = 50_000

State = Annotated[str, OneOf(Conversation.State)]
Written = Annotated[str, Text(LONGEST_WRITTEN, is_needed=False)]


class ConversationOut(Schema):
    """One matter of one customer."""

    id: int
    customer_id: int
    channel: Annotated[str, OneOf(Conversation.Channel)]
    subject: str
    team_id: int | None
    assignee_id: int | None
    state: State
    opened_at: InstantOut
    last_message_at: InstantOut
    waiting_since: InstantOut | None = Field(description="Since when the customer waits for us.")
    closed_at: InstantOut | None


class ConversationIn(Schema):
    model_config = ConfigDict(extra="forbid")

    customer_id: Id
    subject: Annotated[str, Text(998)]
    text: Written
    is_from_customer: Whether = Field(
        default=False,
        description="What the customer said, written down; otherwise a mail goes to her.",
    )


class RecipientOut(Schema):
    """Somebody a message names: to, cc or reply_to."""

    role: str = "to"
    name: str = ""
    address: str = ""


class AttachmentOut(Schema):
    """A file that came or went with a message."""

    id: int
    name: str
    type: str
    size: int
    digest: str = Field(description="SHA-256 of the content.")


class MessageOut(Schema):
    """One letter of a conversation, or a note among ourselves."""

    id: int
    conversation_id: int
    direction: Annotated[str, OneOf(Message.Direction)]
    kind: Annotated[str, OneOf(Message.Kind)]
    author_id: int | None
    sender_name: str
    sender_address: str
    recipients: list[RecipientOut]
    subject: str
    text: str
    quoted_text: str
    message_id: str = Field(description="Message-ID of the mail, without angle brackets.")
    sent_at: InstantOut | None
    at: InstantOut
    attachments: list[AttachmentOut]


class MessageIn(Schema):
    model_config = ConfigDict(extra="forbid")

    text: Written
    is_from_customer: Whether = Field(
        default=False,
        description="What the customer said, written down; otherwise a mail goes to her.",
    )
    is_last: Whether = Field(default=False, description="Close the conversation with this answer.")


class NoteIn(Schema):
    model_config = ConfigDict(extra="forbid")

    text: Written


class AssignmentIn(Schema):
    """Both are set: null is nobody."""

    model_config = ConfigDict(extra="forbid")

    assignee_id: Id | None
    team_id: Id | None


class ConversationPage(Page[ConversationOut]):
    pass


class MessagePage(Page[MessageOut]):
    pass


class ConversationQuery(PageQuery):
    """Which conversations."""

    customer_id: IdFromAddress | None = None
    assignee_id: IdFromAddress | None = None
    state: State | None = None
    is_waiting: WhetherFromQuery | None = Field(None, description="The customer waits for us.")
    since: Instant | None = Field(None, description="With the last message then or later.")
    until: Instant | None = Field(None, description="With the last message earlier than then.")

    def choose(self, rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
        """Return the rows that pass the filters."""
        if self.customer_id:
            rows = rows.filter(customer_id=self.customer_id)
        if self.assignee_id:
            rows = rows.filter(assignee_id=self.assignee_id)
        if self.state:
            rows = rows.filter(state=self.state)
        if self.is_waiting is not None:
            rows = rows.filter(waiting_since__isnull=not self.is_waiting)
        if self.since:
            rows = rows.filter(last_message_at__gte=self.since)
        if self.until:
            rows = rows.filter(last_message_at__lt=self.until)
        return rows
