"""Rows of a file whose columns are dates and numbers already, as lines or with a reason why not.

Reasons and limits are those of the import; every step is one number for one number, so that
engines agree to the last minor unit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis

from heed.core.currencies import decimals_of, is_currency
from heed.value.rules.amounts import MOST_MINOR
from heed.value.rules.reasons import Reason

LINES = (
    "customer_id", "purchased_at", "purchased_on", "product", "currency", "amount_minor", "reason",
)  # fmt: skip
FIGURES = ("amount", "quantity", "unit_price")
EARLIEST = date(1900, 1, 1)
LONGEST = 100
MOST_DIGITS = len(str(MOST_MINOR)) - 1
MISSING = ("nan", "null", "none", "n/a", "#n/a", "nat", "<na>", "\\n", "undefined", "")
LocalDay = Callable[[ibis.Value, str], ibis.Value]


@dataclass(frozen=True)
class Reading:
    """How typed columns become lines; `last_on` is the last day that counts."""

    columns: Mapping[str, str]
    currency: str
    time_zone: str
    last_on: date
    currencies: Sequence[str] = ()
    has_whole_ids: bool = True


def is_typed(raw: ibis.Table, columns: Mapping[str, str]) -> bool:
    """Whether dates are dates and figures numbers, so that nothing needs interpretation."""
    kinds = {field: raw[column].type() for field, column in columns.items()}
    has_day = kinds["purchased_at"].is_date() or kinds["purchased_at"].is_timestamp()
    has_figures = all(kinds[field].is_numeric() for field in FIGURES if field in kinds)
    names = [kinds[field] for field in ("product", "currency") if field in kinds]
    has_names = all(kind.is_string() or kind.is_integer() for kind in names)
    return bool(has_day and has_figures and has_names and _is_id(kinds["customer_id"]))


def _is_id(kind: ibis.DataType) -> bool:
    return bool(kind.is_integer() or kind.is_floating() or kind.is_string())


def currencies_in(raw: ibis.Table, columns: Mapping[str, str]) -> ibis.Table | None:
    """The different currencies as they are written, or None where no column holds any."""
    if "currency" not in columns:
        return None
    return raw.select(currency=_code(raw[columns["currency"]])).distinct()


def odd_ids(raw: ibis.Table, columns: Mapping[str, str]) -> ibis.Value | None:
    """How many ids are no whole number, for ids kept as fractions or as texts like 12345.0."""
    ids = raw[columns["customer_id"]]
    if ids.type().is_floating():
        return (ids != ids.floor().cast("float64")).sum()
    if ids.type().is_string():
        name = _tidy(ids)
        return (~name.lower().isin(MISSING) & ~name.re_search(r"^-?[0-9]+\.0$")).sum()
    return None


def extremes(raw: ibis.Table, reading: Reading, local_day: LocalDay) -> ibis.Table | None:
    """One row that shows whether any row needs a closer look; None for columns that all need it.

    `rows` and `known` are equal where nothing is missing; `least` and `most` are of the amount in
    units of the currency, `first_on` and `last_on` of the days.
    """
    column = {field: raw[name] for field, name in reading.columns.items()}
    has_more = column.keys() & {"currency", "quantity", "unit_price"}
    if has_more or "amount" not in column or not column["customer_id"].type().is_integer():
        return None
    _at, day = _moment(column["purchased_at"], reading.time_zone, local_day)
    amount = column["amount"]
    return raw.aggregate(
        rows=raw.count(),
        customers=column["customer_id"].count(),
        days=day.count(),
        amounts=amount.count(),
        first_on=day.min(),
        last_on=day.max(),
        least=amount.min().cast("float64"),
        most=amount.max().cast("float64"),
    )


def judged(raw: ibis.Table, reading: Reading, local_day: LocalDay) -> ibis.Table:
    """Each row as a line; columns as in LINES. `reason` is missing where the row can be used."""
    column = {field: raw[name] for field, name in reading.columns.items()}
    told = column.get("currency")
    given = ibis.literal(reading.currency)
    code = given if told is None else ibis.coalesce(_code(told).nullif(""), given)
    moment, day = _moment(column["purchased_at"], reading.time_zone, local_day)
    product = column["product"].cast("string").fill_null("") if "product" in column else _text("")
    rows = raw.mutate(
        heed_customer=_customer(column["customer_id"], has_whole_ids=reading.has_whole_ids),
        heed_at=moment,
        heed_on=day,
        heed_product=product,
        heed_currency=code,
        heed_amount=_amount(column),
        heed_scale=_scale(code, reading),
        heed_opposed=_is_opposed(column),
    )
    size = rows.heed_amount * rows.heed_scale
    is_within = size.abs() <= ibis.literal(MOST_MINOR, "int64")
    if _is_exact(reading, raw):
        decimals = decimals_of(reading.currency)
        minor = (rows[reading.columns["amount"]] * 10**decimals).cast("int64")
    else:
        minor = ibis.ifelse(
            is_within, ((size * 1000).round() / 1000).round().cast("int64"), ibis.null("int64")
        )
    return rows.mutate(
        customer_id=rows.heed_customer,
        purchased_at=rows.heed_at,
        purchased_on=rows.heed_on,
        product=rows.heed_product,
        currency=rows.heed_currency,
        amount_minor=minor,
        reason=_reason(rows, is_within, reading),
    )


def _is_exact(reading: Reading, raw: ibis.Table) -> bool:
    """Whether every amount is a decimal of one currency that fits whole minor units."""
    if "amount" not in reading.columns or reading.currencies or "quantity" in reading.columns:
        return False
    kind, decimals = raw[reading.columns["amount"]].type(), decimals_of(reading.currency)
    if not kind.is_decimal() or kind.scale is None:
        return False
    return bool(kind.scale <= decimals and kind.precision - kind.scale + decimals <= MOST_DIGITS)


def _reason(rows: ibis.Table, is_within: ibis.Value, reading: Reading) -> ibis.Value:
    cases = [
        (rows.heed_customer.isnull(), Reason.NO_CUSTOMER),
        (rows.heed_on.isnull(), Reason.NO_DATE),
        (rows.heed_on < ibis.date(EARLIEST.isoformat()), Reason.NOT_A_DATE),
        (rows.heed_on > ibis.date(reading.last_on.isoformat()), Reason.DATE_IN_FUTURE),
        (rows.heed_scale.isnull(), Reason.UNKNOWN_CURRENCY),
        (rows.heed_amount.isnull(), Reason.NO_AMOUNT),
        (rows.heed_amount.isnan(), Reason.NOT_A_NUMBER),
        (rows.heed_opposed, Reason.OPPOSITE_SIGNS),
        (~is_within, Reason.TOO_LARGE),
    ]
    if rows.heed_customer.type().is_string():
        cases.append((rows.heed_customer.length() > LONGEST, Reason.TOO_LONG))
    return ibis.cases(*((test, reason.value) for test, reason in cases), else_=None)


def _customer(ids: ibis.Value, *, has_whole_ids: bool) -> ibis.Value:
    if ids.type().is_integer():
        return ids.cast("int64")
    if ids.type().is_floating():
        number = ibis.ifelse(ids.isnan(), None, ids)
        return number.cast("int64") if has_whole_ids else number.cast("string")
    name = _tidy(ids)
    named = ibis.ifelse(name.lower().isin(MISSING), None, name)
    return named.re_replace(r"\.0$", "") if has_whole_ids else named


def _tidy(text: ibis.Value) -> ibis.Value:
    return text.strip()


def _code(currency: ibis.Value) -> ibis.Value:
    return _tidy(currency.cast("string")).upper()


def _moment(
    column: ibis.Value, time_zone: str, local_day: LocalDay
) -> tuple[ibis.Value, ibis.Value]:
    """The moment, in whatever zone the whole column has, and the day at the place of business."""
    if column.type().is_date():
        return column.cast("timestamp"), column
    if column.type().timezone:
        return column.cast("timestamp"), local_day(column, time_zone)
    return column.cast("timestamp"), column.date()


def _amount(column: Mapping[str, ibis.Value]) -> ibis.Value:
    product = None
    if "quantity" in column and "unit_price" in column:
        product = column["quantity"].cast("float64") * column["unit_price"].cast("float64")
    if "amount" not in column:
        return product
    amount = column["amount"].cast("float64")
    return amount if product is None else ibis.coalesce(amount, product)


def _is_opposed(column: Mapping[str, ibis.Value]) -> ibis.Value:
    if "quantity" not in column or "amount" not in column:
        return ibis.literal(False)  # noqa: FBT003 -- a value, not a switch
    opposed = column["quantity"].cast("float64") * column["amount"].cast("float64") < 0
    return opposed.fill_null(False)  # noqa: FBT003 -- a value, not a switch


def _scale(code: ibis.Value, reading: Reading) -> ibis.Value:
    """Minor units in one unit of the currency; missing where there is no such currency."""
    known = sorted({each for each in reading.currencies if is_currency(each)} | {reading.currency})
    if not reading.currencies:
        return ibis.literal(10 ** decimals_of(reading.currency), "int64")
    scales = [(code == each, ibis.literal(10 ** decimals_of(each), "int64")) for each in known]
    return ibis.cases(*scales, else_=None)


def _text(text: str) -> ibis.Value:
    return ibis.literal(text, "string")
