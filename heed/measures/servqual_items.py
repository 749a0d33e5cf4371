"""The gap of each item of a questionnaire: perceived less expected, with its test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Flag
from heed.measures.holm import holm_adjusted
from heed.measures.linearised import mean_test, weighted_mean_estimate
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.scores import CEILING_SHARE, weighted_share_estimate
from heed.measures.weights import checked_weights

Floats = NDArray[np.float64]


class Side(StrEnum):
    """Where what was perceived lies against what was expected."""

    BELOW = "below"
    AS_EXPECTED = "as_expected"
    ABOVE = "above"


@dataclass(frozen=True)
class ItemGap:
    """One item, expected and perceived by the same persons.

    Parameters
    ----------
    name : str
        Of the item.
    expected, perceived, gap : Estimate
        Means over the persons who answered both sides, in points; the gap is above 0 where more
        was got than expected. Flag CEILING (on expected and gap): more than half expected the
        highest there is.
    expected_spread, perceived_spread, gap_spread : float
        Standard deviations, in points; a small one of expectations leaves the gap little more to
        say than perceived.
    correlation : float
        Of expected and perceived, in -1..1; nan where one side never varies.
    t, p : float
        Of the test that the mean gap is 0; nan where it cannot be made.
    p_of_all : float
        p as it stands when all items are looked at together (Holm).
    sides : mapping of Side to Estimate
        Share of persons below, at and above what they expected, in 0..1.
    expected_at_highest : Estimate
        Share of expectations at the end of the scale, in 0..1.

    Examples
    --------
    >>> found = item_gaps([[5], [6], [4]], [[7], [6], [6]], ["speed"], lowest=1, highest=7)[0]
    >>> round(found.gap.value, 2), round(found.t, 2), found.sides[Side.BELOW].value
    (-1.33, -2.0, 0.6666666666666666)
    """

    name: str
    expected: Estimate
    perceived: Estimate
    gap: Estimate
    expected_spread: float
    perceived_spread: float
    gap_spread: float
    correlation: float
    t: float
    p: float
    p_of_all: float
    sides: Mapping[Side, Estimate]
    expected_at_highest: Estimate


def item_gaps(
    perceived: ArrayLike,
    expected: ArrayLike,
    names: Sequence[str],
    *,
    lowest: float,
    highest: float,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> list[ItemGap]:
    """Return the gap of each item with its interval, its test and the shares either side.

    Parameters
    ----------
    perceived, expected : array_like of float, shape (n, k)
        Answers of n persons to k items, on the same scale; nan where unanswered.
    names : sequence of str
        Of the k items.
    lowest, highest : float
        Ends of the scale.
    weights : array_like of float, shape (n,), optional
        How many people each person stands for; all alike by default.
    confidence : float, default 0.95
        Coverage wanted of each interval by itself, strictly between 0 and 1.

    Returns
    -------
    list of ItemGap
        In the order of the items.

    Raises
    ------
    ValueError
        If the tables differ in shape, there is not one name a column, or an answer lies outside
        the scale.

    Notes
    -----
    A person counts for an item if both of its sides are answered. The test is the paired t test;
    the answers are ordered steps rather than amounts, so the three shares stand beside it.

    References
    ----------
    Parasuraman, A., Zeithaml, V. A., & Berry, L. L. (1988). SERVQUAL: a multiple-item scale for
    measuring consumer perceptions of service quality. Journal of Retailing, 64(1), 12-40.

    Examples
    --------
    >>> [item.name for item in item_gaps([[5, 4]], [[7, 6]], ["a", "b"], lowest=1, highest=7)]
    ['a', 'b']
    """
    p, e = paired_tables(perceived, expected, lowest=lowest, highest=highest)
    if p.shape[1] != len(names):
        raise ValueError(f"Expected a name for each of {p.shape[1]} items, got {len(names)}.")
    of = checked_weights(weights, len(p))
    columns = zip(names, p.T, e.T, strict=True)
    found = [_item_gap(name, here, hoped, of, highest, confidence) for name, here, hoped in columns]
    adjusted = holm_adjusted([item.p for item in found])
    return [replace(item, p_of_all=float(p)) for item, p in zip(found, adjusted, strict=True)]


def paired_tables(
    perceived: ArrayLike, expected: ArrayLike, *, lowest: float, highest: float
) -> tuple[Floats, Floats]:
    """Return both tables with the cells unknown of which the other side is.

    Parameters
    ----------
    perceived, expected, lowest, highest
        As in `item_gaps`.

    Returns
    -------
    perceived, expected : ndarray of float, shape (n, k)
        nan wherever one of the two sides is unanswered.

    Raises
    ------
    ValueError
        If the tables differ in shape or an answer lies outside the scale.

    Examples
    --------
    >>> paired_tables([[5, float("nan")]], [[7, 6]], lowest=1, highest=7)[1]
    array([[ 7., nan]])
    """
    p, e = np.asarray(perceived, dtype=float), np.asarray(expected, dtype=float)
    if p.ndim != 2 or p.shape != e.shape:
        raise ValueError(
            "Expected two tables of the same persons and items, "
            f"got shapes {p.shape} and {e.shape}."
        )
    for name, table in ((gettext_noop("perceived"), p), (gettext_noop("expected"), e)):
        known = table[~np.isnan(table)]
        if known.size and not (lowest <= known.min() and known.max() <= highest):
            raise Refusal(
                gettext_noop(
                    "Expected %(name)s answers from %(lowest)s to %(highest)s, got "
                    "%(lowest_given)s to %(highest_given)s."
                ),
                name=name,
                lowest=f"{lowest:g}",
                highest=f"{highest:g}",
                lowest_given=f"{known.min():g}",
                highest_given=f"{known.max():g}",
            )
    is_paired = ~np.isnan(p + e)
    return np.where(is_paired, p, np.nan), np.where(is_paired, e, np.nan)


def _item_gap(
    name: str, p: Floats, e: Floats, weights: Floats, highest: float, confidence: float
) -> ItemGap:
    keep = ~np.isnan(p) & (weights > 0)
    p, e, of = p[keep], e[keep], weights[keep]
    gap = weighted_mean_estimate(p - e, weights=of, confidence=confidence)
    at_highest = weighted_share_estimate(e >= highest, weights=of, confidence=confidence)
    is_crowded = at_highest.value > CEILING_SHARE
    expected = weighted_mean_estimate(e, weights=of, confidence=confidence)
    t, p_value = mean_test(p - e, weights=of)
    masks = {Side.BELOW: p < e, Side.AS_EXPECTED: p == e, Side.ABOVE: p > e}
    return ItemGap(
        name=name,
        expected=_flagged(expected, is_crowded=is_crowded),
        perceived=weighted_mean_estimate(p, weights=of, confidence=confidence),
        gap=_flagged(gap, is_crowded=is_crowded),
        expected_spread=_spread(e, of),
        perceived_spread=_spread(p, of),
        gap_spread=_spread(p - e, of),
        correlation=_correlation(p, e, of),
        t=t,
        p=p_value,
        p_of_all=p_value,
        sides={
            side: weighted_share_estimate(mask, weights=of, confidence=confidence)
            for side, mask in masks.items()
        },
        expected_at_highest=_flagged(at_highest, is_crowded=is_crowded),
    )


def _spread(values: Floats, weights: Floats) -> float:
    if values.size < 2:
        return float("nan")
    rest = values - np.average(values, weights=weights)
    variance = np.average(rest**2, weights=weights) * values.size / (values.size - 1)
    return float(np.sqrt(variance))


def _correlation(one: Floats, other: Floats, weights: Floats) -> float:
    if one.size < 2 or not (np.ptp(one) and np.ptp(other)):
        return float("nan")
    rest, others_rest = (each - np.average(each, weights=weights) for each in (one, other))
    together = np.average(rest * others_rest, weights=weights)
    apart = np.average(rest**2, weights=weights) * np.average(others_rest**2, weights=weights)
    return float(together / np.sqrt(apart))


def _flagged(estimate: Estimate, *, is_crowded: bool) -> Estimate:
    if not is_crowded:
        return estimate
    return replace(estimate, flags=(*estimate.flags, Flag.CEILING))
