"""Whether as many leave as was foretold: risks of leaving against what came, group by group."""

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, require_confidence
from heed.measures.leaving.histories import Floats, Histories, histories
from heed.measures.leaving.survival import kaplan_meier

FEWEST_IN_A_GROUP = 10


@dataclass(frozen=True)
class RiskGroup:
    """Customers of like risk, and how many of them left.

    Parameters
    ----------
    foretold : float
        Mean risk foretold, in 0..1.
    came : Estimate
        Share that left within the time, by Kaplan-Meier.

    Examples
    --------
    >>> groups = calibrated([0.5] * 20, [1, 9] * 10, [True, False] * 10, within=5).groups
    >>> groups[0].foretold, groups[0].came.value
    (0.5, 0.5)
    """

    foretold: float
    came: Estimate


@dataclass(frozen=True)
class RiskCalibration:
    """How risks of leaving within a time fit what came.

    Parameters
    ----------
    groups : tuple of RiskGroup
        From the lowest risk to the highest.
    came_to_foretold : float
        Share that left ÷ mean risk; 1 where as many left as was foretold, nan for risks of 0.
    brier : float
        Mean squared error of the risks, who was lost from sight made up for by the others; 0 is
        perfect.
    brier_of_all : float
        The same where everybody is given the share that left: what a useful risk stays below.
    n : int
        Customers.

    Examples
    --------
    >>> found = calibrated([0.9, 0.1] * 20, [1, 9] * 20, [True, False] * 20, within=5)
    >>> found.brier < found.brier_of_all
    True
    """

    groups: tuple[RiskGroup, ...]
    came_to_foretold: float
    brier: float
    brier_of_all: float
    n: int


def calibrated(
    risks: ArrayLike,
    durations: ArrayLike,
    has_left: ArrayLike,
    *,
    within: float,
    groups: int = 10,
    confidence: float = 0.95,
) -> RiskCalibration:
    """Compare the risks foretold for a time with who left in it.

    Parameters
    ----------
    risks : array_like of float, shape (n,)
        Probability foretold of leaving within the time, in 0..1.
    durations : array_like of float, shape (n,)
        From the moment of foretelling to leaving or to the last look, in one unit.
    has_left : array_like of bool, shape (n,)
        Whether it ended by leaving.
    within : float
        The time foretold for, in the same unit; at most the longest duration.
    groups : int, default 10
        Into how many groups of like risk; fewer where a group would hold less than ten customers.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    RiskCalibration
        Groups, and the error of all.

    Raises
    ------
    ValueError
        If sizes differ, a risk lies outside 0..1, or nobody was followed for the time.

    Notes
    -----
    The customers judged should be others than those the risks were learnt from. Who was lost from
    sight before the time is up says nothing of herself; those like her who stayed in sight count
    for more (inverse of the probability of being in sight).

    References
    ----------
    Graf, E., Schmoor, C., Sauerbrei, W., & Schumacher, M. (1999). Assessment and comparison of
    prognostic classification schemes for survival data. Statistics in Medicine, 18, 2529-2545.

    Examples
    --------
    >>> found = calibrated([0.2] * 40, [2] * 8 + [9] * 32, [True] * 8 + [False] * 32, within=5)
    >>> round(found.came_to_foretold, 3), round(found.brier, 3)
    (1.0, 0.16)
    """
    require_confidence(confidence)
    given = histories(durations, has_left)
    foretold = np.asarray(risks, dtype=float).ravel()
    if foretold.size != given.n:
        raise ValueError(f"Expected a risk for each of {given.n} customers, got {foretold.size}.")
    wrong = foretold[~((foretold >= 0) & (foretold <= 1))]
    if wrong.size:
        raise ValueError(f"Expected risks in 0..1, got {wrong[0]}.")
    if not 0 < within <= given.durations.max():
        raise ValueError(
            f"Expected a time above 0 and at most {given.durations.max():g}, the longest anybody "
            f"was followed, got {within!r}."
        )
    all_left = 1 - _still_here(given, np.ones(given.n, dtype=bool), within, confidence).value
    mean = float(foretold.mean())
    return RiskCalibration(
        tuple(_groups(foretold, given, within, groups, confidence)),
        all_left / mean if mean else nan,
        _brier(foretold, given, within),
        _brier(np.full(given.n, all_left), given, within),
        given.n,
    )


def _still_here(
    given: Histories, mine: NDArray[np.bool_], within: float, confidence: float
) -> Estimate:
    curve = kaplan_meier(given.durations[mine], given.has_left[mine], confidence=confidence)
    return curve.at(min(within, curve.longest))


def _groups(
    foretold: Floats, given: Histories, within: float, groups: int, confidence: float
) -> list[RiskGroup]:
    """Cut between values, never within equal ones."""
    wanted = max(1, min(groups, given.n // FEWEST_IN_A_GROUP))
    cuts = np.unique(np.quantile(foretold, np.arange(1, wanted) / wanted))
    place = np.searchsorted(cuts, foretold, side="left")
    found = []
    for at in np.unique(place):
        mine = place == at
        stay = _still_here(given, mine, within, confidence)
        came = Estimate(
            1 - stay.value, 1 - stay.upper, 1 - stay.lower, int(mine.sum()), stay.method,
            confidence, flags=stay.flags,
        )  # fmt: skip
        found.append(RiskGroup(float(foretold[mine].mean()), came))
    return found


def _brier(foretold: Floats, given: Histories, within: float) -> float:
    """Squared errors, each by the inverse of the probability of being in sight so long."""
    sight = kaplan_meier(given.durations, ~given.has_left)
    has_left = given.has_left & (given.durations <= within)
    is_here = (given.durations > within) | (~given.has_left & (given.durations == within))
    steps = np.concatenate(([1.0], sight.shares))
    just_before = steps[np.searchsorted(sight.times, given.durations, side="left")]
    at_the_end = steps[np.searchsorted(sight.times, within, side="left")]
    errors = np.zeros(given.n)
    errors[has_left] = (1 - foretold[has_left]) ** 2 / just_before[has_left]
    errors[is_here] = foretold[is_here] ** 2 / at_the_end
    return float(errors.mean())
