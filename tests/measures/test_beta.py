import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from heed.measures.beta import beta_below, binomial_below, f_quantile, f_tail


@given(st.floats(0.001, 0.999), st.floats(0.5, 400), st.floats(0.5, 400))
def test_the_incomplete_beta_function_equals_scipy(x, a, b):
    assert beta_below(x, 1 - x, a, b) == pytest.approx(
        special.betainc(a, b, x), rel=1e-8, abs=1e-12
    )


@pytest.mark.parametrize(("x", "expected"), [(0.0, 0.0), (1.0, 1.0)])
def test_nothing_lies_below_0_and_everything_below_1(x, expected):
    assert beta_below(x, 1 - x, 2, 3) == expected


def test_f_matches_the_published_table():
    # Fisher & Yates, Statistical Tables (1963), table V: the 5 % points.
    points = [(161.4, 1, 1), (4.965, 1, 10), (3.478, 4, 10), (2.447, 4, 120), (2.372, 4, 1e9)]

    found = [f_tail(*point) for point in points]

    np.testing.assert_allclose(found, 0.05, atol=5e-5)


@given(st.floats(0, 60), st.integers(1, 12), st.integers(1, 3000))
def test_p_values_of_f_equal_scipy(f, above, below):
    assert f_tail(f, above, below) == pytest.approx(
        stats.f.sf(f, above, below), rel=1e-7, abs=1e-14
    )


@settings(max_examples=30)
@given(st.floats(0.001, 0.999), st.floats(1, 300), st.floats(1, 3000))
def test_quantiles_of_f_equal_scipy(p, above, below):
    assert f_quantile(p, above, below) == pytest.approx(stats.f.ppf(p, above, below), rel=1e-7)


@pytest.mark.parametrize(("p", "above", "below"), [(0, 1, 1), (1, 1, 1), (0.5, 0, 1)])
def test_what_is_no_quantile_of_f_is_refused(p, above, below):
    with pytest.raises(ValueError, match="Expected a probability strictly between 0 and 1"):
        f_quantile(p, above, below)


@given(st.integers(-1, 400), st.integers(1, 400), st.floats(0, 1))
def test_binomial_probabilities_equal_scipy(successes, trials, share):
    assert binomial_below(successes, trials, share) == pytest.approx(
        stats.binom.cdf(successes, trials, share), rel=1e-7, abs=1e-12
    )


@pytest.mark.parametrize("share", [0.5, 0.95])
def test_a_million_trials_keep_their_digits(share):
    at = round(1_000_000 * share) + 300

    assert binomial_below(at, 1_000_000, share) == pytest.approx(
        stats.binom.cdf(at, 1_000_000, share), rel=1e-7
    )


@pytest.mark.parametrize(
    ("x", "rest", "a", "b"),
    [(-0.1, 1.1, 1, 1), (0.2, 0.2, 1, 1), (0.5, 0.5, 0, 1), (float("nan"), 0.5, 1, 1)],
)
def test_what_is_no_beta_distribution_is_refused(x, rest, a, b):
    with pytest.raises(ValueError, match="Expected shapes above 0"):
        beta_below(x, rest, a, b)


@pytest.mark.parametrize(("f", "above", "below"), [(-1, 1, 1), (1, 0, 1), (float("nan"), 1, 1)])
def test_what_is_no_f_is_refused(f, above, below):
    with pytest.raises(ValueError, match="Expected an F of at least 0"):
        f_tail(f, above, below)


@pytest.mark.parametrize(("trials", "share"), [(0, 0.5), (5, 1.5)])
def test_what_is_no_trial_is_refused(trials, share):
    with pytest.raises(ValueError, match="Expected at least 1 trial"):
        binomial_below(1, trials, share)
