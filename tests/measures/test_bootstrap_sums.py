import numpy as np
import pytest

from heed.measures.bootstrap_counts import bootstrap_counts
from heed.measures.bootstrap_sums import normal_sums


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
