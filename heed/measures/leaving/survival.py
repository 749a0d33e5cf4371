"""How long customers stay, where many are still here: the curve of Kaplan and Meier."""

from dataclasses import dataclass
from math import exp, inf, isnan, log, nan, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.leaving.histories import Floats, histories, moments_of

FEW = 30


@dataclass(frozen=True)
class Staying:
    """The share of customers who are still here, by age.

    Parameters
    ----------
    times : ndarray of float, shape (k,)
        Ages at which somebody left, in rising order.
    shares : ndarray of float, shape (k,)
        Share still here just after each, in 0..1.
    lower, upper : ndarray of float, shape (k,)
        Bounds of each share.
    at_risk, leaving : ndarray of int, shape (k,)
        Under observation just before, and leaving at, each.
    n, left : int
        Customers, and how many of them left.
    longest : float
        The longest time seen; nothing is known beyond.
    confidence : float
        Coverage of each interval.

    Examples
    --------
    >>> kaplan_meier([1, 2, 3, 4], [True, True, False, True]).shares
    array([0.75, 0.5 , 0.  ])
    """

    times: Floats
    shares: Floats
    lower: Floats
    upper: Floats
    at_risk: NDArray[np.int64]
    leaving: NDArray[np.int64]
    n: int
    left: int
    longest: float
    confidence: float

    def at(self, age: float) -> Estimate:
        """Return the share still here at an age; nan beyond the longest time seen.

        Examples
        --------
        >>> kaplan_meier([1, 2, 3, 4], [True, True, False, True]).at(2.5).value
        0.5
        """
        return self.still_here(age, after=0)

    def still_here(self, further: float, *, after: float) -> Estimate:
        """Return the share still here a while further, of those who are here after a time.

        Parameters
        ----------
        further : float
            The while, in the unit of the durations; at least 0.
        after : float
            The age all of them have reached; at least 0.

        Returns
        -------
        Estimate
            In 0..1, Greenwood's variance on the log-log scale; nan beyond the longest time seen.

        Examples
        --------
        >>> kaplan_meier([1, 2, 3, 4], [True, True, False, True]).still_here(1, after=1).value
        0.6666666666666667
        """
        age = after + further
        begun, ended = np.searchsorted(self.times, [after, age], side="right")
        risk, gone = self.at_risk[begun:ended], self.leaving[begun:ended]
        n = int(risk[0]) if risk.size else self.n if begun == 0 else int(self.at_risk[begun - 1])
        flags = (Flag.FEW_CASES,) if n < FEW else ()
        if age > self.longest:
            return Estimate(nan, nan, nan, n, Method.GREENWOOD, self.confidence, flags=flags)
        share = float(np.prod(1 - gone / risk))
        lower, upper = log_log_bounds(share, _greenwood(risk, gone), self.confidence)
        return Estimate(share, lower, upper, n, Method.GREENWOOD, self.confidence, flags=flags)

    def median(self) -> Estimate:
        """Return the age by which half have left; infinite where more than half are still here.

        Its interval holds the ages whose own interval covers one half (Brookmeyer and Crowley).

        Examples
        --------
        >>> kaplan_meier([1, 2, 3, 4], [True, True, True, True]).median().value
        2.0
        """
        flags = (Flag.FEW_CASES,) if self.left < FEW else ()
        value, lower, upper = (
            self._first_below(curve) for curve in (self.shares, self.lower, self.upper)
        )
        return Estimate(value, lower, upper, self.n, Method.GREENWOOD, self.confidence, flags=flags)

    def _first_below(self, curve: Floats) -> float:
        below = np.flatnonzero(curve <= 0.5)
        return float(self.times[below[0]]) if below.size else inf

    def mean_up_to(self, age: float) -> Estimate:
        """Return the mean time here within the first so many units (restricted mean).

        Parameters
        ----------
        age : float
            Where to stop counting; above 0, at most the longest time seen.

        Returns
        -------
        Estimate
            In the unit of the durations, with a normal interval.

        Raises
        ------
        ValueError
            If `age` is not above 0 or lies beyond the longest time seen.

        Examples
        --------
        >>> kaplan_meier([1, 2, 3, 4], [True, True, True, True]).mean_up_to(4).value
        2.5
        """
        if not 0 < age <= self.longest:
            raise ValueError(
                f"Expected an age above 0 and at most {self.longest:g}, the longest time seen, "
                f"got {age!r}."
            )
        ended = int(np.searchsorted(self.times, age, side="left"))
        edges = np.concatenate(([0.0], self.times[:ended], [age]))
        heights = np.concatenate(([1.0], self.shares[:ended]))
        areas = np.diff(edges) * heights
        rest = areas.sum() - np.cumsum(areas)[:ended]
        risk, gone = self.at_risk[:ended], self.leaving[:ended]
        is_open = risk > gone
        terms = rest[is_open] ** 2 * gone[is_open] / (risk * (risk - gone))[is_open]
        value = float(areas.sum())
        half = NormalDist().inv_cdf((1 + self.confidence) / 2) * sqrt(float(terms.sum()))
        flags = (Flag.FEW_CASES,) if self.left < FEW else ()
        return Estimate(
            value, value - half, value + half, self.n, Method.GREENWOOD, self.confidence,
            flags=flags,
        )  # fmt: skip


