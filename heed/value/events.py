from dataclasses import dataclass
from typing import ClassVar

from heed.core.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class PurchasesImported(DomainEvent):
    """A batch of lines was taken in: the rows of a file up to and with `until_row`."""

    subject: ClassVar[str] = "run_id"
    run_id: int
    until_row: int
    accepted: int


@dataclass(frozen=True, kw_only=True)
class PurchasesCounted(DomainEvent):
    """A file is in to its last row, its returns are matched and its run is done."""

    subject: ClassVar[str] = "run_id"
    run_id: int
    accepted: int


@dataclass(frozen=True, kw_only=True)
class CustomersValued(DomainEvent):
    """All customers were valued again under a new version of the tier rule."""

    subject: ClassVar[str] = "rule_id"
    rule_id: int
    customers: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class PeopleImported(DomainEvent):
    """A file of customers is in to its last row."""

    subject: ClassVar[str] = "run_id"
    run_id: int
    created: int
    completed: int


@dataclass(frozen=True, kw_only=True)
class ImportUndone(DomainEvent):
    """What a file brought was taken back: purchases, or customers and what completed others."""

    subject: ClassVar[str] = "run_id"
    run_id: int
    removed: int
    kept: int


@dataclass(frozen=True, kw_only=True)
class UploadOrdered(DomainEvent):
    """A file given on a page is to be looked at, or to be taken in."""

    subject: ClassVar[str] = "upload_id"
    upload_id: int


@dataclass(frozen=True, kw_only=True)
class ImportUndoOrdered(DomainEvent):
    """A whole import is to be taken back."""

    subject: ClassVar[str] = "run_id"
    run_id: int


@dataclass(frozen=True, kw_only=True)
class TierPolicyDrafted(DomainEvent):
    """Conditions of tiers were proposed; who would move is worked out after it."""

    subject: ClassVar[str] = "policy_id"
    policy_id: int


@dataclass(frozen=True, kw_only=True)
class TierPolicyApproved(DomainEvent):
    """A proposed policy decides tiers from a day on."""

    subject: ClassVar[str] = "policy_id"
    policy_id: int
    valid_from: str
