from dataclasses import dataclass
from typing import ClassVar

from heed.core.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class InvitationSent(DomainEvent):
    subject: ClassVar[str] = "invitation_id"
    customer_id: int
    invitation_id: int
    promise_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationSkipped(DomainEvent):
    subject: ClassVar[str] = "invitation_id"
    customer_id: int
    invitation_id: int
    promise_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class InvitationAnswered(DomainEvent):
    subject: ClassVar[str] = "invitation_id"
    customer_id: int
    invitation_id: int
    perception_id: int
