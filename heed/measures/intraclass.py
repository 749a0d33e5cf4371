"""Intraclass correlations: how far raters agree in numbers, alone and on average."""

from dataclasses import dataclass, replace
from math import inf, isinf, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.agreement_samples import agreement_flags, used_cases
from heed.measures.beta import f_quantile
from heed.measures.estimates import Estimate, Method, require_confidence
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.weights import effective_n

FEWEST_CASES = 2
# So little below it is rounding.
TINY = 1e-9


@dataclass(frozen=True)
class IntraclassCorrelations:
    """Shares of variance that lie between cases, by what raters are taken for.

    Parameters
    ----------
    single_one_way, mean_one_way : Estimate
        ICC(1,1) and ICC(1,k): each case has raters of its own.
    single_random, mean_random : Estimate
        ICC(2,1) and ICC(2,k): the same raters, drawn from many; a rater who is always stricter
        counts as disagreement.
    single_fixed, mean_fixed : Estimate
        ICC(3,1) and ICC(3,k): these raters and no others; who is stricter does not matter.
    raters : int
        Number k.
    dropped : int
        Cases left out, because a rating is missing or they stand for none.

    Examples
    --------
    >>> found = intraclass_correlations([[1, 2], [3, 5], [6, 6], [8, 9]])
    >>> round(found.single_random.value, 2), found.raters
    (0.92, 2)
    """

    single_one_way: Estimate
    mean_one_way: Estimate
    single_random: Estimate
    mean_random: Estimate
    single_fixed: Estimate
    mean_fixed: Estimate
    raters: int
    dropped: int


@dataclass(frozen=True)
class _MeanSquares:
    """Mean squares of the two-way analysis of variance of n cases, or as many, and k raters."""

    between: float
    within: float
    raters: float
    error: float
    n: float
    k: int


def intraclass_correlations(
    ratings: ArrayLike, *, weights: ArrayLike | None = None, confidence: float = 0.95
) -> IntraclassCorrelations:
    """Return the six intraclass correlations of Shrout and Fleiss.

    Parameters
    ----------
    ratings : array_like of float, shape (n, k)
        Numbers given to n >= 2 cases by k >= 2 raters; nan where one did not rate: such a case is
        left out.
    weights : array_like of float, shape (n,), optional
        How many cases each stands for, at least 0; all alike by default.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    IntraclassCorrelations
        At most 1; below 0 where raters agree less than chance. Without value where all ratings
        are the same, flagged NO_SPREAD; without interval where raters agree wholly. FEW_CASES
        below 30 effective cases.

    Raises
    ------
    ValueError
        If there are fewer than 2 raters or fewer than 2 complete cases, the weights do not fit, or
        `confidence` is not strictly between 0 and 1.

    Notes
    -----
    Ratings are supposed to be normal with equal scatter. "Single" tells how far one rating can be
    trusted, "mean" the average of k. The correlation depends on how much cases differ: among
    similar cases it is low however well raters agree. Intervals of (2,1) and (2,k) rest on
    Satterthwaite's degrees of freedom. A case that stands for several counts as often; intervals
    are those of the effective number of cases, which supposes that weights have little to do with
    the ratings.

    References
    ----------
    Shrout, P. E., & Fleiss, J. L. (1979). Intraclass correlations: uses in assessing rater
    reliability. Psychological Bulletin, 86(2), 420-428.

    McGraw, K. O., & Wong, S. P. (1996). Forming inferences about some intraclass correlation
    coefficients. Psychological Methods, 1(1), 30-46.

    Examples
    --------
    >>> judges = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
    >>> found = intraclass_correlations(np.transpose(judges))
    >>> round(found.single_one_way.value, 2), round(found.single_fixed.value, 2)
    (0.17, 0.71)
    """
    require_confidence(confidence)
    given = np.asarray(ratings, dtype=float)
    if given.ndim != 2:
        raise ValueError(f"Expected ratings of shape (cases, raters), got {given.shape}.")
    if given.shape[1] < 2:
        raise Refusal(
            gettext_noop("Expected ratings by at least 2 raters, got %(raters)s."),
            raters=given.shape[1],
        )
    is_used, worth = used_cases(np.isfinite(given).all(axis=1), weights)
    rows = given[is_used]
    n, effective, tail = len(rows), effective_n(worth), (1 - confidence) / 2
    if n < FEWEST_CASES:
        raise Refusal(
            gettext_noop("Expected at least %(fewest)s completely rated cases, got %(n)s."),
            fewest=FEWEST_CASES,
            n=n,
        )
    squares = _mean_squares(rows, worth)
    k = squares.k
    ends = _ends(_mean_squares(rows, worth * (effective / worth.sum())), tail)
    values = (
        _ratio(squares.between - squares.within, squares.between + (k - 1) * squares.within),
        _random(squares),
        _ratio(squares.between - squares.error, squares.between + (k - 1) * squares.error),
    )
    single: list[Estimate] = []
    mean: list[Estimate] = []
    for value, (lower, upper) in zip(values, ends, strict=True):
        flags = agreement_flags(effective, value)
        estimate = Estimate(value, lower, upper, n, Method.F_RATIO, confidence, effective, flags)
        single.append(estimate)
        mean.append(_stepped_up(estimate, k))
    return IntraclassCorrelations(
        single_one_way=single[0],
        mean_one_way=mean[0],
        single_random=single[1],
        mean_random=mean[1],
        single_fixed=single[2],
        mean_fixed=mean[2],
        raters=k,
        dropped=len(given) - n,
    )


