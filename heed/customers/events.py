from dataclasses import dataclass
from typing import ClassVar

from heed.core.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class CustomerCreated(DomainEvent):
    subject: ClassVar[str] = "customer_id"
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class CustomersImported(DomainEvent):
    """A bulk import created or changed many customers; one event for the batch."""

    count: int
    source: str


@dataclass(frozen=True, kw_only=True)
class CustomerChanged(DomainEvent):
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PhoneNumberMarked(DomainEvent):
    """Somebody else answers at a number of the customer's, or she does after all."""

    subject: ClassVar[str] = "customer_id"
    customer_id: int
    contact_point_id: int
    is_wrong: bool


@dataclass(frozen=True, kw_only=True)
class CustomerErased(DomainEvent):
    """The person behind the number is gone for good; what rooms hold of her words goes too."""

    subject: ClassVar[str] = "customer_id"
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class CustomersMerged(DomainEvent):
    """Two customers were one person; what the one had is the other's from now on."""

    subject: ClassVar[str] = "customer_id"
    customer_id: int
    merged_id: int
    merge_id: int


@dataclass(frozen=True, kw_only=True)
class MergeUndone(DomainEvent):
    """Two customers were two people after all; each has again what was hers."""

    subject: ClassVar[str] = "customer_id"
    customer_id: int
    merged_id: int
    merge_id: int


@dataclass(frozen=True, kw_only=True)
class PersonalLinkChanged(DomainEvent):
    """The link to the customer's own page was renewed or closed."""

    subject: ClassVar[str] = "customer_id"
    customer_id: int
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class CustomerDeclinedSurveys(DomainEvent):
    """The customer does not want to be asked in surveys, or allows it again."""

    subject: ClassVar[str] = "customer_id"
    customer_id: int
    is_declined: bool


@dataclass(frozen=True, kw_only=True)
class CustomerContacted(DomainEvent):
    subject: ClassVar[str] = "customer_id"
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class FactNoted(DomainEvent):
    subject: ClassVar[str] = "fact_id"
    customer_id: int
    fact_id: int


@dataclass(frozen=True, kw_only=True)
class FactForgotten(DomainEvent):
    subject: ClassVar[str] = "fact_id"
    customer_id: int
    fact_id: int
