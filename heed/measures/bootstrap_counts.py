"""How often each case is drawn into bootstrap samples, so that one product serves all samples."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from heed.measures.bootstrap_sums import MANY_CASES

# How many counts are held at once.
MOST_COUNTS = 2_000_000


def bootstrap_patterns(
    rows: NDArray[np.float64], resamples: int, *, seed: int
) -> tuple[NDArray[np.float64], Iterator[NDArray[np.float64]]]:
    """Return rows, and how often each of them is drawn into each sample.

    Parameters
    ----------
    rows : ndarray of float, shape (n, m)
        One a case; many may be equal.
    resamples : int
        Samples in all, each of n cases drawn with replacement.
    seed : int
        Of the draws; the same seed gives the same samples.

    Returns
    -------
    rows : ndarray of float, shape (r, m)
        As given; from MANY_CASES cases on each different row once.
    counts : iterator of ndarray of float, shape (b, r)
        As `bootstrap_counts`; each row adds up to n.

    Notes
    -----
    Equal cases need not be told apart: how often any of them is drawn is multinomial.

    Examples
    --------
    >>> rows, counts = bootstrap_patterns(np.zeros((20_000, 2)), 3, seed=1)
    >>> rows, next(counts).ravel()
    (array([[0., 0.]]), array([20000., 20000., 20000.]))
    """
    n = len(rows)
    if n < MANY_CASES:
        return rows, bootstrap_counts(n, resamples, seed=seed)
    patterns, times = np.unique(rows, axis=0, return_counts=True)
    random = np.random.default_rng(seed)
    at_once = max(1, MOST_COUNTS // len(patterns))
    sizes = [min(at_once, resamples - at) for at in range(0, resamples, at_once)]
    return patterns, (random.multinomial(n, times / n, size=size).astype(float) for size in sizes)


def bootstrap_counts(n: int, resamples: int, *, seed: int) -> Iterator[NDArray[np.float64]]:
    """Yield how often each case is drawn into each sample, some samples at a time.

    Parameters
    ----------
    n : int
        Cases, and draws in each sample; at least 1.
    resamples : int
        Samples in all.
    seed : int
        Of the draws; the same seed gives the same samples.

    Yields
    ------
    ndarray of float, shape (b, n)
        Counts of whole numbers; each row adds up to n.

    Notes
    -----
    Sums over the samples are `counts @ columns`. Memory does not grow with the number of samples.

    References
    ----------
    Efron, B., & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapman & Hall.

    Examples
    --------
    >>> counts = np.concatenate(list(bootstrap_counts(5, 3, seed=1)))
    >>> counts.shape, counts.sum(axis=1)
    ((3, 5), array([5., 5., 5.]))
    """
    random = np.random.default_rng(seed)
    at_once = max(1, MOST_COUNTS // n)
    for start in range(0, resamples, at_once):
        size = min(at_once, resamples - start)
        drawn = random.integers(n, size=(size, n)) + np.arange(size)[:, np.newaxis] * n
        counts = np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n)
        yield counts.astype(float)
