"""SERVQUAL and SERVPERF: items, dimensions and the whole, unweighted and weighted.

The dimensions are those of the questionnaire at hand, never five that are taken for granted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate
from heed.measures.linearised import column_means, linearised_estimate, weighted_mean_estimate
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.servqual_items import ItemGap, item_gaps, paired_tables
from heed.measures.weights import checked_weights

Floats = NDArray[np.float64]
POINTS = 100
# Whole points that people share out in their heads may miss 100 by rounding, not by more.
TOLERANCE = 0.5


@dataclass(frozen=True)
class DimensionGap:
    """One dimension: the mean of its items for each person, then over the persons.

    Parameters
    ----------
    name : str
        Of the dimension.
    items : tuple of str
        Its items.
    expected, perceived, gap : Estimate
        In points; perceived alone is SERVPERF.
    points : Estimate or None
        Mean of the points out of 100 that persons gave it; None where none were asked for.

    Examples
    --------
    >>> found = servqual([[5, 6]], [[7, 6]], {"speed": ["a", "b"]}, ["a", "b"],
    ...     lowest=1, highest=7)
    >>> found.dimensions[0].gap.value
    -1.0
    """

    name: str
    items: tuple[str, ...]
    expected: Estimate
    perceived: Estimate
    gap: Estimate
    points: Estimate | None


@dataclass(frozen=True)
class Whole:
    """All dimensions in one number.

    Parameters
    ----------
    gap : Estimate
        SERVQUAL, in points; above 0 where more was got than expected.
    perceived : Estimate
        SERVPERF, in points.

    Examples
    --------
    >>> found = servqual([[5, 6]], [[7, 6]], {"a": ["a"], "b": ["b"]}, ["a", "b"],
    ...     lowest=1, highest=7)
    >>> found.unweighted.gap.value, found.unweighted.perceived.value
    (-1.0, 5.5)
    """

    gap: Estimate
    perceived: Estimate


@dataclass(frozen=True)
class Servqual:
    """What a questionnaire of expected and perceived items says.

    Parameters
    ----------
    items : list of ItemGap
        In the order of the items.
    dimensions : list of DimensionGap
        In the order given.
    unweighted : Whole
        Mean of the dimensions, each counting alike.
    weighted : Whole or None
        Each person's dimensions weighted with her or his own points, then averaged.
    weighted_by_means : Whole or None
        Dimension means weighted with the mean points: another number, on the same persons.
    set_aside_points : int
        Persons whose points were no sharing out of 100, or incomplete.

    Examples
    --------
    >>> found = servqual([[5, 6]], [[7, 6]], {"a": ["a"], "b": ["b"]}, ["a", "b"],
    ...     lowest=1, highest=7, points=[[80, 20]])
    >>> found.weighted.gap.value, found.unweighted.gap.value
    (-1.6, -1.0)
    """

    items: list[ItemGap]
    dimensions: list[DimensionGap]
    unweighted: Whole
    weighted: Whole | None
    weighted_by_means: Whole | None
    set_aside_points: int


def servqual(
    perceived: ArrayLike,
    expected: ArrayLike,
    dimensions: Mapping[str, Sequence[str]],
    names: Sequence[str],
    *,
    lowest: float,
    highest: float,
    points: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Servqual:
    """Return the gaps of items, dimensions and the whole, with SERVPERF beside them.

    Parameters
    ----------
    perceived, expected : array_like of float, shape (n, k)
        Answers of n persons to k items, on the same scale; nan where unanswered.
    dimensions : mapping of str to sequence of str
        Items of each dimension; an item stands in one at most and may stand in none.
    names : sequence of str
        Of the k items.
    lowest, highest : float
        Ends of the scale.
    points : array_like of float, shape (n, d), optional
        How each person shares out 100 points among the dimensions; nan where not asked.
    weights : array_like of float, shape (n,), optional
        How many people each person stands for; all alike by default.
    confidence : float, default 0.95
        Coverage wanted of each interval by itself, strictly between 0 and 1.

    Returns
    -------
    Servqual
        Every figure with n and interval.

    Raises
    ------
    ValueError
        As `item_gaps`, or if a dimension has no item, an unknown one or one of another dimension,
        or there are not as many columns of points as dimensions.

    Notes
    -----
    Pairwise complete: an item counts for a person who answered both of its sides; a person's
    dimension is the mean of her or his pairs in it. The whole is the mean of the dimensions, not
    of the items, as dimensions differ in length. Its interval follows from each person's influence
    on all dimension means (delta method). Points count where they are complete, at least 0 and
    add up to 100 (half a point of rounding allowed); the others are left out and counted.
    Perceived alone (SERVPERF) predicts overall quality as well as the gap does (Carrillat and
    others 2007); the gap is for diagnosis. Look at the share of expectations at the highest
    answer first: where it is large, the gap is what was perceived, turned round.

    References
    ----------
    Parasuraman, A., Zeithaml, V. A., & Berry, L. L. (1988). SERVQUAL: a multiple-item scale for
    measuring consumer perceptions of service quality. Journal of Retailing, 64(1), 12-40.

    Cronin, J. J., & Taylor, S. A. (1992). Measuring service quality: a reexamination and
    extension. Journal of Marketing, 56(3), 55-68.

    Carrillat, F. A., Jaramillo, F., & Mulki, J. P. (2007). The validity of the SERVQUAL and
    SERVPERF scales. International Journal of Service Industry Management, 18(5), 472-490.

    Examples
    --------
    >>> found = servqual([[5, 6, 4], [6, 6, 5]], [[7, 7, 6], [7, 6, 7]],
    ...     {"speed": ["a", "b"], "warmth": ["c"]}, ["a", "b", "c"], lowest=1, highest=7)
    >>> [dimension.gap.value for dimension in found.dimensions], found.unweighted.gap.value
    ([-1.0, -2.0], -1.5)
    """
    places = _places(dimensions, list(names))
    p, e = paired_tables(perceived, expected, lowest=lowest, highest=highest)
    of = checked_weights(weights, len(p))
    q_p, q_e = _scores(p, places), _scores(e, places)
    allotted = None if points is None else _checked_points(points, (len(p), len(places)))
    found = [
        DimensionGap(
            name,
            tuple(items),
            expected=weighted_mean_estimate(q_e[:, at], weights=of, confidence=confidence),
            perceived=weighted_mean_estimate(q_p[:, at], weights=of, confidence=confidence),
            gap=weighted_mean_estimate((q_p - q_e)[:, at], weights=of, confidence=confidence),
            points=None
            if allotted is None
            else weighted_mean_estimate(allotted[:, at], weights=of, confidence=confidence),
        )
        for at, (name, items) in enumerate(dimensions.items())
    ]
    weighted, by_means, set_aside = None, None, 0
    if allotted is not None:
        weighted, by_means = _weighted(q_p, q_e, allotted, of, confidence)
        set_aside = int(np.sum(np.isnan(allotted).any(axis=1)))
    return Servqual(
        items=item_gaps(
            p, e, names, lowest=lowest, highest=highest, weights=of, confidence=confidence
        ),
        dimensions=found,
        unweighted=Whole(
            _mean_of_means(q_p - q_e, of, confidence), _mean_of_means(q_p, of, confidence)
        ),
        weighted=weighted,
        weighted_by_means=by_means,
        set_aside_points=set_aside,
    )


def _places(dimensions: Mapping[str, Sequence[str]], names: list[str]) -> list[list[int]]:
    """Return the columns of each dimension, or say what is wrong with it."""
    seen: dict[str, str] = {}
    for dimension, items in dimensions.items():
        if not items:
            raise Refusal(
                gettext_noop("Expected at least one item in the dimension %(dimension)s."),
                dimension=repr(dimension),
            )
        for item in items:
            if item not in names:
                raise Refusal(
                    gettext_noop(
                        "Expected known items in %(dimension)s, got %(item)s; known are %(known)s."
                    ),
                    dimension=repr(dimension),
                    item=repr(item),
                    known=", ".join(map(str, names)),
                )
            if item in seen:
                raise Refusal(
                    gettext_noop(
                        "Expected each item in one dimension, got %(item)s in %(other)s and"
                        " %(dimension)s."
                    ),
                    item=repr(item),
                    other=repr(seen[item]),
                    dimension=repr(dimension),
                )
            seen[item] = dimension
    if not seen:
        raise Refusal(gettext_noop("Expected at least one dimension, got none."))
    return [[names.index(item) for item in items] for items in dimensions.values()]


def _scores(table: Floats, places: list[list[int]]) -> Floats:
    """Return each person's mean of the known items of each dimension, nan where none is."""
    scores = np.full((len(table), len(places)), np.nan)
    for at, columns in enumerate(places):
        part = table[:, columns]
        counts = np.sum(~np.isnan(part), axis=1)
        np.divide(np.nansum(part, axis=1), counts, out=scores[:, at], where=counts > 0)
    return scores


