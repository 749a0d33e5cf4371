"""Rows that are one person, found in a table of customers: who, how surely, and why."""

import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from heed.customers.duplicates.blocking import ALL_PAIRS_UP_TO, Blocked, block
from heed.customers.duplicates.clustering import AGAINST, Joined, persons_of
from heed.customers.duplicates.comparing import COMPARISONS, Comparison
from heed.customers.duplicates.estimating import Estimated, Patterns, believed_of, estimate

SAMPLED_PAIRS = 200_000
SEED = 2718
START = 0.1  # how many of the rows are taken to be there twice, before anything is learnt
RAREST = 1e-5
MOST_FOR_RARE, MOST_AGAINST_COMMON = 3.0, -3.0
BATCH = 100_000


@dataclass(frozen=True)
class Limits:
    """What finding may use."""

    memory_mb: int = 3_000
    threads: int = 2


@dataclass(frozen=True)
class Pair:
    """Two rows that are one person: `alone` is how surely by what the two hold themselves."""

    first: int
    second: int
    person: int
    probability: float
    alone: float
    agree: Mapping[str, str]
    differ: Sequence[str]


@dataclass
class Found:
    """What was found; `pairs` can be gone through once."""

    persons: int
    pair_count: int
    blocked: Blocked
    fields: Sequence[str]
    estimated: Estimated | None
    pairs: Iterator[Pair] = field(default_factory=lambda: iter(()))


def find(records: pa.Table, *, least: float, scratch: Path, limits: Limits) -> Found:
    """Find the rows of `records` that are one person with a probability of `least` or more.

    The database lies in `scratch`, which has to stay until the pairs were gone through.
    """
    connection = duckdb.connect(str(Path(tempfile.mkdtemp(dir=scratch)) / "pairs.duckdb"))
    connection.execute(
        f"SET enable_progress_bar = false; SET threads = {limits.threads}; "
        f"SET memory_limit = '{limits.memory_mb}MB'; SET preserve_insertion_order = false"
    )
    comparisons = _load(connection, records)
    rows = len(records)
    blocked = block(connection, rows=rows)
    if not comparisons or not blocked.pairs:
        return Found(0, 0, blocked, [each.field for each in comparisons], None)
    _compare(connection, comparisons, source="pairs", into="compared")
    compared = _patterns(connection, comparisons, "compared")
    if rows <= ALL_PAIRS_UP_TO:
        sampled = compared
    else:
        _draw(connection, rows)
        _compare(connection, comparisons, source="drawn", into="sampled")
        sampled = _patterns(connection, comparisons, "sampled")
    believed = believed_of(
        {each.field: [(step.same, step.chance) for step in each.steps] for each in comparisons}
    )
    estimated = estimate(
        compared, sampled, believed, all_pairs=rows * (rows - 1) / 2, start=START * rows
    )
    persons = list(_persons(connection, comparisons, estimated, least))
    return Found(
        persons=len(persons),
        pair_count=sum(map(len, persons)),
        blocked=blocked,
        fields=[each.field for each in comparisons],
        estimated=estimated,
        pairs=_explained(connection, comparisons, estimated, persons),
    )


def _load(connection: duckdb.DuckDBPyConnection, records: pa.Table) -> list[Comparison]:
    """Keep the rows, with how frequent their values are; return what can be compared."""
    frequent = [each.frequent for each in COMPARISONS if each.frequent]
    shares = ", ".join(
        f"count(*) OVER (PARTITION BY {column}) / greatest(count({column}) OVER (), 1) "
        f"AS share_{column}"
        for column in frequent
    )
    connection.register("given_records", records)
    connection.execute(f"CREATE TABLE records AS SELECT *, {shares} FROM given_records")  # noqa: S608
    connection.unregister("given_records")
    columns = {"given": "given_key", "surname": "surname_key", "name in mail": "mail"}
    told = {each.field: f"count({columns.get(each.field, each.field)}) > 1" for each in COMPARISONS}
    known = connection.execute(f"SELECT {', '.join(told.values())} FROM records").fetchall()[0]  # noqa: S608
    return [each for each, is_known in zip(COMPARISONS, known, strict=True) if is_known]


def _draw(connection: duckdb.DuckDBPyConnection, rows: int) -> None:
    generator = np.random.default_rng(SEED)
    left, right = generator.integers(0, rows, (2, SAMPLED_PAIRS))
    apart = left != right
    drawn = pa.table(
        {
            "a": np.minimum(left, right)[apart].astype(np.int32),
            "b": np.maximum(left, right)[apart].astype(np.int32),
        }
    )
    connection.register("drawn_pairs", drawn)
    connection.execute("CREATE TABLE drawn AS SELECT * FROM drawn_pairs")
    connection.unregister("drawn_pairs")


