import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from heed.cli.main import main

LOGS = Path(__file__).parents[3] / "shared/data/logs"
TO_ITS_END = ("--case", "id", "--start", "opened", "--end", "closed")
BEGAN = datetime(2026, 1, 5, 8, tzinfo=UTC)


@pytest.fixture
def backtest(capsys):
    def run(path: Path, *options: str):
        code = main(["promise", "backtest", str(path), *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def log(tmp_path):
    """Writes a log of 300 good cases, an hour apart and two to twelve hours long, and more rows."""

    def write(*more: str, form: str = "%Y-%m-%d %H:%M", head: str = "id,opened,closed,topic"):
        took = np.random.default_rng(1).uniform(2, 12, 300)
        starts = [BEGAN + timedelta(hours=number) for number in range(300)]
        rows = [
            f"{number},{start.strftime(form)},{(start + timedelta(hours=hours)).strftime(form)},a"
            for number, (start, hours) in enumerate(zip(starts, took, strict=True))
        ]
        path = tmp_path / "log.csv"
        path.write_text("\n".join([head, *rows, *more]) + "\n", encoding="utf-8")
        return path

    return write


def test_the_object_has_the_figures_of_the_walk(backtest, log):
    code, out, err = backtest(log(), *TO_ITS_END, "--by", "topic", "--json")

    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["cases"], found["warm_up"], found["scored"], found["open"]) == (300, 90, 210, 0)
    assert found["set_aside"] == found["refused"] == {}
    assert found["target"] == 0.95
    assert 0.9 <= found["kept"] <= 1
    assert found["worst_tenth"] == min(found["tenths"])
    assert 10 < found["median_promise_hours"] < 13
    assert found["by_group"][0]["group"] == {"topic": "a"}
    assert found["by_group"][0]["kept"] == found["kept"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param("x,2026-01-06 10:00,2026-01-06 09:00,a", "ends_before_start", id="backwards"),
        pytest.param("x,,2026-01-06 09:00,a", "missing_start", id="no start"),
        pytest.param("x,soon,2026-01-06 09:00,a", "unreadable_start", id="unreadable start"),
        pytest.param("x,2026-01-06 10:00,tomorrow,a", "unreadable_end", id="unreadable end"),
        pytest.param("x,2026-01-06 10:00,2999-01-06 10:00,a", "in_future_end", id="future"),
        pytest.param("5,2026-01-05 13:00,2026-02-01 10:00,a", "conflicting_end", id="two ends"),
        pytest.param("5,2026-01-01 13:00,,a", "conflicting_start", id="two starts"),
        pytest.param(",2026-01-06 10:00,,a", "no_case", id="no number"),
        pytest.param("x,2026-01-06 10:00,2026-01-06 11:00,a,b,c", "wrong_width", id="cells"),
    ],
)
def test_what_is_wrong_is_set_aside_by_reason(backtest, log, row, reason):
    _code, out, _err = backtest(log(row), *TO_ITS_END, "--json")

    found = json.loads(out)
    assert list(found["set_aside"]) == [reason]
    assert found["cases"] + found["set_aside"][reason] == found["rows"] == 301


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param("x,2026-01-06 10:00,2026-01-06 11:00,b", "conflicting_group", id="group"),
        pytest.param("x,2026-01-06 10:00,,a", "repeated_case", id="same but for no end"),
    ],
)
def test_a_further_row_of_a_case_is_counted_and_the_first_names_its_group(
    backtest, log, row, reason
):
    first = "x,2026-01-06 10:00,2026-01-06 11:00,a"

    _code, out, _err = backtest(log(first, row), *TO_ITS_END, "--by", "topic", "--json")

    found = json.loads(out)
    assert (found["cases"], found["rows"], found["set_aside"]) == (301, 302, {reason: 1})
    assert [each["group"] for each in found["by_group"]] == [{"topic": "a"}]


def test_with_one_time_a_row_the_rows_of_cases_and_those_set_aside_are_all(backtest, log):
    path = log("0,2026-01-05 09:00,,a", "0,soon,,a")

    _code, out, _err = backtest(path, "--case", "id", "--time", "opened", "--json")

    found = json.loads(out)
    assert (found["cases"], found["rows"], found["rows_used"]) == (300, 302, 301)
    assert found["set_aside"] == {"unreadable_time": 1}


def test_a_row_repeated_is_counted_and_its_case_stays(backtest, log):
    row = "x,2026-01-06 10:00,2026-01-06 11:00,a"

    _code, out, _err = backtest(log(row, row), *TO_ITS_END, "--json")

    found = json.loads(out)
    assert (found["cases"], found["rows"], found["set_aside"]) == (301, 302, {"repeated_row": 1})


@pytest.mark.parametrize(
    "end",
    [
        "",
        "?",
        "-",
        "N/A",
        "null",
        "Open",
        "pending",
        "处理中",
        "9999-12-31",
        "9999-12-31 23:59:59",
        "31/12/9999",
        "0000-00-00",
        "0000-00-00 00:00:00",
    ],
)
def test_a_case_without_end_is_open_however_it_is_written(backtest, log, end):
    _code, out, _err = backtest(log(f"x,2026-01-10 10:00,{end},a"), *TO_ITS_END, "--json")

    found = json.loads(out)
    assert (found["open"], found["set_aside"], found["date_order"]) == (1, {}, {})


