"""A log of cases in a file: one row a case with start and end, or several with one time each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError
from heed.core.moment_columns import Fault, Moment, Moments, means_open, moments_of
from heed.value.reading import PurchaseFile, open_purchases
from heed.value.refusals import TimeZoneUnknown


class ColumnMissing(DomainError):
    code = "log.column_missing"
    message = _("The file has no column %(column)s. It has the columns %(columns)s.")


class ColumnTwice(DomainError):
    code = "log.column_twice"
    message = _("The file has more than one column %(column)s. Give them names of their own.")


class NoRows(DomainError):
    code = "log.no_rows"
    message = _("%(file)s has column names but no rows. Check that it is the right file.")


class NoCases(DomainError):
    code = "log.no_cases"
    message = _(
        "None of the %(rows)s rows of %(file)s can be used: %(reasons)s. Check the names of the "
        "columns and, where dates cannot be read, --date-order."
    )


@dataclass(frozen=True)
class Columns:
    """Which columns hold what; `time` stands alone, or `start` and `end` together."""

    case: str
    start: str = ""
    end: str = ""
    time: str = ""
    by: tuple[str, ...] = ()

    @property
    def moments(self) -> tuple[str, ...]:
        return (self.time,) if self.time else (self.start, self.end)

    @property
    def all(self) -> tuple[str, ...]:
        return (self.case, *self.moments, *self.by)


@dataclass(frozen=True)
class Case:
    """One case that can be used; `end` is None while it is open."""

    start: datetime
    end: datetime | None
    names: tuple[str, ...]


@dataclass
class CaseLog:
    """The cases of a file, and the rows set aside by reason; all others are `rows_used`."""

    rows: int
    cases: list[Case]
    set_aside: Counter[str]
    date_order: dict[str, str] = field(default_factory=dict)

    @property
    def rows_used(self) -> int:
        return self.rows - self.set_aside.total()


Row = tuple[str, ...]


def read_case_log(
    path: Path,
    columns: Columns,
    *,
    time_zone: str,
    date_order: str,
    encoding: str,
    now: datetime,
) -> CaseLog:
    """Read a file of cases. Raises DomainError where it cannot be read as one."""
    try:
        place = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise TimeZoneUnknown(time_zone=time_zone) from problem
    file = open_purchases(path, encoding=encoding)
    places = _places(file, columns)
    set_aside: Counter[str] = Counter()
    rows = list(_rows(file, places, set_aside))
    count = len(rows) + set_aside.total()
    if not count:
        raise NoRows(file=path.name)
    texts = {name: {row[1 + at] for row in rows} for at, name in enumerate(columns.moments)}
    if columns.end:
        texts[columns.end] = {text for text in texts[columns.end] if not means_open(text)}
    readers = moments_of(dict(texts), named=date_order, place=place, now=now)
    read = _timed if columns.time else _begun_and_ended
    cases = read(rows, [readers[name] for name in columns.moments], set_aside)
    if not cases:
        reasons = ", ".join(f"{each} {many:,}" for each, many in set_aside.most_common())
        raise NoCases(file=path.name, rows=f"{count:,}", reasons=reasons)
    orders = {name: reader.order for name, reader in readers.items() if reader.order}
    return CaseLog(rows=count, cases=cases, set_aside=set_aside, date_order=orders)


def _places(file: PurchaseFile, columns: Columns) -> list[int]:
    for name in columns.all:
        if name not in file.columns:
            raise ColumnMissing(column=name, columns=", ".join(file.columns))
        if file.columns.count(name) > 1:
            raise ColumnTwice(column=name)
    return [file.columns.index(name) for name in columns.all]


def _rows(file: PurchaseFile, places: Sequence[int], set_aside: Counter[str]) -> Iterator[Row]:
    """The cells of the columns asked for, without rows that are whole repeats or have no case."""
    seen: set[int] = set()
    for table in file.tables():
        ragged = table.column("is_ragged").to_pylist()
        whole = [table.column(str(at)).to_pylist() for at in range(len(file.columns))]
        for is_ragged, *cells in zip(ragged, *whole, strict=True):
            row = tuple((cells[at] or "").strip() for at in places)
            fingerprint = hash(tuple(cells))
            if is_ragged:
                set_aside["wrong_width"] += 1
            elif not row[0]:
                set_aside["no_case"] += 1
            elif fingerprint in seen:
                set_aside["repeated_row"] += 1
            else:
                seen.add(fingerprint)
                yield row


def _timed(rows: list[Row], readers: list[Moments], set_aside: Counter[str]) -> list[Case]:
    """Each case from its earliest to its latest row, with the names of the earliest."""
    first: dict[str, tuple[datetime, tuple[str, ...]]] = {}
    last: dict[str, datetime] = {}
    (reader,) = readers
    for case, text, *names in rows:
        moment = reader.read(text)
        if isinstance(moment, Fault):
            set_aside[f"{moment}_time"] += 1
            continue
        if case not in first or moment.at < first[case][0]:
            first[case] = (moment.at, tuple(names))
        last[case] = max(last.get(case, moment.at), moment.at)
    return [Case(start, last[case], names) for case, (start, names) in first.items()]


def _begun_and_ended(
    rows: list[Row], readers: list[Moments], set_aside: Counter[str]
) -> list[Case]:
    starts, ends = readers
    by_case: dict[str, list[Row]] = {}
    for row in rows:
        by_case.setdefault(row[0], []).append(row)
    cases = []
    for own in by_case.values():
        found = _case(own, starts, ends)
        if isinstance(found, Case):
            cases.append(found)
            set_aside.update(_further(own))
        else:
            set_aside[found] += len(own)
    return cases


def _further(rows: list[Row]) -> list[str]:
    """Why each row after the first adds nothing to a case that the rows agree on."""
    names = rows[0][3:]
    return ["repeated_case" if row[3:] == names else "conflicting_group" for row in rows[1:]]


def _case(rows: list[Row], starts: Moments, ends: Moments) -> Case | str:
    """The case that its rows agree on, or why they make none."""
    start = _one_of([starts.read(row[1]) for row in rows])
    if not isinstance(start, Moment):
        return f"{start}_start"
    written = [Fault.MISSING if means_open(row[2]) else ends.read(row[2]) for row in rows]
    end = _one_of(written)
    names = rows[0][3:]
    if end == Fault.MISSING:
        return Case(start.at, None, names)
    if not isinstance(end, Moment):
        return f"{end}_end"
    ended_at = end.at
    if ended_at < start.at and end.again_at:
        ended_at = end.again_at
    if ended_at < start.at:
        return "ends_before_start"
    return Case(start.at, ended_at, names)


def _one_of(found: list[Moment | Fault]) -> Moment | str:
    """The one moment named, what is wrong with it, or "conflicting" where there are several."""
    named = {each for each in found if each != Fault.MISSING}
    if not named:
        return Fault.MISSING
    return named.pop() if len(named) == 1 else "conflicting"
