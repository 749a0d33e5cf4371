import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from heed.cli.main import main

GAP = ("--perceived", "p", "--expected", "e")
ROWS = ("1,5,4,a,1", "2,6,4,a,1", "3,7,5,b,2", "4,4,5,b,0")


@pytest.fixture
def answers(written):
    return written("id,p,e,g,w", *ROWS)


def test_the_object_says_what_was_read_and_found(measure, answers):
    found = measure.json("gap", answers, *GAP)

    (item,) = found["result"]["items"]
    assert (found["method"], found["file"]) == ("gap", "answers.csv")
    assert (found["rows"], found["rows_used"], found["set_aside"]) == (4, 4, {})
    assert found["weight"] is None
    assert "by_group" not in found
    assert item["gap"]["value"] == 1.0
    assert item["gap"].keys() == {
        *("value", "lower", "upper", "n", "effective_n", "method", "confidence", "flags")
    }


def test_people_get_a_table_under_what_was_set_aside(measure, written):
    code, out, err = measure(
        "gap", written("id,p,e", "1,5,4", "2,7 - good,NA", "3,5", "4,6,4"), *GAP
    )

    assert (code, err) == (0, "")
    assert out.splitlines()[3:8] == [
        "4 rows, 3 used.",
        "Rows set aside, wrong_width: 1.",
        "Answers missing, skipped: 1.",
        "Labels are read by their number in p: “7 - good” as 7.",
        "",
    ]
    assert "p         4.00       5.50  1.50  -4.85 to 7.85  2" in out


def test_answers_off_the_scale_are_left_out_with_their_row(measure, answers):
    found = measure.json("gap", answers, *GAP, "--lowest", "1", "--highest", "6")

    assert found["strange"] == [{"column": "p", "row": 4, "value": "7", "reason": "off_the_scale"}]
    assert found["missing"] == {"p": {"off_the_scale": 1}}
    assert found["result"]["items"][0]["gap"]["n"] == 3


def test_the_reasons_of_missing_answers_are_counted_apart(measure, written):
    path = written(
        "p,e", "5,4", "6,5", "don't know,4", "N/A,4", "98,4", "refused,", "99,1", "7,7", "7,6"
    )

    found = measure.json("gap", path, *GAP, "--missing", "98=not_asked", "99")

    assert found["missing"] == {
        "p": {"dont_know": 1, "not_applicable": 1, "not_asked": 1, "refused": 1, "skipped": 1},
        "e": {"skipped": 1},
    }
    assert found["result"]["items"][0]["gap"]["n"] == 4


def test_a_negative_code_means_no_answer(measure, written):
    found = measure.json(
        "gap", written("p,e", "5,4", "-99,4", "6,4"), *GAP, "--missing=-99=refused"
    )

    assert found["missing"] == {"p": {"refused": 1}}


def test_what_a_file_holds_moves_no_cursor(measure, written):
    code, _out, err = measure("gap", written("p,e", "\x1b[2Ja,4", "b,4"), *GAP)

    assert code == 1
    assert "\x1b" not in err


def test_groups_are_measured_as_files_of_their_own(measure, answers, written):
    found = measure.json("gap", answers, *GAP, "--by", "g")

    alone = measure.json("gap", written("id,p,e,g,w", *ROWS[:2], name="a.csv"), *GAP)
    first, second = found["by_group"]
    assert (first["group"], first["rows"]) == ({"g": "a"}, 2)
    assert first["result"] == alone["result"]
    assert second["result"]["items"][0]["gap"]["value"] == 0.5


def test_rows_of_no_group_count_in_all_and_are_told(measure, written):
    found = measure.json("gap", written("p,e,g", "5,4,a", "6,4,", "7,4,a"), *GAP, "--by", "g")

    assert found["result"]["items"][0]["gap"]["n"] == 3
    assert [each["rows"] for each in found["by_group"]] == [2]
    assert found["read_as"] == ["Rows without a group: 1. They count in the result of all."]


def test_a_group_that_cannot_be_measured_says_why_and_the_others_stand(measure, written):
    rows = [f"{day},2026-01-0{day},5,{'a' if day < 8 else 'b'}" for day in range(1, 10)]
    path = written("id,on,p,g", *rows)

    found = measure.json("trend", path, "--value", "p", "--date", "on", "--by", "g")

    first, second = found["by_group"]
    assert first["result"]["items"][0]["slope"]["value"] == 0
    assert second["error"] == "measure.refused"
    assert "at least 3 known values" in second["why"]


def test_weights_count_and_rows_without_one_are_set_aside(measure, written):
    path = written("p,e,w", "5,4,1", "7,4,3", "9,4,", "9,4,-1", "1,1,0")

    found = measure.json("gap", path, *GAP, "--weight", "w")

    gap = found["result"]["items"][0]["gap"]
    assert (found["weight"], found["set_aside"]) == ("w", {"no_weight": 2})
    assert (gap["value"], gap["effective_n"]) == (2.5, 1.6)


def test_a_case_counts_once_and_rows_without_one_are_set_aside(measure, written):
    path = written("id,p,e", "1,5,4", "2,5,4", "1,7,4", ",7,4")

    found = measure.json("gap", path, *GAP, "--case", "id")

    assert found["set_aside"] == {"repeated_case": 1, "no_case": 1}
    assert found["set_aside_rows"][0] == {"row": 4, "reason": "repeated_case"}
    assert found["result"]["items"][0]["gap"]["n"] == 2


