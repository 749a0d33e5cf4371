"""The beginning of a list that may be long, and how long it is."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

MOST_COUNTED = 1000


@dataclass(frozen=True)
class Part:
    """The first rows of a list and how many there are, counted up to a bound."""

    rows: list[Any]
    total: int

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.rows)

    @property
    def is_beyond(self) -> bool:
        """Whether there are more than were counted."""
        return self.total > MOST_COUNTED

    @property
    def counted(self) -> int:
        return min(self.total, MOST_COUNTED)


def part_of(rows: "QuerySet[Any]", most: int) -> Part:
    """Two queries, the second only where the list is longer than what is shown."""
    shown = list(rows[: most + 1])
    if len(shown) <= most:
        return Part(shown, len(shown))
    total = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return Part(shown[:most], total)
