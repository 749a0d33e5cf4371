"""Predictions held against what customers bought later, by group, beside what came."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Flag, Method
from heed.measures.means import mean_interval
from heed.measures.purchases.cells import checked_histories

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
FEW = 30
DECILES = 10
MOST_APART = 7


@dataclass(frozen=True, eq=False)
class Holdout:
    """Customers as they were known at the end of calibration, and what they bought later.

    Parameters
    ----------
    x, t_x, T : ndarray of float, shape (n,)
        Repeat purchases, time of the last one and time observed until the end of calibration.
    actual : ndarray of float, shape (n,)
        Purchases in the time after it.
    length : float
        Of that time, in the unit of T.
    rows : ndarray of int, shape (n,)
        The places of these customers among those given.
    born_later : int
        Customers left out since they first bought after the end of calibration.

    Examples
    --------
    >>> found = holdout_of([0, 2, 0], [0, 5, 0], [9, 9, -3], [1, 4, 2], length=9)
    >>> found.n, found.born_later
    (2, 1)
    """

    x: Floats
    t_x: Floats
    T: Floats
    actual: Floats
    length: float
    rows: Integers
    born_later: int

    @property
    def n(self) -> int:
        """Customers known at the end of calibration."""
        return self.x.size


@dataclass(frozen=True)
class Group:
    """Some customers: what came, and what was predicted.

    Parameters
    ----------
    least, most : float
        Bounds of what the customers are grouped by; `most` is infinite where the group is open.
    actual : Estimate
        Mean of the purchases that came.
    predicted : float
        Mean of those predicted.
    n : int
        Customers.

    Examples
    --------
    >>> Group.__name__
    'Group'
    """

    least: float
    most: float
    actual: Estimate
    predicted: float
    n: int

    @property
    def is_within(self) -> bool:
        """Whether what was predicted lies within the interval of what came."""
        return self.actual.lower <= self.predicted <= self.actual.upper


def holdout_of(
    x: ArrayLike, t_x: ArrayLike, T: ArrayLike, actual: ArrayLike, *, length: float
) -> Holdout:
    """Return customers known at the end of calibration with what they bought later.

    Parameters
    ----------
    x, t_x, T : array_like of float, shape (n,)
        Repeat purchases, time of the last one and time observed until the end of calibration, all
        from the first purchase on. T is below 0 for customers who first bought later.
    actual : array_like of int, shape (n,)
        Purchases between the end of calibration and the end of the holdout.
    length : float
        Of the holdout in the unit of T, above 0.

    Returns
    -------
    Holdout
        Without those born in the holdout, who are counted.

    Raises
    ------
    ValueError
        If lengths differ, nobody is left, or a number is impossible.

    Notes
    -----
    Nothing that was known only after the end of calibration may enter x, t_x and T, nor the choice
    of customers: those who first bought later cannot be predicted from their history.

    References
    ----------
    Fader, P. S., & Hardie, B. G. S. (2009). Probability models for customer-base analysis. Journal
    of Interactive Marketing, 23(1), 61-69.

    Examples
    --------
    >>> holdout_of([0, 2], [0, 5], [9, 9], [1, 4], length=9).actual
    array([1., 4.])
    """
    columns = [np.asarray(each, dtype=float).ravel() for each in (x, t_x, T, actual)]
    if len({each.size for each in columns}) != 1:
        raise ValueError(
            "Expected x, t_x, T and later purchases of each customer, got "
            f"{[each.size for each in columns]}."
        )
    if not (length > 0 and np.isfinite(length)):
        raise ValueError(f"Expected a holdout of a length above 0, got {length!r}.")
    is_known = ~(columns[2] < 0)
    if not is_known.any():
        raise ValueError(
            "Expected customers who bought before the end of calibration, got none of "
            f"{is_known.size}. Let calibration end later."
        )
    known = [each[is_known] for each in columns]
    later = known[3]
    if not np.all((later >= 0) & (later == np.floor(later))):
        wrong = float(later[~((later >= 0) & (later == np.floor(later)))][0])
        raise ValueError(f"Expected whole numbers of later purchases, got {wrong!r}.")
    return Holdout(
        *checked_histories(*known[:3]),
        later,
        float(length),
        np.flatnonzero(is_known),
        int((~is_known).sum()),
    )


def by_frequency(
    holdout: Holdout,
    predicted: ArrayLike,
    *,
    most_apart: int = MOST_APART,
    confidence: float = 0.95,
) -> tuple[Group, ...]:
    """Return what came and what was predicted, by purchases in the calibration.

    Parameters
    ----------
    holdout : Holdout
        From `holdout_of`.
    predicted : array_like of float, shape (n,)
        Purchases predicted of each of its customers.
    most_apart : int, default 7
        Customers with so many repeat purchases and more are one group.
    confidence : float, default 0.95
        Coverage of the intervals of what came.

    Returns
    -------
    tuple of Group
        For 0, 1, ... repeat purchases; numbers nobody has are left out.

    Raises
    ------
    ValueError
        If there is not a known prediction for each customer.

    Notes
    -----
    The conditional expectation: where a model goes wrong with frequent customers it shows here and
    not in the sum.

    References
    ----------
    Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science, 24(2), 275-284. Figure 5.

    Examples
    --------
    >>> held = holdout_of([0, 0, 2, 9], [0, 0, 5, 8], [9, 9, 9, 9], [1, 0, 4, 7], length=9)
    >>> [(group.least, group.n, group.actual.value) for group in by_frequency(held, [1, 1, 3, 8])]
    [(0.0, 2, 0.5), (2.0, 1, 4.0), (7.0, 1, 7.0)]
    """
    at = np.minimum(holdout.x, most_apart)
    bounds = {float(each): (float(each), float(each)) for each in np.unique(at)}
    if most_apart in bounds:
        bounds[float(most_apart)] = (float(most_apart), np.inf)
    return _groups(holdout, _predicted(holdout, predicted), at, bounds, confidence)


def by_decile(
    holdout: Holdout, predicted: ArrayLike, *, confidence: float = 0.95
) -> tuple[Group, ...]:
    """Return what came and what was predicted, by tenths of the customers.

    Parameters
    ----------
    holdout : Holdout
        From `holdout_of`.
    predicted : array_like of float, shape (n,)
        Purchases predicted of each of its customers.
    confidence : float, default 0.95
        Coverage of the intervals of what came.

    Returns
    -------
    tuple of Group
        From those predicted to buy least to those to buy most; `least` and `most` are the lowest
        and the highest prediction. Equal predictions stay together, so there may be fewer than
        ten groups, and of unequal size.

    Raises
    ------
    ValueError
        If there is not a known prediction for each customer.

    Notes
    -----
    Calibrated predictions come true on average in every tenth.

    References
    ----------
    Fader, P. S., & Hardie, B. G. S. (2009). Probability models for customer-base analysis. Journal
    of Interactive Marketing, 23(1), 61-69.

    Examples
    --------
    >>> held = holdout_of([0, 0, 2, 9], [0, 0, 5, 8], [9, 9, 9, 9], [1, 0, 4, 7], length=9)
    >>> [(group.n, group.predicted, group.actual.value) for group in by_decile(held, [1, 1, 3, 8])]
    [(2, 1.0, 0.5), (1, 3.0, 4.0), (1, 8.0, 7.0)]
    """
    told = _predicted(holdout, predicted)
    _, place, counts = np.unique(told, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - counts / 2
    at = np.floor(DECILES * middle / holdout.n)[place]
    bounds = {
        float(each): (float(told[at == each].min()), float(told[at == each].max()))
        for each in np.unique(at)
    }
    return _groups(holdout, told, at, bounds, confidence)


def _predicted(holdout: Holdout, predicted: ArrayLike) -> Floats:
    told = np.asarray(predicted, dtype=float).ravel()
    if told.size != holdout.n or not np.all(np.isfinite(told)):
        raise ValueError(
            f"Expected a known prediction for each of {holdout.n} customers, got "
            f"{np.isfinite(told).sum()} of {told.size}."
        )
    return told


def _groups(
    holdout: Holdout,
    predicted: Floats,
    at: Floats,
    bounds: dict[float, tuple[float, float]],
    confidence: float,
) -> tuple[Group, ...]:
    _, place, counts = np.unique(at, return_inverse=True, return_counts=True)
    came = holdout.actual
    sums = [np.bincount(place, each) for each in (came, came**2, predicted)]
    means = mean_interval(counts, sums[0], sums[1], confidence=confidence)
    return tuple(
        Group(
            *edges,
            Estimate(
                float(means.mean[g]),
                float(means.lower[g]),
                float(means.upper[g]),
                int(counts[g]),
                Method.STUDENT_T,
                confidence,
                flags=(Flag.FEW_CASES,) if counts[g] < FEW else (),
            ),
            float(sums[2][g] / counts[g]),
            int(counts[g]),
        )
        for g, edges in enumerate(bounds.values())
    )
