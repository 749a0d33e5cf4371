from math import isnan

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from heed.measures.estimates import Method
from heed.measures.shares import share_estimate, wilson_interval


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    trials = draw(st.integers(1, 10**6))
    return draw(st.integers(0, trials)), trials


def test_wilson_interval_matches_the_published_table():
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3.
    lower, upper = wilson_interval([81, 15, 0, 1], [263, 148, 20, 29])

    np.testing.assert_allclose(lower, [0.2553, 0.0624, 0.0000, 0.0061], atol=5e-5)
    np.testing.assert_allclose(upper, [0.3662, 0.1605, 0.1611, 0.1718], atol=5e-5)


@given(counts(), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_interval_equals_scipy(case, confidence):
    successes, trials = case

    lower, upper = wilson_interval(successes, trials, confidence=confidence)

    expected = stats.binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    assert float(lower) == pytest.approx(expected.low, abs=1e-12)
    assert float(upper) == pytest.approx(expected.high, abs=1e-12)


@given(counts())
def test_bounds_are_the_shares_the_score_test_just_does_not_reject(case):
    successes, trials = case
    assume(0 < successes < trials)

    bounds = np.array(wilson_interval(successes, trials))

    score = np.abs(successes / trials - bounds) / np.sqrt(bounds * (1 - bounds) / trials)
    np.testing.assert_allclose(score, 1.959963984540054, rtol=1e-6)


@given(counts())
def test_the_share_lies_in_its_interval_and_its_complement_mirrors_it(case):
    successes, trials = case

    lower, upper = wilson_interval(successes, trials)
    mirrored_lower, mirrored_upper = wilson_interval(trials - successes, trials)

    assert 0 <= lower <= successes / trials <= upper <= 1
    assert float(mirrored_lower) == pytest.approx(1 - float(upper), abs=1e-12)
    assert float(mirrored_upper) == pytest.approx(1 - float(lower), abs=1e-12)


def test_at_none_and_at_all_the_outer_bound_is_exact():
    lower, upper = wilson_interval([0, 7], [7, 7])

    assert (lower[0], upper[1]) == (0.0, 1.0)


@pytest.mark.parametrize("trials", [10, 30, 100])
def test_wilson_interval_covers_the_share_as_often_as_it_says(trials):
    successes = np.arange(trials + 1)
    shares = np.linspace(0.005, 0.995, 199)[:, None]

    lower, upper = wilson_interval(successes, np.full(trials + 1, trials))
    covered = (lower <= shares) & (shares <= upper)
    coverage = (covered * stats.binom.pmf(successes, trials, shares)).sum(axis=1)

    # Exact, by enumeration: right on average, and nowhere far below.
    assert coverage.mean() == pytest.approx(0.95, abs=0.01)
    assert coverage.min() > 0.83


@pytest.mark.parametrize(
    ("successes", "trials"),
    [
        pytest.param(5, 4, id="more successes than trials"),
        pytest.param(-1, 4, id="negative"),
        pytest.param(0, 0, id="no trial"),
        pytest.param([1, np.nan], [4, 4], id="nan"),
    ],
)
def test_counts_out_of_range_are_refused(successes, trials):
    with pytest.raises(ValueError, match="Expected 0 <= successes <= trials"):
        wilson_interval(successes, trials)


@pytest.mark.parametrize("confidence", [0, 1, 95, float("nan")])
def test_a_confidence_out_of_range_is_refused(confidence):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        wilson_interval(1, 2, confidence=confidence)


def test_a_share_of_no_case_has_neither_value_nor_interval():
    nothing = share_estimate(0, 0)

    assert isnan(nothing.value)
    assert (nothing.n, nothing.has_value, nothing.has_interval) == (0, False, False)
    assert nothing.method == Method.WILSON
