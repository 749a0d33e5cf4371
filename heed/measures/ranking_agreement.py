"""Do people agree on what comes first? Mean ranks, Kendall's W and Friedman's test."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.gamma import chi_square_tail
from heed.measures.means import mean_estimate
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.student import student_t_quantile

Floats = NDArray[np.float64]
FEW_JUDGES = 30


@dataclass(frozen=True)
class MeanRank:
    """Where one item stands on average.

    Parameters
    ----------
    item : hashable
        The item.
    mean_rank : Estimate
        Mean of its ranks over judges, from 1 (first) to the number of items.
    first : int
        Judges who put it first alone.

    Examples
    --------
    >>> MeanRank("speed", Estimate(1.5, 1.1, 1.9, 40, Method.STUDENT_T, 0.95), first=25).first
    25
    """

    item: Hashable
    mean_rank: Estimate
    first: int


@dataclass(frozen=True)
class RankingAgreement:
    """Mean ranks and how far judges agree on them.

    Parameters
    ----------
    items : tuple of MeanRank
        In the order given.
    concordance : Estimate
        Kendall's W, corrected for ties: 0 no agreement, 1 all alike.
    mean_correlation : float
        Mean rank correlation of any two judges: (judges W - 1) / (judges - 1).
    friedman, degrees, p : float
        Friedman's chi-square, its degrees of freedom, and how likely one at least as large is
        where all items matter alike.
    judges, tied_judges, partial_judges : int
        Judges; those who gave several items one rank; those who ranked only their first places.

    Examples
    --------
    >>> [each.item for each in ranking_agreement(["a", "b"], [[1, 2], [1, 2], [2, 1]]).items]
    ['a', 'b']
    """

    items: tuple[MeanRank, ...]
    concordance: Estimate
    mean_correlation: float
    friedman: float
    degrees: int
    p: float
    judges: int
    tied_judges: int
    partial_judges: int


def ranking_agreement(
    items: Sequence[Hashable], ranks: ArrayLike, *, confidence: float = 0.95
) -> RankingAgreement:
    """Return the mean rank of each item and how far judges agree.

    Parameters
    ----------
    items : sequence of hashable, length k
        At least two.
    ranks : array_like of float, shape (n, k)
        Rank of each item by each judge: lower is better, equal is tied; any numbers serve, only
        their order counts. Not known (nan) where the judge ranked only her first places: what she
        left out shares the last places. At least two judges, each with at least one rank.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    RankingAgreement
        Mean ranks in 1..k with t intervals, Kendall's W in 0..1, Friedman's test.

    Raises
    ------
    ValueError
        If shapes do not fit, there are fewer than two judges, or a judge ranked nothing.

    Notes
    -----
    What a judge left out is taken as ranked below what she named. Where she was not shown an item
    at all that is wrong: then use `heed.measures.rankings.worths`, which knows what was offered.
    Tied items get the mean of the ranks they share, and W and chi-square are corrected for ties.
    The chi-square is close from about 15 judges or 5 items on. The interval of W is the
    jackknife's over judges, on the mean correlation, which does not depend on their number; where
    all judges agree it has no width, which says nothing of the precision. A small W with many
    judges can be significant: read W, not p. W near 0 may also mean two groups that want the
    opposite.

    References
    ----------
    Kendall, M. G., & Babington Smith, B. (1939). The problem of m rankings. The Annals of
    Mathematical Statistics, 10(3), 275-287.

    Friedman, M. (1937). The use of ranks to avoid the assumption of normality implicit in the
    analysis of variance. Journal of the American Statistical Association, 32(200), 675-701.

    Examples
    --------
    >>> found = ranking_agreement(["speed", "price", "warmth"], [[1, 2, 3], [1, 3, 2], [2, 1, 3]])
    >>> [round(each.mean_rank.value, 2) for each in found.items]
    [1.33, 2.0, 2.67]
    >>> round(found.concordance.value, 3), round(found.friedman, 3), round(found.p, 3)
    (0.444, 2.667, 0.264)
    """
    require_confidence(confidence)
    given = np.asarray(ranks, dtype=float)
    if given.ndim != 2 or given.shape[1] != len(items):
        raise ValueError(
            f"Expected a column of ranks for each of {len(items)} items, got shape {given.shape}."
        )
    if len(items) < 2 or len(given) < 2:
        raise Refusal(
            gettext_noop(
                "Expected ranks of at least two items by at least two judges, got %(items)s items "
                "and %(judges)s judges."
            ),
            items=len(items),
            judges=len(given),
        )
    is_known = ~np.isnan(given)
    if not is_known.any(axis=1).all():
        nothing = int((~is_known.any(axis=1)).sum())
        raise Refusal(
            gettext_noop(
                "Expected each judge to rank something, got %(nothing)s who ranked nothing."
            ),
            nothing=nothing,
        )
    full = mid_ranks(given)
    concordance = _concordance(full)
    n, k = full.shape
    friedman = n * (k - 1) * concordance
    return RankingAgreement(
        tuple(_mean_rank(item, full[:, at], confidence) for at, item in enumerate(items)),
        _with_interval(full, concordance, confidence),
        (n * concordance - 1) / (n - 1),
        friedman,
        k - 1,
        chi_square_tail(friedman, k - 1),
        n,
        sum(len(np.unique(row[~np.isnan(row)])) < (~np.isnan(row)).sum() for row in given),
        int((~is_known).any(axis=1).sum()),
    )


def mid_ranks(given: ArrayLike) -> Floats:
    """Return ranks from 1, tied items sharing the mean of their ranks, unknown ones the last.

    Parameters
    ----------
    given : array_like of float, shape (n, k)
        Any numbers, the lowest being the best; nan where not ranked.

    Returns
    -------
    ndarray of float, shape (n, k)
        Ranks in 1..k; each row adds up to k (k + 1) / 2.

    Notes
    -----
    Half the number of items above counted once more than those below gives the mean of tied ranks.

    References
    ----------
    Kendall, M. G. (1945). The treatment of ties in ranking problems. Biometrika, 33(3), 239-251.

    Examples
    --------
    >>> mid_ranks([[10, 20, 20, float("nan")]])
    array([[1. , 2.5, 2.5, 4. ]])
    """
    values = np.asarray(given, dtype=float)
    values = np.where(np.isnan(values), np.inf, values)
    above = (values[:, :, None] > values[:, None, :]).sum(axis=2)
    equal = (values[:, :, None] == values[:, None, :]).sum(axis=2)
    found: Floats = above + (equal + 1) / 2
    return found


def _parts(ranks: Floats) -> tuple[Floats, Floats]:
    """Return by judge her ranks from the middle, and how much they spread: 0 where all are tied."""
    centred = ranks - (ranks.shape[1] + 1) / 2
    return centred, (centred**2).sum(axis=1)


def _concordance(ranks: Floats) -> float:
    centred, spread = _parts(ranks)
    total = spread.sum()
    if not total > 0:
        raise Refusal(
            gettext_noop("Expected ranks that differ, got the same rank for all items everywhere.")
        )
    return float((centred.sum(axis=0) ** 2).sum() / (len(ranks) * total))


def _with_interval(ranks: Floats, concordance: float, confidence: float) -> Estimate:
    """Jackknife the mean correlation of two judges, which does not depend on their number."""
    n = len(ranks)
    flags = (Flag.FEW_CASES,) if n < FEW_JUDGES else ()
    centred, spread = _parts(ranks)
    left = spread.sum() - spread
    if n < 3 or not (left > 0).all():
        bounds = float("nan"), float("nan")
        return Estimate(concordance, *bounds, n, Method.JACKKNIFE, confidence, flags=flags)
    without = ((centred.sum(axis=0) - centred) ** 2).sum(axis=1) / ((n - 1) * left)
    correlations = ((n - 1) * without - 1) / (n - 2)
    correlation = (n * concordance - 1) / (n - 1)
    error = float(np.sqrt((n - 1) / n * ((correlations - correlations.mean()) ** 2).sum()))
    half = float(student_t_quantile((1 + confidence) / 2, n - 1)) * error
    lower, upper = (((correlation + side * half) * (n - 1) + 1) / n for side in (-1, 1))
    return Estimate(
        concordance,
        max(lower, 0.0),
        min(upper, 1.0),
        n,
        Method.JACKKNIFE,
        confidence,
        flags=flags,
    )


def _mean_rank(item: Hashable, ranks: Floats, confidence: float) -> MeanRank:
    total, squares = float(ranks.sum()), float((ranks**2).sum())
    estimate = mean_estimate(len(ranks), total, squares, confidence=confidence)
    return MeanRank(item, estimate, int((ranks == 1).sum()))
