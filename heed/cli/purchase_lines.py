"""Files of purchases as lines an engine can add up, and the rows that could not be used."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.currencies import is_currency
from heed.core.errors import DomainError
from heed.core.progress import Bar
from heed.value.reading import PurchaseFile, open_purchases, places_of
from heed.value.refusals import CurrencyUnknown, FileMissing, FileUnreadable, TimeZoneUnknown
from heed.value.rules.reasons import Reason
from heed.value.rules.settings import ImportSettings
from heed.value.scoring.course import Facts, facts_at_a_glance, facts_of
from heed.value.scoring.engines import Engine, batches_of
from heed.value.scoring.typed import Reading, currencies_in, extremes, is_typed, judged, odd_ids
from heed.value.staging import Staging, latest_purchase, rejected_rows
from heed.value.wordings import REJECTIONS

PARQUET = b"PAR1"
USUAL_CURRENCY = "EUR"
CHUNK = 1 << 20


class FolderEmpty(DomainError):
    code = "score.folder_empty"
    message = gettext_lazy("%(folder)s holds no Parquet files. Name a file or another folder.")


class FolderMixed(DomainError):
    code = "score.folder_mixed"
    message = gettext_lazy(
        "%(file)s does not have the columns of the other files in the folder. Score it alone."
    )


class CurrenciesMixed(DomainError):
    code = "score.currencies_mixed"
    message = gettext_lazy(
        "The file holds amounts in %(currencies)s, which are never added up. "
        "Say which to value with --currency, for example --currency %(example)s."
    )


class NothingUsable(DomainError):
    code = "score.nothing_usable"
    message = gettext_lazy(
        "None of the %(rows)s rows of %(file)s can be used: %(reasons)s. "
        "Check the columns (--map), and --date-order where dates cannot be read."
    )


@dataclass(frozen=True)
class PurchaseLines:
    """The usable lines; rows of the file = those of `facts` and all `rejected`, by reason."""

    table: ibis.Table
    facts: Facts
    rejected: Mapping[str, int]
    rejects_file: Path | None
    currency: str
    repeated: int | None
    warnings: Sequence[str]


@dataclass(frozen=True)
class Source:
    """Where lines come from and how they are read; `currency` in the settings may be empty."""

    path: Path
    settings: ImportSettings
    as_of: date | None
    now: datetime
    scratch: Path
    rejects: Path


def open_lines(engine: Engine, source: Source) -> PurchaseLines:
    """Read and judge a file or folder. Raises refusals, before anything is summed."""
    _check(source.settings)
    files = _files(source.path)
    try:
        found = _typed(engine, files, source) if _are_parquet(files) else None
        if found is None:
            found = _staged(engine, files, source)
    except (duckdb.IOException, duckdb.InvalidInputException, pa.ArrowException) as problem:
        raise FileUnreadable(file=source.path.name, problem=problem) from problem
    if not found.facts.lines:
        rows = sum(found.rejected.values())
        reasons = ", ".join(f"{count} {reason}" for reason, count in found.rejected.items())
        raise NothingUsable(rows=rows, file=source.path.name, reasons=reasons or _("no rows"))
    return found


def digest_of(path: Path) -> str:
    """The content of a file or folder in short, so that it is known again."""
    digest = hashlib.sha256()
    for file in _files(path):
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


def _check(settings: ImportSettings) -> None:
    if settings.currency and not is_currency(settings.currency):
        raise CurrencyUnknown(currency=settings.currency)
    try:
        ZoneInfo(settings.time_zone)
    except (OSError, ValueError, LookupError) as problem:
        raise TimeZoneUnknown(time_zone=settings.time_zone) from problem


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        if not path.is_file():
            raise FileMissing(file=path)
        return [path]
    found = sorted(each for each in path.rglob("*.parquet") if each.is_file())
    if not found:
        raise FolderEmpty(folder=path)
    columns = [pq.read_schema(each).names for each in found]
    for file, names in zip(found, columns, strict=True):
        if names != columns[0]:
            raise FolderMixed(file=file)
    return found


def _are_parquet(files: Sequence[Path]) -> bool:
    with files[0].open("rb") as stream:
        return stream.read(4) == PARQUET


def _last_day(source: Source) -> date:
    if source.as_of:
        return source.as_of
    return latest_purchase(source.now).astimezone(ZoneInfo(source.settings.time_zone)).date()


def _typed(engine: Engine, files: Sequence[Path], source: Source) -> PurchaseLines | None:
    """Lines of columns that need no interpretation; None where some do."""
    raw = engine.read(files)
    names = list(raw.columns)
    columns = {
        field: names[place] for field, place in places_of(names, source.settings.mapping).items()
    }
    if not is_typed(raw, columns):
        return None
    told = currencies_in(raw, columns)
    written = [] if told is None else [each for each in _values(told) if each]
    currency, warnings = _currency(source.settings.currency, written)
    odd = odd_ids(raw, columns)
    reading = Reading(
        columns=columns,
        currency=currency,
        time_zone=source.settings.time_zone,
        last_on=_last_day(source),
        currencies=written,
        has_whole_ids=odd is not None and not raw.aggregate(odd=odd).to_pyarrow()["odd"][0].as_py(),
    )
    lines = judged(raw, reading, engine.local_day)
    glance = extremes(raw, reading, engine.local_day)
    seen = None
    if glance is not None:
        seen = facts_at_a_glance(glance, currency=currency, last_on=reading.last_on)
    facts, rejected = (seen, {}) if seen else facts_of(lines, currency=currency)
    rejects = _write_typed_rejects(files, reading, source) if rejected else None
    usable = lines.filter(lines.reason.isnull()) if rejected else lines
    return PurchaseLines(usable, facts, rejected, rejects, currency, None, warnings)


def _values(table: ibis.Table) -> list[str]:
    return [row["currency"] for row in table.to_pyarrow().to_pylist()]


def _currency(asked: str, written: Sequence[str]) -> tuple[str, list[str]]:
    """The currency to value in, and what has to be said about it."""
    known = sorted(each for each in written if is_currency(each))
    if asked:
        return asked, []
    if len(known) > 1:
        raise CurrenciesMixed(currencies=", ".join(known), example=known[0])
    if known:
        return known[0], []
    said = _("No currency is named: amounts are taken as %(currency)s. Name another --currency.")
    return USUAL_CURRENCY, [said % {"currency": USUAL_CURRENCY}]


def _write_typed_rejects(files: Sequence[Path], reading: Reading, source: Source) -> Path:
    """Write the rows that cannot be used, by the embedded engine, which knows their numbers."""
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false; SET TimeZone = 'UTC'")
        backend = ibis.duckdb.from_connection(connection)
        local = Engine("duckdb", backend, connection)
        raw = backend.read_parquet(
            [str(file) for file in files], file_row_number=True, filename="heed_file"
        )
        names = [name for name in raw.columns if name not in {"file_row_number", "heed_file"}]
        kept = raw.mutate(**{f"heed_as_{name}": raw[name].cast("string") for name in names})
        lines = judged(kept, reading, local.local_day)
        wrong = lines.filter(lines.reason.notnull())
        wrong = wrong.order_by("heed_file", "file_row_number").select(
            "heed_file", "file_row_number", "reason", *(f"heed_as_{name}" for name in names)
        )
        with source.rejects.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["file", "row", "reason", *names])
            for batch in batches_of(local, wrong, 50_000):
                for file, row, reason, *values in zip(*batch.to_pydict().values(), strict=True):
                    told = str(REJECTIONS[reason])
                    writer.writerow([Path(file).name, row + 1, told, *values])
    return source.rejects


class Several:
    """Files of the same columns as one."""

    typed: frozenset[int]

    def __init__(self, files: Sequence[PurchaseFile]) -> None:
        self._files = files
        self.columns = files[0].columns
        self.typed = frozenset.intersection(*(file.typed for file in files))

    def tables(self) -> Iterator[pa.Table]:
        before = 0
        for file in self._files:
            rows = 0
            for table in file.tables():
                rows += len(table)
                numbers = pa.array([row + before for row in table["row"].to_pylist()], pa.int64())
                yield table.set_column(0, "row", numbers)
            before += rows


def _staged(engine: Engine, files: Sequence[Path], source: Source) -> PurchaseLines:
    """Lines of texts, read as the import reads them."""
    file = Several([open_purchases(each, encoding=source.settings.encoding) for each in files])
    places = places_of(file.columns, source.settings.mapping)
    settings = replace(source.settings, currency=source.settings.currency or USUAL_CURRENCY)
    latest = latest_purchase(source.now)
    if source.as_of:
        after = datetime.combine(source.as_of + timedelta(days=1), time())
        latest = after.replace(tzinfo=ZoneInfo(settings.time_zone)) - timedelta(microseconds=1)
    path = source.scratch / "lines.parquet"
    bar = Bar(_("Reading"), None)
    with Staging(source.scratch) as staged:
        staged.load(file, places, settings, latest, bar.advance)
        repeated = staged.write_lines(path)
        rejections = staged.rejections()
    bar.end()
    lines = engine.read([path])
    currency, warnings = _staged_currency(lines, source.settings.currency, "currency" in places)
    facts, _none = facts_of(lines, currency=currency)
    rejects = _write_staged_rejects(file, rejections, source) if rejections else None
    rejected = dict(Counter(reason.value for reason in rejections.values()))
    return PurchaseLines(lines, facts, rejected, rejects, currency, repeated, warnings)


def _staged_currency(lines: ibis.Table, asked: str, is_named: bool) -> tuple[str, list[str]]:  # noqa: FBT001
    written = _values(lines.select("currency").distinct()) if is_named else []
    return _currency(asked, written)


def _write_staged_rejects(
    file: PurchaseFile, rejections: Mapping[int, Reason], source: Source
) -> Path:
    said = {row: str(REJECTIONS[reason]) for row, reason in rejections.items()}
    with source.rejects.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["row", "reason", *file.columns])
        writer.writerows(rejected_rows(file.tables(), said))
    return source.rejects
