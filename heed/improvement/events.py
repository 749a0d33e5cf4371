from dataclasses import dataclass
from typing import ClassVar

from heed.core.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ImprovementEvent(DomainEvent):
    """Base of what happens to an improvement."""

    subject: ClassVar[str] = "improvement_id"
    improvement_id: int


@dataclass(frozen=True, kw_only=True)
class ImprovementOpened(ImprovementEvent):
    topic_id: int | None


@dataclass(frozen=True, kw_only=True)
class ImprovementChanged(ImprovementEvent):
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class ImprovementMoved(ImprovementEvent):
    """It stands in another column of the board."""

    former: str
    state: str


@dataclass(frozen=True, kw_only=True)
class ImprovementNoted(ImprovementEvent):
    note_id: int


@dataclass(frozen=True, kw_only=True)
class ImprovementMeasured(ImprovementEvent):
    measurement_id: int
    verdict: str


@dataclass(frozen=True, kw_only=True)
class ImprovementClosed(ImprovementEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ImprovementReopened(ImprovementEvent):
    pass
