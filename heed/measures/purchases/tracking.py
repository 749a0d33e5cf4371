"""Purchases as they came, period by period, beside those a model expects."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Expected = Callable[[Floats], Floats]


@dataclass(frozen=True, eq=False)
class Tracking:
    """Repeat purchases of each period, as they came and as expected.

    Parameters
    ----------
    until : ndarray of float, shape (k,)
        Where each period ends, on the clock of the purchases; it begins where the last one ended,
        the first one at 0.
    actual : ndarray of int, shape (k,)
        Repeat purchases in the period.
    expected : ndarray of float, shape (k,)
        The same by the model.
    customers : ndarray of int, shape (k,)
        Customers who had bought for the first time before the period's end.

    Examples
    --------
    >>> tracking([0, 0.5], [1.2, 1.9, 3], lambda t: 0.8 * t, periods=2).cumulative_actual
    array([0, 2])
    """

    until: Floats
    actual: Integers
    expected: Floats
    customers: Integers

    @property
    def cumulative_actual(self) -> Integers:
        return np.cumsum(self.actual)

    @property
    def cumulative_expected(self) -> Floats:
        return np.cumsum(self.expected)

    @property
    def bias(self) -> Floats:
        """How far expected purchases, up to each end, are above the actual ones; a share of them.

        Nan before the first of them.
        """
        actual = np.where(self.cumulative_actual > 0, self.cumulative_actual, np.nan)
        return np.asarray(self.cumulative_expected / actual - 1)


def tracking(
    born: ArrayLike,
    bought: ArrayLike,
    expected_of_new: Expected,
    *,
    periods: int,
    length: float = 1.0,
) -> Tracking:
    """Return repeat purchases period by period beside those expected.

    Parameters
    ----------
    born : array_like of float, shape (n,)
        When each customer bought for the first time: at least 0, on a clock that starts with the
        first period, in the unit of the model.
    bought : array_like of float, shape (m,)
        When any customer bought again, on the same clock; those after the last period are not
        counted.
    expected_of_new : callable
        Purchases a model expects of a new customer after the first one within times (array to
        array).
    periods : int
        Periods to look at, at least 1.
    length : float, default 1
        Of a period, in the unit of the model.

    Returns
    -------
    Tracking
        Of all periods.

    Raises
    ------
    ValueError
        If there are no customers or periods, or a time is not known or below 0.

    Notes
    -----
    Customers are tracked from their own first purchase on, each cohort by the same curve. Periods
    hold their start and not their end. A model is fitted on the first periods: what comes after is
    the test. One that follows the sum but not the periods misses a season or a campaign.

    References
    ----------
    Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science, 24(2), 275-284. Figures 3 and 4.

    Examples
    --------
    >>> found = tracking([0, 0.5], [1.2, 1.9, 3], lambda t: 0.8 * t, periods=2)
    >>> found.actual, found.expected.round(2)
    (array([0, 2]), array([1.2, 1.6]))
    """
    born, bought = _times(born, "first purchases"), _times(bought, "repeat purchases")
    if not born.size or periods < 1 or not length > 0:
        raise ValueError(
            "Expected customers, at least 1 period and a length above 0, got "
            f"{born.size} customers, {periods!r} periods of {length!r}."
        )
    until: Floats = float(length) * np.arange(1.0, periods + 1)
    ends = np.searchsorted(until, bought, side="right")
    actual = np.bincount(ends, minlength=periods + 1)[:periods].astype(np.int64)
    cohorts, customers = np.unique(born, return_counts=True)
    ages = until[:, np.newaxis] - cohorts
    expected = np.asarray(expected_of_new(np.maximum(ages, 0.0).ravel()))
    total = expected.reshape(ages.shape) @ customers.astype(float)
    return Tracking(
        until,
        actual,
        np.diff(total, prepend=0.0),
        ((ages > 0) @ customers).astype(np.int64),
    )


def _times(values: ArrayLike, what: str) -> Floats:
    times = np.asarray(values, dtype=float).ravel()
    is_wrong = ~(np.isfinite(times) & (times >= 0))
    if is_wrong.any():
        raise ValueError(f"Expected times of {what} from 0 on, got {float(times[is_wrong][0])!r}.")
    return times
