from dataclasses import dataclass
from typing import ClassVar

from heed.core.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ExpectationRecorded(DomainEvent):
    subject: ClassVar[str] = "expectation_id"
    customer_id: int
    expectation_id: int
    topic_id: int
    supersedes_id: int | None


@dataclass(frozen=True, kw_only=True)
class PromiseEvent(DomainEvent):
    """Base of what happens to a promise."""

    subject: ClassVar[str] = "promise_id"
    customer_id: int
    promise_id: int


@dataclass(frozen=True, kw_only=True)
class PromiseMade(PromiseEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PromiseDueSoon(PromiseEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PromiseOverdue(PromiseEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PromiseHandedOver(PromiseEvent):
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class PromiseClosed(PromiseEvent):
    outcome: str


@dataclass(frozen=True, kw_only=True)
class BrokenPromiseDelivered(PromiseEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PerceptionRecorded(DomainEvent):
    subject: ClassVar[str] = "perception_id"
    customer_id: int
    perception_id: int
    promise_id: int | None
