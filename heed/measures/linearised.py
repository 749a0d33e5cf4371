"""Errors of means and of what is worked out from means, by each case's influence on them."""

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.beta import f_tail
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.student import student_t_quantile
from heed.measures.weights import checked_weights, effective_n

# Fewer cases of equal weight than this are an indication, no more.
FEW = 30
# A spread this small beside the value is rounding.
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class ColumnMeans:
    """Means of columns, with how far each case pulls each of them.

    Parameters
    ----------
    mean : ndarray of float, shape (k,)
        Weighted mean of each column over its known cells; nan where there is none.
    influence : ndarray of float, shape (n, k)
        How much each case moves each mean; 0 where its cell is not known. A column sums to 0.
    counts : ndarray of int, shape (k,)
        Known cells with a weight above 0.
    weights : ndarray of float, shape (n,)
        Of the cases.

    Examples
    --------
    >>> column_means([[1, 2], [3, 4], [5, float("nan")]]).mean
    array([3., 3.])
    """

    mean: NDArray[np.float64]
    influence: NDArray[np.float64]
    counts: NDArray[np.int64]
    weights: NDArray[np.float64]


def column_means(values: ArrayLike, *, weights: ArrayLike | None = None) -> ColumnMeans:
    """Return the mean of each column over its known cells, with each case's influence.

    Parameters
    ----------
    values : array_like of float, shape (n, k)
        One row per case; nan where unknown.
    weights : array_like of float, shape (n,), optional
        How many people each case stands for; all alike by default.

    Returns
    -------
    ColumnMeans
        Means, influences and counts.

    Raises
    ------
    ValueError
        If `values` is no table, a value is infinite, or the weights do not fit.

    Notes
    -----
    Every cell that is known counts, whatever else its row lacks (pairwise complete). A function of
    the means has as influence the sum of its derivatives times these; see `linearised_estimate`.

    References
    ----------
    Deville, J.-C. (1999). Variance estimation for complex statistics and estimators: linearization
    and residual techniques. Survey Methodology, 25(2), 193-203.

    Examples
    --------
    >>> found = column_means([[1], [3], [8]], weights=[2, 1, 1])
    >>> found.mean, found.influence.ravel(), found.counts
    (array([3.25]), array([-1.125 , -0.0625,  1.1875]), array([3]))
    """
    table = np.asarray(values, dtype=float)
    if table.ndim != 2:
        raise ValueError(f"Expected a table, one row per case, got shape {table.shape}.")
    if np.any(np.isinf(table)):
        raise ValueError("Expected finite values; an unknown one is nan, not infinite.")
    given = checked_weights(weights, len(table))
    is_known = ~np.isnan(table) & (given > 0)[:, None]
    part = np.where(is_known, given[:, None], 0.0)
    totals = part.sum(axis=0)
    part = np.divide(part, totals, out=np.zeros(part.shape), where=totals > 0)
    filled = np.where(is_known, table, 0.0)
    mean = np.where(totals > 0, np.sum(part * filled, axis=0), nan)
    influence = part * np.where(is_known, filled - np.where(totals > 0, mean, 0.0), 0.0)
    return ColumnMeans(mean, influence, is_known.sum(axis=0), given)


