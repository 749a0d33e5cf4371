"""From lines of purchases to placed customers, on either engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import ibis

from heed.core.currencies import decimals_of
from heed.measures.tiers import CutPoints
from heed.value.scoring.engines import Engine
from heed.value.scoring.placing import placed, tier_cuts
from heed.value.scoring.returns import corrections, with_corrections, without_corrections
from heed.value.scoring.summary import (
    BASIC_SUMS,
    days_of,
    days_without_returns,
    sums_of,
    without_calibration,
)
from heed.value.scoring.typed import EARLIEST

# In units of any currency, far from what is too large to be true.
MOST_SURE = 1e9


@dataclass(frozen=True)
class Facts:
    """What the usable lines are: counts, and the first and last business day among them."""

    lines: int
    returns: int
    zeros: int
    in_other_currencies: int
    first_on: date | None
    last_on: date | None

    @property
    def are_all_paid(self) -> bool:
        """Whether every line is a purchase for money in the one currency."""
        return not (self.returns or self.zeros or self.in_other_currencies)


@dataclass(frozen=True)
class People:
    """Every customer, placed; `cuts` is None where nobody bought in the currency."""

    table: ibis.Table
    cuts: CutPoints | None
    ranked: int
    unmatched_returns: int
    unmatched_minor: int


def facts_of(lines: ibis.Table, *, currency: str) -> tuple[Facts, Mapping[str, int]]:
    """What the lines are, and how many cannot be used, by reason; one pass over the file."""
    rows = lines.group_by("reason").agg(
        lines=lines.count(),
        returns=(lines.amount_minor < 0).sum(),
        zeros=(lines.amount_minor == 0).sum(),
        others=(lines.currency != currency).sum(),
        first_on=lines.purchased_on.min(),
        last_on=lines.purchased_on.max(),
    )
    found = rows.to_pyarrow().to_pylist()
    usable = next((row for row in found if row["reason"] is None), None)
    rejected = {row["reason"]: int(row["lines"]) for row in found if row["reason"]}
    if usable is None:
        return Facts(0, 0, 0, 0, None, None), rejected
    facts = Facts(
        lines=int(usable["lines"]),
        returns=int(usable["returns"]),
        zeros=int(usable["zeros"]),
        in_other_currencies=int(usable["others"]),
        first_on=usable["first_on"],
        last_on=usable["last_on"],
    )
    return facts, rejected


def facts_at_a_glance(extremes: ibis.Table, *, currency: str, last_on: date) -> Facts | None:
    """The facts of a file in which every row is a usable purchase; None where one may not be."""
    [row] = extremes.to_pyarrow().to_pylist()
    rows = row["rows"]
    if not rows or {row["customers"], row["days"], row["amounts"]} != {rows}:
        return None
    is_dated = row["first_on"] >= EARLIEST and row["last_on"] <= last_on
    one_minor = 10.0 ** -decimals_of(currency)
    if not (is_dated and row["least"] >= one_minor and row["most"] <= MOST_SURE):
        return None
    return Facts(rows, 0, 0, 0, row["first_on"], row["last_on"])


def customer_days(
    engine: Engine, lines: ibis.Table, facts: Facts, *, currency: str
) -> tuple[ibis.Table, ibis.Table | None]:
    """Days of usable lines, and the corrections of returns where there were any."""
    is_only_currency = not facts.in_other_currencies
    if is_only_currency and not facts.returns:
        return days_without_returns(lines), None
    if not facts.returns:
        return days_of(without_corrections(lines), currency=currency), None
    changes = engine.keep("heed_corrections", corrections(lines))
    told = with_corrections(lines, changes)
    return days_of(told, currency=currency, is_only_currency=is_only_currency), changes


def people_of(
    engine: Engine,
    days: ibis.Table,
    changes: ibis.Table | None,
    facts: Facts,
    *,
    as_of: date,
    calibration_end: date | None,
) -> People:
    """Sums of every customer, her tier and her state; without calibration where no model asks."""
    expression = sums_of(
        days, as_of=as_of, calibration_end=calibration_end, are_all_paid=facts.are_all_paid
    )
    if calibration_end is None:
        expression = without_calibration(expression.select(*BASIC_SUMS))
    sums = engine.keep("heed_sums", expression)
    count, amount = unmatched_in(changes)
    return placed_people(sums, as_of=as_of, unmatched_returns=count, unmatched_minor=amount)


def placed_people(
    sums: ibis.Table, *, as_of: date, unmatched_returns: int, unmatched_minor: int
) -> People:
    """Customers whose sums are known, placed."""
    cuts, ranked = tier_cuts(sums)
    table = placed(sums, cuts, as_of=as_of)
    return People(table, cuts, ranked, unmatched_returns, unmatched_minor)


def unmatched_in(changes: ibis.Table | None) -> tuple[int, int]:
    """Moments at which something was given back that no purchase explains, and how much."""
    if changes is None:
        return 0, 0
    row = changes.aggregate(
        moments=(changes.unmatched_minor > 0).sum(), amount=changes.unmatched_minor.sum()
    )
    [found] = row.to_pyarrow().to_pylist()
    return int(found["moments"] or 0), int(found["amount"] or 0)


def calibration_end_of(facts: Facts, *, as_of: date, horizon_days: int) -> date:
    """Where the time to learn from ends: the horizon before `as_of`, or half of all where short."""
    observed = (as_of - (facts.first_on or as_of)).days
    return as_of - timedelta(days=min(horizon_days, observed // 2))
