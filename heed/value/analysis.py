"""The value view: what each customer bought, by one expression on the engine.

Run as a child process that ends (`python -m heed.value.analysis`), since engine and measures
are heavy: it reads where the purchases are from standard input, and writes one JSON line for the
whole and one per customer. It knows nothing of Django.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from typing import Any, TextIO

import duckdb
import ibis
from adbc_driver_postgresql import dbapi as postgresql
from adbc_driver_sqlite import dbapi as sqlite
from psycopg import pq
from psycopg.conninfo import make_conninfo

from heed.measures.tiers import cut_points, tier_of
from heed.value.scoring.summary import dated, days_of, sums_of

FEEDS = {
    "purchases": (
        "SELECT id, customer_id, CAST(purchased_on AS TEXT) AS purchased_on, currency, "
        "amount_minor FROM value_purchase"
    ),
    "matches": "SELECT returned_id, purchase_id, amount_minor FROM value_returnmatch",
}
TABLES = """
SET enable_progress_bar = false;
CREATE TABLE purchases (id BIGINT, customer_id BIGINT, purchased_on DATE, currency VARCHAR,
    amount_minor BIGINT);
CREATE TABLE matches (returned_id BIGINT, purchase_id BIGINT, amount_minor BIGINT);
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
}


def answers(engine: duckdb.DuckDBPyConnection, currency: str) -> Iterator[list[Any]]:
    """The whole first (as of, cut points, customers, lines in other currencies), then each."""
    (last_on,) = engine.execute("SELECT max(purchased_on) FROM purchases").fetchall()[0]
    if last_on is None:
        return
    backend = ibis.duckdb.from_connection(engine)
    values = customer_values(
        backend.table("purchases"), backend.table("matches"), as_of=last_on, currency=currency
    )
    rows = engine.execute(ibis.to_sql(values, dialect="duckdb")).fetchall()
    ranked = [row for row in rows if row[COLUMNS.index("own_lines")]]
    spends = [row[COLUMNS.index("year_money_minor")] for row in ranked]
    cuts = cut_points(spends) if spends else None
    tiers = (
        dict(zip([row[0] for row in ranked], tier_of(spends, cuts), strict=True)) if cuts else {}
    )
    others = sum(row[COLUMNS.index("other_lines")] for row in rows)
    high, medium = (cuts.high_from, cuts.medium_from) if cuts else (None, None)
    yield [last_on.isoformat(), high, medium, len(ranked), others]
    for row in rows:
        yield [*(_plain(value) for value in row), str(tiers.get(row[0], ""))]


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
            for answer in answers(engine, request["currency"]):
                told.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
