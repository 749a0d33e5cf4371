import numpy as np
import pytest

from heed.measures.bootstrap_counts import bootstrap_counts
from heed.measures.bootstrap_sums import MANY_CASES, normal_sums
from heed.measures.drivers import Decomposition, key_drivers
from heed.measures.importance_performance import importance_performance
from heed.measures.krippendorff import Level, krippendorff_alpha
from heed.measures.omega import omega


def test_sums_spread_and_go_together_as_those_of_drawn_cases():
    cases = np.random.default_rng(1).exponential(size=(5000, 2))
    cases[:, 1] += cases[:, 0]

    found = normal_sums([cases[:2000], cases[2000:]], 4000, np.random.default_rng(2))

    drawn = np.concatenate([times @ cases for times in bootstrap_counts(5000, 4000, seed=3)])
    np.testing.assert_allclose(found.mean(axis=0), cases.sum(axis=0), rtol=2e-3)
    np.testing.assert_allclose(np.cov(found.T), np.cov(drawn.T), rtol=0.1)
    np.testing.assert_allclose(
        np.quantile(found, [0.025, 0.975], axis=0),
        np.quantile(drawn, [0.025, 0.975], axis=0),
        rtol=5e-3,
    )


def test_a_column_that_never_varies_keeps_its_sum():
    cases = np.column_stack([np.arange(100.0), np.ones(100)])

    found = normal_sums([cases], 50, np.random.default_rng(0))

    assert found[:, 1] == pytest.approx(100, rel=1e-6)


@pytest.mark.parametrize(
    "interval_of",
    [
        pytest.param(lambda rows: omega(rows, resamples=400).total, id="omega"),
        pytest.param(
            lambda rows: (
                key_drivers(
                    rows[:, :3], rows[:, 3], decomposition=Decomposition.JOHNSON, resamples=400
                ).r_squared
            ),
            id="drivers",
        ),
        pytest.param(
            lambda rows: (
                importance_performance(
                    rows[:, :2], rows[:, 2:], lowest=1, highest=7, resamples=400
                ).index
            ),
            id="importance",
        ),
        pytest.param(
            lambda rows: krippendorff_alpha(rows, level=Level.INTERVAL, resamples=400),
            id="agreement",
        ),
    ],
)
def test_intervals_of_many_cases_are_those_of_drawn_ones(interval_of):
    rng = np.random.default_rng(4)
    felt = rng.normal(size=(MANY_CASES, 1))
    rows = np.clip(np.round(4 + felt + rng.normal(size=(MANY_CASES, 4))), 1, 7)

    summed, drawn = interval_of(rows), interval_of(rows[:-1])

    assert summed.upper - summed.lower == pytest.approx(drawn.upper - drawn.lower, rel=0.25)
    assert summed.lower == pytest.approx(drawn.lower, abs=0.3 * (drawn.upper - drawn.lower))
