"""Medians and other quantiles, with intervals that suppose no shape of the distribution."""

from bisect import bisect_left, bisect_right
from math import ceil, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.beta import binomial_below
from heed.measures.estimates import Estimate, Method, require_confidence


def quantile_interval(
    values: ArrayLike,
    probability: float,
    *,
    counts: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Return a quantile with an interval between two of the values.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        Cases in any order, in the topic's unit; nan where unknown.
    probability : float
        Share of cases that lies below, strictly between 0 and 1.
    counts : array_like of int, shape (n,), optional
        How often each value came up, so that the database can count; by default once each.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        In the unit of the values. The value is nan where no case is known, a bound where no case
        lies far enough out: the upper bound of a 95th percentile needs 72 cases.

    Raises
    ------
    ValueError
        If a value is infinite, a count is negative or not whole, shapes differ, or `probability`
        or `confidence` is not strictly between 0 and 1.

    Notes
    -----
    The quantile is the value that at least this share of cases does not exceed, and the mean of
    it and the next where the share is met exactly (definition 2 of Hyndman and Fan): it never
    lies outside its bounds. The bounds are order statistics: how many cases lie below the true
    quantile is binomial, whatever the distribution, so each bound fails with at most half of
    1 - confidence. With ties the coverage is larger. Cases are independent.

    References
    ----------
    David, H. A., & Nagaraja, H. N. (2003). Order statistics (3rd ed.). Wiley. Section 7.1.

    Hyndman, R. J., & Fan, Y. (1996). Sample quantiles in statistical packages. The American
    Statistician, 50(4), 361-365.

    Examples
    --------
    >>> hours = quantile_interval(range(1, 101), 0.9)
    >>> round(hours.value, 1), hours.lower, hours.upper
    (90.5, 84.0, 96.0)
    """
    require_confidence(confidence)
    if not 0 < probability < 1:
        raise ValueError(f"Expected a probability strictly in 0..1, got {probability!r}.")
    ordered, ends = _ordered(values, counts)
    n = int(ends[-1]) if ends.size else 0
    if n == 0:
        return Estimate(nan, nan, nan, 0, Method.ORDER_STATISTICS, confidence)

    def at(rank: int) -> float:
        """Return the value with this rank, counted from 1."""
        return float(ordered[np.searchsorted(ends, rank)]) if 1 <= rank <= n else nan

    lower_rank, upper_rank = _ranks(n, probability, (1 - confidence) / 2)
    position = round(n * probability, 9)
    first, last = max(ceil(position), 1), min(int(position) + 1, n)
    value = (at(first) + at(last)) / 2 if first < last else at(first)
    bounds = at(lower_rank), at(upper_rank)
    return Estimate(value, *bounds, n, Method.ORDER_STATISTICS, confidence)


def median_interval(
    values: ArrayLike, *, counts: ArrayLike | None = None, confidence: float = 0.95
) -> Estimate:
    """Return the median with an interval between two of the values.

    Parameters
    ----------
    values, counts, confidence
        As in `quantile_interval`.

    Returns
    -------
    Estimate
        In the unit of the values; bounds at 95 % need six cases.

    Raises
    ------
    ValueError
        As `quantile_interval`.

    Notes
    -----
    See `quantile_interval`; the interval is that of the sign test.

    References
    ----------
    David, H. A., & Nagaraja, H. N. (2003). Order statistics (3rd ed.). Wiley. Section 7.1.

    Examples
    --------
    >>> days = median_interval([1, 2, 2, 3, 4, 5, 7, 9, 12, 30])
    >>> days.value, days.lower, days.upper
    (4.5, 2.0, 12.0)
    """
    return quantile_interval(values, 0.5, counts=counts, confidence=confidence)


def _ordered(
    values: ArrayLike, counts: ArrayLike | None
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the known values in order and the rank at which each ends."""
    given = np.asarray(values, dtype=float)
    times = np.ones(given.shape) if counts is None else np.asarray(counts, dtype=float)
    if times.shape != given.shape or not np.all((times >= 0) & (times == np.floor(times))):
        raise ValueError(f"Expected a whole count of at least 0 for each value, got {counts!r}.")
    is_known = ~np.isnan(given) & (times > 0)
    known, often = given[is_known], times[is_known]
    if not np.all(np.isfinite(known)):
        raise ValueError("Expected finite values; an unknown one is nan, not infinite.")
    order = np.argsort(known, kind="stable")
    return known[order], np.cumsum(often[order]).astype(np.int64)


def _ranks(n: int, probability: float, tail: float) -> tuple[int, int]:
    """Return the ranks of both bounds; 0 and n + 1 where there is none."""
    below = range(n + 1)
    lower = bisect_right(below, tail, key=lambda rank: binomial_below(rank, n, probability))
    upper = bisect_left(below, 1 - tail, key=lambda rank: binomial_below(rank, n, probability))
    return lower, upper + 1