def _mean_squares(rows: NDArray[np.float64], weights: NDArray[np.float64]) -> _MeanSquares:
    n, k = float(weights.sum()), rows.shape[1]
    centred = rows - weights @ rows.mean(axis=1) / n
    between = k * float(weights @ centred.mean(axis=1) ** 2)
    raters = n * float(((weights @ centred / n) ** 2).sum())
    within = float(weights @ (centred**2).sum(axis=1)) - between
    # Rounding must not make a little of nothing, or less.
    tiny = 1e-12 * float(weights @ (rows**2).sum(axis=1))
    between, raters, within, error = (
        each if each > tiny else 0.0 for each in (between, raters, within, within - raters)
    )
    return _MeanSquares(
        between=between / (n - 1),
        within=within / (n * (k - 1)),
        raters=raters / (k - 1),
        error=error / ((n - 1) * (k - 1)),
        n=n,
        k=k,
    )


def _ratio(above: float, below: float) -> float:
    return above / below if below else nan


def _random(squares: _MeanSquares) -> float:
    own = squares.k * (squares.raters - squares.error) / squares.n
    rest = squares.between + (squares.k - 1) * squares.error + own
    return _ratio(squares.between - squares.error, rest)


def _ends(squares: _MeanSquares, tail: float) -> tuple[tuple[float, float], ...]:
    """Return the ends of ICC(1,1), (2,1) and (3,1); nan from what is worth less than 2 cases."""
    n, k = squares.n, squares.k
    if n < FEWEST_CASES - TINY:
        return ((nan, nan),) * 3
    return (
        _simple_ends(squares.between, squares.within, (n - 1, n * (k - 1)), tail, k),
        _random_ends(squares, tail),
        _simple_ends(squares.between, squares.error, (n - 1, (n - 1) * (k - 1)), tail, k),
    )


def _simple_ends(
    between: float, rest: float, degrees: tuple[float, float], tail: float, k: int
) -> tuple[float, float]:
    """Return the ends of ICC(1,1) or ICC(3,1), from the F of cases against the rest."""
    if not rest:
        return nan, nan
    f = between / rest
    low, high = f / f_quantile(1 - tail, *degrees), f * f_quantile(1 - tail, *degrees[::-1])
    lower, upper = ((each - 1) / (each + k - 1) for each in (low, high))
    return lower, upper


def _random_ends(squares: _MeanSquares, tail: float) -> tuple[float, float]:
    """Return the ends of ICC(2,1), as McGraw and Wong give them."""
    n, k, between, error = squares.n, squares.k, squares.between, squares.error
    value = _random(squares)
    if not error or not -inf < value < inf:
        return nan, nan
    a, b = k * value / (n * (1 - value)), 1 + k * value * (n - 1) / (n * (1 - value))
    top = (a * squares.raters + b * error) ** 2
    degrees = top / ((a * squares.raters) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1)))
    if not degrees > 0 or isinf(degrees):
        return nan, nan
    own = k * squares.raters + (k * n - k - n) * error
    low, high = f_quantile(1 - tail, n - 1, degrees), f_quantile(1 - tail, degrees, n - 1)
    lower = n * (between - low * error) / (low * own + n * between)
    return lower, n * (high * between - error) / (own + n * high * between)


def _stepped_up(single: Estimate, k: int) -> Estimate:
    """Return the reliability of the mean of k ratings (Spearman and Brown)."""
    value, lower, upper = (
        _ratio(k * each, 1 + (k - 1) * each) for each in (single.value, single.lower, single.upper)
    )
    return replace(single, value=value, lower=lower, upper=upper)
