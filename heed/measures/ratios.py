"""The ratio of two means, such as what is got over what is given, with Fieller's interval."""

from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.linearised import FEW, column_means
from heed.measures.student import student_t_quantile
from heed.measures.weights import effective_n


def ratio_of_means(
    above: ArrayLike,
    below: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Return one mean divided by another of the same persons, with Fieller's interval.

    Parameters
    ----------
    above, below : array_like of float, shape (n,)
        Amounts of the same persons, on scales with a true zero; nan where unknown. A person with
        one of them unknown is left out.
    weights : array_like of float, shape (n,), optional
        How many people each person stands for; all alike by default.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        The ratio. Bounds are nan (flag UNDECIDED) where the lower mean cannot be told from 0: the
        ratio may then be anything. Value nan where that mean is 0.

    Raises
    ------
    ValueError
        If the two differ in length, a value is infinite or the weights do not fit.

    Notes
    -----
    The interval holds every ratio r for which mean(above - r · below) is not significantly other
    than 0: exact where both are normal, and askew as it should be. It is the ratio of means, not
    the mean of ratios, which persons with a small divisor rule.

    References
    ----------
    Fieller, E. C. (1954). Some problems in interval estimation. Journal of the Royal Statistical
    Society B, 16(2), 175-185.

    Examples
    --------
    >>> found = ratio_of_means([6, 8, 7, 9], [3, 4, 4, 4])
    >>> found.value, round(found.lower, 3), round(found.upper, 3)
    (2.0, 1.645, 2.355)
    """
    require_confidence(confidence)
    two = [np.asarray(each, dtype=float).ravel() for each in (above, below)]
    if two[0].size != two[1].size:
        raise ValueError(f"Expected as many above as below, got {two[0].size} and {two[1].size}.")
    is_known = ~np.isnan(two[0] + two[1])
    found = column_means(
        np.column_stack([np.where(is_known, each, nan) for each in two]), weights=weights
    )
    n, worth = int(found.counts[0]), effective_n(found.weights[is_known & (found.weights > 0)])
    flags = (Flag.FEW_CASES,) if worth < FEW else ()
    top, bottom = map(float, found.mean)
    value = top / bottom if bottom else nan
    if n < 2 or np.isnan(value):
        return Estimate(value, nan, nan, n, Method.FIELLER, confidence, worth, flags)
    (a, c), (_, b) = n / (n - 1) * (found.influence.T @ found.influence)
    t = float(student_t_quantile((1 + confidence) / 2, n - 1))
    lower, upper = _bounds(top, bottom, t, (float(a), float(b), float(c)))
    if np.isnan(lower):
        flags = (*flags, Flag.UNDECIDED)
    return Estimate(value, lower, upper, n, Method.FIELLER, confidence, worth, flags)


def _bounds(
    top: float, bottom: float, t: float, variances: tuple[float, float, float]
) -> tuple[float, float]:
    """Return the roots r of (top - r bottom)² = t² (a - 2 r c + r² b), nan where unbounded."""
    a, b, c = variances
    square, half, rest = bottom**2 - t**2 * b, top * bottom - t**2 * c, top**2 - t**2 * a
    if square <= 0:
        return nan, nan
    root = sqrt(max(0.0, half**2 - square * rest))
    return (half - root) / square, (half + root) / square
