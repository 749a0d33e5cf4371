"""What share of customers leaves for each reason, where reasons compete: Aalen and Johansen."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, nan, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.leaving.histories import Floats, histories, moments_of

FEW = 30


@dataclass(frozen=True)
class LeavingFor:
    """The share that has left for one reason, by age.

    Parameters
    ----------
    reason : str
        The reason.
    times : ndarray of float, shape (k,)
        Ages at which somebody left for any reason, in rising order.
    shares, variances : ndarray of float, shape (k,)
        Share that has left for this reason by each, in 0..1, and its variance.
    n, left : int
        Customers, and how many left for this reason.
    longest : float
        The longest time seen; nothing is known beyond.
    confidence : float
        Coverage of the interval.

    Examples
    --------
    >>> found = leaving_for([1, 2, 3, 4], ["moved", "price", "", "price"])
    >>> found[1].reason, found[1].shares
    ('price', array([0.  , 0.25, 0.75]))
    """

    reason: str
    times: Floats
    shares: Floats
    variances: Floats
    n: int
    left: int
    longest: float
    confidence: float

    def at(self, age: float) -> Estimate:
        """Return the share that has left for this reason by an age; nan beyond the longest seen.

        Examples
        --------
        >>> leaving_for([1, 2, 3, 4], ["moved", "price", "", "price"])[0].at(2).value
        0.25
        """
        flags = (Flag.FEW_CASES,) if self.left < FEW else ()
        value = lower = upper = nan
        if age <= self.longest:
            step = int(np.searchsorted(self.times, age, side="right")) - 1
            value = float(self.shares[step]) if step >= 0 else 0.0
            variance = float(self.variances[step]) if step >= 0 else 0.0
            lower, upper = _bounds(value, variance, self.confidence)
        return Estimate(value, lower, upper, self.n, Method.DELTA, self.confidence, flags=flags)


def leaving_for(
    durations: ArrayLike,
    reasons: Sequence[str | None],
    *,
    entered: ArrayLike | None = None,
    confidence: float = 0.95,
) -> tuple[LeavingFor, ...]:
    """Return the share that leaves for each reason, by age.

    Parameters
    ----------
    durations : array_like of float, shape (n,)
        Time from becoming a customer to leaving or to the last look, in one unit; at least 0.
    reasons : sequence of str or None, shape (n,)
        Why each left; empty or None for who is still here. A leaver whose reason is not known
        needs a name of her own, such as "unknown".
    entered : array_like of float, shape (n,), optional
        Age at which each came under observation, for customers older than the data.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    tuple of LeavingFor
        One for each reason that occurs, in the order of their names; empty where nobody left.

    Raises
    ------
    ValueError
        As `heed.measures.leaving.histories.histories`.

    Notes
    -----
    The shares of all reasons and the share still here sum to 1 at every age. Taking those who left
    for another reason as still here (1 - Kaplan-Meier of one reason) would give each reason the
    customers that another has already taken. The variance is the delta method's; the interval
    lies on the complementary log-log scale.

    References
    ----------
    Aalen, O. O., & Johansen, S. (1978). An empirical transition matrix for non-homogeneous Markov
    chains based on censored observations. Scandinavian Journal of Statistics, 5(3), 141-150.

    Marubini, E., & Valsecchi, M. G. (1995). Analysing survival data from clinical trials and
    observational studies. Wiley. Section 10.4 (variance).

    Examples
    --------
    >>> found = leaving_for([2, 4, 4, 6, 7], ["price", "moved", "price", None, "price"])
    >>> [(each.reason, each.left, round(each.at(6).value, 3)) for each in found]
    [('moved', 1, 0.2), ('price', 3, 0.4)]
    """
    require_confidence(confidence)
    named = np.array([reason or "" for reason in reasons], dtype=object)
    given = histories(durations, named != "", entered=entered)
    at = moments_of(given)
    before = np.concatenate(([1.0], np.cumprod(1 - at.leaving / at.at_risk)[:-1]))[: at.times.size]
    place = np.searchsorted(at.times, given.durations)
    found = []
    for reason in sorted(set(named) - {""}):
        mine = named == reason
        gone = np.bincount(place[mine], minlength=at.times.size)
        shares = np.cumsum(before * gone / at.at_risk)
        variances = _variances(shares, before, gone, (at.at_risk, at.leaving))
        found.append(
            LeavingFor(
                reason, at.times, shares, variances, given.n, int(mine.sum()),
                float(given.durations.max()), confidence,
            )
        )  # fmt: skip
    return tuple(found)


def _variances(
    shares: Floats,
    before: Floats,
    gone: NDArray[np.int64],
    counts: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> Floats:
    """Sum over the times up to each, of squares of what still came after: opened as polynomials."""
    risk, leaving = (each.astype(float) for each in counts)
    is_open = risk > leaving
    greenwood = np.divide(leaving, risk * (risk - leaving), out=np.zeros(risk.size), where=is_open)
    cross = before * gone / risk**2
    own = before**2 * gone * (risk - gone) / risk**3
    squares = (
        shares**2 * np.cumsum(greenwood)
        - 2 * shares * np.cumsum(shares * greenwood)
        + np.cumsum(shares**2 * greenwood)
    )
    crossed = shares * np.cumsum(cross) - np.cumsum(shares * cross)
    found: Floats = np.maximum(squares + np.cumsum(own) - 2 * crossed, 0)
    return found


def _bounds(value: float, variance: float, confidence: float) -> tuple[float, float]:
    """Bounds on the complementary log-log scale; nan for a share of 0 or 1."""
    if not 0 < value < 1:
        return nan, nan
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    reach = z * sqrt(variance) / (value * abs(log(value)))
    return value ** exp(reach), value ** exp(-reach)
