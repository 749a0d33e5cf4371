from datetime import UTC, datetime

import pytest

from heed.core.icalendar import Entry, calendar, escaped, folded
from tests.moments import HOUR, NOON


def unfolded(content):
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_a_calendar_has_its_entries_in_utc_with_what_a_reader_needs():
    entry = Entry(
        uid="promise-7@harbour.example",
        at=datetime.fromisoformat("2026-03-02T14:00:00+02:00"),
        summary="Promise due: Courtesy; \\ and, more\nlines",
        modified_at=NOON + HOUR,
        sequence=2,
        url="https://heed.example/promises/7/",
        is_cancelled=True,
    )

    lines = unfolded(calendar("承诺", [entry]))

    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Heed//Promises//EN"]
    assert lines[lines.index("BEGIN:VEVENT") :] == [
        "BEGIN:VEVENT",
        "UID:promise-7@harbour.example",
        "DTSTAMP:20260302T130000Z",
        "LAST-MODIFIED:20260302T130000Z",
        "SEQUENCE:2",
        "DTSTART:20260302T120000Z",
        "SUMMARY:Promise due: Courtesy\\; \\\\ and\\, more\\nlines",
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "CLASS:PRIVATE",
        "URL:https://heed.example/promises/7/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize("text", ["a" * 200, "承诺" * 60, "a承" * 50, "😀" * 40, "short", "x" * 75])
def test_long_lines_are_folded_between_characters(text):
    content = folded(text)

    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert all(line.decode() for line in content.split(b"\r\n")[:-1])
    assert content.decode().replace("\r\n ", "") == text + "\r\n"


def test_no_control_character_gets_into_a_value():
    assert escaped("a\x00b\r\nEND:VEVENT\tc\x7f") == "ab\\nEND:VEVENTc"


def test_times_are_written_in_utc():
    entry = Entry(uid="u", at=NOON, summary="s", modified_at=NOON.astimezone(UTC))

    assert b"DTSTART:20260302T120000Z\r\n" in calendar("n", [entry])
