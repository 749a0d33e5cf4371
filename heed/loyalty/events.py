from dataclasses import dataclass
from typing import ClassVar

from heed.core.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class DepartureEvent(DomainEvent):
    """Base of what happens to what we know of a customer's leaving."""

    subject: ClassVar[str] = "departure_id"
    customer_id: int
    departure_id: int


@dataclass(frozen=True, kw_only=True)
class DepartureRecorded(DepartureEvent):
    reason: str
    source: str


@dataclass(frozen=True, kw_only=True)
class DepartureCorrected(DepartureEvent):
    """A new entry stands in the place of the former one, which stays to be seen."""

    former_id: int
    reason: str
    source: str


@dataclass(frozen=True, kw_only=True)
class DepartureWithdrawn(DepartureEvent):
    """She had not left, or it was somebody else; the entry stays and no longer counts."""


@dataclass(frozen=True, kw_only=True)
class PriorSet(DomainEvent):
    """What is believed beforehand was changed."""

    subject: ClassVar[str] = "prior_id"
    prior_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class LeavingFollowed(DomainEvent):
    """How long customers stay was worked out again."""

    subject: ClassVar[str] = "snapshot_id"
    snapshot_id: int
