"""Gale's value map: quality and price against competitors, and who gives more for the money."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Flag
from heed.measures.linearised import column_means, linearised_estimate
from heed.measures.refusals import Refusal, gettext_noop

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ValuePlace:
    """Where one supplier stands on the map.

    Parameters
    ----------
    name : str
        Of the supplier.
    quality : Estimate
        Market-perceived quality ratio: 1 is on a par with the others, above 1 is better.
    price_score : Estimate
        The same of the answers on price, 1 is on a par, above 1 is cheaper in people's eyes.
    relative_price : Estimate
        1 ÷ price score: above 1 is dearer. The map's other axis.
    value : Estimate
        quality share · quality + price share · price score; above 1 is better value.
    against_line : Estimate
        How far the fair price at this quality lies above the perceived one; above 0 is better
        value than fair, flag UNDECIDED where the interval holds 0.
    quality_difference, price_difference : Estimate
        Weighted mean of own less the others' ratings, in points: the form that does not hang on
        where the scale begins.

    Examples
    --------
    >>> ratings = [[[8, 6], [6, 6]], [[8, 7], [7, 6]], [[9, 6], [6, 7]]]
    >>> ours = value_map(ratings, ["we", "they"], quality=[0], price=[1], item_weights=[1, 1])[0]
    >>> round(ours.quality.value, 2), round(ours.relative_price.value, 2)
    (1.32, 1.0)
    """

    name: str
    quality: Estimate
    price_score: Estimate
    relative_price: Estimate
    value: Estimate
    against_line: Estimate
    quality_difference: Estimate
    price_difference: Estimate


def weighted_ratio(weights: ArrayLike, own: ArrayLike, others: ArrayLike) -> float:
    """Return the weighted mean of own ÷ others' ratings: arithmetic on a printed table.

    Parameters
    ----------
    weights : array_like of float, shape (k,)
        How much each attribute counts; at least 0, not all 0.
    own, others : array_like of float, shape (k,)
        Mean ratings, the others' above 0.

    Returns
    -------
    float
        1 is on a par. Printed tables show it times 100.

    Raises
    ------
    ValueError
        If the three differ in length, weights are negative or all 0, or another's rating is not
        above 0.

    Notes
    -----
    It says nothing of its precision: `value_map` takes the answers themselves.

    References
    ----------
    Gale, B. T. (1994). Managing Customer Value. New York: Free Press.

    Examples
    --------
    >>> round(weighted_ratio([40, 60], [8, 6], [8, 5]), 2)
    1.12
    """
    by, mine, theirs = (np.asarray(each, dtype=float).ravel() for each in (weights, own, others))
    if not (by.size == mine.size == theirs.size and by.size):
        raise ValueError(
            f"Expected a weight and two ratings each, got {by.size}, {mine.size}, {theirs.size}."
        )
    if not np.all(theirs > 0):
        raise Refusal(
            gettext_noop("Expected others' ratings above 0, got %(lowest_given)s."),
            lowest_given=repr(theirs.min()),
        )
    return float(_shares(by) @ (mine / theirs))


def value_map(
    ratings: ArrayLike,
    suppliers: Sequence[str],
    *,
    quality: Sequence[int],
    price: Sequence[int],
    item_weights: ArrayLike,
    quality_share: float = 0.5,
    confidence: float = 0.95,
) -> list[ValuePlace]:
    """Return where each supplier stands in quality and price against the mean of the others.

    Parameters
    ----------
    ratings : array_like of float, shape (n, s, k)
        Of n persons: s suppliers on k attributes, more is better throughout (a price that is felt
        to be low is rated high), above 0; nan where not rated.
    suppliers : sequence of str
        Names of the s suppliers, at least two.
    quality, price : sequence of int
        Which attributes belong to quality and which to price, counted from 0.
    item_weights : array_like of float, shape (k,)
        How much each attribute counts within its group; at least 0.
    quality_share : float, default 0.5
        How much quality counts against price when people choose, strictly between 0 and 1.
    confidence : float, default 0.95
        Coverage wanted of each interval by itself, strictly between 0 and 1.

    Returns
    -------
    list of ValuePlace
        In the order of the suppliers.

    Raises
    ------
    ValueError
        If the table does not fit names and attributes, a rating is not above 0, or a share is out
        of range.

    Notes
    -----
    ratio of an attribute = own mean ÷ mean of the others' means; quality = their weighted mean.
    The line of fair value runs through (1, 1) with the slope quality share ÷ price share: below it
    is better value. Intervals by the delta method, with each person's influence on all means, so
    that it does not matter whether the same persons rated one supplier or all. Weights are taken
    as known. Ask customers of all suppliers, not only one's own; ratings have no true zero, so the
    differences stand beside the ratios.

    References
    ----------
    Gale, B. T. (1994). Managing Customer Value. New York: Free Press.

    Examples
    --------
    >>> ratings = [[[8, 6], [6, 6]], [[8, 7], [7, 6]], [[9, 6], [6, 7]]]
    >>> places = value_map(ratings, ["we", "they"], quality=[0], price=[1], item_weights=[1, 1])
    >>> [round(place.value.value, 2) for place in places]
    [1.16, 0.88]
    """
    table = np.asarray(ratings, dtype=float)
    _require_table(table, len(suppliers), quality_share)
    n, s, k = table.shape
    found = column_means(table.reshape(n, s * k))
    mean, influence = found.mean.reshape(s, k), found.influence.reshape(n, s, k)
    shares = _group_shares(np.asarray(item_weights, dtype=float).ravel(), quality, price, k)
    is_there = ~np.isnan(table).all(axis=(1, 2))
    places = []
    for at, name in enumerate(suppliers):
        rest = [other for other in range(s) if other != at]
        against = _Against(
            mean[at],
            mean[rest].mean(axis=0),
            influence[is_there, at],
            influence[is_there][:, rest].mean(axis=1),
            confidence,
        )
        places.append(against.place(name, shares, quality_share))
    return places


@dataclass(frozen=True, eq=False)
class _Against:
    """One supplier's attribute means and the others', with each person's influence on them."""

    own: Floats
    others: Floats
    own_influence: Floats
    others_influence: Floats
    confidence: float

    def place(self, name: str, shares: tuple[Floats, Floats], quality_share: float) -> ValuePlace:
        (quality, of_quality), (price, of_price) = (self.ratio(each) for each in shares)
        slope = quality_share / (1 - quality_share)
        relative, of_relative = 1 / price, -of_price / price**2
        value = quality_share * quality + (1 - quality_share) * price
        line = self.estimate(1 + slope * (quality - 1) - relative, slope * of_quality - of_relative)
        if line.lower <= 0 <= line.upper:
            line = replace(line, flags=(*line.flags, Flag.UNDECIDED))
        return ValuePlace(
            name=name,
            quality=self.estimate(quality, of_quality),
            price_score=self.estimate(price, of_price),
            relative_price=self.estimate(relative, of_relative),
            value=self.estimate(value, quality_share * of_quality + (1 - quality_share) * of_price),
            against_line=line,
            quality_difference=self.difference(shares[0]),
            price_difference=self.difference(shares[1]),
        )

    def ratio(self, shares: Floats) -> tuple[float, Floats]:
        ratio = np.where(shares > 0, self.own / self.others, 0.0)
        each = self.own_influence - ratio * self.others_influence
        return float(shares @ ratio), each @ np.where(shares > 0, shares / self.others, 0.0)

    def difference(self, shares: Floats) -> Estimate:
        apart = np.where(shares > 0, self.own - self.others, 0.0)
        return self.estimate(
            float(shares @ apart), (self.own_influence - self.others_influence) @ shares
        )

    def estimate(self, value: float, influence: Floats) -> Estimate:
        n = len(influence)
        return linearised_estimate(
            value, influence, n=n, weights=np.ones(n), confidence=self.confidence
        )


