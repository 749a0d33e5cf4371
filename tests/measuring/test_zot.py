import pytest

from tests.measuring.readings import said, table_of

ANSWERS = (
    "p1,a1,d1,p2,a2,d2",
    "6,4,8,5,4,7",
    "3,4,7,6,6,8",
    "9,5,8,7,8,5",
    "5,5,7,,4,7",
)
COLUMNS = ("--perceived", "p*", "--adequate", "a*", "--desired", "d*")


def test_each_item_has_its_zone(measure, written):
    found = measure.json("zot", written(*ANSWERS), *COLUMNS)["result"]

    first, second = (each["zone"] for each in found["items"])
    assert first["adequacy"]["value"] == pytest.approx(1.25)
    assert first["superiority"]["value"] == pytest.approx(-1.75)
    assert first["width"]["value"] == pytest.approx(3)
    assert {zone: each["value"] for zone, each in first["zones"].items()} == {
        "below": 0.25,
        "within": 0.5,
        "above": 0.25,
    }
    assert (second["width"]["n"], second["inconsistent"]["n"]) == (2, 3)
    assert second["inconsistent"]["flags"] == ["few_cases", "inconsistent"]


def test_waiting_times_are_turned_round(measure, written):
    path = written("p,a,d", "3,24,4", "30,24,4")

    found = measure.json(
        "zot", path, *("--perceived", "p", "--adequate", "a", "--desired", "d", "--less-is-better")
    )["result"]

    zone = found["items"][0]["zone"]
    assert zone["adequacy"]["value"] == pytest.approx((21 - 6) / 2)
    assert (zone["zones"]["below"]["value"], zone["zones"]["above"]["value"]) == (0.5, 0.5)


def test_careless_persons_can_be_left_out(measure, written):
    names = [f"{side}{item}" for side in "pad" for item in range(22)]
    careful, careless = ["6"] * 22 + ["4"] * 22 + ["8"] * 22, ["6"] * 22 + ["8"] * 22 + ["4"] * 22
    path = written(",".join(names), ",".join(careful), ",".join(careless))

    found = measure.json("zot", path, *COLUMNS, "--screen")["result"]

    assert found["careless"] == 1
    assert found["items"][0]["zone"]["inconsistent"]["value"] == 0


def test_people_read_zones_and_what_the_words_mean(measure, written):
    code, out, _err = measure("zot", written(*ANSWERS), *COLUMNS)

    assert code == 0
    assert "Adequacy is perceived less adequate" in out
    assert "33%" in out


def test_columns_without_partner_are_refused(measure, written):
    options = ("--perceived", "p*", "--adequate", "a1", "--desired", "d*")

    code, out, err = measure("zot", written(*ANSWERS), *options)

    assert code == 1
    assert "p2" in out + err


def test_items_are_named_by_their_place_in_the_zone():
    table = table_of(
        "p1,a1,d1,p2,a2,d2,p3,a3,d3",
        [("2,4,6,7,4,6,5,4,6", 20), ("3,4,6,7,4,6,5,4,6", 15), ("5,4,6,7,5,6,5,4,7", 5)],
    )

    sentences = said(table, "zot --perceived p1 p2 p3 --adequate a1 a2 a3 --desired d1 d2 d3")

    assert sentences == [
        "“p1” falls short most often: for 88% of 40 people it is less than what is just "
        "enough for them (plausibly between 74% and 95%).",
        "On average less than just enough: p1.",
        "On average more than hoped for: p2.",
        "On average enough, and less than hoped for: p3.",
    ]
