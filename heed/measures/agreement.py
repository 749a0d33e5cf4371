"""How far raters agree in putting cases into categories: the kappas of Cohen and of Fleiss."""

from collections.abc import Hashable, Sequence
from enum import StrEnum
from math import nan, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.agreement_samples import (
    Drawing,
    agreement_flags,
    rated_cases,
    resampled_agreement,
    used_cases,
)
from heed.measures.estimates import Estimate, Method, require_confidence
from heed.measures.ratings import UNRATED, placed
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.weights import effective_n

Floats = NDArray[np.float64]
# Weighted shares add up to 1 but for rounding.
TINY = 1e-12


class Weighting(StrEnum):
    """How much a disagreement counts that is further apart."""

    NONE = "none"  # every disagreement the same
    LINEAR = "linear"  # by how many categories lie between
    QUADRATIC = "quadratic"  # by the square of that


def cohen_kappa(
    first: ArrayLike,
    second: ArrayLike,
    *,
    weighting: Weighting = Weighting.NONE,
    categories: Sequence[Hashable] = (),
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Return Cohen's kappa: agreement of two raters beyond what chance would give.

    Parameters
    ----------
    first, second : array_like, shape (n,)
        Categories by the first and by the second rater, numbers or words; nan, None or "" where
        one did not rate: such a case is left out.
    weighting : Weighting, default NONE
        LINEAR or QUADRATIC where categories are in order, so that near misses count less.
    categories : sequence, default those that occur, sorted
        All there are, lowest first; matters where disagreements are weighted.
    weights : array_like of float, shape (n,), optional
        How many cases each stands for, at least 0; all alike by default.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        At most 1; 0 is chance. Without value where both raters use one category only, flagged
        NO_SPREAD. FEW_CASES below 30 effective cases.

    Raises
    ------
    ValueError
        If lengths differ, no case was rated by both, a rating is none of the categories, the
        weights do not fit, or `confidence` is not strictly between 0 and 1.

    Notes
    -----
    1 - observed / expected disagreement, expected from each rater's own use of the categories.
    The interval is normal, with the large-sample error of Fleiss, Cohen and Everitt; from few
    cases or near 1 it is too narrow, and where raters agree in all cases there is none. Kappa is
    low where nearly all cases belong to one category, however well raters agree: give the plain
    agreement and the categories' shares beside it. Quadratically weighted kappa grows with the
    number of categories. Cases that stand for several count as often, and the error is linearised
    with their weights.

    References
    ----------
    Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled
    disagreement or partial credit. Psychological Bulletin, 70(4), 213-220.

    Fleiss, J. L., Cohen, J., & Everitt, B. S. (1969). Large sample standard errors of kappa and
    weighted kappa. Psychological Bulletin, 72(5), 323-327.

    Examples
    --------
    >>> one = ["yes"] * 20 + ["yes"] * 5 + ["no"] * 10 + ["no"] * 15
    >>> two = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    >>> kappa = cohen_kappa(one, two)
    >>> round(kappa.value, 3), round(kappa.lower, 3), round(kappa.upper, 3)
    (0.4, 0.151, 0.649)
    """
    require_confidence(confidence)
    a, b = np.asarray(first, dtype=object), np.asarray(second, dtype=object)
    if a.ndim != 1 or a.shape != b.shape:
        raise ValueError(f"Expected a rating of each case by both, got {a.shape} and {b.shape}.")
    found = placed(np.column_stack([a, b]), categories=categories)
    is_used, worth = used_cases((found.places != UNRATED).all(axis=1), weights)
    pairs = found.places[is_used]
    n, v = len(pairs), len(found.categories)
    if not n:
        raise Refusal(gettext_noop("Expected cases rated by both, got none."))
    parts, cells = worth / worth.sum(), pairs[:, 0] * v + pairs[:, 1]
    shares, squares = (
        np.bincount(cells, each, minlength=v * v).reshape(v, v) for each in (parts, parts**2)
    )
    credit = _credit(v, weighting)
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = float((credit * shares).sum()), float(rows @ credit @ columns)
    kappa = lower = upper = nan
    if expected < 1 - TINY:
        kappa = min(1.0, (observed - expected) / (1 - expected))
    if observed < 1 - TINY:
        own = (credit @ columns)[:, None] + (rows @ credit)
        pulls = credit - own * (1 - kappa) - (kappa - expected * (1 - kappa))
        error = sqrt(float((squares * pulls**2).sum())) / (1 - expected)
        half = NormalDist().inv_cdf((1 + confidence) / 2) * error
        lower, upper = kappa - half, min(1.0, kappa + half)
    effective = effective_n(worth)
    flags = agreement_flags(effective, kappa)
    return Estimate(kappa, lower, upper, n, Method.DELTA, confidence, effective, flags)


def fleiss_kappa(
    ratings: ArrayLike,
    *,
    categories: Sequence[Hashable] = (),
    weights: ArrayLike | None = None,
    resamples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> Estimate:
    """Return Fleiss' kappa: agreement beyond chance of several raters, not always the same.

    Parameters
    ----------
    ratings : array_like, shape (n, m)
        Categories of n cases by m >= 2 raters each, in any order; none missing.
    categories : sequence, default those that occur, sorted
        All there are.
    weights : array_like of float, shape (n,), optional
        How many cases each stands for, at least 0; all alike by default.
    resamples : int, default 1000
        Bootstrap samples of cases behind the interval; 0 for none, else at least 100.
    seed : int, default 0
        Of the bootstrap; the same seed gives the same interval.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        At most 1; 0 is chance. Without value where one category only is used, flagged NO_SPREAD.
        FEW_CASES below 30 effective cases.

    Raises
    ------
    ValueError
        If there are fewer than 2 raters, a rating is missing or none of the categories, there is
        no case, the weights do not fit, `resamples` is from 1 to 99 or below 0, or `confidence` is
        not strictly between 0 and 1.

    Notes
    -----
    Chance is what all raters together would agree by drawing from all their ratings. Categories
    are not in order; where they are, or where ratings are missing, take Krippendorff's alpha.
    Cases are resampled whole, with their weights; the interval is made of percentiles.

    References
    ----------
    Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological
    Bulletin, 76(5), 378-382.

    Examples
    --------
    >>> kappa = fleiss_kappa([["a", "a", "b"], ["b", "b", "b"], ["a", "a", "a"]], resamples=0)
    >>> round(kappa.value, 2), kappa.n
    (0.55, 3)
    """
    drawing = Drawing(resamples, seed, confidence)
    found = placed(ratings, categories=categories)
    n, m = found.places.shape
    if not n or m < 2 or (found.places == UNRATED).any():
        raise ValueError(
            "Expected the same number of ratings of each case, at least 2, none missing: "
            f"got {n} cases, {m} raters, {int((found.places == UNRATED).sum())} missing."
        )
    return resampled_agreement(rated_cases(found, weights=weights), _fleiss, drawing)


def plain_agreement(
    ratings: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    resamples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> Estimate:
    """Return the share of pairs of raters who chose the same, chance not taken off.

    Parameters
    ----------
    ratings : array_like, shape (n, m)
        Of n cases by m raters; nan, None or "" where one did not rate.
    weights : array_like of float, shape (n,), optional
        How many cases each stands for, at least 0; all alike by default.
    resamples : int, default 1000
        Bootstrap samples of cases behind the interval; 0 for none, else at least 100.
    seed : int, default 0
        Of the bootstrap; the same seed gives the same interval.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        In 0..1; `n` counts the cases with at least two ratings. FEW_CASES below 30 effective ones.

    Raises
    ------
    ValueError
        If no case has two ratings, the weights do not fit, `resamples` is from 1 to 99 or below 0,
        or `confidence` is not strictly between 0 and 1.

    Notes
    -----
    The mean over cases of the share of pairs that agree. High where nearly all cases belong to
    one category, even if raters only guess: read it beside a coefficient that takes chance off.

    References
    ----------
    Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological
    Bulletin, 76(5), 378-382.

    Examples
    --------
    >>> agreed = plain_agreement([["a", "a", "b"], ["b", "b", ""]], resamples=0)
    >>> round(agreed.value, 3), agreed.n
    (0.667, 2)
    """
    drawing = Drawing(resamples, seed, confidence)
    return resampled_agreement(rated_cases(placed(ratings), weights=weights), _agreed, drawing)


def _credit(categories: int, weighting: Weighting) -> NDArray[np.float64]:
    """Return how far each pair of categories counts as agreement, from 0 to 1."""
    places = np.arange(categories)
    apart = np.abs(places[:, None] - places) / max(1, categories - 1)
    if weighting is Weighting.NONE:
        return np.eye(categories)
    return np.asarray(1 - (apart if weighting is Weighting.LINEAR else apart**2), dtype=float)


def _agreed(times: Floats, counts: Floats) -> Floats:
    """Return the share of equal pairs where case i counts `times[b, i]` times."""
    sizes = counts.sum(axis=1)
    shares = ((counts**2).sum(axis=1) - sizes) / (sizes * (sizes - 1))
    return np.asarray(times @ shares / times.sum(axis=1))


def _fleiss(times: Floats, counts: Floats) -> Floats:
    """Return kappa where case i counts `times[b, i]` times; nan where all ratings are the same."""
    total = (times @ counts).sum(axis=1)
    expected = ((times @ counts / total[:, None]) ** 2).sum(axis=1)
    found = np.full(len(times), nan)
    above = _agreed(times, counts) - expected
    np.divide(above, 1 - expected, out=found, where=expected < 1 - TINY)
    return found
