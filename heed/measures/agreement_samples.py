"""What coefficients of agreement share: cases that count, and intervals by drawing cases anew."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import isnan, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.bootstrap_counts import bootstrap_patterns
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.ratings import UNRATED, Ratings
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.weights import checked_weights, effective_n

Floats = NDArray[np.float64]
# How often each case counts in each sample, shape (b, n), and its ratings, shape (n, categories).
Coefficient = Callable[[Floats, Floats], Floats]
FEWEST_RESAMPLES = 100
FEW = 30


@dataclass(frozen=True)
class Drawing:
    """How an interval is drawn.

    Parameters
    ----------
    resamples : int
        Bootstrap samples of cases; 0 for no interval, else at least 100.
    seed : int
        The same seed gives the same interval.
    confidence : float
        Coverage wanted, strictly between 0 and 1.

    Raises
    ------
    ValueError
        If a number is out of range.

    Examples
    --------
    >>> Drawing(20, 0, 0.95)
    Traceback (most recent call last):
    ValueError: Expected at least 100 bootstrap samples, or 0 for none, got 20.
    """

    resamples: int
    seed: int
    confidence: float

    def __post_init__(self) -> None:
        require_confidence(self.confidence)
        require_resamples(self.resamples)


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


def used_cases(
    is_rated: NDArray[np.bool_], weights: ArrayLike | None
) -> tuple[NDArray[np.bool_], Floats]:
    """Return which cases count, and how many each of these stands for.

    Parameters
    ----------
    is_rated : ndarray of bool, shape (n,)
        Cases with the ratings that a coefficient needs.
    weights : array_like of float, shape (n,), or None
        At least 0, not all 0; 1 each where None.

    Returns
    -------
    is_used : ndarray of bool, shape (n,)
        Rated cases with a weight above 0.
    weights : ndarray of float, shape (m,)
        Of those m; scaled up to a sum of m where they add up to less, as shares do: a case stands
        for itself at least, on average.

    Raises
    ------
    ValueError
        If there is not one weight a case, one is negative or not a number, or all are 0.

    Examples
    --------
    >>> is_rated = np.array([True, True, False])
    >>> used_cases(is_rated, [2, 1, 1])[1], used_cases(is_rated, [0.3, 0.1, 0.6])[1]
    (array([2., 1.]), array([1.5, 0.5]))
    """
    given = checked_weights(weights, len(is_rated))
    is_used = is_rated & (given > 0)
    used = given[is_used]
    total = float(used.sum())
    return is_used, used if total >= used.size else used * (used.size / total)


@dataclass(frozen=True, eq=False)
class RatedCases:
    """The cases that at least two raters rated.

    Parameters
    ----------
    counts : ndarray of float, shape (n, categories)
        How many raters put each case into each category.
    weights : ndarray of float, shape (n,)
        How many cases each stands for, above 0.
    categories : tuple
        Lowest first.

    Examples
    --------
    >>> from heed.measures.ratings import placed
    >>> rated_cases(placed([["a", "b"], ["b", ""]])).counts
    array([[1., 1.]])
    """

    counts: Floats
    weights: Floats
    categories: tuple[Hashable, ...]


def rated_cases(ratings: Ratings, *, weights: ArrayLike | None = None) -> RatedCases:
    """Return the cases with at least two ratings and a weight above 0.

    Parameters
    ----------
    ratings : Ratings
        Of n cases, as `placed` gives them.
    weights : array_like of float, shape (n,), optional
        How many cases each stands for, at least 0; all alike by default.

    Returns
    -------
    RatedCases
        At least one.

    Raises
    ------
    ValueError
        If there is none, or the weights do not fit.

    Examples
    --------
    >>> from heed.measures.ratings import placed
    >>> found = rated_cases(placed([["a", "b"], ["b", "b"]]), weights=[3, 0])
    >>> found.counts, found.weights
    (array([[1., 1.]]), array([3.]))
    """
    is_used, worth = used_cases((ratings.places != UNRATED).sum(axis=1) > 1, weights)
    if not worth.size:
        raise Refusal(gettext_noop("Expected cases with at least two ratings, got none."))
    return RatedCases(ratings.counts[is_used].astype(float), worth, ratings.categories)


def resampled_agreement(cases: RatedCases, coefficient: Coefficient, drawing: Drawing) -> Estimate:
    """Return a coefficient of agreement with the percentiles of its bootstrap samples.

    Parameters
    ----------
    cases : RatedCases
        Of n cases; whole cases are resampled, with their weights.
    coefficient : callable
        From how often each case counts, shape (b, n), and its ratings, shape (n, categories), to
        the coefficients of b samples; nan where all ratings are the same.
    drawing : Drawing
        Samples, seed and confidence.

    Returns
    -------
    Estimate
        Flagged NO_SPREAD without value, FEW_CASES below 30 effective cases.

    References
    ----------
    Efron, B., & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapman & Hall.

    Examples
    --------
    >>> from heed.measures.ratings import placed
    >>> cases = rated_cases(placed([["a", "a"], ["a", "b"], ["b", "b"], ["b", "b"]]))
    >>> both = lambda times, counts: times @ (counts.max(axis=1) == 2) / times.sum(axis=1)
    >>> found = resampled_agreement(cases, both, Drawing(400, 1, 0.9))
    >>> found.value, found.lower, found.upper
    (0.75, 0.25, 1.0)
    """
    n = len(cases.weights)
    value = float(coefficient(cases.weights[np.newaxis], cases.counts)[0])
    rows = np.column_stack([cases.counts, cases.weights])
    patterns, samples = bootstrap_patterns(rows, drawing.resamples, seed=drawing.seed)
    counts, weights = patterns[:, :-1], patterns[:, -1]
    drawn = [coefficient(times * weights, counts) for times in samples]
    known = np.concatenate([np.empty(0), *drawn])
    known = known[~np.isnan(known)]
    tail = (1 - drawing.confidence) / 2
    lower, upper = np.quantile(known, [tail, 1 - tail]) if known.size else (nan, nan)
    worth = effective_n(cases.weights)
    return Estimate(
        value,
        float(lower),
        float(upper),
        n,
        Method.BOOTSTRAP,
        drawing.confidence,
        worth,
        agreement_flags(worth, value),
    )


def agreement_flags(worth: float, value: float) -> tuple[Flag, ...]:
    """Return what a reader must know of a coefficient of agreement.

    Parameters
    ----------
    worth : float
        Effective number of cases.
    value : float
        The coefficient; nan where all ratings are the same.

    Returns
    -------
    tuple of Flag
        FEW_CASES below 30, NO_SPREAD without value.

    Examples
    --------
    >>> agreement_flags(12.5, 0.8)
    (<Flag.FEW_CASES: 'few_cases'>,)
    """
    so = ((Flag.FEW_CASES, worth < FEW), (Flag.NO_SPREAD, isnan(value)))
    return tuple(flag for flag, is_so in so if is_so)
