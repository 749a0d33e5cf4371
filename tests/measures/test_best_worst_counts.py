import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.best_worst import BestWorstTask, best_worst_answers
from heed.measures.best_worst_counts import closed_form_utilities, item_counts, person_counts
from tests.measures.fruit import FRUIT, NAMES, answers, needs_fruit

# Lipovetsky and Conklin (2014), table 6: how often shown, best and worst of 17 items, and shares.
SHOWN = [
    *(7145, 7144, 7144, 7144, 7145, 7145, 7144, 7146, 8166),
    *(7145, 7144, 7144, 7145, 7144, 7145, 7144, 7146),
]
BEST = [
    *(1733, 968, 5218, 2704, 2307, 692, 1816, 689, 2483, 1422, 362, 2589, 4158, 825, 829, 859, 966),
]
WORST = [
    *(1324, 2139, 113, 1010, 772, 3986, 1438, 2397, 1041, 1538),
    *(4597, 966, 305, 2875, 2256, 2259, 1604),
]
SHARES = [
    *(0.04788, 0.03067, 0.25649, 0.06924, 0.06606, 0.01575, 0.04747, 0.02622, 0.06101),
    *(0.04133, 0.01091, 0.06780, 0.14264, 0.02366, 0.02848, 0.02870, 0.03570),
]


def fruit():
    return best_worst_answers(
        NAMES, [BestWorstTask(offered, best, worst, who) for who, offered, best, worst in answers()]
    )


@needs_fruit
def test_counts_match_the_published_ones():
    # R's package support.BWS on 100 persons × 7 tasks.
    with (FRUIT / "fruit_count_reference.csv").open(newline="") as file:
        reference = list(csv.DictReader(file))

    found = item_counts(fruit())

    assert [(each.best, each.worst, each.difference) for each in found] == [
        (int(row["B"]), int(row["W"]), int(row["BW"])) for row in reference
    ]
    for name, column in (("ratio", "sqrtBW"), ("relative_ratio", "std.sqrtBW")):
        assert [getattr(each, name) for each in found] == pytest.approx(
            [float(row[column]) for row in reference], abs=1e-12
        )
    assert [each.standardised.value for each in found] == pytest.approx(
        [float(row["stdBW"]) for row in reference], abs=1e-12
    )
    assert found[0].standardised.lower < 0.495 < found[0].standardised.upper
    assert {each.standardised.n for each in found} == {100}


@needs_fruit
def test_counts_of_persons_add_up_to_those_of_all():
    found = person_counts(fruit())

    assert found.difference.sum(axis=0).tolist() == [198, 98, -4, -30, -25, -212, -25]
    assert found.shown.shape == (100, 7)
    assert set(found.shown.ravel().tolist()) == {4}


def test_the_closed_form_matches_the_published_table():
    utilities, shares = closed_form_utilities(SHOWN, BEST, WORST)

    np.testing.assert_allclose(shares, SHARES, atol=5e-6)
    # Equations 10 and 13 by hand for the first item: p = (7145 - 1324 + 1733) / 14290.
    assert utilities[0].value == pytest.approx(0.1146, abs=5e-5)
    assert utilities[0].upper - utilities[0].value == pytest.approx(1.95996 * 0.016757, abs=1e-5)


def test_half_a_pick_stands_in_for_none():
    tasks = [BestWorstTask("abc", "a", "c", person) for person in range(3)]

    found = item_counts(best_worst_answers("abc", tasks))

    assert [each.ratio for each in found] == pytest.approx([6**0.5, 1, 6**-0.5])
    assert found[0].relative_ratio == 1


def test_an_item_nobody_saw_has_no_score():
    found = item_counts(best_worst_answers("abcd", [BestWorstTask("abc", "a", "b", 1)]))

    assert not found[3].standardised.has_value
    assert not found[0].standardised.has_interval


@settings(max_examples=20)
@given(st.lists(st.permutations(list("abcd")), min_size=2, max_size=8))
def test_scores_stay_in_range_and_add_up_to_0(shown):
    tasks = [BestWorstTask(each, each[0], each[-1], person) for person, each in enumerate(shown)]

    found = item_counts(best_worst_answers("abcd", tasks))

    assert sum(each.difference for each in found) == 0
    assert all(-1 <= each.standardised.lower <= each.standardised.upper <= 1 for each in found)


@pytest.mark.parametrize(
    ("counts", "refusal"),
    [
        pytest.param(([4], [4], [0]), "neither always as the best", id="always best"),
        pytest.param(([4, 4], [3, 1], [2, 1]), "at most as often as shown", id="too often"),
        pytest.param(([0], [0], [0]), "of shown, at least 1", id="never shown"),
    ],
)
def test_counts_that_cannot_be_are_refused(counts, refusal):
    with pytest.raises(ValueError, match=refusal):
        closed_form_utilities(*counts)
