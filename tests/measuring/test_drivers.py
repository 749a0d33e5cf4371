import csv

import pytest

from tests.measures.kiosk import KIOSK, needs_kiosk
from tests.measuring.readings import said, table_of

ITEMS = ("ipa10_2", "ipa11_2", "ipa18_2", "ipa1_2")
FEW = ("--draws", "100")
ROWS = ("5,1,5", "4,2,4", "2,2,3", "1,3,1", "3,3,2", "5,2,4", "2,1,2", "4,3,5")


@pytest.fixture
def survey(written):
    return written("quick,kind,overall", *ROWS * 5, "3,,3")


@needs_kiosk
@pytest.mark.parametrize("decomposition", ["shapley", "johnson"])
def test_the_drivers_of_the_kiosk_add_up_and_are_ranked(measure, decomposition):
    asked = ("--drivers", *ITEMS, "--outcome", "total1", "total2", "--decomposition", decomposition)

    found = measure.json("drivers", KIOSK / "kiosk_clean_194.csv", *asked, *FEW)

    result = found["result"]
    parts = [each["importance"]["value"] for each in result["drivers"]]
    assert sum(parts) == pytest.approx(result["r_squared"]["value"])
    assert [each["name"] for each in result["drivers"]] == list(ITEMS)
    assert max(result["drivers"], key=lambda each: each["share"]["value"])["name"] == "ipa18_2"
    assert (result["decomposition"], result["r_squared"]["n"]) == (decomposition, 194)
    assert "The outcome is the mean of the columns named." in found["read_as"]


@needs_kiosk
def test_one_driver_explains_what_its_correlation_says(measure):
    with (KIOSK / "kiosk_clean_194.csv").open(newline="") as file:
        rows = [(float(row["ipa10_2"]), float(row["total1"])) for row in csv.DictReader(file)]

    asked = ("--drivers", "ipa10_2", "--outcome", "total1")
    found = measure.json("drivers", KIOSK / "kiosk_clean_194.csv", *asked, *FEW)

    driver = found["result"]["drivers"][0]
    assert len(rows) == driver["importance"]["n"]
    assert driver["importance"]["value"] == pytest.approx(driver["correlation"] ** 2)
    assert driver["first"] == pytest.approx(driver["last"])


def test_people_read_the_most_important_first_and_what_was_left_out(measure, survey):
    code, out, err = measure(
        "drivers", survey, "--drivers", "kind", "quick", "--outcome", "overall", *FEW
    )

    assert (code, err) == (0, "")
    lines = out.splitlines()
    names = [line.split()[0] for line in lines if line.startswith(("quick", "kind"))]
    assert names == ["quick", "kind"]
    assert "Left out because an answer is missing: 1." in out


def test_drivers_that_repeat_each_other_are_told(measure, written):
    path = written("quick,copy,kind,overall", *[f"{row[0]},{row}" for row in ROWS * 5])

    code, out, err = measure(
        *("drivers", path, "--drivers", "quick", "copy", "kind", "--outcome", "overall"), *FEW
    )

    assert (code, err) == (0, "")
    assert "Only 2 of 3 drivers do not follow from others" in out
    assert out.count("inputs repeat each other") == 2


def test_a_weight_counts(measure, survey):
    asked = ("--drivers", "quick", "--outcome", "overall", *FEW)

    plain = measure.json("drivers", survey, *asked)
    weighted = measure.json("drivers", survey, *asked, "--weight", "kind")

    assert weighted["result"]["r_squared"]["effective_n"] < plain["result"]["r_squared"]["n"]
    assert weighted["result"]["r_squared"] != plain["result"]["r_squared"]


def test_an_outcome_that_never_varies_is_refused(measure, written):
    path = written("a,b", *["1,3", "2,3", "4,3", "5,3", "6,3"])

    code, out, err = measure("drivers", path, "--drivers", "a", "--outcome", "b")

    assert (code, out) == (1, "")
    assert "an outcome that varies" in err


def test_a_chart_is_written(measure, survey, tmp_path):
    chart = tmp_path / "drivers.svg"

    code, _out, _err = measure(
        *("drivers", survey, "--drivers", "quick", "kind", "--outcome", "overall", *FEW),
        *("--chart", str(chart)),
    )

    assert code == 0
    assert "quick" in chart.read_text("utf-8")


def test_what_goes_with_the_outcome_is_said_without_causes():
    table = table_of(
        "a,b,s", [(f"{a},{b},{a + (a * b + b) % 3}", 2) for a in range(1, 6) for b in range(1, 6)]
    )

    sentences = said(table, "drivers --drivers a b --outcome s --draws 100")

    assert sentences == [
        "Of the answers of 50 people “a” goes most closely with the outcome: 100% of what "
        "all of them together account for (plausibly between 90% and 100%).",
        "Not told from mere chance: b.",
        "This tells what goes together, not what causes what.",
    ]
