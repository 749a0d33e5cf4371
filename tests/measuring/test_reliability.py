import pytest

from tests.measures.mobi import MOBI, needs_mobi

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
