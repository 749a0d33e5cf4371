import numpy as np
import pytest

from heed.measures.holm import holm_adjusted

nan = float("nan")


def test_p_values_match_r():
    # The function p.adjust of R with the method "holm".
    found = holm_adjusted([0.01, 0.02, 0.03, 0.04, 0.05])

    np.testing.assert_allclose(found, [0.05, 0.08, 0.09, 0.09, 0.09])


def test_the_order_does_not_matter():
    p = np.random.default_rng(1).random(12)

    np.testing.assert_allclose(holm_adjusted(p[::-1]), holm_adjusted(p)[::-1])


def test_a_test_that_was_not_made_does_not_count():
    np.testing.assert_allclose(holm_adjusted([0.01, nan, 0.2]), [0.02, nan, 0.2])


def test_luck_is_taken_for_a_finding_in_at_most_five_of_a_hundred():
    p = np.random.default_rng(2).random((2000, 24))

    found = [holm_adjusted(each).min() < 0.05 for each in p]

    assert np.mean(found) == pytest.approx(0.05, abs=0.015)


def test_what_is_no_probability_is_refused():
    with pytest.raises(ValueError, match=r"p values in 0\.\.1"):
        holm_adjusted([1.2])