def kaplan_meier(
    durations: ArrayLike,
    has_left: ArrayLike,
    *,
    entered: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Staying:
    """Return the share of customers still here, by age.

    Parameters
    ----------
    durations : array_like of float, shape (n,)
        Time from becoming a customer to leaving or to the last look, in one unit; at least 0.
    has_left : array_like of bool, shape (n,)
        Whether it ended by leaving; otherwise she was still here when last looked at.
    entered : array_like of float, shape (n,), optional
        Age at which each came under observation, for customers older than the data.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Staying
        The curve; without steps where nobody left.

    Raises
    ------
    ValueError
        If there is no customer, lengths differ, a time is negative or unknown, or an entry lies
        after the end of its time.

    Notes
    -----
    Who is still here counts as long as she was seen and no longer: leaving her out, or taking her
    for a leaver, would both be wrong. It supposes that who is not followed any more would leave as
    the others do. Where reasons compete, 1 - this curve overstates each: see
    `heed.measures.leaving.reasons`.

    References
    ----------
    Kaplan, E. L., & Meier, P. (1958). Nonparametric estimation from incomplete observations.
    Journal of the American Statistical Association, 53(282), 457-481.

    Kalbfleisch, J. D., & Prentice, R. L. (2002). The statistical analysis of failure time data
    (2nd ed.). Wiley. Section 1.4 (log-log interval).

    Examples
    --------
    >>> found = kaplan_meier([6, 6, 6, 6, 7, 9, 10], [1, 1, 1, 0, 1, 0, 1])
    >>> found.times, found.at_risk, found.shares.round(3)
    (array([ 6.,  7., 10.]), array([7, 3, 1]), array([0.571, 0.381, 0.   ]))
    """
    require_confidence(confidence)
    given = histories(durations, has_left, entered=entered)
    at = moments_of(given)
    shares = np.cumprod(1 - at.leaving / at.at_risk).astype(np.float64)
    is_open = at.at_risk > at.leaving
    terms = np.divide(
        at.leaving, at.at_risk * (at.at_risk - at.leaving), out=np.zeros(shares.size), where=is_open
    )
    spread = np.cumsum(terms)
    bounds = [
        log_log_bounds(float(share), float(variance), confidence)
        for share, variance in zip(shares, spread, strict=True)
    ]
    lower, upper = np.array(bounds, dtype=np.float64).reshape(-1, 2).T
    return Staying(
        at.times, shares, lower, upper, at.at_risk, at.leaving, given.n,
        int(given.has_left.sum()), float(given.durations.max()), confidence,
    )  # fmt: skip


def log_log_bounds(share: float, variance: float, confidence: float) -> tuple[float, float]:
    """Return an interval for a share from the variance of its logarithm, within 0..1.

    Parameters
    ----------
    share : float
        In 0..1.
    variance : float
        Of its logarithm, such as Greenwood's sum.
    confidence : float
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    tuple of float
        Lower and upper bound; nan for a share of 0 or 1, whose variance is not known.

    Examples
    --------
    >>> [round(bound, 3) for bound in log_log_bounds(0.5, 0.01, 0.95)]
    [0.399, 0.593]
    """
    if not 0 < share < 1 or isnan(variance):
        return nan, nan
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    reach = z * sqrt(variance) / abs(log(share))
    return share ** exp(reach), share ** exp(-reach)


def _greenwood(risk: NDArray[np.int64], gone: NDArray[np.int64]) -> float:
    is_open = risk > gone
    return float((gone[is_open] / (risk * (risk - gone))[is_open]).sum()) if is_open.all() else nan
