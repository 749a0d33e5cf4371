import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from heed.measures.estimates import Flag
from heed.measures.linearised import column_means, linearised_estimate, weighted_mean_estimate

nan = float("nan")
values = st.lists(st.integers(0, 10), min_size=2, max_size=40)


@settings(max_examples=30)
@given(values)
def test_equal_weights_give_the_classical_interval(answers):
    found = weighted_mean_estimate(answers, weights=[3] * len(answers))

    half = stats.t.ppf(0.975, len(answers) - 1) * stats.sem(answers)
    assert found.value == pytest.approx(np.mean(answers), abs=1e-12)
    assert found.upper - found.value == pytest.approx(half, abs=1e-9)
    assert found.effective_n == pytest.approx(len(answers))


def test_the_weighted_error_is_that_of_survey_statistics():
    # sqrt(n / (n - 1) Σ (w (y - mean))²) / Σ w, Lumley (2010), section 2.2.
    rng = np.random.default_rng(1)
    answers, weights = rng.normal(size=50), rng.uniform(0.2, 4, 50)
    mean = np.average(answers, weights=weights)
    error = np.sqrt(50 / 49 * np.sum((weights * (answers - mean)) ** 2)) / weights.sum()

    found = weighted_mean_estimate(answers, weights=weights)

    assert found.value == pytest.approx(mean, abs=1e-12)
    assert found.upper - found.value == pytest.approx(stats.t.ppf(0.975, 49) * error, abs=1e-9)


def test_weighted_intervals_hold_the_truth_as_often_as_they_say():
    # 1,000 samples of 60 drawn with unequal chances; weights put that right.
    rng = np.random.default_rng(4)
    population = rng.gamma(4, 1, 5000)
    chance = population / population.sum()
    draws = rng.choice(population, (1000, 60), p=chance)

    found = [weighted_mean_estimate(draw, weights=1 / draw) for draw in draws]

    hits = sum(each.lower <= population.mean() <= each.upper for each in found)
    assert 900 <= hits <= 980


def test_unknown_cells_leave_the_rest_of_their_row():
    found = column_means([[1, nan], [3, 4], [nan, 8]])

    np.testing.assert_allclose(found.mean, [2, 6])
    np.testing.assert_array_equal(found.counts, [2, 2])
    np.testing.assert_allclose(found.influence.sum(axis=0), [0, 0], atol=1e-12)


def test_a_case_without_weight_does_not_count():
    found = weighted_mean_estimate([1, 3, 100], weights=[1, 1, 0])

    assert (found.value, found.n) == (2, 2)


@pytest.mark.parametrize(
    ("answers", "n", "value"),
    [pytest.param([nan], 0, nan, id="none"), pytest.param([4], 1, 4.0, id="one")],
)
def test_too_few_cases_have_no_interval(answers, n, value):
    found = weighted_mean_estimate(answers)

    assert (found.n, found.has_interval) == (n, False)
    assert found.value == pytest.approx(value, nan_ok=True)
    assert found.flags == (Flag.FEW_CASES,)


def test_equal_answers_are_flagged():
    assert Flag.NO_SPREAD in weighted_mean_estimate([0.1] * 40).flags


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param([1, 2], "one row per case", id="no table"),
        pytest.param([[float("inf")]], "Expected finite values", id="infinite"),
    ],
)
def test_what_cannot_be_averaged_is_refused(table, message):
    with pytest.raises(ValueError, match=message):
        column_means(table)


def test_the_confidence_is_checked():
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        linearised_estimate(1.0, [0, 0], n=2, weights=[1, 1], confidence=95)
