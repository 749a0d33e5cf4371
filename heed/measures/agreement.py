"""How far raters agree in putting cases into categories: the kappas of Cohen and of Fleiss."""

from collections.abc import Hashable, Sequence
from enum import StrEnum
from math import isnan, nan, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.bootstrap_counts import bootstrap_patterns
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.ratings import UNRATED, placed

FEWEST_RESAMPLES = 100
FEW = 30


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
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        At most 1; 0 is chance. Without value where both raters use one category only, flagged
        NO_SPREAD. FEW_CASES below 30.

    Raises
    ------
    ValueError
        If lengths differ, no case was rated by both, a rating is none of the categories, or
        `confidence` is not strictly between 0 and 1.

    Notes
    -----
    1 - observed / expected disagreement, expected from each rater's own use of the categories.
    The interval is normal, with the large-sample error of Fleiss, Cohen and Everitt; from few
    cases or near 1 it is too narrow, and where raters agree in all cases there is none. Kappa is
    low where nearly all cases belong to one category, however well raters agree: give the plain
    agreement and the categories' shares beside it. Quadratic weights grow with the number of
    categories.

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
    pairs = found.places[(found.places != UNRATED).all(axis=1)]
    n, v = len(pairs), len(found.categories)
    if not n:
        raise ValueError("Expected cases rated by both, got none.")
    shares = np.bincount(pairs[:, 0] * v + pairs[:, 1], minlength=v * v).reshape(v, v) / n
    credit = _credit(v, weighting)
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = float((credit * shares).sum()), float(rows @ credit @ columns)
    few = (Flag.FEW_CASES,) if n < FEW else ()
    if expected >= 1:
        return Estimate(nan, nan, nan, n, Method.DELTA, confidence, flags=(*few, Flag.NO_SPREAD))
    kappa = (observed - expected) / (1 - expected)
    if observed >= 1:
        return Estimate(kappa, nan, nan, n, Method.DELTA, confidence, flags=few)
    own = (credit @ columns)[:, None] + (rows @ credit)
    spread = float((shares * (credit - own * (1 - kappa)) ** 2).sum())
    error = sqrt(max(0.0, spread - (kappa - expected * (1 - kappa)) ** 2) / n) / (1 - expected)
    half = NormalDist().inv_cdf((1 + confidence) / 2) * error
    upper = min(1.0, kappa + half)
    return Estimate(kappa, kappa - half, upper, n, Method.DELTA, confidence, flags=few)