def linearised_estimate(
    value: float,
    influence: ArrayLike,
    *,
    n: int,
    weights: ArrayLike,
    method: Method = Method.DELTA,
    confidence: float = 0.95,
) -> Estimate:
    """Return a value with the t interval that follows from each case's influence on it.

    Parameters
    ----------
    value : float
        The estimate, in any unit.
    influence : array_like of float, shape (m,)
        How much each case moves it, in that unit; cases outside it have 0.
    n : int
        Cases it rests on, at most m.
    weights : array_like of float, shape (n,)
        Of the cases it rests on; they tell `effective_n`.
    method : Method, default DELTA
        STUDENT_T where the value is a plain mean, so that the interval is exact.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        In the unit of `value`; bounds nan where fewer than two cases are known.

    Raises
    ------
    ValueError
        If `confidence` is not strictly between 0 and 1.

    Notes
    -----
    The squared error is n / (n - 1) times the sum of squared influences: for a mean of equal
    weights the classical s² / n, for weighted means the linearised (Taylor) error of survey
    statistics. Cases are independent. Flags: FEW_CASES below 30 effective cases, NO_SPREAD where
    no case differs from the others.

    References
    ----------
    Deville, J.-C. (1999). Variance estimation for complex statistics and estimators: linearization
    and residual techniques. Survey Methodology, 25(2), 193-203.

    Lumley, T. (2010). Complex surveys: a guide to analysis using R. Wiley. Section 2.2.

    Examples
    --------
    >>> values = column_means([[3], [4], [6], [7]])
    >>> found = linearised_estimate(5.0, values.influence, n=4, weights=[1, 1, 1, 1])
    >>> round(found.lower, 3), round(found.upper, 3)
    (2.095, 7.905)
    """
    require_confidence(confidence)
    worth = effective_n(weights)
    flags = (Flag.FEW_CASES,) if worth < FEW else ()
    if n < 2 or np.isnan(value):
        return Estimate(value, nan, nan, n, method, confidence, worth, flags)
    error = linearised_error(influence, n)
    if error <= ROUNDING * max(1.0, abs(value)):
        flags = (*flags, Flag.NO_SPREAD)
    half = float(student_t_quantile((1 + confidence) / 2, n - 1)) * error
    return Estimate(value, value - half, value + half, n, method, confidence, worth, flags)


def linearised_error(influence: ArrayLike, n: int) -> float:
    """Return the standard error that follows from each case's influence.

    Parameters
    ----------
    influence : array_like of float, shape (m,)
        How much each case moves the value, in its unit.
    n : int
        Cases it rests on.

    Returns
    -------
    float
        At least 0, in the unit of the value; nan below two cases.

    Examples
    --------
    >>> round(linearised_error(column_means([[3], [4], [6], [7]]).influence, 4), 4)
    0.9129
    """
    if n < 2:
        return nan
    pulls = np.asarray(influence, dtype=float).ravel()
    return sqrt(n / (n - 1) * float(pulls @ pulls))


def mean_test(values: ArrayLike, *, weights: ArrayLike | None = None) -> tuple[float, float]:
    """Return t and the two-sided p of the test that a mean is 0.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        Known values, such as differences of pairs.
    weights : array_like of float, shape (n,), optional
        How many people each case stands for, above 0; all alike by default.

    Returns
    -------
    t, p : float
        p in 0..1; both nan below two cases or where all values are equal.

    Raises
    ------
    ValueError
        If a value is infinite or the weights do not fit.

    References
    ----------
    Student (1908). The probable error of a mean. Biometrika, 6(1), 1-25.

    Examples
    --------
    >>> t, p = mean_test([1, 2, 4])
    >>> round(t, 3), round(p, 4)
    (2.646, 0.1181)
    """
    found = column_means(np.asarray(values, dtype=float).reshape(-1, 1), weights=weights)
    n, mean = int(found.counts[0]), float(found.mean[0])
    error = linearised_error(found.influence, n)
    if not error > ROUNDING * max(1.0, abs(mean)):
        return nan, nan
    t = mean / error
    return t, f_tail(t * t, 1, n - 1)


def weighted_mean_estimate(
    values: ArrayLike, *, weights: ArrayLike | None = None, confidence: float = 0.95
) -> Estimate:
    """Return the weighted mean of known values with its t interval.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        In any unit; nan where unknown.
    weights : array_like of float, shape (n,), optional
        How many people each case stands for; all alike by default.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        In the unit of the values; n counts the known ones with a weight above 0.

    Raises
    ------
    ValueError
        If a value is infinite, the weights do not fit or `confidence` is out of range.

    Notes
    -----
    With equal weights the interval of Student; else see `linearised_estimate`. Do not use it for
    frequencies: a weight of 3 does not make three cases.

    References
    ----------
    Student (1908). The probable error of a mean. Biometrika, 6(1), 1-25.

    Examples
    --------
    >>> found = weighted_mean_estimate([1, 3, 8], weights=[2, 1, 1])
    >>> found.value, found.n, round(found.effective_n, 2)
    (3.25, 3, 2.67)
    """
    found = column_means(np.asarray(values, dtype=float).reshape(-1, 1), weights=weights)
    is_known = ~np.isnan(np.asarray(values, dtype=float).ravel()) & (found.weights > 0)
    return linearised_estimate(
        float(found.mean[0]),
        found.influence,
        n=int(found.counts[0]),
        weights=found.weights[is_known],
        method=Method.STUDENT_T,
        confidence=confidence,
    )
