"""How dates in files are read: in one order of day and month for a whole column or file."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

EARLIEST = 1900
ORDERS = ("dmy", "mdy", "ymd")
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
_HALVES = {"上午": "a", "下午": "p"}
_TIME = (
    r"(?:[T ,]\s*(?:(?P<cn>上午|下午)\s*)?(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})"
    r"(?:[.,](?P<f>\d{1,9}))?)?\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})(?P<sep>[-/. 年])\s?(?P<mo>\d{1,2})(?:(?P=sep)|月)\s?(?P<d>\d{1,2})日?" + _TIME,
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?P<y>\d{4})(?P<mo>\d{2})(?P<d>\d{2})"
    r"(?:[T ]?(?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})?(?P<zone>Z)?)?",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4}|\d{2})" + _TIME, re.IGNORECASE
)
_DAY_NAMED = re.compile(
    r"(?P<d>\d{1,2})[- ](?P<name>[a-z]{3,9})\.?,?[- ](?P<y>\d{4})" + _TIME, re.IGNORECASE
)
_MONTH_NAMED = re.compile(
    r"(?P<name>[a-z]{3,9})\.? (?P<d>\d{1,2}),? (?P<y>\d{4})" + _TIME, re.IGNORECASE
)


class NotAMoment(ValueError):
    """What is written is no date, or one before 1900."""


class InFuture(NotAMoment):
    """The date lies after the latest that is possible."""


@dataclass(frozen=True)
class Moment:
    """What a text says: the instant, and the day it was at the place of business."""

    at: datetime
    on: date


@dataclass(frozen=True)
class Orders:
    """Which orders of day and month the dates prove, and examples of what remains open."""

    proven: frozenset[str]
    unclear: str = ""
    two_digit_year: str = ""


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def orders_shown(texts: Iterable[str]) -> Orders:
    """Look at all dates written with the year last for what order they are in."""
    proven: set[str] = set()
    unclear = two_digit_year = ""
    for text in texts:
        found = _SHORT.fullmatch(_plain(text))
        if not found:
            continue
        if len(found["c"]) == 2:
            two_digit_year = two_digit_year or text
            continue
        first, second = int(found["a"]), int(found["b"])
        if 12 < first <= 31 and second <= 12:
            proven.add("dmy")
        elif 12 < second <= 31 and first <= 12:
            proven.add("mdy")
        elif first != second:
            unclear = unclear or text
    return Orders(frozenset(proven), unclear, two_digit_year)


def read_moment(text: str, *, order: str, place: tzinfo, latest: datetime) -> Moment:
    """Read a date and time; without a zone it is local time of `place`.

    The instant is in UTC. A date alone is its first moment. Raises NotAMoment for what is no date
    or lies before 1900, InFuture for what lies after `latest`.
    """
    try:
        moment = _read(_plain(text), order, place)
    except (ValueError, OverflowError) as problem:
        raise NotAMoment(text) from problem
    if moment.on.year < EARLIEST:
        raise NotAMoment(text)
    if moment.at > latest:
        raise InFuture(text)
    return moment


def _read(text: str, order: str, place: tzinfo) -> Moment:
    parts, day = _parts(text, order)
    hour, minute, second = (int(parts.get(name) or 0) for name in ("h", "mi", "s"))
    half = (parts.get("half") or _HALVES.get(parts.get("cn") or "", "")).lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(text)
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    micro = int((parts.get("f") or "0")[:6].ljust(6, "0"))
    zone = _zone(parts.get("zone") or "", place)
    local = datetime(day.year, day.month, day.day, hour, minute, second, micro, tzinfo=zone)
    at = local.astimezone(UTC)
    return Moment(at=at, on=day if zone is place else at.astimezone(place).date())


def _parts(text: str, order: str) -> tuple[dict[str, str | None], date]:
    for pattern in (_YEAR_FIRST, _COMPACT):
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            return parts, date(int(found["y"]), int(found["mo"]), int(found["d"]))
    for pattern in (_DAY_NAMED, _MONTH_NAMED):
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            month = _MONTHS.get(found["name"][:3].lower(), 0)
            return parts, date(int(found["y"]), month, int(found["d"]))
    found = _SHORT.fullmatch(text)
    if not found:
        raise ValueError(text)
    return found.groupdict(), _short_day(found["a"], found["b"], found["c"], order)


def _short_day(first: str, second: str, third: str, order: str) -> date:
    by_letter = dict(zip(order or "dmy", (first, second, third), strict=True))
    if len(third) == 4 and order == "ymd":
        raise ValueError(third)
    year = int(by_letter["y"])
    if len(by_letter["y"]) <= 2:
        year += 2000 if year < 70 else 1900
    return date(year, int(by_letter["m"]), int(by_letter["d"]))


def _zone(text: str, place: tzinfo) -> tzinfo:
    if not text:
        return place
    if text.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
