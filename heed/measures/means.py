"""Means and their intervals from counts and sums, so that the database can add up."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Method, require_confidence
from heed.measures.student import student_t_quantile

# How far rounding may push the sum of squared deviations below zero, relative to the squares.
ROUNDING = 1e-9


class MeanIntervals(NamedTuple):
    """Means with their intervals; `has_interval` is false where fewer than two cases are known.

    Examples
    --------
    >>> mean_interval([1, 0], [6, 0], [36, 0]).has_interval
    array([False, False])
    """

    mean: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    has_interval: NDArray[np.bool_]


def mean_interval(
    n: ArrayLike, total: ArrayLike, total_of_squares: ArrayLike, *, confidence: float = 0.95
) -> MeanIntervals:
    """Return each mean with its t interval, from the count, the sum and the sum of squares.

    Parameters
    ----------
    n : array_like of int, shape (k,)
        Cases in each group; at least 0.
    total : array_like of float, shape (k,)
        Sum of the values, in their unit; anything where n is 0.
    total_of_squares : array_like of float, shape (k,)
        Sum of the squared values, in their unit squared; anything where n is 0.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    MeanIntervals
        Arrays of shape (k,) in the unit of the values. No case: all nan. One case: the mean
        alone, the bounds are nan. `has_interval` tells which groups have bounds.

    Raises
    ------
    ValueError
        If a count is negative, a sum of squares is smaller than its count and sum allow, or
        `confidence` is not strictly between 0 and 1.

    Notes
    -----
    Cases are independent, and their mean is about normal: true of bounded answers from some
    twenty cases on, not of skewed amounts of money, for which far more are needed. Where all
    values are equal the interval has no width, which says nothing of the precision.
    Sums lose digits where values are large against their spread: subtract a constant first.

    References
    ----------
    Student (1908). The probable error of a mean. Biometrika, 6(1), 1-25.

    Examples
    --------
    >>> found = mean_interval(4, 20, 110)  # 3, 4, 6, 7
    >>> float(found.mean), round(float(found.lower), 3), round(float(found.upper), 3)
    (5.0, 2.095, 7.905)
    """
    require_confidence(confidence)
    count, sums, squares = np.broadcast_arrays(
        *(np.asarray(given, dtype=float) for given in (n, total, total_of_squares))
    )
    if not np.all(count >= 0):
        raise ValueError(f"Expected counts of at least 0, got {n!r}.")
    mean = _ratio(sums, count)
    deviations = _squared_deviations(count, mean, squares)
    has_interval = count >= 2
    degrees = np.where(has_interval, count - 1, 1)
    error = np.sqrt(_ratio(deviations, count * np.where(has_interval, degrees, 0)))
    half = student_t_quantile((1 + confidence) / 2, degrees) * error
    return MeanIntervals(mean, mean - half, mean + half, has_interval)


def mean_estimate(
    n: int, total: float, total_of_squares: float, *, confidence: float = 0.95
) -> Estimate:
    """Return one mean with its t interval, from the count, the sum and the sum of squares.

    Parameters
    ----------
    n : int
        Cases; at least 0.
    total, total_of_squares : float
        Sum of the values, in their unit, and of their squares.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        In the unit of the values; nan where no case, bounds nan where fewer than two are known.

    Raises
    ------
    ValueError
        As `mean_interval`.

    Notes
    -----
    See `mean_interval`.

    References
    ----------
    Student (1908). The probable error of a mean. Biometrika, 6(1), 1-25.

    Examples
    --------
    >>> perceived = mean_estimate(4, 20, 110)
    >>> perceived.value, perceived.n
    (5.0, 4)
    """
    found = mean_interval(n, total, total_of_squares, confidence=confidence)
    bounds = float(found.lower), float(found.upper)
    return Estimate(float(found.mean), *bounds, n, Method.STUDENT_T, confidence)


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the ratio, nan where the divisor is zero."""
    ratio = np.full(above.shape, np.nan)
    np.divide(above, below, out=ratio, where=below > 0)
    return ratio


def _squared_deviations(
    count: NDArray[np.float64], mean: NDArray[np.float64], squares: NDArray[np.float64]
) -> NDArray[np.float64]:
    deviations = np.where(count > 0, squares - count * mean**2, 0.0)
    if not np.all(deviations >= -ROUNDING * np.abs(np.where(count > 0, squares, 0.0))):
        raise ValueError(
            "Expected sums of squares of at least the squared sum divided by the count, "
            f"got {squares!r} for counts {count!r} and means {mean!r}."
        )
    return np.maximum(deviations, 0.0)
