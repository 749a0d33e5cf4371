"""Tiers by what customers spend: cut points that are kept, and the tier of each customer."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEAST_SPEND = 1


class Tier(StrEnum):
    """How much a customer is worth, by net spend."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True)
class CutPoints:
    """The least net spend of the high and of the medium tier.

    Parameters
    ----------
    high_from, medium_from : int
        In minor units of the currency; at least 1, and high_from >= medium_from.

    Raises
    ------
    ValueError
        If a cut point is below 1 or the two are out of order.

    Examples
    --------
    >>> CutPoints(high_from=120_000, medium_from=35_000).high_from
    120000
    """

    high_from: int
    medium_from: int

    def __post_init__(self) -> None:
        if not LEAST_SPEND <= self.medium_from <= self.high_from:
            raise ValueError(
                "Expected cut points of at least 1 with high not below medium, "
                f"got high from {self.high_from} and medium from {self.medium_from}."
            )


def cut_points(
    values: ArrayLike, *, high_percentile: int = 80, medium_percentile: int = 50
) -> CutPoints:
    """Return the cut points at two percentiles of net spend.

    Parameters
    ----------
    values : array_like of int, shape (n,)
        Net spend of each customer over the same period, in minor units; at least one customer.
        Returns count as negative, so zero and negative spends occur.
    high_percentile, medium_percentile : int, default 80 and 50
        From 0 to 100, in this order not rising.

    Returns
    -------
    CutPoints
        In minor units, whole, to be kept with the date: later customers are compared with them.

    Raises
    ------
    ValueError
        If there is no customer, a value is not whole, or a percentile is out of range.

    Notes
    -----
    A percentile is definition 7 of Hyndman and Fan: linear between the two neighbouring customers
    at position (n − 1) · percentile / 100, the default of NumPy and R and `percentile_cont` of
    SQL. It is rounded up to a whole minor unit, which leaves every customer on the same side of
    it, and computed in whole numbers, so that no rounding moves a customer.

    A tier starts at its cut point, so customers of equal spend are never split. Where many share
    the spend at the cut, all of them belong to the higher tier, which then holds more than its
    fifth or half of the customers; where all spend the same, all are high.

    A cut point is at least 1: whoever spent nothing, or less than nothing after returns, is low,
    even where that is most customers. Where more than four in five spent nothing, both cut
    points are 1 and whoever spent anything is high. Give the customers who bought in the period
    alone to compare buyers with buyers.

    References
    ----------
    Hyndman, R. J., & Fan, Y. (1996). Sample quantiles in statistical packages. The American
    Statistician, 50(4), 361-365.

    Examples
    --------
    >>> cut_points([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000])
    CutPoints(high_from=820, medium_from=550)
    """
    if not 0 <= medium_percentile <= high_percentile <= 100:
        raise ValueError(
            "Expected 0 <= medium_percentile <= high_percentile <= 100, "
            f"got {medium_percentile} and {high_percentile}."
        )
    ordered = np.sort(_whole(values))
    return CutPoints(
        high_from=max(LEAST_SPEND, _percentile(ordered, high_percentile)),
        medium_from=max(LEAST_SPEND, _percentile(ordered, medium_percentile)),
    )


def tier_of(values: ArrayLike, cuts: CutPoints) -> NDArray[np.str_]:
    """Return the tier of each customer.

    Parameters
    ----------
    values : array_like of int, shape (n,)
        Net spend of each customer, in minor units of the currency of the cut points.
    cuts : CutPoints
        As `cut_points` returned them, or as a company set them.

    Returns
    -------
    ndarray of str, shape (n,)
        Values of `Tier`.

    Raises
    ------
    ValueError
        If a value is not whole.

    Notes
    -----
    A customer exactly at a cut point belongs to the higher tier.

    References
    ----------
    Hyndman, R. J., & Fan, Y. (1996). Sample quantiles in statistical packages. The American
    Statistician, 50(4), 361-365.

    Examples
    --------
    >>> tier_of([900, 550, 549, -20], CutPoints(high_from=820, medium_from=550)).tolist()
    ['high', 'medium', 'low', 'low']
    """
    spends = _whole(values) if np.size(values) else np.zeros(0, dtype=np.int64)
    above = [spends >= cuts.high_from, spends >= cuts.medium_from]
    return np.select(above, [Tier.HIGH, Tier.MEDIUM], Tier.LOW)


def _whole(values: ArrayLike) -> NDArray[np.int64]:
    """Return the values as whole numbers, refusing what is not one."""
    given = np.asarray(values)
    if not given.size:
        raise ValueError("Expected the net spend of at least one customer, got none.")
    if not np.issubdtype(given.dtype, np.integer):
        raise ValueError(
            "Expected net spend as whole minor units, such as 1250 for 12.50, "
            f"got values of type {given.dtype}."
        )
    return given.astype(np.int64)


def _percentile(ordered: NDArray[np.int64], percentile: int) -> int:
    """Return the percentile by definition 7, rounded up, in whole numbers."""
    place, rest = divmod((ordered.size - 1) * percentile, 100)
    below = int(ordered[place])
    above = int(ordered[min(place + 1, ordered.size - 1)])
    return below - ((below - above) * rest) // 100
