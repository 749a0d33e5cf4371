"""Lists page by page: a cursor names the last row seen, so nothing is counted or skipped over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Generic, TypedDict, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema

from heed.core.api_problems import FieldProblem, FieldsRefused, NotFound
from heed.core.api_types import WholeFromAddress

MOST = 100
USUAL = 50
POSITION = r"^-?[0-9]{1,16}\.[0-9]{1,18}$"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")


class Page(Schema, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(description="Give it as `cursor` for the next page.")


class Rows(TypedDict, Generic[Row]):
    """What a page is made from."""

    items: list[Row]
    next_cursor: str | None


class PageQuery(Schema):
    """Which page of a list; the filters of a list are added to it."""

    limit: Annotated[int, Field(ge=1, le=MOST), WholeFromAddress] = Field(
        USUAL, description="How many items at most."
    )
    cursor: Annotated[str, Field(pattern=POSITION)] | None = Field(
        None, description="The `next_cursor` of the page before."
    )


@dataclass(frozen=True)
class Order:
    """By which field a list is ordered, then by id in the same direction."""

    field: str = "pk"
    is_descending: bool = True

    @property
    def is_time(self) -> bool:
        return self.field == "at" or self.field.endswith("_at")

    @property
    def fields(self) -> tuple[str, ...]:
        sign = "-" if self.is_descending else ""
        return (f"{sign}pk",) if self.field == "pk" else (f"{sign}{self.field}", f"{sign}pk")

    def position_of(self, row: Model) -> str:
        """The place of a row in the list, in the form of a cursor."""
        if self.field == "pk":
            return f"0.{row.pk}"
        value = getattr(row, self.field)
        number = (value - EPOCH) // MICROSECOND if self.is_time else value
        return f"{number}.{row.pk}"

    def after(self, position: str) -> Q:
        """The rows behind this place, whether or not a row is still there."""
        number, row_id = (int(part) for part in position.split("."))
        value = EPOCH + number * MICROSECOND if self.is_time else number
        beyond = "lt" if self.is_descending else "gt"
        if self.field == "pk":
            return Q(**{f"pk__{beyond}": row_id})
        # The first condition follows from the second; it lets the index find the place.
        return Q(**{f"{self.field}__{beyond}e": value}) & (
            Q(**{f"{self.field}__{beyond}": value})
            | Q(**{self.field: value, f"pk__{beyond}": row_id})
        )


NEWEST_ENTRY_FIRST = Order()


def page_of(
    rows: QuerySet[Row], query: PageQuery, request: HttpRequest, order: Order = NEWEST_ENTRY_FIRST
) -> Rows[Row]:
    """Return the page asked for. Raises FieldsRefused for an unknown filter."""
    refuse_unknown(request, type(query).model_fields)
    if query.cursor is not None:
        rows = rows.filter(order.after(query.cursor))
    found = list(rows.order_by(*order.fields)[: query.limit + 1])
    shown = found[: query.limit]
    is_last = len(found) <= query.limit
    return {"items": shown, "next_cursor": None if is_last else order.position_of(shown[-1])}


def found(rows: QuerySet[Row], row_id: int, field: str) -> Row:
    """Return the row with this id among those the caller may see. Raises NotFound."""
    row = rows.filter(pk=row_id).first()
    if row is None:
        raise NotFound(field=field, value=row_id)
    return row


def refuse_unknown(request: HttpRequest, known: Sequence[str] | dict[str, Any]) -> None:
    """Raise FieldsRefused for a filter nobody reads: it would seem to work and would not."""
    unknown = [name for name in request.GET if name not in known]
    if unknown:
        message = _("There is no such filter here. Known are: %(known)s.")
        raise FieldsRefused(
            *(
                FieldProblem(
                    field=f"query.{name}",
                    code="extra_forbidden",
                    message=message % {"known": ", ".join(known)},
                )
                for name in unknown
            )
        )
