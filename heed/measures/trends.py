"""Whether values rise or fall with time, without supposing any shape."""

from dataclasses import dataclass
from math import nan, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Method, require_confidence
from heed.measures.refusals import Refusal, gettext_noop

FEWEST_VALUES = 3
# All pairs of so many values are still compared in a tenth of a second.
MOST_VALUES = 1500


@dataclass(frozen=True)
class Trend:
    """How values move with time.

    Parameters
    ----------
    slope : Estimate
        Median change for each unit of time, with its interval.
    tau : float
        Kendall's rank correlation with time (tau-b), in -1..1; nan where all values are equal.
    p : float
        Chance of a tau at least so far from 0 if there were no trend, in 0..1.

    Examples
    --------
    >>> theil_sen_trend([1, 2, 3, 4, 5, 6], [2, 3, 5, 4, 6, 8]).is_rising
    True
    """

    slope: Estimate
    tau: float
    p: float

    @property
    def is_rising(self) -> bool:
        """Whether values clearly rise, at the confidence of the slope."""
        return self.tau > 0 and self.p < 1 - self.slope.confidence

    @property
    def is_falling(self) -> bool:
        """Whether values clearly fall, at the confidence of the slope."""
        return self.tau < 0 and self.p < 1 - self.slope.confidence


def theil_sen_trend(times: ArrayLike, values: ArrayLike, *, confidence: float = 0.95) -> Trend:
    """Return the trend of values over time: Theil and Sen's slope, Kendall's test.

    Parameters
    ----------
    times : array_like of float, shape (n,)
        When each value was taken, in any unit of time, in any order.
    values : array_like of float, shape (n,)
        The values; nan where unknown.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Trend
        The slope in units of the values for each unit of time.

    Raises
    ------
    ValueError
        If shapes differ, a value is infinite, or fewer than three known values at fewer than two
        times are given.

    Notes
    -----
    The slope is the median over all pairs, so a fifth of the values may be wild. Its interval and
    the test rest on the variance of Kendall's S with its correction for ties, taken as normal:
    fit from ten values on. Values are independent of each other once the trend is allowed for;
    values of one customer that follow each other are not, and then look surer than they are.
    Of more than 1,500 values as many are taken, evenly spaced in time order.

    References
    ----------
    Sen, P. K. (1968). Estimates of the regression coefficient based on Kendall's tau. Journal of
    the American Statistical Association, 63(324), 1379-1389.

    Kendall, M. G. (1975). Rank correlation methods (4th ed.). Griffin.

    Examples
    --------
    >>> trend = theil_sen_trend([0, 1, 2, 3, 4, 5, 6, 7], [9, 8, 8, 7, 7, 5, 6, 4])
    >>> round(trend.slope.value, 2), trend.is_falling
    (-0.58, True)
    """
    require_confidence(confidence)
    t, y = _thinned(times, values)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    first, second = np.triu_indices(t.size, k=1)
    runs, rises = t[second] - t[first], y[second] - y[first]
    score = float(np.sum(np.sign(runs) * np.sign(rises)))
    spread = sqrt(_variance_of_score(t, y))
    slopes = np.sort(rises[runs > 0] / runs[runs > 0])
    reach = z * spread
    lower, upper = (slopes.size - reach) / 2, (slopes.size + reach) / 2
    slope = Estimate(
        float(np.median(slopes)),
        _at_rank(slopes, int(np.floor(lower))),
        _at_rank(slopes, int(np.ceil(upper)) + 1),
        t.size,
        Method.THEIL_SEN,
        confidence,
    )
    compared = sqrt(float(np.count_nonzero(runs)) * float(np.count_nonzero(rises)))
    tau = score / compared if compared else nan
    # One step towards 0, as S moves in steps of two.
    steps = max(abs(score) - 1, 0.0) / spread if spread else 0.0
    return Trend(slope, tau, min(1.0, 2 * NormalDist().cdf(-steps)))


def _thinned(
    times: ArrayLike, values: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    t, y = np.asarray(times, dtype=float).ravel(), np.asarray(values, dtype=float).ravel()
    if t.size != y.size:
        raise ValueError(f"Expected a time for each value, got {t.size} and {y.size}.")
    is_known = ~(np.isnan(t) | np.isnan(y))
    t, y = t[is_known], y[is_known]
    if not (np.all(np.isfinite(t)) and np.all(np.isfinite(y))):
        raise ValueError("Expected finite times and values; an unknown one is nan.")
    if t.size < FEWEST_VALUES or t.min() == t.max():
        raise Refusal(
            gettext_noop(
                "Expected at least %(fewest)s known values of at least two times, "
                "got %(n)s of %(times)s."
            ),
            fewest=FEWEST_VALUES,
            n=t.size,
            times=np.unique(t).size,
        )
    order = np.argsort(t, kind="stable")
    if t.size > MOST_VALUES:
        order = order[np.linspace(0, t.size - 1, MOST_VALUES).round().astype(int)]
    return t[order], y[order]


def _variance_of_score(t: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return the variance of Kendall's S where there is no trend, with ties on both sides."""
    n = t.size
    ties = [np.unique(each, return_counts=True)[1].astype(float) for each in (t, y)]
    fives = [float(np.sum(u * (u - 1) * (2 * u + 5))) for u in ties]
    twos = [float(np.sum(u * (u - 1))) for u in ties]
    threes = [float(np.sum(u * (u - 1) * (u - 2))) for u in ties]
    variance = (n * (n - 1) * (2 * n + 5) - fives[0] - fives[1]) / 18
    variance += threes[0] * threes[1] / (9 * n * (n - 1) * (n - 2))
    variance += twos[0] * twos[1] / (2 * n * (n - 1))
    return max(variance, 0.0)


def _at_rank(ordered: NDArray[np.float64], rank: int) -> float:
    """Return the value with this rank, counted from 1; nan beyond the ends."""
    return float(ordered[rank - 1]) if 1 <= rank <= ordered.size else nan