def _compare(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    *,
    source: str,
    into: str,
) -> None:
    steps = [f"{each.sql()} AS step_{place}" for place, each in enumerate(comparisons)]
    shares = [
        f"CAST(ln(greatest(l.share_{each.frequent}, {RAREST})) AS FLOAT) AS rare_{place}"
        for place, each in enumerate(comparisons)
        if each.frequent
    ]
    connection.execute(
        f"CREATE OR REPLACE TABLE {into} AS SELECT a, b, {', '.join(steps + shares)} "  # noqa: S608
        f'FROM {source} JOIN records l ON l."row" = a JOIN records r ON r."row" = b'
    )


def _patterns(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], table: str
) -> Patterns:
    steps = ", ".join(f"step_{place}" for place in range(len(comparisons)))
    found = connection.execute(
        f"SELECT {steps}, count(*) AS pairs FROM {table} GROUP BY ALL ORDER BY ALL"  # noqa: S608
    ).fetchnumpy()
    return Patterns(
        {
            each.field: found[f"step_{place}"].astype(np.int64)
            for place, each in enumerate(comparisons)
        },
        found["pairs"].astype(np.float64),
    )


def _logit(comparisons: Sequence[Comparison], estimated: Estimated) -> str:
    """The log odds of a pair as an expression; a rare value that both hold says more."""
    terms = [repr(math.log(estimated.odds))]
    for place, each in enumerate(comparisons):
        weights = estimated.weights(each.field)
        cases = " ".join(
            f"WHEN {step} THEN {weight!r}" for step, weight in enumerate(weights.tolist())
        )
        terms.append(f"CASE step_{place} {cases} ELSE 0 END")
        if each.frequent:
            usual = math.log(estimated.chance[each.field][-1])
            terms.append(
                f"CASE WHEN step_{place} = {len(each.steps)} THEN greatest(least("
                f"{usual!r} - rare_{place}, {MOST_FOR_RARE}), {MOST_AGAINST_COMMON}) ELSE 0 END"
            )
    return " + ".join(terms)


def _persons(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    estimated: Estimated,
    least: float,
) -> Iterator[list[Joined]]:
    found = connection.execute(
        f"SELECT * FROM (SELECT a, b, {_logit(comparisons, estimated)} AS logit FROM compared) "  # noqa: S608
        f"WHERE logit > {AGAINST} ORDER BY a, b"
    ).fetchnumpy()
    return persons_of(
        found["a"].astype(np.int64), found["b"].astype(np.int64), found["logit"],
        least=math.log(least / (1 - least)),
    )  # fmt: skip


def _explained(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    estimated: Estimated,
    persons: Sequence[Sequence[Joined]],
) -> Iterator[Pair]:
    """Each pair of each person, in the order of the rows, with what agrees and what differs."""
    by_row = sorted(persons, key=lambda pairs: min(first for first, _second, _score in pairs))
    joined = list(chain.from_iterable(by_row))
    numbers = np.repeat(np.arange(1, len(by_row) + 1), [len(pairs) for pairs in by_row])
    told = pa.table(
        {
            "a": pa.array([first for first, _second, _score in joined], pa.int32()),
            "b": pa.array([second for _first, second, _score in joined], pa.int32()),
            "person": pa.array(numbers, pa.int32()),
            "score": pa.array([score for _first, _second, score in joined], pa.float64()),
        }
    )
    connection.register("joined_pairs", told)
    connection.execute("CREATE TABLE joined AS SELECT * FROM joined_pairs")
    connection.unregister("joined_pairs")
    _compare(connection, comparisons, source="joined", into="explained")
    steps = ", ".join(f"step_{place}" for place in range(len(comparisons)))
    cursor = connection.execute(
        f"SELECT a, b, person, score, {_logit(comparisons, estimated)} AS logit, {steps} "  # noqa: S608
        "FROM explained JOIN joined USING (a, b) ORDER BY person, a, b"
    )
    while rows := cursor.fetchmany(BATCH):
        for first, second, person, score, logit, *reached in rows:
            agree = {
                each.field: each.value_of(step)
                for each, step in zip(comparisons, reached, strict=True)
                if step > 0
            }
            differ = [
                each.field for each, step in zip(comparisons, reached, strict=True) if step == 0
            ]
            both = max(score, logit)
            yield Pair(first, second, person, _chance(both), _chance(logit), agree, differ)
    connection.close()


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-max(min(logit, 700.0), -700.0)))
