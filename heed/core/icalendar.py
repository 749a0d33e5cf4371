"""Calendars that other programs read, as RFC 5545 writes them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

LONGEST_LINE = 75  # octets, without the line break (RFC 5545, 3.1)
CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One moment in a calendar; `uid` never changes, `sequence` grows with each change."""

    uid: str
    at: datetime
    summary: str
    modified_at: datetime
    sequence: int = 0
    url: str = ""
    is_cancelled: bool = False


def calendar(name: str, entries: Iterable[Entry], *, refresh_minutes: int = 15) -> bytes:
    """Return the file: UTF-8, lines folded, ended by CR LF, all times in UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Heed//Promises//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{refresh_minutes}M",
        *(line for entry in entries for line in _lines(entry)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _lines(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_utc(entry.modified_at)}"
    yield f"LAST-MODIFIED:{_utc(entry.modified_at)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART:{_utc(entry.at)}"
    yield f"SUMMARY:{escaped(entry.summary)}"
    yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """The text as a value: separators marked, line breaks written, no control character else."""
    marked = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    joined = "\\n".join(marked.splitlines())
    return "".join(each for each in joined if each >= " " and each != "\x7f")


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, none of which cuts a character in two."""
    rest, pieces, room = line.encode(), [], LONGEST_LINE
    while len(rest) > room:
        end = room
        while rest[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        pieces.append(rest[:end])
        rest, room = rest[end:], LONGEST_LINE - 1
    return b"\r\n ".join([*pieces, rest]) + b"\r\n"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
