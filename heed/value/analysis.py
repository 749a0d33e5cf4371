"""The value view: what each customer bought, by one expression on the engine.

Run as a child process that ends (`python -m heed.value.analysis`), since engine and measures
are heavy: it reads where the purchases are from standard input, and writes one JSON line for the
whole and one per customer. It knows nothing of Django.
"""

import json
import math
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from typing import Any, TextIO

import duckdb
import ibis
import numpy as np
from adbc_driver_postgresql import dbapi as postgresql
from adbc_driver_sqlite import dbapi as sqlite
from psycopg import pq
from psycopg.conninfo import make_conninfo

from heed.measures.tiers import cut_points
from heed.value.scoring.summary import dated, days_of, sums_of, year_before
from heed.value.tiering import Conditions, Floats, percentiles, place

FEEDS = {
    "purchases": (
        "SELECT id, customer_id, CAST(purchased_on AS TEXT) AS purchased_on, currency, "
        "amount_minor, discount_minor FROM value_purchase"
    ),
    "matches": "SELECT returned_id, purchase_id, amount_minor FROM value_returnmatch",
    "tiers": "SELECT id AS customer_id, tier FROM customers_customer WHERE tier <> ''",
    "promises": (
        "SELECT customer_id, CAST(AVG(CASE WHEN outcome = 'kept' THEN 1.0 ELSE 0.0 END) "
        "AS DOUBLE PRECISION) AS kept_share FROM expectations_promise "
        "WHERE outcome IN ('kept', 'late', 'broken') GROUP BY customer_id"
    ),
    "perceptions": (
        "SELECT customer_id, CAST(AVG(perceived) AS DOUBLE PRECISION) AS perceived "
        "FROM expectations_perception WHERE perceived IS NOT NULL GROUP BY customer_id"
    ),
}
TABLES = """
SET enable_progress_bar = false;
CREATE TABLE purchases (id BIGINT, customer_id BIGINT, purchased_on DATE, currency VARCHAR,
    amount_minor BIGINT, discount_minor BIGINT);
CREATE TABLE matches (returned_id BIGINT, purchase_id BIGINT, amount_minor BIGINT);
CREATE TABLE tiers (customer_id BIGINT, tier VARCHAR);
CREATE TABLE promises (customer_id BIGINT, kept_share DOUBLE);
CREATE TABLE perceptions (customer_id BIGINT, perceived DOUBLE);
"""
COLUMNS = (
    "customer_id", "first_on", "last_on", "recency_days", "tenure_days", "frequency",
    "money_minor", "year_money_minor", "own_lines", "other_lines", "has_bought",
)  # fmt: skip


def customer_values(
    purchases: ibis.Table, matches: ibis.Table, *, as_of: date, currency: str
) -> ibis.Table:
    """Recency, frequency, money and tenure of each customer, as of a date; columns as in COLUMNS.

    A matched return counts on the day of its purchase when visits are told, and on its own when
    money is added up.
    """
    taken_back = matches.group_by("purchase_id").agg(back=matches.amount_minor.sum())
    given_back = matches.group_by("returned_id").agg(given=matches.amount_minor.sum())
    lines = purchases.left_join(taken_back, purchases.id == taken_back.purchase_id)
    lines = lines.left_join(given_back, lines.id == given_back.returned_id)
    kept = lines.amount_minor - lines.back.fill_null(0) + lines.given.fill_null(0)
    told = lines.mutate(kept_minor=kept.cast("int64"), line_count=ibis.literal(1, "int64"))
    days = days_of(told, currency=currency)
    return dated(sums_of(days, as_of=as_of), as_of=as_of).select(*COLUMNS).order_by("customer_id")


def feed(engine: duckdb.DuckDBPyConnection, database: Mapping[str, Any]) -> None:
    """Copy purchases and matches from the app's database into the engine, through Arrow."""
    engine.execute(TABLES)
    with closing(_connect(database)) as source, closing(source.cursor()) as cursor:
        for table, statement in FEEDS.items():
            cursor.execute(statement)
            with cursor.fetch_record_batch() as incoming:
                engine.register("incoming", incoming)
                engine.execute(_COPY[table])
                engine.unregister("incoming")


def _connect(database: Mapping[str, Any]) -> Any:
    if database["engine"] == "sqlite":
        return sqlite.connect(database["address"])
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    named = {name: value for name, value in database["params"].items() if name in known}
    return postgresql.connect(make_conninfo(**named))


_COPY = {
    "purchases": "INSERT INTO purchases SELECT * FROM incoming",
    "matches": "INSERT INTO matches SELECT * FROM incoming",
    "tiers": "INSERT INTO tiers SELECT * FROM incoming",
    "promises": "INSERT INTO promises SELECT * FROM incoming",
    "perceptions": "INSERT INTO perceptions SELECT * FROM incoming",
}
MOST_SHOWN = 20
FURTHER = """
SELECT tier, discounts / nullif(bought + discounts, 0), given_back / nullif(bought, 0),
    kept_share, perceived
FROM (SELECT unnest(?::BIGINT[]) AS customer_id) asked
LEFT JOIN tiers USING (customer_id)
LEFT JOIN promises USING (customer_id)
LEFT JOIN perceptions USING (customer_id)
LEFT JOIN (
    SELECT customer_id,
        (sum(amount_minor) FILTER (amount_minor > 0))::DOUBLE AS bought,
        (sum(abs(discount_minor)) FILTER (amount_minor > 0))::DOUBLE AS discounts,
        -coalesce(sum(amount_minor) FILTER (amount_minor < 0), 0)::DOUBLE AS given_back
    FROM purchases WHERE currency = ? AND purchased_on > ? GROUP BY customer_id
) shares USING (customer_id)
ORDER BY customer_id
"""


