"""What values may pass through the API: each type refuses what no database column could hold."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, LiteralString
from zoneinfo import available_timezones

from django.db.models import TextChoices
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from heed.core.instants import EARLIEST, is_in_range

LARGEST_ID = 2**63 - 1
MOST = Decimal("99999999999.999")
THOUSANDTH = Decimal("0.001")

_DIGITS = re.compile(r"-?[0-9]{1,19}(\.0)?")  # 7.0 is the whole number 7 in JSON
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)
_AMOUNT = r"-?[0-9]{1,11}(\.[0-9]{1,3})?"
_CENTURIES = "^(19|[2-8][0-9])[0-9]{2}-"


@dataclass(frozen=True)
class Text:
    """Text of at most so many characters without NUL; `is_needed` asks for something visible."""

    longest: int
    is_needed: bool = True

    def __get_pydantic_core_schema__(self, *_: object) -> CoreSchema:
        # Python also strips the separators \x1c to \x1f, which patterns do not count as space.
        needed = r"^[^\x00]*[^\s\x00\x1c-\x1f][^\x00]*$"
        pattern = needed if self.is_needed else r"^[^\x00]*$"
        text = core_schema.str_schema(
            max_length=self.longest, min_length=int(self.is_needed), pattern=pattern
        )
        return core_schema.no_info_after_validator_function(self._visible, text)

    def _visible(self, value: str) -> str:
        if self.is_needed and not value.strip():
            raise PydanticCustomError("text_blank", "Text should not be blank")
        return value


@dataclass(frozen=True)
class OneOf:
    """One of the values of a model's choices."""

    choices: type[TextChoices] | tuple[str, ...]

    def __get_pydantic_core_schema__(self, *_: object) -> CoreSchema:
        values = self.choices if isinstance(self.choices, tuple) else self.choices.values
        return core_schema.literal_schema(list(values))


def _from_query(pattern: re.Pattern[str], error: LiteralString) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise PydanticCustomError(error, "Value is not understood")
        return value

    return check


def _instant(value: Any) -> Any:
    """Take RFC 3339 only: pydantic alone would also take seconds since 1970."""
    if isinstance(value, datetime):
        return value
    found = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("datetime_parsing", "Value is not a date and time")
    if found[2] is None:
        raise PydanticCustomError("timezone_aware", "Value has no offset from UTC")
    return value


def _in_utc(value: datetime) -> datetime:
    try:
        at = value.astimezone(UTC)
    except OverflowError:
        at = EARLIEST.replace(year=1)
    if not is_in_range(at):
        raise PydanticCustomError("datetime_range", "Value lies outside the years 1900 to 8999")
    return at


def _day(value: object) -> object:
    """Take a date written as 2026-03-02 alone: pydantic would also take seconds since 1970."""
    if isinstance(value, str) and len(value) == len("2026-03-02"):
        return value
    raise PydanticCustomError("date_parsing", "Value is not a date such as 2026-03-02")


def _whole(value: Any) -> Any:
    """Take 7 and 7.0, which are one number in JSON, and no text or boolean."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("int_type", "Value is not a whole number")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _amount(value: Any) -> Decimal:
    """Take digits as text exactly, and a JSON number to the nearest thousandth."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_text = isinstance(value, str) and re.fullmatch(_AMOUNT, value, re.ASCII)
    if not is_number and not is_text:
        raise PydanticCustomError("decimal_parsing", "Value is not a number")
    if is_number and abs(value) > MOST:
        raise PydanticCustomError("decimal_range", "Value is too large")
    return Decimal(str(value)).quantize(THOUSANDTH)


Whole = BeforeValidator(_whole)
Id = Annotated[int, Field(ge=1, le=LARGEST_ID), Whole]
WholeFromAddress = BeforeValidator(_from_query(_DIGITS, "int_parsing"))
IdFromAddress = Annotated[int, Field(ge=1, le=LARGEST_ID), WholeFromAddress]
Whether = Annotated[bool, Field(strict=True)]
WhetherFromQuery = Annotated[
    bool, BeforeValidator(_from_query(re.compile("true|false"), "bool_parsing"))
]
Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    AfterValidator(_in_utc),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": _CENTURIES}),
]
InstantOut = Annotated[
    datetime,
    AfterValidator(lambda value: value.astimezone(UTC)),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day = Annotated[
    date,
    BeforeValidator(_day),
    Field(ge=date(1900, 1, 1), le=date(2999, 12, 31)),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^(19|2[0-9])[0-9]{2}-"}),
]
TimeZone = Annotated[str, OneOf(("", *sorted(available_timezones())))]
Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": -float(MOST), "maximum": float(MOST)},
                {"type": "string", "pattern": f"^{_AMOUNT}$"},
            ]
        }
    ),
]
AmountOut = Annotated[
    Decimal,
    AfterValidator(lambda value: value.quantize(THOUSANDTH)),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]{1,11}\.[0-9]{3}$"}),
]
BlankAsNone = BeforeValidator(lambda value: value or None)
