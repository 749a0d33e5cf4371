import csv

import numpy as np
import pytest

from heed.measures.gaps import gap_estimate
from tests.measures.kiosk import KIOSK, needs_kiosk


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
