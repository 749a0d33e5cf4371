import pytest

from tests.measures.kiosk import KIOSK, needs_kiosk
from tests.measures.kiosk_map import map_reference
from tests.measuring.readings import said, table_of

SIDES = ("--performance", "*_p", "--importance", "*_i")
SCALE = ("--lowest", "1", "--highest", "7")
HEAD = "speed_p,speed_i,tone_p,tone_i,overall"
ANSWERS = (HEAD, "2,7,6,3,2", "3,6,7,2,3", "2,7,6,2,2", "5,7,6,3,6", "3,6,6,2,3")


@needs_kiosk
def test_the_kiosk_gives_rs_means_and_index(measure):
    found = measure.json(
        "ipa",
        KIOSK / "kiosk_clean_194.csv",
        *("--performance", "ipa*_2", "--importance", "ipa*_1", *SCALE),
    )["result"]["map"]

    reference = map_reference()
    assert [item["performance"]["value"] for item in found["items"]] == pytest.approx(
        [float(row["satisfaction"]) for row in reference], rel=1e-9
    )
    assert found["importance_cross"] == pytest.approx(5.896263, abs=5e-7)
    assert found["index"]["value"] == pytest.approx(0.70973, abs=5e-6)


def test_each_item_has_a_quadrant_and_its_probability(measure, written):
    found = measure.json("ipa", written(*ANSWERS), *SIDES, *SCALE, "--draws", "200")

    speed, tone = found["result"]["map"]["items"]
    assert (speed["name"], speed["quadrant"]) == ("speed", "concentrate_here")
    assert tone["quadrant"] == "possible_overkill"
    assert speed["probabilities"]["concentrate_here"] == 1
    assert found["result"]["map"]["resamples"] == 200


def test_importance_is_derived_from_overall_satisfaction(measure, written):
    found = measure.json(
        "ipa", written(*ANSWERS), "--performance", "*_p", "--satisfaction", "overall", *SCALE
    )

    values = [item["importance"]["value"] for item in found["result"]["map"]["items"]]
    assert not found["result"]["map"]["is_stated"]
    assert sum(values) == pytest.approx(1)
    assert values[0] > 0.9
    assert found["read_as"] == [
        "Importance is derived: each item's part in explaining overall satisfaction."
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param((*SIDES,), "Name both --lowest and --highest.", id="scale"),
        pytest.param(
            ("--performance", "*_p", *SCALE),
            "Name either --importance or --satisfaction.",
            id="neither",
        ),
        pytest.param(
            (*SIDES, "--satisfaction", "overall", *SCALE),
            "Name either --importance or --satisfaction.",
            id="both",
        ),
    ],
)
def test_what_does_not_go_together_is_misuse(measure, written, options, message):
    code, _out, err = measure("ipa", written(*ANSWERS), *options)

    assert code == 2
    assert message in err


def test_people_read_the_most_urgent_item_first_and_the_index(measure, written):
    code, out, _err = measure("ipa", written(*ANSWERS), *SIDES, *SCALE)

    assert code == 0
    assert out.index("speed") < out.index("tone")
    assert "concentrate here" in out
    assert "Satisfaction index: 55.0%" in out


def test_the_chart_is_divided_in_four(measure, written, tmp_path):
    chart = tmp_path / "ipa.svg"

    code, _out, _err = measure("ipa", written(*ANSWERS), *SIDES, *SCALE, "--chart", str(chart))

    assert code == 0
    assert "possible overkill" in chart.read_text()


def test_items_are_named_by_what_to_do():
    table = table_of("p1,i1,p2,i2,p3,i3", [("2,7,6,7,6,2", 20), ("3,6,7,6,5,3", 20)])

    sentences = said(
        table,
        "ipa --performance p1 p2 p3 --importance i1 i2 i3 --lowest 1 --highest 7 --draws 100",
    )

    assert sentences == [
        "What 40 people find reaches 67% of what is possible, each item by its importance "
        "(plausibly between 65% and 68%).",
        "Work here first, important and found bad: p1.",
        "Keep this up, important and found good: p2.",
        "Perhaps more than needed, found good: p3.",
    ]


def test_one_person_places_nothing_surely():
    table = table_of("p1,i1,p2,i2", [("2,7,6,6", 1)])

    sentences = said(
        table,
        "ipa --performance p1 p2 --importance i1 i2 --lowest 1 --highest 7 --draws 100",
    )

    assert sentences == [
        "What one person finds reaches 55% of what is possible, each item by its importance "
        "(too few answers to say how surely).",
        "Where on the map it lies is not sure: p1, p2.",
        "This is one answer: take it as an indication, not as a finding.",
    ]
