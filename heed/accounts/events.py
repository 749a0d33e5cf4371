from dataclasses import dataclass
from typing import ClassVar

from heed.core.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class UserAdded(DomainEvent):
    subject: ClassVar[str] = "user_id"
    user_id: int


@dataclass(frozen=True, kw_only=True)
class AbsenceEvent(DomainEvent):
    """Base of what happens to an absence."""

    subject: ClassVar[str] = "absence_id"
    absence_id: int
    user_id: int


@dataclass(frozen=True, kw_only=True)
class AbsenceNoted(AbsenceEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class AbsenceCancelled(AbsenceEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class TokenCreated(DomainEvent):
    subject: ClassVar[str] = "token_id"
    token_id: int


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(DomainEvent):
    subject: ClassVar[str] = "token_id"
    token_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(DomainEvent):
    subject: ClassVar[str] = "organisation_id"
    organisation_id: int
    fields: tuple[str, ...]
