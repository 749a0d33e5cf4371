import io
import json
import os
import subprocess
import sys
from datetime import date
from types import SimpleNamespace

import pytest

from heed.cli.main import main
from heed.core.models import Calendar, CalendarDay
from tests.faults.conftest import ROOT

pytestmark = pytest.mark.django_db
AT = ("--now", "2026-03-02T10:00", "--timezone", "Asia/Shanghai")  # a Monday


@pytest.fixture
def find(monkeypatch, capsys):
    def run(content: bytes, *options: str):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        code = main(["promise", "find", *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def dues(out: str) -> list[list[str | None]]:
    return [[each["due_at"] for each in json.loads(line)["promises"]] for line in out.splitlines()]


def test_each_line_gives_one_object_in_order_empty_lines_too(find):
    content = "I'll call you tomorrow.\r\n\n明天下午三点前给您回电\nHello".encode()

    code, out, err = find(content, *AT, "--json")

    assert (code, err) == (0, "")
    assert dues(out) == [
        ["2026-03-03T18:00:00+08:00"],
        [],
        ["2026-03-03T15:00:00+08:00"],
        [],
    ]


def test_a_file_is_read_and_people_get_a_sentence_a_line(find, tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("We'll ship it on Friday.\nWe'll ship it soon.\nThanks!\n", "utf-8")

    code, out, _err = find(b"", str(file), *AT)

    assert code == 0
    assert out.splitlines() == [
        "1: “We'll ship it on Friday” due 2026-03-06 18:00",
        "2: “We'll ship it soon” names no time; suggested: 2026-03-03 18:00",
        "3: no promise",
    ]


def test_an_instant_with_a_zone_of_its_own_is_read_in_it(find):
    _code, out, _err = find(
        b"I'll call within 2 hours.",
        *("--now", "2026-03-02T10:00:00Z", "--timezone", "Asia/Shanghai", "--json"),
    )

    assert dues(out) == [["2026-03-02T20:00:00+08:00"]]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--now", "next week"), "--now is 'next week', but must be an instant"),
        (("--now", "0001-01-01"), "--now is '0001-01-01', but must be an instant"),
        (("--timezone", "Mars/Olympus"), "--timezone is 'Mars/Olympus', but must be an IANA"),
        (("--timezone", "../etc"), "--timezone is '../etc', but must be an IANA"),
    ],
)
def test_a_time_or_zone_nobody_can_read_is_refused_with_its_value(find, options, says):
    code, out, err = find(b"I'll call you tomorrow.", *options, "--json")

    assert (code, out) == (2, "")
    assert err.startswith(says)


def test_a_file_that_is_not_there_is_named(find):
    code, out, err = find(b"", "missing.txt", *AT)

    assert (code, out) == (1, "")
    assert err == "missing.txt cannot be read: No such file or directory.\n"


def test_broken_characters_are_replaced(find):
    content = b"Hello\n\xff\xfe I'll call you tomorrow.\n\xff\n"

    code, out, err = find(content, *AT, "--json")

    out = out.splitlines()[1]
    assert code == 0
    assert err.splitlines() == [
        "Byte 1 of line 2 (0xFF) is not UTF-8; what cannot be read is replaced.",
        "2 lines are not UTF-8; what cannot be read in them is replaced.",
    ]
    assert json.loads(out)["promises"][0]["text"] == "I'll call you tomorrow"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("gb18030", "Line 2 is not UTF-8; from there on the text is read as GB18030.\n"),
        ("utf-16", "The text is read as UTF-16.\n"),
        ("utf-8-sig", ""),
    ],
)
def test_other_encodings_are_recognised_and_said(find, encoding, said):
    content = "Hello\n明天下午三点前给您回电。\r\n\nI'll call you tomorrow.".encode(encoding)

    code, out, err = find(content, *AT, "--json")

    assert (code, err) == (0, said)
    assert dues(out) == [
        [],
        ["2026-03-03T15:00:00+08:00"],
        [],
        ["2026-03-03T18:00:00+08:00"],
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            "明天下午三点前给您回电。".encode() + b"\xb5\xc4", id="UTF-8 with a piece of GB"
        ),
        pytest.param("The café will call you tomorrow.".encode("latin-1"), id="Latin"),
        pytest.param(b"\xfe\xff\x00I\x00\n\xd8\x00\x00!", id="half a UTF-16 pair"),
    ],
)
def test_what_cannot_be_read_is_never_passed_over_in_silence(find, content):
    code, _out, err = find(content, *AT, "--json")

    assert code == 0
    assert "what cannot be read is replaced" in err


def test_what_is_too_long_to_read_is_counted(find):
    content = b"I'll call you tomorrow. " + b"x" * 100_000

    _code, out, _err = find(content, *AT, "--json")

    assert json.loads(out)["left_unread"] == 24
    assert len(json.loads(out)["promises"]) == 1


def test_hours_and_holidays_of_the_default_calendar_count_on_the_clock_of_the_customer(find):
    calendar = Calendar.objects.create(
        name="Office",
        time_zone="Europe/London",
        weekly={str(day): [["08:00", "17:00"]] for day in range(5)},
        is_default=True,
    )
    CalendarDay.objects.create(calendar=calendar, day=date(2026, 3, 3), is_working=False)

    _code, out, _err = find(b"We'll refund it within 1 working day.", *AT, "--json")

    assert dues(out) == [["2026-03-04T17:00:00+08:00"]]


def test_without_a_database_it_is_monday_to_friday_nine_to_six_and_none_is_made(tmp_path):
    names = {name: value for name, value in os.environ.items() if not name.startswith("HEED_")}
    command = (sys.executable, "-m", "heed.cli.main", "promise", "find", *AT, "--json")

    done = subprocess.run(
        command,
        input=b"We'll refund it within 1 working day.",
        capture_output=True,
        check=False,
        env=names | {"HEED_HOME": str(tmp_path)},
        cwd=ROOT,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert dues(done.stdout.decode()) == [["2026-03-03T18:00:00+08:00"]]
    assert not (tmp_path / "heed.sqlite3").exists()


def test_own_words_that_cannot_be_used_are_named(find, settings, tmp_path):
    settings.HEED_HOME = tmp_path
    (tmp_path / "promise-words.toml").write_text("verbs = []", "utf-8")

    code, out, err = find(b"I'll call you tomorrow.", *AT, "--json")

    assert (code, out) == (1, "")
    assert "promise-words.toml has “verbs”" in err
