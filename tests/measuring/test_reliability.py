import pytest

from tests.measures.mobi import MOBI, needs_mobi
from tests.measuring.readings import said, table_of

FEW = ("--draws", "100")


@needs_mobi
def test_the_quality_of_the_mobile_study_is_as_reliable_as_r_says(measure):
    found = measure.json("reliability", MOBI, "--items", "PERQ*", *FEW)["result"]

    assert found["alpha"]["value"] == pytest.approx(0.87241, abs=6e-6)
    assert found["omega"]["standardised"]["value"] == pytest.approx(0.87800, abs=6e-6)
    assert [item["name"] for item in found["items"]] == [f"PERQ{at}" for at in range(1, 8)]
    assert found["spearman_brown"] is None


@needs_mobi
def test_two_items_get_their_own_formula(measure):
    found = measure.json("reliability", MOBI, "--items", "PERV*", *FEW)["result"]

    assert found["omega"] is None
    assert found["spearman_brown"]["value"] == found["standardised_alpha"]["value"]


@needs_mobi
def test_people_are_told_of_a_variance_below_0_and_of_the_item_that_does_not_fit(measure):
    code, out, err = measure("reliability", MOBI, "--items", "CUSL*", *FEW)

    assert (code, err) == (0, "")
    assert "variance held at 0" in out
    assert "One item takes the place of what all should have in common" in out
    price = next(line for line in out.splitlines() if line.startswith("CUSL2"))
    assert "unreliable" in price


def test_people_are_told_of_an_item_worded_the_other_way_round(measure, written):
    path = written("a,b,c", *["1,2,5", "2,1,4", "3,4,3", "4,3,2", "5,5,1", "2,3,5", "4,5,1"] * 5)

    code, out, _err = measure("reliability", path, "--items", "a", "b", "c", *FEW)

    assert code == 0
    assert "may be worded the other way round" in out


def test_an_item_nobody_varies_in_is_refused_by_name(measure, written):
    path = written("a,b", "1,3", "2,3", "4,3", "5,3")

    code, out, err = measure("reliability", path, "--items", "a", "b")

    assert (code, out) == (1, "")
    assert "'b'" in err


def test_a_chart_is_written(measure, written, tmp_path):
    path = written("tidy,clear", *["1,2", "2,1", "3,4", "4,3", "5,5"] * 7)
    chart = tmp_path / "items.svg"

    code, _out, _err = measure(
        "reliability", path, "--items", "tidy", "clear", "--chart", str(chart)
    )

    assert code == 0
    assert "tidy" in chart.read_text("utf-8")


def test_a_reliable_scale_is_said_to_be_one():
    table = table_of(
        "a,b,c", [("5,5,4", 20), ("4,4,4", 20), ("3,2,3", 20), ("1,1,2", 20), ("2,3,2", 10)]
    )

    sentences = said(table, "reliability --items a b c --draws 100")

    assert sentences == [
        "These 3 items measure one thing reliably enough to be added up: alpha 0.94 from "
        "90 people (plausibly between 0.92 and 0.96).",
    ]


def test_an_item_that_does_not_fit_is_named():
    table = table_of(
        "a,b,c", [("5,5,1", 20), ("4,4,5", 20), ("3,2,5", 20), ("1,1,1", 20), ("2,3,3", 10)]
    )

    sentences = said(table, "reliability --items a b c --draws 100")

    assert sentences == [
        "Whether these 3 items measure one thing reliably enough to be added up cannot be "
        "told: alpha 0.57 from 90 people (plausibly between 0.40 and 0.71).",
        "Hardly goes with the rest: c.",
    ]


def test_weights_count_and_cost(measure, written):
    rows = ["1,2,2,1", "2,1,3,2", "3,4,3,1", "4,3,5,3", "5,5,4,1", "2,3,1,2"]
    repeated = [row[:5] for row in rows * 5 for _time in range(int(row[-1]))]
    asked = ("--items", "a", "b", "c", *FEW)

    path = written("a,b,c,w", *rows * 5)
    found = measure.json("reliability", path, *asked, "--weight", "w")
    plain = measure.json("reliability", written("a,b,c", *repeated), *asked)

    alpha = found["result"]["alpha"]
    assert found["weight"] == "w"
    assert alpha["value"] == pytest.approx(plain["result"]["alpha"]["value"])
    assert (alpha["n"], round(alpha["effective_n"], 1)) == (30, 25.0)
    assert plain["result"]["alpha"]["n"] == 50


def test_people_are_told_that_weights_leave_few_answers(measure, written):
    path = written("a,b,c,w", *["1,2,2,1", "2,1,3,2", "3,4,3,1", "4,3,5,3"] * 10)

    code, out, _err = measure("reliability", path, "--items", "a", "b", "c", "--weight", "w", *FEW)

    assert code == 0
    assert "n = 40 (worth 33)" in out
