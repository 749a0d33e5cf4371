"""The engine's part of an import: every row of a file cleaned, judged and numbered in DuckDB.

The file goes through the engine's memory, which is bounded and spills into the data folder.
Dates and figures are read in Python, once per distinct text, by `rules`; all the rest is SQL.
The same file with the same settings always gives the same lines in the same order, which is
what lets a killed import go on. Loaded by the import's own process alone.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from heed.core.moment_columns import DateOrdersMixed, DateOrderUnclear, DateYearsShort
from heed.core.written_moments import InFuture, NotAMoment, orders_shown, read_moment
from heed.value.lines import Line, Person
from heed.value.reading import PurchaseFile
from heed.value.refusals import (
    DecimalMarksMixed,
    DecimalMarkUnclear,
)
from heed.value.rules.amounts import Written, marks_shown, read_figures
from heed.value.rules.columns import FIELDS
from heed.value.rules.reasons import Reason, Unusable
from heed.value.rules.settings import ImportSettings

Advance = Callable[[int], None]
NUMBERS = ("quantity", "unit_price", "amount", "discount")
FETCHED = 50_000
CONFIG: Mapping[str, str | bool | int | float | list[str]] = MappingProxyType(
    {
        "memory_limit": "160MB",
        "threads": 2,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": True,
    }
)

START = """
SET enable_progress_bar = false;
CREATE MACRO tidy(x) AS nullif(trim(replace(x, chr(0), ''), chr(9) || chr(10) || chr(13) || chr(32)
    || chr(160) || chr(12288)), '');
CREATE MACRO said(x) AS CASE WHEN length(x) < 10 AND lower(x) IN
    ('nan', 'null', 'none', 'n/a', '#n/a', 'nat', '<na>', '\\n', 'undefined') THEN NULL ELSE x END;
CREATE MACRO is_float(x) AS
    coalesce(bool_and(ends_with(x, '.0') AND TRY_CAST(x AS DOUBLE) IS NOT NULL), false);
CREATE MACRO whole(x, is_float) AS CASE WHEN is_float THEN split_part(x, '.', 1) ELSE x END;
"""

CLEAN = """
WITH tidied AS (
    SELECT row, is_ragged, tidy(customer_id) AS customer_id, tidy(order_id) AS order_id,
        tidy(line_id) AS line_id, tidy(product) AS product, tidy(purchased_at) AS purchased_at,
        tidy(amount) AS amount, tidy(quantity) AS quantity, tidy(unit_price) AS unit_price,
        tidy(discount) AS discount, tidy(currency) AS currency,
        tidy(customer_name) AS customer_name, tidy(customer_email) AS customer_email,
        tidy(customer_phone) AS customer_phone, tidy(country) AS country
    FROM incoming
)
SELECT row, is_ragged, said(customer_id) AS customer_id, said(order_id) AS order_id,
    said(line_id) AS line_id, product, coalesce(purchased_at, '') AS purchased_at,
    coalesce(amount, '') AS amount, coalesce(quantity, '') AS quantity,
    coalesce(unit_price, '') AS unit_price, coalesce(said(discount), '') AS discount,
    coalesce(said(currency), '') AS currency, customer_name,
    said(customer_email) AS customer_email, said(customer_phone) AS customer_phone,
    said(country) AS country
FROM tidied
"""

JUDGE = """
CREATE TABLE judged AS
WITH floats AS (
    SELECT is_float(customer_id) AS customer_id, is_float(order_id) AS order_id,
        is_float(line_id) AS line_id, is_float(product) AS product
    FROM clean
)
SELECT row, whole(clean.customer_id, floats.customer_id) AS customer_id,
    whole(clean.order_id, floats.order_id) AS order_id,
    whole(clean.line_id, floats.line_id) AS line_id,
    whole(clean.product, floats.product) AS product, customer_name, customer_email,
    customer_phone, country, moments.at_text, moments.on_text, figures.quantity,
    figures.amount_minor, figures.discount_minor, figures.currency,
    CASE WHEN is_ragged THEN 'wrong_width'
        WHEN clean.customer_id IS NULL THEN 'no_customer'
        WHEN purchased_at = '' THEN 'no_date'
        WHEN moments.reason IS NOT NULL THEN moments.reason
        WHEN figures.reason IS NOT NULL THEN figures.reason
        WHEN greatest(length(clean.customer_id), length(clean.order_id), length(clean.line_id))
            > 100 THEN 'too_long' END AS reason
FROM clean CROSS JOIN floats
LEFT JOIN moments ON moments.text = clean.purchased_at
LEFT JOIN figures ON figures.key = concat_ws(chr(31), clean.quantity, clean.unit_price,
    clean.amount, clean.discount, clean.currency)
