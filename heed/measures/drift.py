"""Over-delivery drift: deliveries keep beating promises, and expectations follow."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate
from heed.measures.gaps import signed_gap
from heed.measures.quantiles import median_interval
from heed.measures.shares import share_estimate
from heed.measures.trends import Trend, theil_sen_trend

# Each delivery well ahead of its promise counts one up, every other two down (never below 0).
UP, DOWN = 1, 2
# The count goes no higher than twice its limit, so that a signal ends soon after its cause.
MOST_LIMITS = 2
# Where every second delivery is well ahead, which is no drift yet.
PERSISTENT_SHARE = 0.5
RUN_LENGTH = 500
FEWEST_EXPECTATIONS = 10


class Alarm(StrEnum):
    """None; deliveries persistently ahead of promises; and expectations following them."""

    NONE = "none"
    WATCH = "watch"
    DRIFT = "drift"


@dataclass(frozen=True)
class OverDelivery:
    """How far deliveries are ahead of promises, and whether expectations follow.

    Parameters
    ----------
    alarm : Alarm
        Watch where deliveries are persistently well ahead, drift where expectations follow too.
    ahead : Estimate
        Share of deliveries ahead of their promise by more than the margin, in 0..1.
    slack : Estimate
        Median of how far deliveries are ahead of their promise, in the topic's unit; below 0
        behind it.
    count, limit : int
        Where the count of persistent over-delivery stands after the last delivery, and where it
        signals.
    run_length : float
        Deliveries until a false signal, on average, if half of them were well ahead.
    is_signalled : bool
        Whether the count stands at or above its limit.
    began_at : int or None
        The delivery, counted from 0, after which the count left 0 for the last time: where the
        present run began. None where it stands at 0.
    expectations : Trend or None
        How the expected values move with time; None where fewer than ten are known, or all at
        one time.

    Examples
    --------
    >>> found = over_delivery([5] * 40, [2] * 40, margin=1)
    >>> found.alarm.value, found.count, found.limit, found.began_at
    ('watch', 20, 10, 0)
    """

    alarm: Alarm
    ahead: Estimate
    slack: Estimate
    count: int
    limit: int
    run_length: float
    is_signalled: bool
    began_at: int | None
    expectations: Trend | None


def over_delivery(
    promised: ArrayLike,
    delivered: ArrayLike,
    *,
    margin: float,
    expected: ArrayLike = (),
    expected_times: ArrayLike = (),
    more_is_better: bool = False,
    run_length: float = RUN_LENGTH,
    confidence: float = 0.95,
) -> OverDelivery:
    """Return whether deliveries persistently beat promises and expectations follow.

    Parameters
    ----------
    promised, delivered : array_like of float, shape (n,)
        Values of the same cases, in the order of delivery, in the topic's unit; cases in which
        one is nan are left out.
    margin : float
        How far ahead of its promise a delivery must be to count, at least 0: what a customer
        would notice, such as a quarter of the usual promise.
    expected, expected_times : array_like of float, shape (m,), optional
        Expected values and when they were recorded, in any unit of time.
    more_is_better : bool, default False
        True for topics of which more is better.
    run_length : float, default 500
        The least number of deliveries between false signals, on average; at least 20.
    confidence : float, default 0.95
        Coverage of the intervals and of the test of the trend.

    Returns
    -------
    OverDelivery
        The alarm with all its numbers.

    Raises
    ------
    ValueError
        If no case is known, shapes differ, `margin` is below 0 or `run_length` below 20.

    Notes
    -----
    A promise kept with 95 of 100 is ahead of delivery nearly always: that alone is no drift. So
    only deliveries ahead by more than the margin count, and only where that happens for more than
    half of them. The count is a one-sided CUSUM of signs: one up for each of those, two down for
    any other, never below 0 nor above twice its limit; it is best at telling a share of 0.81
    from one of 0.5. The limit is the lowest at which the average run to a false signal, computed
    exactly from the Markov chain of the count, reaches `run_length`. It supposes nothing but
    independent deliveries.

    Expectations follow where they clearly become more demanding (Kendall's test).

    References
    ----------
    Page, E. S. (1954). Continuous inspection schemes. Biometrika, 41(1/2), 100-115.

    Brook, D., & Evans, D. A. (1972). An approach to the probability distribution of CUSUM run
    length. Biometrika, 59(3), 539-549.

    Examples
    --------
    >>> days = range(30)
    >>> found = over_delivery(
    ...     [5.0] * 30, [2.5] * 30, margin=1, expected=[6 - day / 10 for day in days],
    ...     expected_times=days)
    >>> found.alarm.value, found.slack.value, round(found.expectations.slope.value, 2)
    ('drift', 2.5, -0.1)
    """
    if not margin >= 0:
        raise ValueError(f"Expected a margin of at least 0, got {margin!r}.")
    if np.shape(promised) != np.shape(delivered):
        raise ValueError(
            "Expected as many promised as delivered values, "
            f"got shapes {np.shape(promised)} and {np.shape(delivered)}."
        )
    slack = signed_gap(delivered, promised, more_is_better=more_is_better).ravel()
    slack = slack[~np.isnan(slack)]
    if slack.size == 0:
        raise ValueError("Expected at least one case with promised and delivered value known.")
    is_ahead = slack > margin
    limit, average = _limit(run_length)
    count, began_at = _counted(is_ahead, limit)
    is_signalled = count >= limit
    trend = _trend(expected, expected_times, confidence)
    follows = trend is not None and (trend.is_rising if more_is_better else trend.is_falling)
    alarm = (Alarm.DRIFT if follows else Alarm.WATCH) if is_signalled else Alarm.NONE
    return OverDelivery(
        alarm,
        share_estimate(int(is_ahead.sum()), slack.size, confidence=confidence),
        median_interval(slack, confidence=confidence),
        count,
        limit,
        average,
        is_signalled,
        began_at,
        trend,
    )


def average_run_length(limit: int, share: float) -> float:
    """Return after how many deliveries the count signals, on average.

    Parameters
    ----------
    limit : int
        Where the count signals; at least 1.
    share : float
        True share of deliveries well ahead of their promise, strictly between 0 and 1.

    Returns
    -------
    float
        Deliveries, at least `limit`.

    Raises
    ------
    ValueError
        If `limit` is below 1 or `share` is not strictly between 0 and 1.

    Notes
    -----
    Exact: the expected time to absorption of the Markov chain with states 0 … limit - 1.

    References
    ----------
    Brook, D., & Evans, D. A. (1972). An approach to the probability distribution of CUSUM run
    length. Biometrika, 59(3), 539-549.

    Examples
    --------
    >>> round(average_run_length(3, 0.5), 6)
    14.0
    """
    if not (limit >= 1 and 0 < share < 1):
        raise ValueError(
            f"Expected a limit of at least 1 and a share strictly in 0..1, "
            f"got {limit!r} and {share!r}."
        )
    stays = np.zeros((limit, limit))
    for at in range(limit):
        stays[at, max(0, at - DOWN)] += 1 - share
        if at + UP < limit:
            stays[at, at + UP] += share
    steps = np.linalg.solve(np.eye(limit) - stays, np.ones(limit))
    return float(steps[0])


@lru_cache(maxsize=64)
def _limit(run_length: float) -> tuple[int, float]:
    """Return the lowest limit with at least this average run to a false signal, and that run."""
    if not 20 <= run_length <= 1e9:
        raise ValueError(f"Expected a run length from 20 to a billion, got {run_length!r}.")
    limit = 1
    while (average := average_run_length(limit, PERSISTENT_SHARE)) < run_length:
        limit += 1
    return limit, average


def _counted(is_ahead: NDArray[np.bool_], limit: int) -> tuple[int, int | None]:
    """Return the count after the last delivery, and the delivery that began the present run."""
    count, began_at = 0, None
    for at, step in enumerate(np.where(is_ahead, UP, -DOWN).tolist()):
        if count == 0:
            began_at = at
        count = min(max(count + step, 0), MOST_LIMITS * limit)
    return count, began_at if count > 0 else None


def _trend(values: ArrayLike, times: ArrayLike, confidence: float) -> Trend | None:
    at, y = np.asarray(times, dtype=float).ravel(), np.asarray(values, dtype=float).ravel()
    if at.size != y.size:
        raise ValueError(f"Expected a time for each expected value, got {at.size} and {y.size}.")
    known = at[~(np.isnan(at) | np.isnan(y))]
    if known.size < FEWEST_EXPECTATIONS or known.min() == known.max():
        return None
    return theil_sen_trend(at, y, confidence=confidence)
