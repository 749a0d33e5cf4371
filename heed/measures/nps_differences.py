"""Whether one net promoter score is higher than another, of other people or of the same."""

from dataclasses import dataclass
from math import nan, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from heed.measures.estimates import Estimate, Flag, Method
from heed.measures.linearised import FEW
from heed.measures.nps import USUAL_BREAKS, Breaks, PromoterGroup, normal_quantile
from heed.measures.scores import known_answers
from heed.measures.weights import effective_n


@dataclass(frozen=True)
class ScoreDifference:
    """One score less another.

    Parameters
    ----------
    difference : Estimate
        In -2..2.
    z : float
        The difference in standard errors; nan where there is no error to be known.
    p : float
        Chance of a difference at least so large if there were none, in 0..1.

    Examples
    --------
    >>> found = net_promoter_difference([10, 9, 2, 8] * 20, [10, 1, 2, 8] * 20)
    >>> found.difference.value, round(found.p, 4)
    (0.5, 0.0001)
    """

    difference: Estimate
    z: float
    p: float


def net_promoter_difference(
    answers: ArrayLike,
    others: ArrayLike,
    *,
    breaks: Breaks = USUAL_BREAKS,
    weights: ArrayLike | None = None,
    other_weights: ArrayLike | None = None,
    method: Method = Method.WALD,
    confidence: float = 0.95,
) -> ScoreDifference:
    """Return the score of one group less that of another, of other people.

    Parameters
    ----------
    answers, others : array_like of float, shape (n,) and (m,)
        Of different people; nan where unanswered.
    breaks, confidence
        As in `net_promoter_score`.
    weights, other_weights : array_like of float, shape (n,) and (m,), optional
        How many people each answer stands for.
    method : Method, default WALD
        Of the interval and the test alike; or ADJUSTED_WALD, for small groups, which moves the
        middle of the interval nearer to 0.

    Returns
    -------
    ScoreDifference
        Difference with interval, z and two-sided p; nan where a group is empty. Flag NO_SPREAD
        where all answer alike, so that the plain interval has no width.

    Raises
    ------
    ValueError
        As `net_promoter_score`.

    Notes
    -----
    z = difference / √(variance₁ / n₁ + variance₂ / n₂). Whether two intervals overlap is not this
    test. For the same people asked twice use `paired_net_promoter_difference`.

    References
    ----------
    Rocks, B. (2016). Interval estimation for the "net promoter score". The American Statistician,
    70(4), 365-372.

    Examples
    --------
    >>> net_promoter_difference([10, 10, 0], [10, 0, 0]).difference.n
    6
    """
    one = PromoterGroup.of(answers, breaks, weights)
    other = PromoterGroup.of(others, breaks, other_weights)
    value, n, worth = one.score - other.score, one.n + other.n, one.worth + other.worth
    if not (one.n and other.n):
        return _difference(value, value, nan, n, worth, method, confidence)
    (middle, error), (other_middle, other_error) = one.interval(method), other.interval(method)
    error = sqrt(error**2 + other_error**2)
    flags = (Flag.FEW_CASES,) if min(one.worth, other.worth) < FEW else ()
    return _difference(value, middle - other_middle, error, n, worth, method, confidence, flags)


def paired_net_promoter_difference(
    before: ArrayLike,
    after: ArrayLike,
    *,
    breaks: Breaks = USUAL_BREAKS,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> ScoreDifference:
    """Return by how much the score of the same people has risen.

    Parameters
    ----------
    before, after : array_like of float, shape (n,)
        Answers of the same person in the same place; nan where unanswered.
    breaks, weights, confidence
        As in `net_promoter_score`.

    Returns
    -------
    ScoreDifference
        After less before; n counts those who answered both times.

    Raises
    ------
    ValueError
        As `net_promoter_score`, or if the two differ in length.

    Notes
    -----
    Each person's move between detractor (-1), passive (0) and promoter (1) is one case; the
    variance is that of these moves. Those who answered once are left out: if they differ from the
    others, so does the result.

    References
    ----------
    Rocks, B. (2016). Interval estimation for the "net promoter score". The American Statistician,
    70(4), 365-372.

    Examples
    --------
    >>> paired_net_promoter_difference([6, 8, 9, 10], [9, 9, 9, 10]).difference.value
    0.75
    """
    first, second = np.asarray(before, dtype=float).ravel(), np.asarray(after, dtype=float).ravel()
    if first.size != second.size:
        raise ValueError(
            f"Expected two answers of each person, got {first.size} and {second.size}."
        )
    both = np.where(np.isnan(first + second), np.nan, 0)
    ends = {"lowest": breaks.lowest, "highest": breaks.highest}
    one, of = known_answers(first + both, **ends, weights=weights)
    other, _ = known_answers(second + both, **ends, weights=weights)
    moves = breaks.sides(other) - breaks.sides(one)
    if not moves.size:
        return _difference(nan, nan, nan, 0, 0.0, Method.WALD, confidence)
    worth = effective_n(of)
    value = float(np.average(moves, weights=of))
    error = sqrt(float(np.average((moves - value) ** 2, weights=of)) / worth)
    flags = (Flag.FEW_CASES,) if worth < FEW else ()
    return _difference(value, value, error, moves.size, worth, Method.WALD, confidence, flags)


def _difference(
    value: float,
    middle: float,
    error: float,
    n: int,
    worth: float,
    method: Method,
    confidence: float,
    flags: tuple[Flag, ...] = (Flag.FEW_CASES,),
) -> ScoreDifference:
    half = normal_quantile(confidence) * error
    if error == 0:
        flags = (*flags, Flag.NO_SPREAD)
    low, high = (float(np.clip(bound, -2, 2)) for bound in (middle - half, middle + half))
    found = Estimate(value, low, high, n, method, confidence, worth, flags)
    z = middle / error if error > 0 else nan
    return ScoreDifference(found, z, 2 * NormalDist().cdf(-abs(z)))