ORDER BY row
"""

NUMBER = """
CREATE TABLE usable AS
WITH lines AS (
    SELECT row, customer_id AS customer_ref, coalesce(order_id, '') AS order_ref,
        coalesce(line_id, left(sha256(concat_ws(chr(31), customer_id, at_text,
            coalesce(product, ''), coalesce(quantity, ''), amount_minor, discount_minor,
            currency)), 32)) AS line_ref,
        coalesce(left(product, 200), '') AS product, at_text, on_text, quantity, amount_minor,
        discount_minor, currency, coalesce(left(country, 60), '') AS country
    FROM judged WHERE reason IS NULL
)
SELECT *, row_number() OVER (PARTITION BY order_ref, line_ref ORDER BY row) AS occurrence
FROM lines ORDER BY row
"""

PEOPLE = """
CREATE TABLE people AS
SELECT customer_id AS ref,
    coalesce(left(arg_min(customer_name, row), 200), '') AS name,
    coalesce(arg_min(customer_email, row) FILTER (contains(customer_email, '@')),
        CASE WHEN contains(ref, '@') THEN ref END, '') AS email,
    coalesce(arg_min(customer_phone, row), '') AS phone,
    coalesce(left(arg_min(country, row), 60), '') AS country,
    min(at_text) AS first_at, max(at_text) AS last_at
FROM judged WHERE reason IS NULL GROUP BY customer_id
"""


REJECT = """
CREATE TABLE rejected AS SELECT row, reason FROM judged WHERE reason IS NOT NULL;
DROP TABLE judged
"""


class Staging:
    """A file of purchases taken apart: usable lines, the people in them, and rejected rows."""

    def __init__(self, scratch: Path) -> None:
        config = {**CONFIG, "temp_directory": str(scratch / "spill")}
        self._engine = duckdb.connect(":memory:", config=config)
        self._engine.execute(START)
        self.row_count = 0

    def load(
        self,
        file: PurchaseFile,
        places: Mapping[str, int],
        settings: ImportSettings,
        latest: datetime,
        advance: Advance,
    ) -> None:
        """Take the file in; `places` says which column of it holds which field.

        Purchases after `latest` are rejected. Raises refusals for dates and decimals that can
        be read in two ways.
        """
        self._clean(file.tables(), places, advance)
        self._read_moments(settings, latest)
        self._read_figures(settings, {f for f, place in places.items() if place in file.typed})
        self._engine.execute(JUDGE)
        self._engine.execute("DROP TABLE clean")
        self._engine.execute(NUMBER)
        self._engine.execute(PEOPLE)
        self._engine.execute(REJECT)

    def _clean(
        self, tables: Iterable[pa.Table], places: Mapping[str, int], advance: Advance
    ) -> None:
        fields = [pa.field("row", pa.int64()), pa.field("is_ragged", pa.bool_())]
        schema = pa.schema(fields + [pa.field(name, pa.string()) for name in FIELDS])
        self._insert(schema.empty_table(), f"CREATE TABLE clean AS {CLEAN}")
        for table in tables:
            columns = [
                table[str(places[name])] if name in places else pa.nulls(len(table), pa.string())
                for name in FIELDS
            ]
            ours = pa.table([table["row"], table["is_ragged"], *columns], schema=schema)
            self._insert(ours, f"INSERT INTO clean {CLEAN}")
            self.row_count += len(table)
            advance(len(table))

    def _insert(self, table: pa.Table, statement: str) -> None:
        self._engine.register("incoming", table)
        self._engine.execute(statement)
        self._engine.unregister("incoming")

    def _texts(self, statement: str) -> list[str]:
        return [text for (text,) in self._engine.execute(statement).fetchall()]

    def _read_moments(self, settings: ImportSettings, latest: datetime) -> None:
        texts = self._texts("SELECT DISTINCT purchased_at FROM clean WHERE purchased_at <> ''")
        order = settings.date_order or _date_order(texts)
        place = ZoneInfo(settings.time_zone)
        schema = pa.schema(
            [(name, pa.string()) for name in ("text", "at_text", "on_text", "reason")]
        )
        rows: list[tuple[str | None, ...]] = []
        for text in texts:
            try:
                moment = read_moment(text, order=order, place=place, latest=latest)
                at = moment.at.replace(tzinfo=None).isoformat(sep=" ")
                rows.append((text, at, moment.on.isoformat(), None))
            except InFuture:
                rows.append((text, None, None, Reason.DATE_IN_FUTURE.value))
            except NotAMoment:
                rows.append((text, None, None, Reason.NOT_A_DATE.value))
        self._insert(
            _rows_as_table(rows, schema),
            "CREATE TABLE moments AS SELECT * FROM incoming",
        )

    def _read_figures(self, settings: ImportSettings, typed: set[str]) -> None:
        marks = self._decimal_marks(settings, typed)
        schema = pa.schema(
            [
                ("key", pa.string()),
                ("amount_minor", pa.int64()),
                ("discount_minor", pa.int64()),
                ("quantity", pa.string()),
                ("currency", pa.string()),
                ("reason", pa.string()),
            ]
        )
        found = self._engine.execute(
            "SELECT DISTINCT quantity, unit_price, amount, discount, currency FROM clean"
        ).fetchall()
        rows: list[tuple[object, ...]] = []
        for texts in found:
            key = "\x1f".join(texts)
            try:
                read = read_figures(Written(*texts), marks=marks, currency=settings.currency)
                quantity = None if read.quantity is None else f"{read.quantity:f}"
                rows.append(
                    (key, read.amount_minor, read.discount_minor, quantity, read.currency, None)
                )
            except Unusable as problem:
                rows.append((key, None, None, None, None, problem.reason.value))
        self._insert(_rows_as_table(rows, schema), "CREATE TABLE figures AS SELECT * FROM incoming")

    def _decimal_marks(self, settings: ImportSettings, typed: set[str]) -> dict[str, str]:
        """The decimal mark of each field's figures; all text columns of a file share one."""
        texts: list[str] = []
        for field in NUMBERS:
            if field not in typed:
                texts += self._texts(_DISTINCT[field])
        shared = settings.decimal_mark or _decimal_mark(texts)
        return {field: "." if field in typed else shared for field in NUMBERS}

    def lines(self, since: int, until: int) -> list[Line]:
        """Usable lines of the rows after `since` up to `until`, in the order of the file."""
        found = self._engine.execute(
            "SELECT customer_ref, order_ref, line_ref, occurrence, product, at_text, on_text, "
            "quantity, amount_minor, discount_minor, currency, country "
            "FROM usable WHERE row > ? AND row <= ? ORDER BY row",
            [since, until],
        )
        return [Line(*values) for values in found.fetchall()]

    def people(self, refs: Sequence[str]) -> list[Person]:
        """Who these customer numbers are, as far as the file says, first come first."""
        found = self._engine.execute(
            "SELECT * FROM people WHERE ref IN (SELECT unnest(?)) ORDER BY first_at, ref",
            [list(refs)],
        )
        return [Person(*values) for values in found.fetchall()]

    def customer_refs(self) -> list[str]:
        """All customer numbers of the usable lines."""
        return self._texts("SELECT ref FROM people ORDER BY ref")

    def write_lines(self, path: Path) -> int:
        """Write the usable lines as Parquet; return how many repeat another to the last field."""
        self._engine.execute(_LINES)
        self._engine.table("lines").write_parquet(str(path), compression="zstd")
        (found,) = self._engine.execute(
            "SELECT count(*) FROM usable WHERE occurrence > 1"
        ).fetchall()[0]
        return int(found)

    def rejections(self) -> dict[int, Reason]:
        """The reason of every rejected row, by row."""
        found = self._engine.execute("SELECT row, reason FROM rejected")
        return {row: Reason(reason) for row, reason in found.fetchall()}

    def __enter__(self) -> "Staging":
        return self

    def __exit__(self, *_problem: object) -> None:
        self._engine.close()


