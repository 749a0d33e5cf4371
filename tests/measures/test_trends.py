import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from heed.measures.trends import theil_sen_trend

series = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9)), min_size=4, max_size=40)


@given(series)
def test_the_trend_equals_scipy(points):
    t, y = np.array([(0, 1), (13, 5), *points], dtype=float).T

    found = theil_sen_trend(t, y)

    expected = stats.theilslopes(y, t, alpha=0.95)
    assert found.slope.value == pytest.approx(expected.slope)
    assert found.tau == pytest.approx(stats.kendalltau(t, y).statistic)
    # SciPy rounds to the nearest rank, Heed outwards; nan where no rank lies far enough out.
    assert not found.slope.lower > expected.low_slope + 1e-12
    assert not found.slope.upper < expected.high_slope - 1e-12


def test_the_interval_of_many_values_equals_scipy():
    rng = np.random.default_rng(12)
    t, y = np.arange(150.0), np.arange(150) / 50 + rng.normal(size=150)

    found = theil_sen_trend(t, y)

    expected = stats.theilslopes(y, t, alpha=0.95)
    assert found.slope.lower == pytest.approx(expected.low_slope, abs=1e-5)
    assert found.slope.upper == pytest.approx(expected.high_slope, abs=1e-5)


def test_kendalls_test_matches_the_published_example():
    # Gilbert (1987), Statistical Methods for Environmental Pollution Monitoring, section 16.4.2:
    # S = 16, n = 10 without ties has variance 125, so Z = 15 / sqrt(125).
    y = [10, 15, 14, 20, 19, 16, 25, 18, 17, 24]
    score = sum(np.sign(y[j] - y[i]) for i in range(10) for j in range(i + 1, 10))

    found = theil_sen_trend(range(10), y)

    assert found.p == pytest.approx(2 * stats.norm.sf((abs(score) - 1) / np.sqrt(125)))


def test_without_a_trend_it_is_rarely_seen():
    draws = np.random.default_rng(6).integers(1, 8, size=(1500, 25))

    seen = [theil_sen_trend(range(25), draw) for draw in draws]

    share = np.mean([trend.is_rising or trend.is_falling for trend in seen])
    # 5 % less what the correction for continuity takes; three standard errors are 1.7 %.
    assert 0.025 < share < 0.067


def test_a_known_slope_is_recovered_in_spite_of_wild_values():
    rng = np.random.default_rng(1)
    t = np.arange(200.0)
    y = 8 - 0.02 * t + rng.normal(0, 0.5, 200)
    y[::10] = 100

    found = theil_sen_trend(t, y)

    assert found.slope.lower <= -0.02 <= found.slope.upper
    assert found.is_falling


def test_many_values_are_thinned_in_the_order_of_time():
    t = np.arange(20_000.0)

    found = theil_sen_trend(t[::-1], 3 * t[::-1])

    assert found.slope.value == pytest.approx(3)
    assert found.slope.n == 1500


def test_equal_values_have_no_trend():
    found = theil_sen_trend([1, 2, 3, 4], [5, 5, 5, 5])

    assert found.slope.value == 0
    assert (found.p, found.is_rising, found.is_falling) == (1, False, False)


@pytest.mark.parametrize(
    ("times", "values", "refusal"),
    [
        pytest.param([1, 2], [1], "Expected a time for each value", id="shapes"),
        pytest.param([1, 2], [1, 2], "at least 3 known values", id="too few"),
        pytest.param([1, 1, 1], [1, 2, 3], "of at least two times, got 3 of 1", id="one time"),
        pytest.param([1, 2, 3], [1, 2, float("inf")], "finite times and values", id="infinite"),
    ],
)
def test_what_has_no_trend_is_refused(times, values, refusal):
    with pytest.raises(ValueError, match=refusal):
        theil_sen_trend(times, values)