def _checked_points(points: ArrayLike, shape: tuple[int, int]) -> Floats:
    """Return the points with all of a person's unknown where they do not share out 100."""
    given = np.asarray(points, dtype=float)
    if given.shape != shape:
        raise ValueError(
            f"Expected points of {shape[0]} persons for {shape[1]} dimensions, "
            f"got shape {given.shape}."
        )
    is_shared_out = np.all(given >= 0, axis=1) & (np.abs(given.sum(axis=1) - POINTS) <= TOLERANCE)
    return np.where(is_shared_out[:, None], given, np.nan)


def _mean_of_means(scores: Floats, weights: Floats, confidence: float) -> Estimate:
    found = column_means(scores, weights=weights)
    is_there = ~np.isnan(scores).all(axis=1) & (weights > 0)
    return linearised_estimate(
        float(np.mean(found.mean)),
        found.influence.mean(axis=1),
        n=int(is_there.sum()),
        weights=weights[is_there],
        confidence=confidence,
    )


def _weighted(
    q_p: Floats, q_e: Floats, points: Floats, weights: Floats, confidence: float
) -> tuple[Whole, Whole]:
    """Return the whole by each person's points, and by the mean points of the same persons."""
    known = ~np.isnan(points).any(axis=1) & (weights > 0)
    # A dimension that got no point need not have been answered.
    known &= np.all(~np.isnan(q_p) | (points == 0), axis=1)
    shares, of = points[known] / POINTS, weights[known]
    own, by_means = [], []
    for scores in ((q_p - q_e)[known], q_p[known]):
        each = np.sum(shares * np.where(shares > 0, scores, 0.0), axis=1)
        own.append(weighted_mean_estimate(each, weights=of, confidence=confidence))
        by_means.append(_by_mean_points(scores, shares, of, confidence))
    return Whole(*own), Whole(*by_means)


def _by_mean_points(scores: Floats, shares: Floats, weights: Floats, confidence: float) -> Estimate:
    quality, share = column_means(scores, weights=weights), column_means(shares, weights=weights)
    # A dimension that nobody gave a point to need not have been answered by anybody.
    means = np.where(share.mean > 0, quality.mean, 0.0)
    return linearised_estimate(
        float(np.sum(share.mean * means)),
        quality.influence @ share.mean + share.influence @ means,
        n=len(scores),
        weights=weights,
        confidence=confidence,
    )
