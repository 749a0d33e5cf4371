import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest

from heed.cli.main import main

CDNOW = Path(__file__).parents[3] / "shared/data/value/CDNOW_sample.txt"
HEAD = ("customer_id", "date", "amount")
UNTIL = "2025-12-31"


@pytest.fixture
def score(capsys, tmp_path):
    """Runs the command; returns its code, the object, the rows written and what was complained."""

    def run(path: Path, *options: str, out: str = "scores.csv"):
        target = tmp_path / out
        code = main(["value", "score", str(path), "--out", str(target), "--json", *options])
        printed = capsys.readouterr()
        text = target.read_bytes() if target.suffix == ".csv" and target.exists() else b""
        rows = list(csv.DictReader(io.StringIO(text.decode(), newline="")))
        return code, json.loads(printed.out), rows, printed.err

    return run


@pytest.fixture
def written(tmp_path):
    def write(*rows, head=HEAD, name="orders.csv"):
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([head, *rows])
        return path

    return write


def bought(customers=120, seed=1):
    """Customers who buy at their own rates through 2024 and 2025."""
    rng = np.random.default_rng(seed)
    start = date(2024, 1, 1)
    rows = []
    for number in range(customers):
        first = int(rng.integers(0, 500))
        visits = [first, *(first + np.cumsum(rng.exponential(20 + number, 12)).astype(int))]
        rows += [
            (f"c{number}", start + timedelta(days=int(day)), f"{rng.uniform(5, 60):.2f}")
            for day in visits[: 1 + number % 9]
            if day < 730
        ]
    return rows


def test_the_object_has_what_programs_need(score, written):
    rows = bought()

    code, found, scores, err = score(written(*rows), "--currency", "EUR", "--as-of", UNTIL)

    assert (code, err) == (0, "")
    assert (found["customers"], found["purchases"]) == (120, len(rows))
    assert found["model"] in {"bgnbd", "mbgnbd", "paretonbd", "nbd"}
    assert set(found["parameters"]) == set(found["standard_errors"])
    assert found["validation"]["measured"]["zero"]["mae"]["n"] == found["validation"]["customers"]
    assert set(found["seconds"]) == {
        "reading", "summing", "fitting", "expecting", "writing", "total",
    }  # fmt: skip
    assert len(scores) == 120
    assert [row["customer_id"] for row in scores] == sorted(row["customer_id"] for row in scores)


def test_a_row_has_the_figures_of_its_customer(score, written):
    path = written(("a", "2025-01-01", "10.00"), ("a", "2025-01-15", "2.50"), ("b", UNTIL, "1"))

    _code, found, [first, second], _err = score(path, "--currency", "GBP")

    assert (first["recency_days"], first["tenure_days"], first["frequency"]) == ("350", "364", "2")
    assert (first["monetary_minor"], first["x"], first["t_x"], first["T"]) == (
        "1250", "1", "2", "52",
    )  # fmt: skip
    assert (first["tier"], first["state"], second["tier"]) == ("high", "high_value", "low")
    assert first["why"].startswith("High: spent GBP 12.50 in the twelve months to 2025-12-31;")
    assert first["p_alive"] == first["lifetime_value_minor"] == ""
    assert found["model"] is None
    assert "Only 1 of 2 customers" in found["warnings"][-1]


def test_customers_who_bought_once_are_predicted_nothing(score, written):
    path = written(*[(number, UNTIL, 5) for number in range(40)])

    code, found, scores, _err = score(path, "--currency", "EUR")

    assert code == 0
    assert found["warnings"] == [
        "All 40 customers bought once: there is no repeat buying to learn from, so nothing is "
        "predicted. Take a longer time."
    ]
    assert {row["expected_purchases"] for row in scores} == {""}


