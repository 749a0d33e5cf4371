import pytest

from tests.measuring.readings import said, table_of

VALUE = ("get1,get2,price,effort", "6,4,3,1", "5,5,6,4", "7,6,2,3")
SIDES = ("--benefits", "get*", "--sacrifices", "price", "effort")
MAP = (
    "person,supplier,taste,service,price",
    *("1,Ours,8,6,4", "1,North,4,6,8", "2,Ours,6,8,6", "2,North,6,4,8"),
)
GROUPS = ("--supplier", "supplier", "--quality", "taste=60", "service=40", "--price", "price")


def test_value_is_told_as_ratio_and_as_difference(measure, written):
    found = measure.json("value", written(*VALUE), *SIDES)["result"]

    assert found["ratio"]["value"] == pytest.approx(33 / 19)
    assert found["ratio"]["method"] == "fieller"
    assert found["net"]["value"] == pytest.approx(14 / 3)
    assert found["gaining"]["value"] == pytest.approx(2 / 3)


def test_suppliers_have_a_place_on_the_map(measure, written):
    found = measure.json("value", written(*MAP), *GROUPS, "--case", "person")["result"]

    north, ours = found["suppliers"]
    assert (north["name"], ours["name"]) == ("North", "Ours")
    # 60 · 7/5 + 40 · 7/5 against a price score of 5/8.
    assert ours["quality"]["value"] == pytest.approx(1.4)
    assert ours["relative_price"]["value"] == pytest.approx(1.6)
    assert ours["against_line"]["value"] == pytest.approx(-0.2)
    assert ours["quality_difference"]["value"] == pytest.approx(2)
    assert ours["quality"]["n"] == 2


def test_a_supplier_rated_twice_counts_once(measure, written):
    found = measure.json("value", written(*MAP, "2,North,8,4,8"), *GROUPS, "--case", "person")

    assert found["result"]["suppliers"][1]["quality_difference"]["value"] == pytest.approx(
        0.6 * (7 - 5.5) + 0.4 * (7 - 5)
    )
    assert "Where a person rated a supplier more than once, the mean counts." in found["read_as"]


def test_a_case_counts_once_for_perceived_value(measure, written):
    path = written("who,get,price", "a,6,3", "a,1,7", "b,4,2")

    found = measure.json(
        "value", path, *("--benefits", "get", "--sacrifices", "price", "--case", "who")
    )

    assert found["result"]["net"] | {"value": 2.5, "n": 2} == found["result"]["net"]
    assert "Of cases with several rows the first one counts." in found["read_as"]


@pytest.mark.parametrize(
    ("content", "options", "shown"),
    [
        pytest.param(VALUE, SIDES, "Benefits less sacrifices", id="value"),
        pytest.param(MAP, (*GROUPS, "--case", "person"), "relative price", id="map"),
    ],
)
def test_people_read_both_forms_and_see_them(measure, written, tmp_path, content, options, shown):
    chart = tmp_path / "value.svg"

    code, out, _err = measure("value", written(*content), *options, "--chart", str(chart))

    assert code == 0
    assert shown in out
    assert "Ratings have no true zero" in out
    assert chart.read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--benefits", "get*"), id="half of a value"),
        pytest.param((*SIDES, *GROUPS), id="both"),
    ],
)
def test_half_a_question_is_misuse(measure, written, options):
    code, _out, err = measure("value", written(*VALUE), *options)

    assert code == 2
    assert "Name --benefits and --sacrifices" in err


def test_who_gets_more_than_it_costs_is_said():
    table = table_of("b1,b2,c1,c2", [("5,4,3,2", 20), ("5,5,2,2", 20), ("2,2,3,3", 5)])

    sentences = said(table, "value --benefits b1 b2 --sacrifices c1 c2")

    assert sentences == [
        "Of 45 people 89% get more than it costs them (plausibly between 77% and 95%).",
        "On average benefits outweigh by +4.2 points (plausibly between +3.5 and +4.9).",
    ]
