"""Weights of answers: checked, summed, and what unequal ones cost."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.refusals import Refusal, gettext_noop


def checked_weights(weights: ArrayLike | None, n: int) -> NDArray[np.float64]:
    """Return the weight of each case, 1 each where none are given.

    Parameters
    ----------
    weights : array_like of float, shape (n,), or None
        How many people each case stands for; at least 0, not all 0.
    n : int
        Cases.

    Returns
    -------
    ndarray of float, shape (n,)
        The weights.

    Raises
    ------
    ValueError
        If there is not one weight a case, one is negative or not a number, or all are 0.

    Examples
    --------
    >>> checked_weights(None, 3)
    array([1., 1., 1.])
    """
    if weights is None:
        return np.ones(n)
    given = np.asarray(weights, dtype=float)
    if given.shape != (n,):
        raise ValueError(f"Expected one weight for each of {n} cases, got shape {given.shape}.")
    if not np.all(np.isfinite(given) & (given >= 0)):
        raise Refusal(
            gettext_noop("Expected weights of at least 0, got %(lowest_given)s."),
            lowest_given=repr(given.min()),
        )
    if n and not given.any():
        raise Refusal(gettext_noop("Expected at least one weight above 0, got only zeros."))
    return given


def effective_n(weights: ArrayLike) -> float:
    """Return how many cases of equal weight would be as precise (Kish).

    Parameters
    ----------
    weights : array_like of float, shape (n,)
        Weights of at least 0.

    Returns
    -------
    float
        In 0..n; n where all weights are equal, 0 without cases.

    Raises
    ------
    ValueError
        If a weight is negative or not a number, or all are 0.

    Notes
    -----
    The squared sum of the weights over the sum of their squares. It supposes that weights have
    nothing to do with the answers; weights from raking often cost less than this says.

    References
    ----------
    Kish, L. (1965). Survey Sampling. New York: Wiley, section 11.7.

    Examples
    --------
    >>> effective_n([1, 1, 1, 1]), round(effective_n([1, 1, 1, 3]), 2)
    (4.0, 3.0)
    """
    given = np.asarray(weights, dtype=float).ravel()
    if not given.size:
        return 0.0
    given = checked_weights(given, given.size)
    return float(given.sum() ** 2 / (given**2).sum())