Row = Sequence[Any]
MONEY, YEAR, OWN = (
    COLUMNS.index(name) for name in ("money_minor", "year_money_minor", "own_lines")
)


def answers(engine: duckdb.DuckDBPyConnection, request: Mapping[str, Any]) -> Iterator[list[Any]]:
    """What was asked, after the whole (as of, cut points, customers, lines in other currencies).

    Each customer is her columns, her tier, whether she only stays in it, and the values that
    decided. A preview is one answer alone: who would be where, and the largest who would move.
    """
    (last_on,) = engine.execute("SELECT max(purchased_on) FROM purchases").fetchall()[0]
    if last_on is None:
        return
    backend = ibis.duckdb.from_connection(engine)
    currency = request["currency"]
    values = customer_values(
        backend.table("purchases"), backend.table("matches"), as_of=last_on, currency=currency
    )
    rows = engine.execute(ibis.to_sql(values, dialect="duckdb")).fetchall()
    ranked = [row for row in rows if row[OWN]]
    spends = [row[YEAR] for row in ranked]
    cuts = cut_points(spends) if spends else None
    others = sum(row[COLUMNS.index("other_lines")] for row in rows)
    high, medium = (cuts.high_from, cuts.medium_from) if cuts else (None, None)
    yield [last_on.isoformat(), high, medium, len(ranked), others]
    further: Sequence[Row] = []
    placed: dict[int, list[Any]] = {}
    if ranked:
        asked = [[row[0] for row in ranked], currency, year_before(last_on)]
        further = engine.execute(FURTHER, asked).fetchall()
        placed = placed_by(request, ranked, further)
    if request["is_preview"]:
        yield [moves(ranked, further, placed)]
        return
    for row in rows:
        told = placed.get(row[0], ["", False, {}])
        yield [*(_plain(value) for value in row), *told]


def placed_by(
    request: Mapping[str, Any], ranked: Sequence[Row], further: Sequence[Row]
) -> dict[int, list[Any]]:
    """Of each customer the tier, whether she only stays in it, and the values that decided."""
    columns = _measured(ranked, further, 10.0 ** request["decimals"])
    conditions = Conditions(**request["conditions"])
    before = [row[0] or "" if request["remembers"] else "" for row in further]
    placed = place(conditions, columns, before)
    deciding = {name: columns[name].tolist() for name in conditions.names}
    return {
        row[0]: [
            str(tier),
            bool(is_held),
            {
                name: None if math.isnan(values[number]) else values[number]
                for name, values in deciding.items()
            },
        ]
        for number, (row, tier, is_held) in enumerate(
            zip(ranked, placed.tiers, placed.is_held, strict=True)
        )
    }


def _measured(
    ranked: Sequence[Row], further: Sequence[Row], minor_units: float
) -> dict[str, Floats]:
    """Each measured value of `heed.value.conditions.MEASURED`, not a number where unknown."""
    spends = np.array([row[YEAR] for row in ranked], dtype=np.int64)
    days = {
        name: np.array([row[COLUMNS.index(column)] for row in ranked], dtype=float)
        for name, column in (
            ("recency_days", "recency_days"),
            ("tenure_days", "tenure_days"),
            ("purchase_days", "frequency"),
        )
    }
    shares = {
        name: np.array([row[place] for row in further], dtype=float)
        for place, name in enumerate(
            ("discount_share", "returns_share", "kept_share", "perceived"), 1
        )
    }
    return {
        "spend": spends / minor_units,
        "spend_percentile": percentiles(spends),
        "spend_in_all": np.array([row[MONEY] for row in ranked], dtype=float) / minor_units,
        **days,
        **shares,
    }


def moves(
    ranked: Sequence[Row], further: Sequence[Row], placed: Mapping[int, list[Any]]
) -> dict[str, Any]:
    """How many customers go from which tier to which, and the largest of those who move."""
    steps = [
        (row[0], was[0] or "", *placed[row[0]], row[YEAR])
        for row, was in zip(ranked, further, strict=True)
    ]
    counted = Counter((before, after) for _customer, before, after, *_rest in steps)
    moving = sorted((step for step in steps if step[1] != step[2]), key=lambda step: -step[-1])
    return {
        "counts": [[*pair, count] for pair, count in sorted(counted.items())],
        "largest": [
            {
                "customer_id": customer_id,
                "before": before,
                "after": after,
                "deciding": deciding,
                "year_money_minor": spent,
            }
            for customer_id, before, after, _is_held, deciding, spent in moving[:MOST_SHOWN]
        ],
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def main(given: TextIO, told: TextIO) -> None:
    """Read the request, compute, and write the answer."""
    request = json.load(given)
    with tempfile.TemporaryDirectory(prefix="heed-value-") as scratch:
        engine = duckdb.connect(
            f"{scratch}/value.duckdb",
            config={
                "memory_limit": "512MB",
                "threads": 2,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        with closing(engine):
            feed(engine, request["database"])
            for answer in answers(engine, request):
                told.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