def test_the_confidence_asked_for_is_that_of_the_intervals(measure, answers):
    wide = measure.json("gap", answers, *GAP, "--confidence", "0.99")["result"]["overall"]
    narrow = measure.json("gap", answers, *GAP, "--confidence", "0.5")["result"]["overall"]

    assert (wide["confidence"], narrow["confidence"]) == (0.99, 0.5)
    assert wide["upper"] - wide["lower"] > narrow["upper"] - narrow["lower"] > 0


@pytest.mark.parametrize(
    ("lines", "options", "error", "said"),
    [
        pytest.param(["p,e", "a,4", "b,4"], GAP, "not_numbers", "such as a; b", id="words"),
        pytest.param(["p,e", ",4", "NA,4"], GAP, "no_answers", "column p holds no", id="nothing"),
        pytest.param(
            ["p,e", "50,4", "60,4"],
            (*GAP, "--lowest", "1", "--highest", "7"),
            "off_the_scale",
            "from 1 to 7, such as 50; 60",
            id="another scale",
        ),
        pytest.param(["p,x", "1,4"], GAP, "column_missing", "the columns p, x", id="column"),
        pytest.param(
            ["p,e", "1,4"], (*GAP, "--case", "q"), "column_missing", "no column q", id="case"
        ),
        pytest.param(
            ["p,e,w", "1,4,0"], (*GAP, "--weight", "w"), "refused", "only zeros", id="weights"
        ),
    ],
)
def test_what_cannot_be_measured_is_refused(measure, written, lines, options, error, said):
    code, out, err = measure("gap", written(*lines), *options, "--json")

    refused = json.loads(out)
    assert code == 1
    assert refused["error"] == f"measure.{error}"
    assert said in refused["why"]
    assert err.strip() == refused["why"]


@pytest.mark.parametrize(
    "options",
    [
        pytest.param((), id="columns not named"),
        pytest.param((*GAP, "--confidence", "95"), id="confidence in percent"),
        pytest.param((*GAP, "--missing", "99=why"), id="kind of missing"),
        pytest.param((*GAP, "--lowest", "low"), id="scale"),
    ],
)
def test_a_misunderstanding_is_no_refusal(measure, answers, options):
    with pytest.raises(SystemExit) as ended:
        measure("gap", answers, *options)

    assert ended.value.code == 2


def test_options_that_do_not_go_together_are_no_refusal(measure, answers):
    code, out, err = measure("share", answers, "--of", "p")

    assert (code, out) == (2, "")
    assert err == "Say what counts: either --at-least or --at-most, or else --counts.\n"


def test_a_table_stands_apart_from_the_text_before_it(measure, written):
    path = written("p,on", *(f"{day},2026-01-0{day}" for day in range(1, 6)))

    _code, out, _err = measure("trend", path, "--value", "p", "--date", "on")

    assert out.splitlines()[5:7] == ["From 1 Jan 2026 to 5 Jan 2026.", ""]


@pytest.mark.parametrize("name", ["chart.svg", "chart.png"])
def test_a_chart_is_written(measure, answers, tmp_path, name):
    code, out, _err = measure("gap", answers, *GAP, "--chart", str(tmp_path / name))

    start = (tmp_path / name).read_bytes()[:8]
    assert code == 0
    assert out.endswith(f"The chart is in {tmp_path / name}.\n")
    assert start.startswith((b"<svg", b"\x89PNG"))


@pytest.mark.parametrize(
    ("chart", "code", "said"),
    [
        pytest.param("chart.pdf", 2, "written as .svg or .png", id="another form"),
        pytest.param("none/chart.svg", 1, "No such file or directory", id="no such folder"),
    ],
)
def test_a_chart_that_cannot_be_written_is_said(measure, answers, tmp_path, chart, code, said):
    ended, _out, err = measure("gap", answers, *GAP, "--chart", str(tmp_path / chart))

    assert ended == code
    assert said in err


@pytest.mark.parametrize("arguments", [("measure",), ("measure", "--help")])
def test_the_methods_are_listed(capsys, arguments):
    try:
        code = main(arguments)
    except SystemExit as ended:
        code = ended.code

    out = capsys.readouterr().out
    assert code == 0
    assert "  gap " in out
    assert "what was perceived minus what was expected, item by item" in out


def test_help_for_a_method_has_an_example(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["measure", "gap", "--help"])

    out = capsys.readouterr().out
    assert ended.value.code == 0
    assert "example:\n  heed measure gap answers.csv" in out


def test_a_method_that_is_not_there_is_said_with_those_there_are(capsys):
    assert main(["measure", "gapp", "answers.csv"]) == 2

    err = capsys.readouterr().err
    assert err.startswith("There is no method “gapp”.\n")
    assert "  share " in err


def test_it_needs_no_setting_and_no_database(answers, tmp_path):
    command = [sys.executable, "-m", "heed.cli.main", "measure", "gap", str(answers), *GAP]
    place = {"PATH": os.environ["PATH"], "HEED_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        command,
        check=False,
        env=place,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "All" in done.stdout
    assert not (tmp_path / "home").exists()
