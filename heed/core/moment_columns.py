"""Columns of moments: each read in one order of day and month, in one time zone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError
from heed.core.written_moments import NotAMoment, orders_shown, read_moment

MISSING = {"", "?", "-", "--", "na", "n/a", "nan", "nat", "null", "none", "(null)", "#n/a"}
STILL_OPEN = {"open", "pending", "active", "ongoing", "in progress", "not closed", "unresolved"}
STILL_OPEN |= {"未结", "未完成", "处理中", "待处理", "进行中"}
_NO_DATE = re.compile(
    r"(?:9999[-/.]?12[-/.]?31|31[-/.]12[-/.]9999|12/31/9999|0000-00-00)(?:[T ].*)?"
)
_NAMES_ZONE = re.compile(r"\d:\d{2}.*(?:z|utc|gmt|[+-]\d{2}(?::?\d{2})?)", re.IGNORECASE)
_SINCE_1970 = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_LATEST = datetime.max.replace(tzinfo=UTC)


class DateOrderUnclear(DomainError):
    code = "dates.order_unclear"
    message = _(
        "The dates, such as %(example)s, do not tell whether day or month comes first. "
        "Say it with --date-order dmy or --date-order mdy."
    )


class DateOrdersMixed(DomainError):
    code = "dates.orders_mixed"
    message = _(
        "Some dates have the day first and others the month. Say which order is right with "
        "--date-order dmy or --date-order mdy; the other rows are then rejected."
    )


class DateYearsShort(DomainError):
    code = "dates.years_short"
    message = _(
        "The dates, such as %(example)s, have years of two digits. Say their order with "
        "--date-order dmy, mdy or ymd."
    )


class Fault(StrEnum):
    """What can be wrong with one moment."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    NO_SUCH_LOCAL = "no_such_local"
    IN_FUTURE = "in_future"


@dataclass(frozen=True)
class Moment:
    """An instant, and a second one where clocks were set back and the text may mean either."""

    at: datetime
    again_at: datetime | None = None


def means_open(text: str) -> bool:
    """Whether an end is written as a word or a date that stands for none yet."""
    return text.lower() in STILL_OPEN or bool(_NO_DATE.fullmatch(text))


@dataclass
class Moments:
    """Reads the moments of one column; each text is read once."""

    order: str
    place: ZoneInfo
    now: datetime
    _known: dict[str, Moment | Fault] = field(default_factory=dict)

    def read(self, text: str) -> Moment | Fault:
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._read(text.strip())
        return found

    def _read(self, text: str) -> Moment | Fault:
        if text.lower() in MISSING:
            return Fault.MISSING
        try:
            if _SINCE_1970.fullmatch(text):
                seconds = float(text) / (1 if len(text.partition(".")[0]) == 10 else 1000)
                moment = Moment(datetime.fromtimestamp(seconds, UTC))
            else:
                written = read_moment(text, order=self.order, place=UTC, latest=_LATEST).at
                has_zone = bool(_NAMES_ZONE.search(text))
                moment = Moment(written) if has_zone else self._local(written)
        except (NotAMoment, OverflowError, ValueError):
            return Fault.UNREADABLE
        if moment.again_at == moment.at:
            return Fault.NO_SUCH_LOCAL
        return Fault.IN_FUTURE if moment.at > self.now else moment

    def _local(self, written: datetime) -> Moment:
        """The instant of a local time; twice the same where the clocks jumped over it."""
        first = written.replace(tzinfo=self.place, fold=0)
        second = written.replace(tzinfo=self.place, fold=1)
        at, again_at = first.astimezone(UTC), second.astimezone(UTC)
        if at == again_at:
            return Moment(at)
        if at.astimezone(self.place).replace(tzinfo=None) != written.replace(tzinfo=None):
            return Moment(at, at)
        return Moment(at, again_at)


def moments_of(
    columns: dict[str, Iterable[str]], *, named: str, place: ZoneInfo, now: datetime
) -> dict[str, Moments]:
    """A reader per column, by the order named or else by the one the column's dates prove.

    A column that proves none is read as the others. Raises DateOrdersMixed, DateOrderUnclear and
    DateYearsShort where the dates do not tell.
    """
    shown = {name: orders_shown(texts) for name, texts in columns.items()}
    proven = frozenset().union(*(each.proven for each in shown.values()))
    readers = {}
    for name, each in shown.items():
        order = named
        if not named:
            own = each.proven or proven
            if len(each.proven) > 1 or (each.unclear and len(own) > 1):
                raise DateOrdersMixed
            if each.two_digit_year:
                raise DateYearsShort(example=each.two_digit_year)
            if each.unclear and not own:
                raise DateOrderUnclear(example=each.unclear)
            order = next(iter(own)) if len(own) == 1 else ""
        readers[name] = Moments(order=order, place=place, now=now)
    return readers
