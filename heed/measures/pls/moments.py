"""Means and covariances of the answers, once or of many resamples: all that path models need."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from heed.measures.pls.model import Floats

MOST_COUNTS = 4_000_000  # counts of cases held at once
MOST_SAMPLES = 250  # resamples taken at once
CASES_AT_ONCE = 4_096
NO_SPREAD = 1e-10  # share of the variance of all cases below which a resample has but one answer


@dataclass(frozen=True, eq=False)
class Moments:
    """Means and covariances, of one sample or of many along leading axes.

    Parameters
    ----------
    means : ndarray of float, shape (..., p)
        By weight.
    covariances : ndarray of float, shape (..., p, p)
        By weight, divided by all of it.

    Examples
    --------
    >>> found = moments(np.array([[1.0, 2], [3, 6]]), np.ones(2))
    >>> found.means, found.spreads
    (array([2., 4.]), array([1., 2.]))
    """

    means: Floats
    covariances: Floats

    @property
    def spreads(self) -> Floats:
        """Standard deviations, shape (..., p); nan where an answer never varies."""
        variances = np.diagonal(self.covariances, axis1=-2, axis2=-1)
        return np.sqrt(np.where(variances > 0, variances, np.nan))

    @property
    def correlations(self) -> Floats:
        """Shape (..., p, p); nan where an answer never varies."""
        sizes = self.spreads
        return self.covariances / (sizes[..., :, None] * sizes[..., None, :])


def moments(values: Floats, weights: Floats) -> Moments:
    """Return the moments of cases.

    Parameters
    ----------
    values : ndarray of float, shape (n, p)
        Complete cases, in any units.
    weights : ndarray of float, shape (n,)
        How much each counts; not all 0.

    Returns
    -------
    Moments
        In the units of the values.

    Examples
    --------
    >>> moments(np.array([[0.0], [3.0]]), np.array([2.0, 1.0])).means
    array([1.])
    """
    found = _weighted(values, weights[None, :])
    return Moments(found.means[0], found.covariances[0])


def resampled(
    values: Floats, weights: Floats, samples: int, rng: np.random.Generator
) -> Iterator[Moments]:
    """Yield the moments of resamples with replacement, in batches.

    Parameters
    ----------
    values : ndarray of float, shape (n, p)
        Complete cases.
    weights : ndarray of float, shape (n,)
        How much each counts; each case drawn keeps its weight.
    samples : int
        Resamples in all.
    rng : numpy.random.Generator
        Draws the cases.

    Yields
    ------
    Moments
        Of up to 250 resamples along the first axis; fewer where there are many cases.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> [len(batch.means) for batch in resampled(np.eye(5), np.ones(5), 600, rng)]
    [250, 250, 100]
    """
    n = len(values)
    most = int(np.clip(MOST_COUNTS // n, 1, MOST_SAMPLES))
    for begin in range(0, samples, most):
        counts = _counts(n, min(most, samples - begin), rng)
        yield _weighted(values, counts * weights)


def _counts(n: int, size: int, rng: np.random.Generator) -> Floats:
    """How often each of n cases is drawn in each of so many resamples."""
    drawn = rng.integers(n, size=(size, n)) + n * np.arange(size)[:, None]
    return np.bincount(drawn.ravel(), minlength=n * size).reshape(size, n).astype(float)


def _weighted(values: Floats, weights: Floats) -> Moments:
    """For each row of weights (m, n) the moments of the values (n, p)."""
    centre = values.mean(axis=0)
    scale = np.where(values.std(axis=0) > 0, values.std(axis=0), 1.0)
    p = values.shape[1]
    first, second = np.zeros((len(weights), p)), np.zeros((len(weights), p * p))
    for begin in range(0, len(values), CASES_AT_ONCE):
        some = slice(begin, begin + CASES_AT_ONCE)
        z = (values[some] - centre) / scale
        first += weights[:, some] @ z
        second += weights[:, some] @ (z[:, :, None] * z[:, None, :]).reshape(-1, p * p)
    total = weights.sum(axis=1)
    means = first / total[:, None]
    squares = second.reshape(-1, p, p) / total[:, None, None]
    covariances = squares - means[:, :, None] * means[:, None, :]
    variances = np.einsum("...jj->...j", covariances)  # a view: written to below
    variances[variances < NO_SPREAD] = 0.0
    return Moments(centre + means * scale, covariances * np.outer(scale, scale))
