import pytest

from tests.measures import kiosk, kiosk_items
from tests.measuring.readings import said, table_of

ANSWERS = (
    "p1,p2,p3,e1,e2,e3,speed,warmth",
    "5,6,4,7,7,6,60,40",
    "6,6,5,7,6,7,50,50",
    "4,,6,6,7,6,80,20",
    "5,5,5,7,7,7,70,70",
)
SIDES = ("--perceived", "p*", "--expected", "e*")
DIMENSIONS = ("--dimension", "speed=1,2", "warmth=p3")
KIOSK_DIMENSIONS = [
    f"{name}={','.join(item.removeprefix('sq') for item in items)}"
    for name, items in kiosk_items.BY_DIMENSION.items()
]


@kiosk.needs_kiosk
def test_the_gaps_of_r_come_out_of_the_command(measure):
    found = measure.json(
        "servqual",
        kiosk.KIOSK / "kiosk_clean_194.csv",
        *("--perceived", "sq*_2", "--expected", "sq*_1", "--dimension", *KIOSK_DIMENSIONS),
    )["result"]

    reference = {row[""]: float(row["gap"]) for row in kiosk_items.reference("dimension")}
    gaps = {each["name"]: each["gap"]["value"] for each in found["dimensions"]}
    assert gaps == pytest.approx(reference, abs=1e-9)
    items = {each["name"]: each for each in found["items"]}
    for row in kiosk_items.reference("gap_ipa"):
        item = items[f"sq{row['item']}"]
        assert item["gap"]["value"] == pytest.approx(float(row["gap"]), abs=1e-9)
        assert item["t"] == pytest.approx(float(row["t"]), rel=1e-9)
    assert found["weighted"] is None
    checks = {each["dimension"]: each for each in found["checks"]}
    for row in kiosk_items.reference("dimension"):
        check = checks[row[""]]
        assert check["perceived_alpha"]["value"] == pytest.approx(float(row["alpha_P"]), abs=1e-9)
        assert check["expected_alpha"]["value"] == pytest.approx(float(row["alpha_E"]), abs=1e-9)
        assert check["gap_alpha"]["value"] == pytest.approx(float(row["alpha_gap"]), abs=1e-9)


def test_items_are_named_by_star_or_column_and_pairs_are_complete(measure, written):
    found = measure.json("servqual", written(*ANSWERS), *SIDES, *DIMENSIONS)["result"]

    speed, warmth = found["dimensions"]
    assert (speed["items"], warmth["items"]) == (["p1", "p2"], ["p3"])
    assert speed["gap"]["value"] == pytest.approx((-1.5 - 0.5 - 2 - 2) / 4)
    assert [each["gap"]["n"] for each in found["items"]] == [4, 3, 4]


def test_dimensions_that_cannot_be_checked_have_no_check(measure, written):
    path = written("p1,p2,p3,e1,e2,e3", "5,6,4,7,7,7", "6,6,5,7,7,7", "4,5,6,7,7,7")

    found = measure.json("servqual", path, *SIDES, "--dimension", "one=1", "same=2,3")["result"]

    # One item has no alpha, and expectations that never vary have none either.
    assert found["checks"] == []


def test_points_weight_each_person_and_slips_are_left_out(measure, written):
    points = ("--points", "speed", "warmth")

    found = measure.json("servqual", written(*ANSWERS), *SIDES, *DIMENSIONS, *points)["result"]

    own = [0.6 * -1.5 + 0.4 * -2, 0.5 * -0.5 + 0.5 * -2, 0.8 * -2 + 0.2 * 0]
    assert found["weighted"]["gap"]["value"] == pytest.approx(sum(own) / 3)
    assert (found["weighted"]["gap"]["n"], found["set_aside_points"]) == (3, 1)


def test_people_read_dimensions_and_both_weightings(measure, written):
    points = ("--points", "speed", "warmth")

    code, out, _err = measure("servqual", written(*ANSWERS), *SIDES, *DIMENSIONS, *points)

    assert code == 0
    assert "Mean of the dimensions" in out
    assert "Weighted by each person's points" in out
    assert "Persons whose points did not share out 100, left out: 1." in out


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        pytest.param(("--dimension", "a=9"), 1, "Expected known items in 'a'", id="unknown item"),
        pytest.param(("--dimension", "a=1", "a=2"), 2, "Name each dimension once", id="twice"),
        pytest.param(
            ("--dimension", "a=1", "b=2", "--points", "speed"),
            2,
            "one column of points",
            id="points",
        ),
    ],
)
def test_what_does_not_fit_is_refused(measure, written, options, code, message):
    found, out, err = measure("servqual", written(*ANSWERS), *SIDES, *options)

    assert found == code
    assert message in out + err


def test_dimensions_are_named_by_their_side_of_expectation():
    table = table_of("p1,e1,p2,e2", [("2,5,6,4", 20), ("3,5,5,4", 20)])

    sentences = said(
        table,
        "servqual --perceived p1 p2 --expected e1 e2 --dimension speed=p1 warmth=p2 "
        "--lowest 1 --highest 7",
    )

    assert sentences == [
        "All in all 40 people got less than expected: −0.50 points (plausibly between "
        "−0.50 and −0.50).",
        "Less than expected, the worst first: speed.",
        "More than expected, the best first: warmth.",
    ]
