import numpy as np
import pytest

from heed.measures.kano_tables import Category
from heed.measures.kano_tallies import FELT, tally_of


def test_persons_of_weight_0_and_pairs_not_answered_are_not_counted():
    tally = tally_of(["M", "O", "R", "Q", ""], [2, 0, 1, 1, 5])

    assert {str(letter): count for letter, count in tally.counts.items()} == {
        **dict.fromkeys("OAI", 0.0),
        "M": 2.0,
        "R": 1.0,
        "Q": 1.0,
    }
    assert (tally.n, tally.judged_n) == (3, 1)
    assert (tally.effective_n, tally.judged_effective_n) == (pytest.approx(16 / 6), 1.0)


def test_exact_ties_go_to_the_first_letter():
    tally = tally_of(["A", "I", "M", "Q"], np.ones(4))

    assert tally.largest(tuple(Category)) == Category.MUST_BE
    assert tally.largest((Category.INDIFFERENT, Category.ATTRACTIVE)) == Category.INDIFFERENT


def test_the_interval_of_a_strength_is_that_of_a_multinomial_difference():
    tally = tally_of(["M"] * 50 + ["A"] * 30 + ["I"] * 20, np.ones(100))

    found = tally.strength(0.95)

    half = 1.959964 * np.sqrt((0.5 + 0.3 - 0.2**2) / 100)
    assert (found.value, found.lower, found.upper) == pytest.approx((0.2, 0.2 - half, 0.2 + half))


def test_a_weighted_share_has_the_interval_of_what_it_is_worth():
    weighted = tally_of(["M", "I"] * 40, [1, 3] * 40).share(FELT, 0.95)
    equal = tally_of(["M"] * 16 + ["I"] * 48, np.ones(64)).share(FELT, 0.95)

    assert (weighted.value, weighted.n, weighted.effective_n) == (0.25, 80, pytest.approx(64))
    assert (weighted.lower, weighted.upper) == pytest.approx((equal.lower, equal.upper))
