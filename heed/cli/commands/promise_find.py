"""Which promises stand in what our people wrote, one sentence or message a line."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import DatabaseError, connection

from heed.cli.output import complain, say, tell_program
from heed.cli.text_lines import text_lines
from heed.core.business_hours import BusinessHours
from heed.core.calendars import business_hours
from heed.core.models import Calendar
from heed.expectations.finding.finder import FoundPromise, find_promises
from heed.expectations.finding.own_words import FILE_NAME, WordsUnreadable, read_own_words
from heed.expectations.finding.written_text import MOST_CHARACTERS

EXAMPLE = "heed promise find notes.txt --now 2026-03-02T10:00 --timezone Asia/Shanghai --json"
FOUND, FAILED, NOT_UNDERSTOOD = 0, 1, 2
NINE_TO_SIX = ((time(9), time(18)),)
FIRST_YEAR, LAST_YEAR = 1970, 2200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", default="-", help="a text file; without it standard input"
    )
    parser.add_argument(
        "--now", help="when it was written, such as 2026-03-02T10:00; now if absent"
    )
    parser.add_argument("--timezone", help="the customer's time zone, such as Asia/Shanghai")
    parser.add_argument("--json", action="store_true", help="print one object a line")


def run(options: argparse.Namespace) -> int:
    """0 where all lines were read, 1 where the file could not be, 2 for a time nobody can read."""
    stored = _stored_hours()
    try:
        zone = _zone(options.timezone or (stored.time_zone if stored else "UTC"))
        now = _instant(options.now, zone)
        words = read_own_words(settings.HEED_HOME / FILE_NAME)
    except WordsUnreadable as problem:
        complain(str(problem))
        return FAILED
    except ValueError as problem:
        complain(str(problem))
        return NOT_UNDERSTOOD
    hours = _hours(stored, zone)
    try:
        with _opened(options.file) as file:
            for number, line in enumerate(text_lines(file, tell=complain), start=1):
                found = find_promises(line, now=now, time_zone=zone, hours=hours, words=words)
                _tell(number, line, found, is_json=options.json)
    except OSError as problem:
        complain(f"{options.file} cannot be read: {problem.strerror or problem}.")
        return FAILED
    return FOUND


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise ValueError(
            f"--timezone is {name!r}, but must be an IANA time zone such as Asia/Shanghai."
        ) from problem


def _instant(text: str | None, zone: ZoneInfo) -> datetime:
    """The instant named, read on the clock of the zone where it has none of its own."""
    if text is None:
        return datetime.now(UTC)
    expected = f"--now is {text!r}, but must be an instant such as 2026-03-02T10:00"
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError as problem:
        raise ValueError(f"{expected} or 2026-03-02T10:00+08:00.") from problem
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"{expected}, between the years {FIRST_YEAR} and {LAST_YEAR}.")
    return at.replace(tzinfo=zone) if at.tzinfo is None else at


def _stored_hours() -> BusinessHours | None:
    """Hours of the default calendar, None where there is no database or no calendar in it."""
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite" and not _is_there(database["NAME"]):
        return None
    try:
        return business_hours() if Calendar.objects.filter(is_default=True).exists() else None
    except (DatabaseError, ValueError):
        return None


def _is_there(file: object) -> bool:
    return str(file).startswith("file:") or Path(str(file)).exists()


def _hours(stored: BusinessHours | None, zone: ZoneInfo) -> BusinessHours:
    """Our weekly hours and holidays, on the clock of the customer."""
    if stored is None:
        return BusinessHours(zone.key, dict.fromkeys(range(5), NINE_TO_SIX))
    return replace(stored, time_zone=zone.key)


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name != "-":
        with Path(name).open("rb") as file:
            yield file
    elif sys.stdin is None:
        raise OSError("standard input is closed")
    else:
        yield sys.stdin.buffer


def _tell(number: int, line: str, found: list[FoundPromise], *, is_json: bool) -> None:
    left_unread = max(0, len(line) - MOST_CHARACTERS)
    if is_json:
        result: dict[str, object] = {"promises": [each.as_json() for each in found]}
        tell_program(result | ({"left_unread": left_unread} if left_unread else {}))
        return
    shown = "; ".join(_shown(each) for each in found) or "no promise"
    unread = f" (the last {left_unread:,} characters were not read)" if left_unread else ""
    say(f"{number}: {shown}{unread}")


def _shown(promise: FoundPromise) -> str:
    if promise.due_at:
        return f"“{promise.text}” due {promise.due_at:%Y-%m-%d %H:%M}"
    suggested = f"{promise.suggested_at:%Y-%m-%d %H:%M}" if promise.suggested_at else "none"
    return f"“{promise.text}” names no time; suggested: {suggested}"
