import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from heed.measures.estimates import Flag
from heed.measures.ratios import ratio_of_means

nan = float("nan")
pairs = st.lists(st.tuples(st.integers(1, 20), st.integers(1, 20)), min_size=5, max_size=30)


@settings(max_examples=40)
@given(pairs)
def test_a_bound_is_the_ratio_at_which_the_paired_test_turns(answers):
    above, below = np.array(answers, dtype=float).T

    found = ratio_of_means(above, below)

    bounds = [bound for bound in (found.lower, found.upper) if not np.isnan(bound)]
    for bound in bounds:
        rest = above - bound * below
        half = stats.t.ppf(0.975, len(answers) - 1) * stats.sem(rest)
        assert abs(rest.mean()) == pytest.approx(half, abs=1e-6 * (1 + abs(bound)))


def test_intervals_hold_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(3)
    below = rng.gamma(4, 1, (800, 40))
    above = 1.5 * below + rng.normal(0, 2, (800, 40))

    found = [ratio_of_means(one, other) for one, other in zip(above, below, strict=True)]

    assert 742 <= sum(each.lower <= 1.5 <= each.upper for each in found) <= 778


def test_a_divisor_that_may_be_nought_leaves_no_bounds():
    found = ratio_of_means([5, 6, 7], [1, -1, 0.5])

    assert found.has_value
    assert not found.has_interval
    assert Flag.UNDECIDED in found.flags


def test_a_person_with_one_side_unknown_is_left_out():
    found = ratio_of_means([6, 8, nan], [3, 4, 5])

    assert (found.value, found.n) == (2, 2)


def test_sides_of_different_length_are_refused():
    with pytest.raises(ValueError, match="as many above as below"):
        ratio_of_means([1, 2], [1])
