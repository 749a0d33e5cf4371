import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from heed.measures.estimates import Method
from heed.measures.means import mean_estimate, mean_interval

answers = st.lists(st.integers(1, 7), min_size=2, max_size=60)


def sums(values: np.ndarray) -> tuple[int, float, float]:
    return values.size, float(values.sum()), float((values**2).sum())


def test_mean_interval_matches_a_published_sample():
    # Student (1908), Biometrika 6:20, the ten additional hours of sleep: mean 0.75, s 1.70 (n).
    sleep = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])

    found = mean_interval(*sums(sleep))

    assert float(found.mean) == pytest.approx(0.75)
    # R: t.test(sleep$extra[1:10])$conf.int
    assert float(found.lower) == pytest.approx(-0.5297804, abs=1e-7)
    assert float(found.upper) == pytest.approx(2.0297804, abs=1e-7)


@given(answers, st.sampled_from([0.8, 0.95, 0.99]))
def test_mean_interval_equals_scipy(values, confidence):
    sample = np.array(values, dtype=float)
    error = stats.sem(sample)

    found = mean_interval(*sums(sample), confidence=confidence)

    half = stats.t.ppf((1 + confidence) / 2, sample.size - 1) * error
    assert float(found.lower) == pytest.approx(sample.mean() - half, abs=1e-7)
    assert float(found.upper) == pytest.approx(sample.mean() + half, abs=1e-7)


def test_groups_are_reckoned_at_once():
    found = mean_interval([4, 1, 0], [20, 6, 0], [110, 36, 0])

    np.testing.assert_allclose(found.mean, [5, 6, np.nan])
    np.testing.assert_allclose(found.lower, [2.094837, np.nan, np.nan], atol=1e-6)
    np.testing.assert_array_equal(found.has_interval, [True, False, False])


@given(answers, st.integers(-50, 50))
def test_the_interval_moves_with_the_values(values, by):
    sample = np.array(values, dtype=float)

    before, after = mean_interval(*sums(sample)), mean_interval(*sums(sample + by))

    assert float(after.lower) == pytest.approx(float(before.lower) + by, abs=1e-6)
    assert float(after.upper) == pytest.approx(float(before.upper) + by, abs=1e-6)


def test_equal_values_have_an_interval_without_width():
    found = mean_interval(3, 0.3, 0.03)

    assert float(found.lower) == pytest.approx(0.1)
    assert float(found.upper) == pytest.approx(0.1)


@pytest.mark.parametrize("n", [5, 20, 80])
def test_mean_interval_covers_the_mean_as_often_as_it_says(n):
    samples = np.random.default_rng(7).normal(3.0, 2.0, size=(20_000, n))

    found = mean_interval(np.full(20_000, n), samples.sum(axis=1), (samples**2).sum(axis=1))

    covered = np.mean((found.lower <= 3.0) & (found.upper >= 3.0))
    # Three standard errors of 20,000 draws are 0.0046.
    assert covered == pytest.approx(0.95, abs=0.0046)


def test_mean_interval_of_answers_from_1_to_7_covers_about_as_often_as_it_says():
    shares = [0.02, 0.03, 0.05, 0.10, 0.25, 0.30, 0.25]
    samples = np.random.default_rng(7).choice(np.arange(1, 8), p=shares, size=(20_000, 20))

    found = mean_interval(np.full(20_000, 20), samples.sum(axis=1), (samples**2).sum(axis=1))

    true_mean = np.dot(np.arange(1, 8), shares)
    assert np.mean((found.lower <= true_mean) & (found.upper >= true_mean)) > 0.935


def test_sums_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="Expected sums of squares of at least"):
        mean_interval(2, 10, 49)


def test_negative_counts_are_refused():
    with pytest.raises(ValueError, match="Expected counts of at least 0"):
        mean_interval(-1, 0, 0)


def test_an_estimate_names_what_it_rests_on():
    found = mean_estimate(1, 6, 36, confidence=0.9)

    assert (found.value, found.n, found.method, found.confidence) == (6, 1, Method.STUDENT_T, 0.9)
    assert (found.has_value, found.has_interval) == (True, False)
