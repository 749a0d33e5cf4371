"""The table of scores: one row per customer, from sums to the sentence why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heed.value.scoring.course import People
from heed.value.scoring.engines import Engine, batches_of
from heed.value.scoring.forecasting import Floats, Histories, Integers
from heed.value.scoring.sentences import Wordings, why

EPOCH = date(1970, 1, 1)
AT_ONCE = 100_000
EXPECTED = (
    "p_alive", "expected_purchases", "expected_purchases_lower", "expected_purchases_upper",
    "expected_value_minor", "expected_value_minor_lower", "expected_value_minor_upper",
    "lifetime_value_minor", "lifetime_value_minor_lower", "lifetime_value_minor_upper",
)  # fmt: skip
COLUMNS = (
    "customer_id", "recency_days", "frequency", "monetary_minor", "tenure_days", "x", "t_x", "T",
    *EXPECTED, "tier", "state", "why",
)  # fmt: skip
COUNTS = ("expected_purchases_lower", "expected_purchases_upper")


@dataclass(frozen=True)
class Telling:
    """What the sentences name beside the customer's own figures."""

    wordings: Wordings
    currency: str
    as_of: date
    months: int


def fetched(people: ibis.Table) -> pa.Table:
    """Every customer with her sums, by number: about 100 bytes each, in this process."""
    return people.order_by("customer_id").to_pyarrow()


def histories_of(rows: pa.Table, *, as_of: date, calibration_end: date) -> Histories:
    """The customers' buying as the models want it."""
    return Histories(
        frequency=_numbers(rows["frequency"]),
        first_day=_days(rows["first_on"]),
        last_day=_days(rows["last_on"]),
        calibration_visits=_numbers(rows["calibration_visits"]),
        calibration_last_day=_days(rows["calibration_last_on"]),
        calibration_window_visits=_numbers(rows["calibration_window_visits"]),
        as_of_day=(as_of - EPOCH).days,
        calibration_end_day=(calibration_end - EPOCH).days,
    )


def _numbers(column: pa.ChunkedArray) -> Integers:
    numbers: Integers = pc.fill_null(column, 0).to_numpy().astype(np.int64)
    return numbers


def _days(column: pa.ChunkedArray) -> Integers:
    return _numbers(pc.cast(pc.cast(column, pa.date32()), pa.int32()))


def repeat_spend(rows: pa.Table) -> tuple[Integers, Floats]:
    """Of each customer, days after the first on which something in the currency was paid.

    And what was kept of those days on average, in minor units; 0 where there is none.
    """
    repeats = np.maximum(_numbers(rows["own_days"]) - 1, 0)
    kept = _numbers(rows["own_kept_minor"]) - _numbers(rows["first_kept_minor"])
    return repeats, np.divide(kept, repeats, out=np.zeros(len(rows)), where=repeats > 0)


def with_times(rows: pa.Table, histories: Histories) -> pa.Table:
    """The rows with x, t_x and T in weeks, missing for who never kept what she bought."""
    is_buyer = histories.buyers
    for name, values in zip(("x", "t_x", "T"), histories.until_now(), strict=True):
        kind = pa.int64() if name == "x" else pa.float64()
        rows = rows.append_column(name, _spread(values, is_buyer).cast(kind))
    return rows


def _spread(values: NDArray[Any], is_buyer: NDArray[np.bool_]) -> pa.Array:
    """Values of the buyers at their places among all customers."""
    whole = np.zeros(is_buyer.size, dtype=values.dtype)
    whole[is_buyer] = values
    return pa.array(whole, mask=~is_buyer)


def with_expected(
    rows: pa.Table, is_buyer: NDArray[np.bool_], expected: Mapping[str, Floats | Integers]
) -> pa.Table:
    """The rows with what is expected of the buyers; empty where no model can be trusted."""
    for name in EXPECTED:
        is_whole = name in COUNTS or "minor" in name
        kind = pa.int64() if is_whole else pa.float64()
        if name not in expected:
            column = pa.nulls(len(rows), kind)
        else:
            values = np.round(expected[name]) if is_whole else expected[name]
            column = _spread(values, is_buyer).cast(kind)
        rows = rows.append_column(name, column)
    return rows


def told(
    engine: Engine, rows: pa.Table, people: People, telling: Telling
) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """The finished table in batches, by customer number, with its sentences; columns as COLUMNS.

    `engine` is the embedded one, whichever did the sums.
    """
    engine.connection.register("heed_rows", rows)
    table = engine.backend.table("heed_rows")
    sentence = why(
        table,
        telling.wordings,
        currency=telling.currency,
        as_of=telling.as_of.isoformat(),
        cuts=people.cuts,
        ranked=people.ranked,
        months=telling.months,
    )
    finished = table.mutate(why=sentence, monetary_minor=table.money_minor)
    finished = finished.order_by("customer_id").select(*COLUMNS)
    reader = batches_of(engine, finished, AT_ONCE)
    return reader.schema, iter(reader)