def test_returns_count_against_the_day_of_the_purchase(score, written):
    path = written(
        ("a", "2025-03-01", "10"), ("a", "2025-03-05", "4"), ("a", "2025-03-09", "-10"),
        ("b", "2025-03-01", "-7"), ("b", "2025-03-02", "3"),
    )  # fmt: skip

    _code, found, [first, second], _err = score(path, "--currency", "EUR")

    assert (first["frequency"], first["monetary_minor"], first["recency_days"]) == ("1", "400", "4")
    assert (second["frequency"], second["monetary_minor"]) == ("1", "-400")
    assert (found["returns"], found["unmatched_returns"]) == (2, 1)
    assert "Customers who gave back more than they bought: 1." in found["warnings"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(("", UNTIL, "1"), "no_customer", id="no customer"),
        pytest.param(("a", "2026-01-01", "1"), "date_in_future", id="after as-of"),
        pytest.param(("a", "soon", "1"), "not_a_date", id="no date"),
        pytest.param(("a", UNTIL, "much"), "not_a_number", id="no number"),
    ],
)
def test_what_cannot_be_used_is_said_with_row_and_reason(score, written, tmp_path, row, reason):
    path = written(("a", UNTIL, "1"), row)

    _code, found, _scores, _err = score(path, "--currency", "EUR", "--as-of", UNTIL)

    assert (found["purchases"], found["rejected"]) == (1, {reason: 1})
    assert Path(found["rejects_file"]).read_text("utf-8-sig").splitlines()[1].startswith("2,")


def test_several_currencies_are_never_added_up(score, written):
    head = (*HEAD, "currency")
    path = written(("a", UNTIL, "1", "EUR"), ("a", UNTIL, "100", "JPY"), head=head)

    refused, why, rows, _err = score(path)
    code, found, [row], _err = score(path, "--currency", "EUR")

    assert (refused, why["error"], rows) == (1, "score.currencies_mixed", [])
    assert (code, found["in_other_currencies"], row["monetary_minor"]) == (0, 1, "100")


@pytest.mark.parametrize("kind", ["BIGINT", "DOUBLE", "VARCHAR"])
def test_numbers_and_texts_give_the_same_scores(score, written, tmp_path, kind):
    rows = [(number % 7, f"2025-01-{1 + number:02}", f"{number}.05") for number in range(28)]
    path, typed = written(*rows), tmp_path / "orders.parquet"
    duckdb.execute(
        f"COPY (SELECT customer_id::BIGINT::{kind} AS customer_id, date::TIMESTAMP AS date, "
        f"amount::DOUBLE AS amount FROM read_csv('{path}')) TO '{typed}' (FORMAT parquet)"
    )

    _code, _found, from_text, _err = score(path, "--currency", "EUR")
    _code, found, from_types, _err = score(typed, "--currency", "EUR")

    assert from_types == from_text
    assert found["repeated_lines"] is None


def test_a_folder_is_read_as_one_file(score, written, tmp_path):
    folder = tmp_path / "months"
    folder.mkdir()
    for month in (1, 2):
        duckdb.execute(
            f"COPY (SELECT 'a' AS customer_id, DATE '2025-{month:02}-01' AS date, 1.5 AS amount) "
            f"TO '{folder}/{month}.parquet' (FORMAT parquet)"
        )

    _code, _found, [row], _err = score(folder, "--currency", "EUR")

    assert (row["frequency"], row["monetary_minor"]) == ("2", "300")


def test_a_moment_with_a_zone_has_the_day_of_the_business(score, tmp_path):
    path = tmp_path / "orders.parquet"
    duckdb.execute(
        "COPY (SELECT 1 AS customer_id, TIMESTAMPTZ '2025-06-30 18:00:00+00' AS date, 1 AS amount)"
        f" TO '{path}' (FORMAT parquet)"
    )

    _code, found, _rows, _err = score(path, "--currency", "CNY", "--timezone", "Asia/Shanghai")

    assert found["as_of"] == "2025-07-01"


