import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from heed.measures.estimates import Method
from heed.measures.quantiles import median_interval, quantile_interval

samples = st.lists(st.floats(-1000, 1000), min_size=1, max_size=80)
nan = float("nan")


@pytest.mark.parametrize(
    ("n", "rank"),
    [(6, 1), (8, 1), (9, 2), (10, 2), (12, 3), (15, 4), (20, 6), (25, 8), (30, 10), (50, 18)],
)
def test_the_bounds_of_a_median_match_the_published_table(n, rank):
    # Conover (1999), Practical Nonparametric Statistics, table A3; Geigy Tables (1970), p. 103.
    found = median_interval(range(1, n + 1))

    assert (found.lower, found.upper) == (rank, n + 1 - rank)
    assert found.value == (n + 1) / 2


def test_five_cases_have_a_median_without_bounds():
    found = median_interval([1, 2, 3, 4, 5])

    assert found.value == 3
    assert not found.has_interval


@pytest.mark.parametrize(("n", "has_interval"), [(71, False), (72, True)])
def test_a_95th_percentile_needs_72_cases_for_its_upper_bound(n, has_interval):
    assert quantile_interval(range(n), 0.95).has_interval is has_interval


@given(samples, st.floats(0.01, 0.99))
def test_the_value_is_numpys_and_lies_within_its_bounds(values, probability):
    found = quantile_interval(values, probability)

    expected = np.quantile(values, probability, method="averaged_inverted_cdf")
    assert found.value == pytest.approx(expected, abs=1e-9)
    assert not found.lower > found.value
    assert not found.upper < found.value
    assert (found.n, found.method) == (len(values), Method.ORDER_STATISTICS)


@given(samples, st.floats(0.05, 0.95))
def test_the_bounds_are_those_of_scipys_quantile_test(values, probability):
    expected = stats.quantile_test(values, p=probability).confidence_interval(0.95)

    found = quantile_interval(values, probability)

    np.testing.assert_allclose([found.lower, found.upper], [expected.low, expected.high])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), min_size=1, max_size=12))
def test_counts_stand_for_repeated_values(pairs):
    values, counts = np.array(pairs).T

    found = quantile_interval(values, 0.8, counts=counts)

    repeated = quantile_interval(np.repeat(values, counts), 0.8)
    np.testing.assert_equal(
        (found.value, found.lower, found.upper, found.n),
        (repeated.value, repeated.lower, repeated.upper, repeated.n),
    )


def test_unknown_values_are_left_out():
    assert median_interval([3, nan, 5, 1]).n == 3


def test_no_known_value_has_no_median():
    found = median_interval([nan])

    assert not found.has_value
    assert found.n == 0


@pytest.mark.parametrize("probability", [0.5, 0.8, 0.95])
def test_the_interval_covers_at_least_as_often_as_it_says(probability):
    draws = np.random.default_rng(2).exponential(size=(2000, 120))
    true = -np.log(1 - probability)

    found = [quantile_interval(draw, probability) for draw in draws]

    covered = np.mean([each.lower <= true <= each.upper for each in found])
    assert 0.94 < covered < 0.985


@pytest.mark.parametrize(
    ("values", "counts", "refusal"),
    [
        pytest.param([1, float("inf")], None, "Expected finite values", id="infinite"),
        pytest.param([1, 2], [1], "a whole count of at least 0 for each value", id="shapes"),
        pytest.param([1, 2], [1, -1], "a whole count of at least 0", id="negative"),
        pytest.param([1, 2], [1, 0.5], "a whole count of at least 0", id="part of a case"),
    ],
)
def test_what_cannot_be_ordered_is_refused(values, counts, refusal):
    with pytest.raises(ValueError, match=refusal):
        median_interval(values, counts=counts)


@pytest.mark.parametrize("probability", [0, 1, 95])
def test_what_is_no_probability_is_refused(probability):
    with pytest.raises(ValueError, match="Expected a probability strictly in 0"):
        quantile_interval([1, 2], probability)
