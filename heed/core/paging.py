"""Pages of a list that never ends: the last row shown is where the next page begins."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and what to ask for to see the older ones."""

    rows: list[Row]
    older: str


def page_before(rows: QuerySet[Row], *, moment: str, before: str, size: int = 50) -> Page[Row]:
    """Return the rows older than the mark `before`, newest first by `moment` and key.

    A mark that cannot be read is ignored, so an old bookmark shows the first page.
    """
    place = _place(before)
    if place:
        at, pk = place
        older = Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "pk__lt": pk})
        rows = rows.filter(older, **{f"{moment}__lte": at})
    shown = list(rows.order_by(f"-{moment}", "-pk")[: size + 1])
    mark = _mark(shown[size - 1], moment) if len(shown) > size else ""
    return Page(shown[:size], mark)


def _mark(row: Any, moment: str) -> str:
    return f"{getattr(row, moment).isoformat()}_{row.pk}"


def moment_of(text: str) -> datetime | None:
    """The instant a mark names, or None where it names none that can be compared."""
    try:
        at = parse_datetime(text.replace(" ", "+"))
        return at.astimezone(UTC) if at and at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _place(mark: str) -> tuple[datetime, int] | None:
    at_text, _separator, pk_text = mark.rpartition("_")
    at = moment_of(at_text)
    if at is None or not (pk_text.isascii() and pk_text.isdigit() and len(pk_text) < 19):
        return None
    return at, int(pk_text)
