"""Other indices of importance in a regression, and which inputs repeat each other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.relative_weights import RANK_TOLERANCE

# Part of a repetition that an input must have to be named among those that repeat each other.
PART = 3e-5


@dataclass(frozen=True, eq=False)
class OtherIndices:
    """What can be said of inputs without sharing out what they explain.

    Parameters
    ----------
    rank : int
        Inputs that do not follow from others and vary.
    is_repeated : ndarray of bool, shape (p,)
        Which inputs follow from others.
    correlations : ndarray of float, shape (p,)
        With the outcome.
    coefficients : ndarray of float, shape (p,)
        Standardised, of the regression on all; the smallest there are where inputs repeat each
        other.
    last : ndarray of float, shape (p,)
        Share of the outcome's variance that an input adds after all others, in 0..1.

    Examples
    --------
    >>> found = other_indices([[1, 0.5, 0.6], [0.5, 1, 0.3], [0.6, 0.3, 1]])
    >>> found.coefficients.round(2), found.last.round(2)
    (array([0.6, 0. ]), array([0.27, 0.  ]))
    """

    rank: int
    is_repeated: NDArray[np.bool_]
    correlations: NDArray[np.float64]
    coefficients: NDArray[np.float64]
    last: NDArray[np.float64]


def other_indices(correlations: ArrayLike) -> OtherIndices:
    """Return coefficients, what each input adds last, and which inputs repeat each other.

    Parameters
    ----------
    correlations : array_like of float, shape (p + 1, p + 1)
        Of p inputs and, last, the outcome; 0 on the diagonal of an input without spread.

    Returns
    -------
    OtherIndices
        Of the inputs in their order.

    Notes
    -----
    Sums of inputs whose variance is next to 0 show which inputs repeat each other. What an input
    adds last is 0 for each of several copies, however much they explain together.

    References
    ----------
    Darlington, R. B. (1968). Multiple regression in psychological research and practice.
    Psychological Bulletin, 69(3), 161-182.

    Examples
    --------
    >>> copies = other_indices([[1, 1, 0.6], [1, 1, 0.6], [0.6, 0.6, 1]])
    >>> copies.rank, copies.is_repeated, copies.coefficients.round(2)
    (1, array([ True,  True]), array([0.3, 0.3]))
    """
    given = np.asarray(correlations, dtype=float)
    between, with_outcome = given[:-1, :-1], given[:-1, -1]
    values, vectors = np.linalg.eigh(between)
    is_null = values <= RANK_TOLERANCE * values[-1]
    # A constant input is no repetition, though it lowers the rank.
    is_repeated = (np.abs(vectors[:, is_null]) > PART).any(axis=1) & (np.diag(between) > 0)
    coefficients = np.linalg.pinv(between, rcond=RANK_TOLERANCE, hermitian=True) @ with_outcome
    explained = float(coefficients @ with_outcome)
    without = [_explained_without(given, at) for at in range(with_outcome.size)]
    last = np.maximum(explained - np.array(without), 0)
    return OtherIndices(int(np.sum(~is_null)), is_repeated, with_outcome, coefficients, last)


def _explained_without(correlations: NDArray[np.float64], at: int) -> float:
    kept = np.delete(np.delete(correlations, at, axis=0), at, axis=1)
    inverse = np.linalg.pinv(kept[:-1, :-1], rcond=RANK_TOLERANCE, hermitian=True)
    return float(kept[:-1, -1] @ inverse @ kept[:-1, -1])
