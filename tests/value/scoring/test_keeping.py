import csv
import json
from datetime import date, timedelta

import numpy as np
import pytest

from heed.cli.main import main

START = date(2024, 1, 1)


@pytest.fixture
def score(capsys, tmp_path):
    """Scores lines, into a kept folder or at once; returns the object and the file of scores."""

    def run(lines, *options: str, name: str):
        path, out = tmp_path / f"{name}.csv", tmp_path / f"{name}.scores.csv"
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([HEAD, *lines])
        command = ["value", "score", str(path), "--out", str(out), "--json", *options]
        code = main([*command, "--currency", "EUR"])
        found = json.loads(capsys.readouterr().out)
        return code, found, out.read_text("utf-8") if out.exists() else ""

    return run


HEAD = ("customer_id", "purchased_at", "product", "currency", "amount")


def drawn(seed, *, since=0, until=800, lines=1500):
    """Lines of ninety customers, a tenth of them returns, some in yen, some of nothing."""
    rng = np.random.default_rng(seed)
    found = []
    for day in np.sort(rng.integers(since, until, lines)):
        amount = round(float(rng.uniform(1, 90)), 2) * (-1 if rng.random() < 0.1 else 1)
        found.append(
            (
                f"c{rng.integers(0, 90)}",
                f"{START + timedelta(days=int(day))} {rng.integers(0, 24):02}:00",
                f"p{rng.integers(0, 3)}",
                "JPY" if rng.random() < 0.05 else "EUR",
                0 if rng.random() < 0.02 else amount,
            )
        )
    return found


@pytest.mark.parametrize("model", ["none", "mbgnbd"])
def test_day_after_day_gives_what_all_at_once_gives(score, tmp_path, model):
    lines = drawn(1)
    late = [("c1", "2024-02-03 10:00", "p1", "EUR", 50), ("new", "2025-12-01", "p1", "EUR", -5)]
    parts = [lines[:900], lines[900:1200], [*lines[1200:1490], *late], lines[1490:]]
    state = ["--state", str(tmp_path / "state"), "--model", model]

    for number, part in enumerate(parts):
        code, found, kept = score(part, *state, name=f"part{number}")
    whole_code, whole, at_once = score([*lines, *late], "--model", model, name="whole")

    assert (code, whole_code) == (0, 0)
    assert kept == at_once
    same = (
        "customers",
        "purchases",
        "returns",
        "unmatched_returns",
        "as_of",
        "in_other_currencies",
    )
    assert {name: found[name] for name in same} == {name: whole[name] for name in same}
    assert found["parameters"] == whole["parameters"]
    assert found["touched_customers"] < whole["customers"]


def test_a_file_that_was_added_before_adds_nothing(score, tmp_path):
    lines, state = drawn(2), ["--state", str(tmp_path / "state"), "--model", "none"]
    _code, _found, first = score(lines, *state, name="orders")

    code, found, again = score(lines, *state, name="orders")

    assert (code, found["purchases"], found["touched_customers"]) == (0, len(lines), 0)
    assert again == first


def test_a_later_day_moves_the_twelve_months(score, tmp_path):
    lines, state = drawn(3), ["--state", str(tmp_path / "state"), "--model", "none"]
    later = ["--as-of", "2026-09-01", "--model", "none"]
    score(lines[:-1], *state, name="most")

    _code, _found, kept = score(lines[-1:], *state, *later, name="last")
    _code, _found, at_once = score(lines, *later, name="whole")

    assert kept == at_once


@pytest.mark.parametrize(
    ("options", "what"),
    [
        pytest.param(["--timezone", "Asia/Tokyo"], "time zone (UTC)", id="time zone"),
        pytest.param(["--as-of", "2024-05-01"], "later day", id="earlier day"),
    ],
)
def test_what_does_not_fit_the_folder_is_refused(score, tmp_path, options, what):
    state = ["--state", str(tmp_path / "state"), "--model", "none"]
    score(drawn(4), *state, name="orders")

    code, found, written = score(drawn(5), *state, *options, name="more")

    assert (code, found["error"], written) == (1, "score.state_unfit", "")
    assert what in found["why"]


def test_spark_keeps_nothing(score, tmp_path):
    code, found, _written = score(
        drawn(6), "--state", str(tmp_path / "state"), "--engine", "spark", name="orders"
    )

    assert (code, found["error"]) == (1, "score.state_is_embedded")