def fleiss_kappa(
    ratings: ArrayLike,
    *,
    categories: Sequence[Hashable] = (),
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
        FEW_CASES below 30.

    Raises
    ------
    ValueError
        If there are fewer than 2 raters, a rating is missing or none of the categories, there is
        no case, `resamples` is from 1 to 99 or below 0, or `confidence` is not strictly between 0
        and 1.

    Notes
    -----
    Chance is what all raters together would agree by drawing from all their ratings. Categories
    are not in order; where they are, or where ratings are missing, take Krippendorff's alpha.
    Cases are resampled whole; the interval is made of percentiles.

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
    require_confidence(confidence)
    require_resamples(resamples)
    found = placed(ratings, categories=categories)
    n, m = found.places.shape
    if not n or m < 2 or (found.places == UNRATED).any():
        raise ValueError(
            "Expected the same number of ratings of each case, at least 2, none missing: "
            f"got {n} cases, {m} raters, {int((found.places == UNRATED).sum())} missing."
        )
    counts = found.counts.astype(float)
    value = float(_fleiss(np.ones((1, n)), counts, m)[0])
    patterns, samples = bootstrap_patterns(counts, resamples, seed=seed)
    drawn = [_fleiss(times, patterns, m) for times in samples]
    return bootstrap_estimate(value, np.concatenate([np.empty(0), *drawn]), n, confidence)


def plain_agreement(
    ratings: ArrayLike,
    *,
    resamples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> Estimate:
    """Return the share of pairs of raters who chose the same, chance not taken off.

    Parameters
    ----------
    ratings : array_like, shape (n, m)
        Of n cases by m raters; nan, None or "" where one did not rate.
    resamples : int, default 1000
        Bootstrap samples of cases behind the interval; 0 for none, else at least 100.
    seed : int, default 0
        Of the bootstrap; the same seed gives the same interval.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        In 0..1; `n` counts the cases with at least two ratings. FEW_CASES below 30.

    Raises
    ------
    ValueError
        If no case has two ratings, `resamples` is from 1 to 99 or below 0, or `confidence` is not
        strictly between 0 and 1.

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
    require_confidence(confidence)
    require_resamples(resamples)
    counts = placed(ratings).counts.astype(float)
    sizes = counts.sum(axis=1)
    counts, sizes = counts[sizes > 1], sizes[sizes > 1]
    n = len(counts)
    if not n:
        raise ValueError("Expected cases with at least two ratings, got none.")
    agreed = ((counts**2).sum(axis=1) - sizes) / (sizes * (sizes - 1))
    shares, samples = bootstrap_patterns(agreed[:, np.newaxis], resamples, seed=seed)
    drawn = [times @ shares[:, 0] / n for times in samples]
    found = np.concatenate([np.empty(0), *drawn])
    return bootstrap_estimate(float(agreed.mean()), found, n, confidence)


def bootstrap_estimate(
    value: float, drawn: NDArray[np.float64], n: int, confidence: float
) -> Estimate:
    """Return a coefficient of agreement with the percentiles of its bootstrap samples.

    Parameters
    ----------
    value : float
        The coefficient; nan where all ratings are the same.
    drawn : ndarray of float, shape (b,)
        Of the bootstrap samples; nan where all ratings in one were the same.
    n : int
        Cases.
    confidence : float
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        Flagged NO_SPREAD without value, FEW_CASES below 30.

    Examples
    --------
    >>> found = bootstrap_estimate(0.5, np.linspace(0.4, 0.6, 101), 50, 0.9)
    >>> round(found.lower, 2), round(found.upper, 2)
    (0.41, 0.59)
    """
    known = drawn[~np.isnan(drawn)]
    tail = (1 - confidence) / 2
    lower, upper = np.quantile(known, [tail, 1 - tail]) if known.size else (nan, nan)
    flags = tuple(
        flag for flag, is_so in ((Flag.FEW_CASES, n < FEW), (Flag.NO_SPREAD, isnan(value))) if is_so
    )
    return Estimate(value, float(lower), float(upper), n, Method.BOOTSTRAP, confidence, flags=flags)


def require_resamples(resamples: int) -> None:
    """Refuse a number of bootstrap samples that is too small for an interval.

    Parameters
    ----------
    resamples : int
        0 for no interval, else at least 100.

    Raises
    ------
    ValueError
        If it is from 1 to 99 or below 0.

    Examples
    --------
    >>> require_resamples(20)
    Traceback (most recent call last):
    ValueError: Expected at least 100 bootstrap samples, or 0 for none, got 20.
    """
    if resamples != 0 and resamples < FEWEST_RESAMPLES:
        raise ValueError(
            f"Expected at least {FEWEST_RESAMPLES} bootstrap samples, or 0 for none, "
            f"got {resamples!r}."
        )


def _credit(categories: int, weighting: Weighting) -> NDArray[np.float64]:
    """Return how far each pair of categories counts as agreement, from 0 to 1."""
    places = np.arange(categories)
    apart = np.abs(places[:, None] - places) / max(1, categories - 1)
    if weighting is Weighting.NONE:
        return np.eye(categories)
    return np.asarray(1 - (apart if weighting is Weighting.LINEAR else apart**2), dtype=float)


def _fleiss(times: NDArray[np.float64], counts: NDArray[np.float64], m: int) -> NDArray[np.float64]:
    """Return kappa where case i counts `times[b, i]` times; nan where all ratings are the same."""
    n = times.sum(axis=1)
    agreed = ((counts**2).sum(axis=1) - m) / (m * (m - 1))
    expected = ((times @ counts / (n * m)[:, None]) ** 2).sum(axis=1)
    found = np.full(n.shape, nan)
    np.divide(times @ agreed / n - expected, 1 - expected, out=found, where=expected < 1 - 1e-12)
    return found
