from dataclasses import dataclass

from heed.core.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class CompanyInvented(DomainEvent):
    """The invented company is complete, to its last search document; written last."""

    seed: int
    customers: int
    conversations: int
    promises: int
    perceptions: int
    purchases: int