def test_parquet_is_written_where_the_name_says_so(score, written, tmp_path):
    score(written(("a", UNTIL, "1")), "--currency", "EUR", out="scores.parquet")

    kinds = dict(
        duckdb.execute(
            f"SELECT column_name, column_type FROM (DESCRIBE FROM '{tmp_path}/scores.parquet')"
        ).fetchall()
    )
    assert (kinds["monetary_minor"], kinds["p_alive"], kinds["why"]) == (
        "BIGINT", "DOUBLE", "VARCHAR",
    )  # fmt: skip


def test_sentences_come_in_chinese(score, written):
    _code, _found, [row], _err = score(
        written(("a", UNTIL, "1")), "--currency", "CNY", "--lang", "zh"
    )

    assert "高" in row["why"]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        pytest.param(["--currency", "XYZ"], "purchases.currency_unknown", id="currency"),
        pytest.param(["--timezone", "Mars"], "purchases.time_zone_unknown", id="zone"),
        pytest.param(["--map", "amount=Sum"], "purchases.column_unknown", id="column"),
        pytest.param(["--calibration-end", "2020-01-01"], "score.calibration_outside", id="end"),
        pytest.param(["--as-of", "2020-01-01"], "score.nothing_usable", id="nothing"),
    ],
)
def test_what_cannot_be_done_is_refused(score, written, options, error):
    code, found, rows, err = score(written(("a", UNTIL, "1")), *options)

    assert (code, found["error"], rows) == (1, error, [])
    assert found["why"] in err


def test_the_published_figures_of_cdnow(score, written):
    if not CDNOW.exists():
        pytest.skip("there is no real data at value/CDNOW_sample.txt")
    lines = [line.split() for line in CDNOW.read_text().splitlines()]
    path = written(*[(sample, day, dollars) for _id, sample, day, _cds, dollars in lines])

    _code, found, _rows, _err = score(
        path, "--currency", "USD", "--calibration-end", "1997-09-30", "--model", "bgnbd"
    )

    learnt = found["validation"]["fits"]["bgnbd"]
    assert learnt["log_likelihood"] == pytest.approx(-9582.4292, abs=1e-3)
    assert learnt["parameters"]["r"] == pytest.approx(0.2425945, abs=1e-5)
    measured = found["validation"]["measured"]["bgnbd"]
    assert measured["mae"]["value"] == pytest.approx(0.785, abs=5e-4)
    assert measured["rmse"]["value"] == pytest.approx(1.608, abs=5e-4)


@pytest.mark.parametrize(
    ("row", "rejected", "returns"),
    [
        pytest.param("1, DATE '2025-03-01', 0.01", {}, 0, id="good"),
        pytest.param("1, DATE '2025-03-01', -3", {}, 1, id="return"),
        pytest.param("1, DATE '2999-03-01', 3", {"date_in_future": 1}, 0, id="future"),
        pytest.param("1, DATE '1800-03-01', 3", {"not_a_date": 1}, 0, id="long ago"),
        pytest.param("NULL, DATE '2025-03-01', 3", {"no_customer": 1}, 0, id="no customer"),
        pytest.param("1, DATE '2025-03-01', NULL", {"no_amount": 1}, 0, id="no amount"),
        pytest.param("1, DATE '2025-03-01', 'nan'", {"not_a_number": 1}, 0, id="no number"),
        pytest.param("1, DATE '2025-03-01', 1e17", {"too_large": 1}, 0, id="too large"),
    ],
)
def test_one_odd_row_among_typed_ones_is_found(score, tmp_path, row, rejected, returns):
    path = tmp_path / "orders.parquet"
    duckdb.execute(
        "COPY (SELECT 1 AS customer_id, DATE '2025-02-01' AS date, 5::DOUBLE AS amount "
        f"UNION ALL SELECT {row}) TO '{path}' (FORMAT parquet)"
    )

    _code, found, _rows, _err = score(path, "--currency", "EUR")

    assert (found["rejected"], found["returns"]) == (rejected, returns)
    assert found["rows"] == 2
