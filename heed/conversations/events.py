from dataclasses import dataclass
from typing import ClassVar

from heed.core.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ConversationEvent(DomainEvent):
    subject: ClassVar[str] = "conversation_id"
    customer_id: int
    conversation_id: int


@dataclass(frozen=True, kw_only=True)
class ConversationOpened(ConversationEvent):
    channel: str


@dataclass(frozen=True, kw_only=True)
class ConversationClosed(ConversationEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ConversationReopened(ConversationEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ConversationAssigned(ConversationEvent):
    team_id: int | None
    assignee_id: int | None


@dataclass(frozen=True, kw_only=True)
class MessageReceived(ConversationEvent):
    """A letter came from the customer's side; `kind` tells a person's from a machine's."""

    message_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class MessageSent(ConversationEvent):
    message_id: int


@dataclass(frozen=True, kw_only=True)
class AutomaticReplySent(ConversationEvent):
    """Heed told a customer that her letter arrived; she still waits for an answer."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class NoteWritten(ConversationEvent):
    message_id: int


@dataclass(frozen=True, kw_only=True)
class MailParked(DomainEvent):
    subject: ClassVar[str] = "raw_id"
    raw_id: int
    problem: str


@dataclass(frozen=True, kw_only=True)
class MailMended(DomainEvent):
    """A person corrected a parked mail and had it taken in again."""

    subject: ClassVar[str] = "raw_id"
    raw_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MailDismissed(DomainEvent):
    subject: ClassVar[str] = "raw_id"
    raw_id: int
