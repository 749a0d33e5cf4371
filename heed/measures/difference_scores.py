"""Whether a difference of two answers can be trusted: its reliability and its room to vary."""

from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.linearised import FEW
from heed.measures.scores import CEILING_SHARE, known_answers, weighted_share_estimate

LEAST_RELIABILITY = 0.7
# Counts drawn at once, so that memory does not grow with the number of answers.
BLOCK = 1_000_000


@dataclass(frozen=True)
class DifferenceCheck:
    """What speaks for and against a difference of perceived and expected.

    Parameters
    ----------
    reliability : Estimate
        Of the difference, at most 1; flag UNRELIABLE below .70.
    perceived_spread, expected_spread, gap_spread : float
        Standard deviations, in points of the scale.
    correlation : float
        Of perceived and expected, in -1..1.
    expected_at_highest : Estimate
        Share of expectations at the end of the scale, in 0..1; flag CEILING above one half.

    Examples
    --------
    >>> found = difference_check([5, 6, 4, 7, 3], [7, 7, 6, 7, 7], highest=7,
    ...     perceived_reliability=0.9, expected_reliability=0.8)
    >>> round(found.reliability.value, 2), found.expected_at_highest.value
    (0.87, 0.8)
    """

    reliability: Estimate
    perceived_spread: float
    expected_spread: float
    gap_spread: float
    correlation: float
    expected_at_highest: Estimate


