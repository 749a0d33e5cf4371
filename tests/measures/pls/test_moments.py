import numpy as np
import pytest

from heed.measures.pls import moments as subject
from heed.measures.pls.moments import moments, resampled

RNG = np.random.default_rng(11)
VALUES = RNG.normal(5, [1.0, 200.0, 0.01], size=(50, 3))
WEIGHTS = RNG.uniform(0.5, 2, 50)


def test_moments_are_those_of_numpy():
    found = moments(VALUES, WEIGHTS)

    np.testing.assert_allclose(found.means, np.average(VALUES, axis=0, weights=WEIGHTS))
    expected = np.cov(VALUES.T, aweights=WEIGHTS, ddof=0)
    np.testing.assert_allclose(found.covariances, expected, rtol=1e-9)
    np.testing.assert_allclose(found.spreads**2, np.diag(expected), rtol=1e-9)
    np.testing.assert_allclose(np.diag(found.correlations), 1)


def test_resamples_are_drawn_with_replacement_and_keep_the_weights():
    batches = list(resampled(VALUES, WEIGHTS, 600, np.random.default_rng(4)))

    assert [len(batch.means) for batch in batches] == [250, 250, 100]
    drawn = np.random.default_rng(4).integers(50, size=(250, 50))[7]
    expected = moments(VALUES[drawn], WEIGHTS[drawn])
    np.testing.assert_allclose(batches[0].means[7], expected.means)
    np.testing.assert_allclose(batches[0].covariances[7], expected.covariances, rtol=1e-8)


def test_means_scatter_over_resamples_as_theory_says():
    batches = resampled(VALUES, np.ones(50), 2000, np.random.default_rng(4))
    means = np.concatenate([batch.means for batch in batches])

    assert means.std(axis=0) == pytest.approx(VALUES.std(axis=0) / np.sqrt(50), rel=0.06)


def test_more_cases_than_are_taken_at_once_make_no_difference():
    many = np.tile(VALUES, (200, 1))

    assert len(many) > 2 * subject.CASES_AT_ONCE
    np.testing.assert_allclose(
        moments(many, np.tile(WEIGHTS, 200)).covariances, moments(VALUES, WEIGHTS).covariances
    )
