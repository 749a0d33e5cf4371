"""Purchases kept between two scores, so that a day's new lines touch only their customers.

A folder holds one DuckDB file: the lines (a return may take back any of them), one row per
customer and day, and the sums of each customer as of the last score. New lines, and days that
leave the twelve months, change the sums of their customers; the rest stays as it is, and what
comes out equals a score of all lines at once. It is one transaction: killed, nothing happened.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import ibis

from heed.value.scoring.course import Facts, People, placed_people
from heed.value.scoring.engines import Engine
from heed.value.scoring.returns import corrections, with_corrections, without_corrections
from heed.value.scoring.summary import BASIC_SUMS, DAYS, days_of, sums_of, year_before

FILE = "purchases.duckdb"
LINES = ("customer_id", "purchased_at", "purchased_on", "product", "currency", "amount_minor")
START = """
CREATE TABLE settings (currency VARCHAR, time_zone VARCHAR, as_of DATE);
CREATE TABLE files (digest VARCHAR, lines BIGINT, returns BIGINT, zeros BIGINT, others BIGINT,
    first_on DATE, last_on DATE);
CREATE TABLE lines AS SELECT * FROM new_lines WHERE false;
CREATE TABLE customer_day AS SELECT * FROM some_days WHERE false;
CREATE TABLE unmatched AS SELECT * FROM some_unmatched WHERE false;
CREATE TABLE sums AS SELECT * FROM some_sums WHERE false;
"""
REPLACE = MappingProxyType(
    {
        "days": "DELETE FROM customer_day AS kept USING some_days AS new "
        "WHERE kept.customer_id = new.customer_id AND kept.purchased_on = new.purchased_on",
        "returners": "DELETE FROM customer_day WHERE customer_id IN (FROM returners); "
        "DELETE FROM unmatched WHERE customer_id IN (FROM returners)",
        "sums": "DELETE FROM sums WHERE customer_id IN (FROM touched)",
    }
)


class StateRefused(Exception):
    """What is asked does not fit what is kept; `found` is what is kept."""

    def __init__(self, reason: str, found: object) -> None:
        super().__init__(reason, found)
        self.reason, self.found = reason, found


@dataclass(frozen=True)
class Arrival:
    """New lines, usable ones alone, with what they are and how they were read."""

    lines: ibis.Table
    facts: Facts
    digest: str
    currency: str
    time_zone: str
    as_of: date


@dataclass(frozen=True)
class Kept:
    """All that is known after an arrival."""

    facts: Facts
    days: ibis.Table
    people: People
    touched: int


def state_file(folder: Path) -> Path:
    """The file in which a folder keeps purchases."""
    return folder / FILE


def kept_as_of(engine: Engine) -> date | None:
    """The day as of which the sums are; None in a new folder."""
    run = engine.connection.execute
    if not run("FROM duckdb_tables() WHERE table_name = 'settings'").fetchall():
        return None
    day: date = run("SELECT as_of FROM settings").fetchall()[0][0]
    return day


def keep(engine: Engine, arrival: Arrival) -> Kept:
    """Add the lines, and bring the sums of whoever they concern up to the day. One transaction.

    A file that was added before adds nothing. Raises StateRefused for another currency or time
    zone, an earlier day, or customer numbers of another kind.
    """
    before = kept_as_of(engine)
    run = engine.connection.execute
    run("BEGIN")
    if before is not None:
        _check(engine, arrival, before)
    is_known = before is not None and is_added(engine, arrival.digest)
    lines = arrival.lines.select(*LINES)
    engine.keep("new_lines", lines.limit(0) if is_known else lines)
    touched = _taken_in(engine, arrival, before)
    run("DELETE FROM settings")
    run("INSERT INTO settings VALUES (?, ?, ?)", [*_settings(arrival), arrival.as_of])
    if not is_known:
        told = [arrival.digest, *_told(arrival.facts)]
        run("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", told)
    run("COMMIT")
    table = engine.backend.table
    moments, amount = run(
        "SELECT coalesce(sum(moments), 0)::BIGINT, coalesce(sum(amount), 0)::BIGINT FROM unmatched"
    ).fetchall()[0]
    people = placed_people(
        table("sums"), as_of=arrival.as_of, unmatched_returns=moments, unmatched_minor=amount
    )
    return Kept(_facts(engine), table("customer_day"), people, touched)


def _settings(arrival: Arrival) -> list[str]:
    return [arrival.currency, arrival.time_zone]


def _told(facts: Facts) -> list[Any]:
    counts = [facts.lines, facts.returns, facts.zeros, facts.in_other_currencies]
    return [*counts, facts.first_on, facts.last_on]


def _facts(engine: Engine) -> Facts:
    row = engine.connection.execute(
        "SELECT sum(lines)::BIGINT, sum(returns)::BIGINT, sum(zeros)::BIGINT, "
        "sum(others)::BIGINT, min(first_on), max(last_on) FROM files"
    ).fetchall()[0]
    return Facts(*row)


def _check(engine: Engine, arrival: Arrival, before: date) -> None:
    run = engine.connection.execute
    currency, time_zone = run("SELECT currency, time_zone FROM settings").fetchall()[0]
    if currency != arrival.currency:
        raise StateRefused("currency", currency)
    if time_zone != arrival.time_zone:
        raise StateRefused("time_zone", time_zone)
    if arrival.as_of < before:
        raise StateRefused("as_of", before)
    kept = engine.backend.table("lines").customer_id.type()
    if kept != arrival.lines.customer_id.type():
        raise StateRefused("customer_id", kept)


def is_added(engine: Engine, digest: str) -> bool:
    """Whether a file of this content was added before."""
    found = engine.connection.execute("FROM files WHERE digest = ?", [digest])
    return bool(found.fetchall())


def _taken_in(engine: Engine, arrival: Arrival, before: date | None) -> int:
    """Bring lines, days and sums up to date; return how many customers that concerned."""
    run, table = engine.connection.execute, engine.backend.table
    new = table("new_lines")
    if before is not None:
        run("INSERT INTO lines FROM new_lines")
    lines = new if before is None else table("lines")
    _returners(engine, new, lines)
    quiet = without_corrections(new.anti_join(table("returners"), "customer_id"))
    theirs = lines.semi_join(table("returners"), "customer_id")
    changes = engine.keep("changes", corrections(theirs))
    engine.keep("some_unmatched", _unmatched_by_customer(changes))
    is_own = not arrival.facts.in_other_currencies
    quiet_days = days_of(quiet, currency=arrival.currency, is_only_currency=is_own)
    their_days = days_of(with_corrections(theirs, changes), currency=arrival.currency)
    if before is not None:
        known = table("customer_day")
        known = known.semi_join(quiet_days, ["customer_id", "purchased_on"])
        quiet_days = _merged(quiet_days.union(known))
    engine.keep("some_days", quiet_days)
    engine.keep("returner_days", their_days)
    if before is None:
        engine.keep("some_sums", _sums(table("some_days").limit(0), arrival.as_of))
        run(START)
        run("INSERT INTO lines FROM new_lines")
    run(REPLACE["returners"])
    run(REPLACE["days"])
    run("INSERT INTO customer_day FROM some_days; INSERT INTO customer_day FROM returner_days")
    run("INSERT INTO unmatched FROM some_unmatched")
    concerned = new.select("customer_id").distinct()
    if before is not None:
        concerned = concerned.union(_leaving(table("customer_day"), before, arrival.as_of))
    engine.keep("touched", concerned.distinct())
    touched_days = table("customer_day").semi_join(table("touched"), "customer_id")
    engine.keep("some_sums", _sums(touched_days, arrival.as_of))
    run(REPLACE["sums"])
    run("INSERT INTO sums FROM some_sums")
    return int(table("touched").count().to_pyarrow().as_py())


def _returners(engine: Engine, new: ibis.Table, lines: ibis.Table) -> None:
    """Customers with new lines who ever returned something: all their days are worked out anew."""
    returned = lines.filter(lines.amount_minor < 0).select("customer_id").distinct()
    engine.keep("returners", returned.semi_join(new, "customer_id"))


def _unmatched_by_customer(changes: ibis.Table) -> ibis.Table:
    short = changes.filter(changes.unmatched_minor > 0)
    return short.group_by("customer_id").agg(
        moments=short.count(), amount=short.unmatched_minor.sum().cast("int64")
    )


def _merged(days: ibis.Table) -> ibis.Table:
    """Days told in two parts, neither with a return, as one."""
    sums = {
        name: days[name].sum().cast("int64")
        for name in ("money_minor", "kept_minor", "own_lines", "other_lines")
    }
    either = {name: days[name].any() for name in ("is_visit", "has_bought")}
    return days.group_by("customer_id", "purchased_on").agg(**sums, **either).select(*DAYS)


def _leaving(days: ibis.Table, before: date, as_of: date) -> ibis.Table:
    """Customers with days that counted among the twelve months and no longer do."""
    start, end = (ibis.date(year_before(day).isoformat()) for day in (before, as_of))
    leaving = days.filter((days.purchased_on > start) & (days.purchased_on <= end))
    return leaving.select("customer_id").distinct()


def _sums(days: ibis.Table, as_of: date) -> ibis.Table:
    return sums_of(days, as_of=as_of).select(*BASIC_SUMS)