def test_a_log_without_ends_and_a_high_share_are_refused_in_plain_words(backtest, tmp_path):
    starts = [
        f"{number},{BEGAN + timedelta(hours=number):%Y-%m-%d %H:%M},open" for number in range(90)
    ]
    path = tmp_path / "open.csv"
    path.write_text("\n".join(["id,opened,closed", *starts]), "utf-8")

    code, _out, err = backtest(path, *TO_ITS_END, "--coverage", "0.999")

    assert code == 1
    assert "and none had finished when the last one began; at least half are still open." in err
    assert "before 99.9% of promises can be kept" in err


def test_a_local_hour_that_never_was_is_set_aside(backtest, log):
    row = "x,2026-03-08 02:30,2026-03-08 09:00,a"

    _code, out, _err = backtest(log(row), *TO_ITS_END, "--timezone", "America/New_York", "--json")

    assert json.loads(out)["set_aside"] == {"no_such_local_start": 1}


def test_an_end_in_the_hour_that_comes_twice_is_the_later_one_if_it_must_be(backtest, log):
    row = "x,2025-11-02T05:40Z,2025-11-02 01:10,a"

    _code, out, _err = backtest(log(row), *TO_ITS_END, "--timezone", "America/New_York", "--json")

    assert (json.loads(out)["cases"], json.loads(out)["set_aside"]) == (301, {})


def test_day_and_month_are_told_apart_by_the_file_as_a_whole(backtest, log):
    _code, out, _err = backtest(log(form="%d/%m/%Y %H:%M"), *TO_ITS_END, "--json")

    found = json.loads(out)
    assert found["date_order"] == {"opened": "dmy", "closed": "dmy"}
    assert found["first_start"] == "2026-01-05T08:00:00+00:00"


def test_dates_in_both_orders_are_refused_with_the_option_that_helps(backtest, log):
    row = "x,01/25/2026 10:00,01/26/2026 11:00,a"

    code, out, err = backtest(log(row, form="%d/%m/%Y %H:%M"), *TO_ITS_END, "--json")

    assert code == 1
    assert "--date-order dmy" in err
    assert json.loads(out)["error"] == "dates.orders_mixed"


def test_dates_that_can_be_read_either_way_are_refused(backtest, tmp_path):
    path = tmp_path / "short.csv"
    path.write_text("id,opened,closed\n1,01/02/2026,03/02/2026\n", encoding="utf-8")

    code, _out, err = backtest(path, *TO_ITS_END)

    assert code == 1
    assert "do not tell whether day or month comes first" in err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(
            ("--case", "number", "--start", "opened", "--end", "closed"),
            "no column number. It has the columns id, opened, closed, topic",
            id="column",
        ),
        pytest.param((*TO_ITS_END, "--timezone", "Mars/Base"), "Mars/Base", id="zone"),
    ],
)
def test_what_is_not_there_is_named(backtest, log, options, said):
    code, _out, err = backtest(log(), *options)

    assert code == 1
    assert said in err


def test_a_file_without_rows_is_refused(backtest, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("id,opened,closed\n", encoding="utf-8")

    code, _out, err = backtest(path, *TO_ITS_END)

    assert (code, err.strip()) == (
        1,
        "empty.csv has column names but no rows. Check that it is the right file.",
    )


def test_start_and_end_or_time_must_be_named(backtest, log):
    assert backtest(log(), "--case", "id", "--start", "opened")[0] == 2
    assert backtest(log(), *TO_ITS_END, "--time", "opened")[0] == 2


def test_a_person_reads_a_table_and_what_it_means(backtest, log):
    code, out, _err = backtest(log(), *TO_ITS_END, "--by", "topic")

    assert code == 0
    assert "300 rows, 300 cases, 0 of them open; the first 90 warm up." in out
    assert "Of 210 promises" in out
    assert "plain quantile of the last 500 finished cases" in out


def real(name: str) -> Path:
    if not LOGS.exists():
        pytest.skip("the public logs are not beside the project (../shared/data)")
    return LOGS / name


def test_the_help_desk(backtest):
    path = real("helpdesk/helpdesk.csv")

    _code, out, _err = backtest(path, "--case", "CaseID", "--time", "CompleteTimestamp", "--json")

    found = json.loads(out)
    assert (found["cases"], found["scored"]) == (3804, 2663)
    assert abs(found["kept"] - 0.95) <= 0.015
    assert found["worst_tenth"] >= 0.90
    assert found["pinball"] < found["pinball_plain"]


def test_the_city_requests(backtest):
    columns = ("--case", "Unique Key", "--start", "Created Date", "--end", "Closed Date")
    by = ("--by", "Complaint Type", "--by", "Descriptor", "--by", "Borough")

    _code, out, _err = backtest(
        real("nyc311/311_Animals_short.csv"),
        *columns,
        *by,
        "--timezone",
        "America/New_York",
        "--json",
    )

    found = json.loads(out)
    assert (found["cases"], found["open"]) == (4969, 277)
    assert abs(found["kept"] - 0.95) <= 0.015
    assert found["worst_tenth"] >= 0.88
    assert found["pinball"] <= 0.75 * found["pinball_plain"]


def test_three_days_of_incidents_are_refused_with_the_ground(backtest):
    columns = ("--case", "number", "--start", "opened_at", "--end", "closed_at")

    code, out, err = backtest(real("servicenow_incidents/incidents_even.csv"), *columns, "--json")

    found = json.loads(out)
    assert (code, found["cases"], found["scored"], found["kept"]) == (1, 438, 0, None)
    assert found["refused"] == {"too_few_finished": 307}
    assert "438 cases began within 56.9 hours, and only 1 had finished" in err
