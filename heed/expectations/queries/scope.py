from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from heed.accounts.models import User
from heed.expectations.models import Expectation, Perception, Promise
from heed.expectations.queries.promises import promises_visible_to
from heed.expectations.queries.records import expectations_visible_to, perceptions_visible_to

COUNTED = (Promise.Outcome.KEPT, Promise.Outcome.LATE, Promise.Outcome.BROKEN)


@dataclass(frozen=True)
class Scope:
    """Which part of the ledger: whose, of which tier, closed or answered from when until when."""

    actor: User
    since: datetime | None = None
    until: datetime | None = None
    tier: str = ""

    def promises(self) -> QuerySet[Promise]:
        """Closed promises in the scope that count in the promise-keeping rate or a gap."""
        rows = promises_visible_to(self.actor).filter(outcome__in=COUNTED)
        return self._narrowed(rows, "closed_at")

    def perceptions(self) -> QuerySet[Perception]:
        return self._narrowed(perceptions_visible_to(self.actor), "answered_at")

    def expectations(self) -> QuerySet[Expectation]:
        """What is expected now by customers in the scope; not limited by the period."""
        rows = expectations_visible_to(self.actor).filter(superseded_at=None)
        return rows.filter(customer__tier=self.tier) if self.tier else rows

    def former_expectations(self) -> QuerySet[Expectation]:
        """What customers in the scope expected once; not limited by the period."""
        rows = expectations_visible_to(self.actor).filter(superseded_at__isnull=False)
        return rows.filter(customer__tier=self.tier) if self.tier else rows

    def _narrowed(self, rows: QuerySet[Any], moment: str) -> QuerySet[Any]:
        if self.since:
            rows = rows.filter(**{f"{moment}__gte": self.since})
        if self.until:
            rows = rows.filter(**{f"{moment}__lt": self.until})
        return rows.filter(tier=self.tier) if self.tier else rows