_LINES = """
CREATE VIEW lines AS
SELECT customer_ref AS customer_id, at_text::TIMESTAMP AS purchased_at,
    on_text::DATE AS purchased_on, product, currency, amount_minor, NULL::VARCHAR AS reason
FROM usable
"""

_DISTINCT = {
    "quantity": "SELECT DISTINCT quantity FROM clean",
    "unit_price": "SELECT DISTINCT unit_price FROM clean",
    "amount": "SELECT DISTINCT amount FROM clean",
    "discount": "SELECT DISTINCT discount FROM clean",
}


def _rows_as_table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema
    )


def _date_order(texts: Sequence[str]) -> str:
    shown = orders_shown(texts)
    if shown.two_digit_year:
        raise DateYearsShort(example=shown.two_digit_year)
    if len(shown.proven) > 1:
        raise DateOrdersMixed
    if not shown.proven and shown.unclear:
        raise DateOrderUnclear(example=shown.unclear)
    return next(iter(shown.proven), "dmy")


def _decimal_mark(texts: Sequence[str]) -> str:
    proven, unclear = marks_shown(texts)
    if len(proven) > 1:
        raise DecimalMarksMixed
    if not proven and unclear:
        raise DecimalMarkUnclear(example=unclear)
    return next(iter(proven), ".")


@contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """A folder of this import's own, gone when it ends; those of killed imports go too."""
    for left in parent.glob("staging-*"):
        with _held(left) as is_ours:
            if is_ours:
                shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="staging-", dir=parent))
    try:
        with _held(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Hold a folder as long as this lasts, or this process lives; False where another does."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def latest_purchase(now: datetime) -> datetime:
    """Until when a purchase can have been made; a day later than now, for clocks that differ."""
    return now + timedelta(days=1)


def rejected_rows(tables: Iterable[pa.Table], rejections: Mapping[int, str]) -> Iterator[list[str]]:
    """Row, reason and the columns as they stand in the file, of each rejected row."""
    rejected = pa.array(sorted(rejections), pa.int64())
    for table in tables:
        chosen = table.filter(pc.is_in(table["row"], value_set=rejected)).drop_columns("is_ragged")
        for row, *values in zip(*(column.to_pylist() for column in chosen.columns), strict=True):
            yield [str(row), rejections[row], *("" if v is None else v for v in values)]