def difference_check(
    perceived: ArrayLike,
    expected: ArrayLike,
    *,
    highest: float,
    perceived_reliability: float,
    expected_reliability: float,
    resamples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> DifferenceCheck:
    """Return how reliable perceived - expected is, and whether expectations had room to vary.

    Parameters
    ----------
    perceived, expected : array_like of float, shape (n,)
        Scores of the same persons on the same scale, such as a dimension's means; nan where
        unknown. Pairs with one side unknown are left out.
    highest : float
        End of the scale of a single answer.
    perceived_reliability, expected_reliability : float
        Of the two scores, such as their coefficients alpha, in 0..1.
    resamples : int, default 1000
        Bootstrap samples behind the interval of the reliability; at least 100.
    seed : int, default 0
        Of the bootstrap; the same seed gives the same interval.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    DifferenceCheck
        Reliability, spreads and the share of expectations at the end of the scale.

    Raises
    ------
    ValueError
        If sides differ in length, a reliability is not in 0..1, a score lies above the scale, or
        `resamples` is below 100.

    Notes
    -----
    reliability = (s_P² r_PP + s_E² r_EE - 2 r s_P s_E) / (s_P² + s_E² - 2 r s_P s_E): the more the
    two go together, the less of their difference is anything but error. It may come out below 0.
    The interval resamples persons and takes both reliabilities as known. With the items at hand,
    coefficient alpha of the item gaps says the same and takes account of their error too; it is
    higher where the errors of an item's two answers go together (tangibility of the kiosk: .73
    against .51).

    References
    ----------
    Peter, J. P., Churchill, G. A., & Brown, T. J. (1993). Caution in the use of difference scores
    in consumer research. Journal of Consumer Research, 19(4), 655-662.

    Examples
    --------
    >>> found = difference_check([1, 2, 3, 4] * 9, [2, 3, 4, 4] * 9, highest=7,
    ...     perceived_reliability=0.8, expected_reliability=0.8)
    >>> found.reliability.flags
    (<Flag.UNRELIABLE: 'unreliable'>,)
    """
    require_confidence(confidence)
    if not (0 <= perceived_reliability <= 1 and 0 <= expected_reliability <= 1):
        raise ValueError(
            "Expected reliabilities in 0..1, "
            f"got {perceived_reliability!r} and {expected_reliability!r}."
        )
    if resamples < 100:
        raise ValueError(f"Expected at least 100 bootstrap samples, got {resamples!r}.")
    p, e = _pairs(perceived, expected, highest)
    reliabilities = perceived_reliability, expected_reliability
    spreads = _spreads(p, e)
    at_highest = weighted_share_estimate(e >= highest, confidence=confidence)
    crowded = (Flag.CEILING,) if at_highest.value > CEILING_SHARE else ()
    return DifferenceCheck(
        reliability=_reliability(p, e, reliabilities, resamples, seed, confidence),
        perceived_spread=float(np.sqrt(spreads[0, 0])),
        expected_spread=float(np.sqrt(spreads[1, 0])),
        gap_spread=float(np.sqrt(max(0.0, spreads[0, 0] + spreads[1, 0] - 2 * spreads[2, 0]))),
        correlation=_correlation(spreads[:, 0]),
        expected_at_highest=replace(at_highest, flags=(*at_highest.flags, *crowded)),
    )


def _pairs(
    perceived: ArrayLike, expected: ArrayLike, highest: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    p, e = (np.asarray(each, dtype=float).ravel() for each in (perceived, expected))
    if p.size != e.size:
        raise ValueError(f"Expected as many perceived as expected, got {p.size} and {e.size}.")
    is_known = ~np.isnan(p + e)
    ends = {"lowest": -np.inf, "highest": highest}
    return known_answers(p[is_known], **ends)[0], known_answers(e[is_known], **ends)[0]


def _spreads(p: NDArray[np.float64], e: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return both variances and the covariance, shape (3, 1)."""
    return _weighted_spreads(p, e, np.ones((1, p.size)))


def _weighted_spreads(
    p: NDArray[np.float64], e: NDArray[np.float64], times: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return variances and covariance of each sample, each pair taken so many times."""
    n = times.sum(axis=1)
    if p.size < 1 or n[0] < 2:
        return np.full((3, len(times)), nan)
    # About the means of all, so that products keep their digits.
    p, e = p - p.mean(), e - e.mean()
    sums = times @ np.column_stack([p, e, p * p, e * e, p * e]) / n[:, None]
    mean_p, mean_e, squares_p, squares_e, together = sums.T
    variances = [np.maximum(0, squares_p - mean_p**2), np.maximum(0, squares_e - mean_e**2)]
    moments = [*variances, together - mean_p * mean_e]
    spreads: NDArray[np.float64] = np.array(moments) * n / (n - 1)
    return spreads


def _resampled(
    p: NDArray[np.float64], e: NDArray[np.float64], resamples: int, seed: int
) -> NDArray[np.float64]:
    """Return the spreads of each bootstrap sample, a block of samples at a time.

    Many persons give the same pair of scores, so that drawing pairs costs less than persons.
    """
    pairs, counts = np.unique(np.column_stack([p, e]), axis=0, return_counts=True)
    random = np.random.default_rng(seed)
    block = max(1, BLOCK // len(pairs))
    parts = []
    for start in range(0, resamples, block):
        size = min(block, resamples - start)
        times = random.multinomial(p.size, counts / p.size, size).astype(float)
        parts.append(_weighted_spreads(pairs[:, 0], pairs[:, 1], times))
    return np.concatenate(parts, axis=1)


def _correlation(spreads: NDArray[np.float64]) -> float:
    both = float(np.sqrt(spreads[0] * spreads[1]))
    return float(spreads[2]) / both if both > 0 else nan


def _of_difference(
    spreads: NDArray[np.float64], reliabilities: tuple[float, float]
) -> NDArray[np.float64]:
    first, second, together = spreads
    true = first * reliabilities[0] + second * reliabilities[1] - 2 * together
    whole = first + second - 2 * together
    ratio = np.full(whole.shape, nan)
    # Where both always differ by the same, there is no difference to be reliable.
    np.divide(true, whole, out=ratio, where=whole > 1e-12 * (first + second))
    return ratio


def _reliability(
    p: NDArray[np.float64],
    e: NDArray[np.float64],
    reliabilities: tuple[float, float],
    resamples: int,
    seed: int,
    confidence: float,
) -> Estimate:
    value = float(_of_difference(_spreads(p, e), reliabilities)[0])
    low = high = nan
    if not np.isnan(value):
        again = _of_difference(_resampled(p, e, resamples, seed), reliabilities)
        tails = (1 - confidence) / 2, (1 + confidence) / 2
        low, high = map(float, np.nanquantile(again, tails))
    flags = (Flag.FEW_CASES,) if p.size < FEW else ()
    if value < LEAST_RELIABILITY:
        flags = (*flags, Flag.UNRELIABLE)
    return Estimate(value, low, high, p.size, Method.BOOTSTRAP, confidence, flags=flags)
