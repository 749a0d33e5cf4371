"""Sums over bootstrap samples of many cases, without drawing the cases."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# From here on sums over a sample are normal to far more digits than samples tell apart.
MANY_CASES = 20_000


def with_products(block: Floats) -> Floats:
    """Return the products of each two columns, as `numpy.triu_indices` counts them, then columns.

    Parameters
    ----------
    block : ndarray of float, shape (n, q)
        Some cases.

    Returns
    -------
    ndarray of float, shape (n, q (q + 1) / 2 + q)
        What covariances are made of.

    Examples
    --------
    >>> with_products(np.array([[2.0, 3.0]]))
    array([[4., 6., 9., 2., 3.]])
    """
    n, q = block.shape
    wide, at = np.empty((n, q * (q + 1) // 2 + q)), 0
    for first in range(q):
        np.multiply(block[:, first : first + 1], block[:, first:], out=wide[:, at : at + q - first])
        at += q - first
    wide[:, at:] = block
    return wide


def normal_sums(blocks: Iterable[Floats], resamples: int, random: np.random.Generator) -> Floats:
    """Return the sums of columns over bootstrap samples, drawn from their normal distribution.

    Parameters
    ----------
    blocks : iterable of ndarray of float, shape (., m)
        All n cases, some at a time; columns of about mean 0 keep most digits.
    resamples : int
        Number b of samples, each of n cases drawn with replacement.
    random : numpy.random.Generator
        Where the draws come from.

    Returns
    -------
    ndarray of float, shape (b, m)
        The sums of each sample.

    Notes
    -----
    A bootstrap sample's sums are those of n independent draws: by the central limit theorem they
    are normal with n times the mean and covariance of a case, with an error of the order of skew /
    √n. That is far below what some thousand samples tell from one another where n is MANY_CASES
    and no column is nearly always 0.

    References
    ----------
    Efron, B., & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapman & Hall.
    Section 5.

    Examples
    --------
    >>> cases = np.random.default_rng(1).normal(size=(20_000, 2))
    >>> sums = normal_sums([cases], 400, np.random.default_rng(2))
    >>> sums.shape, bool(abs(sums[:, 0].std() / 20_000**0.5 - 1) < 0.1)
    ((400, 2), True)
    """
    n, total, products = 0, np.zeros(1), np.zeros((1, 1))
    for block in blocks:
        n += len(block)
        total = total + block.sum(axis=0)
        products = products + block.T @ block
    mean = total / n
    values, vectors = np.linalg.eigh(products / n - np.outer(mean, mean))
    roots = vectors * np.sqrt(np.maximum(values, 0) * n)
    return np.asarray(total + random.normal(size=(resamples, mean.size)) @ roots.T)
