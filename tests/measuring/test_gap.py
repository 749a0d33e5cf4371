import csv

import numpy as np
import pytest

from heed.measures.gaps import gap_estimate
from tests.measures.kiosk import KIOSK, needs_kiosk
from tests.measuring.readings import said, table_of


@needs_kiosk
def test_the_gaps_of_the_kiosk_agree_with_those_worked_out_in_r(measure):
    with (KIOSK / "kiosk_gap_ipa_R_reference.csv").open(newline="") as file:
        reference = [row for row in csv.DictReader(file) if row["gap"] not in {"", "NA"}]

    sides = ("--perceived", "sq*_2", "--expected", "sq*_1", "--lowest", "1", "--highest", "7")
    found = measure.json("gap", KIOSK / "kiosk_clean_194.csv", *sides)

    items = found["result"]["items"][: len(reference)]
    assert [item["name"] for item in items] == [f"sq{row['item']}" for row in reference]
    for side, column in (("expected", "E"), ("perceived", "P"), ("gap", "gap")):
        values = [item[side]["value"] for item in items]
        np.testing.assert_allclose(values, [float(row[column]) for row in reference], rtol=1e-9)


def test_less_is_better_turns_the_gap_round(measure, written):
    path = written("hours,promised", "3,5", "8,5", "4,5", "2,5")

    found = measure.json(
        "gap", path, "--perceived", "hours", "--expected", "promised", "--less-is-better"
    )

    expected = gap_estimate([3, 8, 4, 2], [5, 5, 5, 5], more_is_better=False)
    gap = found["result"]["items"][0]["gap"]
    assert gap["value"] == expected.value == 0.75
    assert gap["lower"] == pytest.approx(expected.lower, abs=1e-8)
    assert gap["upper"] == pytest.approx(expected.upper, abs=1e-8)


def test_items_are_named_by_their_side_of_expectation():
    table = table_of(
        "p1,e1,p2,e2,p3,e3", [("2,5,6,4,4,4", 20), ("3,5,6,5,5,4", 20), ("3,5,6,5,3,4", 20)]
    )

    sentences = said(table, "gap --perceived p1 p2 p3 --expected e1 e2 e3")

    assert sentences == [
        "All in all 60 people got less than expected: −0.33 points (plausibly between "
        "−0.40 and −0.26).",
        "Less than expected, the worst first: p1.",
        "More than expected, the best first: p2.",
        "Cannot be told: p3.",
    ]


def test_a_gap_around_zero_is_left_undecided():
    table = table_of("p,e", [("5,5", 6), ("6,5", 3), ("4,5", 3)])

    sentences = said(table, "gap --perceived p --expected e")

    assert sentences == [
        "Whether 12 people got more or less than expected all in all cannot be told: "
        "0.00 points (plausibly between −0.47 and +0.47).",
        "These are few answers (12): take this as an indication, not as a finding.",
    ]
