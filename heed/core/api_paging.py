"""Lists page by page: a cursor names the last row seen, so nothing is counted or skipped over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypedDict, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import BeforeValidator

from heed.core.api_problems import FieldProblem, FieldsRefused, NotFound
from heed.core.api_types import Text

MOST = 100
USUAL = 50

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


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value


class PageQuery(Schema):
    """Which page of a list; the filters of a list are added to it."""

    limit: Annotated[int, Field(strict=True, ge=1, le=MOST), BeforeValidator(_whole)] = Field(
        USUAL, description="How many items at most."
    )
    cursor: Annotated[str, Text(500)] | None = Field(
        None,
        description="The `next_cursor` of the page before.",
        json_schema_extra={"format": "cursor"},
    )


@dataclass(frozen=True)
class Order:
    """By which field a list is ordered, then by id in the same direction."""

    field: str = "pk"
    is_descending: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        sign = "-" if self.is_descending else ""
        return (f"{sign}pk",) if self.field == "pk" else (f"{sign}{self.field}", f"{sign}pk")

    def after(self, value: Any, row_id: int) -> Q:
        """The rows behind this one."""
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
    """Return the page asked for. Raises FieldsRefused for a broken cursor or an unknown filter."""
    refuse_unknown(request, type(query).model_fields)
    salt = f"{rows.model._meta.label} {order.fields}"
    if query.cursor is not None:
        rows = rows.filter(order.after(*_read(query.cursor, salt)))
    found = list(rows.order_by(*order.fields)[: query.limit + 1])
    shown = found[: query.limit]
    is_last = len(found) <= query.limit
    return {"items": shown, "next_cursor": None if is_last else _write(shown[-1], order, salt)}


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


def _write(row: Model, order: Order, salt: str) -> str:
    value = getattr(row, order.field)
    shown = value.isoformat() if hasattr(value, "isoformat") else value
    return signing.dumps([shown, row.pk], salt=salt)


def _read(cursor: str, salt: str) -> tuple[Any, int]:
    try:
        value, row_id = signing.loads(cursor, salt=salt)
    except signing.BadSignature as problem:
        message = _("This is not a cursor of this list. Begin again without one.")
        broken = FieldProblem(field="query.cursor", code="cursor_broken", message=message)
        raise FieldsRefused(broken) from problem
    return parse_datetime(value) if isinstance(value, str) else value, row_id