def _require_table(table: Floats, suppliers: int, quality_share: float) -> None:
    if table.ndim != 3 or table.shape[1] != suppliers or suppliers < 2:
        raise ValueError(
            "Expected ratings of persons by supplier and attribute, of at least 2 suppliers with "
            f"a name each, got shape {table.shape} and {suppliers} names."
        )
    if np.any(table <= 0):
        raise Refusal(
            gettext_noop("Expected ratings above 0, got %(lowest_given)s."),
            lowest_given=f"{np.nanmin(table):g}",
        )
    if not 0 < quality_share < 1:
        raise ValueError(
            f"Expected a share of quality strictly between 0 and 1, got {quality_share!r}."
        )


def _group_shares(
    weights: Floats, quality: Sequence[int], price: Sequence[int], k: int
) -> tuple[Floats, Floats]:
    """Return the share of each attribute in quality and in price, 0 outside its group."""
    if weights.size != k or not (quality and price) or set(quality) & set(price):
        raise ValueError(
            f"Expected a weight for each of {k} attributes, and each attribute in quality or in "
            f"price, got {weights.size} weights, {list(quality)!r} and {list(price)!r}."
        )
    groups = []
    for group in (quality, price):
        share = np.zeros(k)
        share[list(group)] = _shares(weights[list(group)])
        groups.append(share)
    return groups[0], groups[1]


def _shares(weights: Floats) -> Floats:
    if not (np.all(weights >= 0) and weights.any()):
        raise Refusal(
            gettext_noop("Expected weights of at least 0, not all 0, got %(weights)s."),
            weights=repr(weights.tolist()),
        )
    shares: Floats = weights / weights.sum()
    return shares
