"""From what the curves say to what really happened: the level needed, and the pace of late."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from heed.measures.advisor.model import BEYOND, GRID, share_by, time_by
from heed.measures.advisor.survival import Bools, Curve, Floats, kaplan_meier

HALF_LIFE_CASES = 500
# Standard errors by which the level is raised, as it is itself an estimate. Below what was asked
# for it goes only where the past is sure of it: times that fell may rise again.
CAUTION, CAUTION_IN_LOWERING = 0.5, 2.0
PRIOR_CASES = 60
PRIOR_POINTS = 40
FEWEST_CASES = 20
WINDOWS = ((60, 1.5), (200, 0.7))  # half-lives in cases, and how sure each must be
LEAST_ALLOWANCE, MOST_ALLOWANCE = 0.1, 2.0
LARGEST_STRETCH = 12.0


@dataclass(frozen=True)
class Calibration:
    """Which level of the curves is needed for each coverage of GRID, and how times stretch of late.

    Parameters
    ----------
    nominal : ndarray of float, shape (len(GRID),)
        Level per coverage, rising; beyond 1 where no level was enough.
    allowance : float
        By what the share allowed to be broken is multiplied, to keep it of late.
    stretch : float
        By what times are multiplied where even the longest seen would not have been enough of late.

    Examples
    --------
    >>> Calibration(nominal=GRID).level(0.9)
    0.9
    """

    nominal: Floats
    allowance: float = 1.0
    stretch: float = 1.0

    def level(self, coverage: float) -> float:
        """The level of the curves to promise at for this coverage."""
        wanted = 1 - (1 - coverage) * self.allowance
        return float(np.interp(np.clip(wanted, 0, GRID[-2]), GRID, self.nominal))

    def times(self, coverage: float, quantiles: Floats) -> Floats:
        """The time to promise to each case of these curves; inf where none was long enough.

        What recent days ask for beyond the longest time seen of such cases is not refused: it is
        that time then.
        """
        asked = time_by(self.level(coverage), quantiles)
        if self.allowance < 1:
            usual = time_by(replace(self, allowance=1.0).level(coverage), quantiles)
            longest = np.where(np.isfinite(quantiles), quantiles, 0.0).max(axis=1)
            asked = np.where(np.isinf(asked) & np.isfinite(usual), longest, asked)
        return np.asarray(asked * self.stretch, dtype=float)

    def coverage_of(self, levels: Floats) -> Floats:
        """The coverage at which a promise would have been made at each level."""
        found = np.interp(levels, self.nominal, GRID, left=0.0, right=1.0)
        return np.asarray(np.clip(1 - (1 - found) / self.allowance, 0, 1), dtype=float)

    def shares(self, times: Floats, quantiles: Floats) -> Floats:
        """The share expected to be finished by each time on each of these curves."""
        found = replace(self, allowance=1.0).coverage_of(share_by(times / self.stretch, quantiles))
        return np.asarray(1 - (1 - found) / self.allowance).clip(0, 1)

    @classmethod
    def of(cls, levels: Floats, is_finished: Bools) -> Self:
        """Learn from the levels that were needed; an open case needed more than its age says.

        The last one weighs most. A past too short is filled up with sixty cases of right curves.
        """
        weights = recency(len(levels), HALF_LIFE_CASES)
        prior = (np.arange(PRIOR_POINTS) + 0.5) / PRIOR_POINTS
        share = max(PRIOR_CASES - float(weights.sum()), 1e-6) / PRIOR_POINTS
        curve = kaplan_meier(
            np.concatenate([levels, prior]),
            np.concatenate([is_finished, np.ones(PRIOR_POINTS, bool)]),
            np.concatenate([weights, np.full(PRIOR_POINTS, share)]),
        )
        cases = max(effective(weights), PRIOR_CASES)
        error = np.sqrt(GRID * (1 - GRID) / cases)
        # One case more than seen, the one promised for, may lie beyond all (Vovk et al. 2005).
        wanted = GRID * (1 + 1 / cases)
        careful = _times_at(curve, wanted + CAUTION * error)
        surely_lower = np.minimum(GRID, _times_at(curve, wanted + CAUTION_IN_LOWERING * error))
        return cls(nominal=np.where(GRID == 0, 0.0, np.maximum(careful, surely_lower)))


def _times_at(curve: Curve, shares: Floats) -> Floats:
    place = np.searchsorted(curve.shares, np.minimum(shares, 1.0) - 1e-12)
    return np.append(curve.times, BEYOND)[np.minimum(place, len(curve.times))]


def recency(count: int, half_life: float) -> Floats:
    weights: Floats = 0.5 ** (np.arange(count)[::-1] / half_life)
    return weights


def effective(weights: Floats) -> float:
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def drift_of(needed: Floats, is_finished: Bools, wanted: float, at: float) -> float:
    """Return what the recent past needed where it surely differs from what it was given.

    Parameters
    ----------
    needed : ndarray of float, shape (n,)
        What each case needed to be kept, the last one latest; for an open one what it needs so far.
    is_finished : ndarray of bool, shape (n,)
        False for a case still open.
    wanted : float
        Share to keep, strictly between 0 and 1.
    at : float
        What was given.

    Returns
    -------
    float
        The bound nearer to `at` of the interval of the quantile in the window that asks for most;
        `at` itself where no window is sure.

    Raises
    ------
    ValueError
        If `wanted` is not strictly between 0 and 1.

    Notes
    -----
    Windows of different lengths find a sudden change at once and a slow one surely. The shorter the
    window, the surer it must be.

    References
    ----------
    Gibbs, I., & Candès, E. (2021). Adaptive conformal inference under distribution shift. Advances
    in Neural Information Processing Systems, 34, 1660-1672.

    Examples
    --------
    >>> drift_of(np.full(200, 2.0), np.ones(200, bool), 0.95, at=1.0)
    2.0
    """
    if not 0 < wanted < 1:
        raise ValueError(f"Expected a share strictly between 0 and 1, got {wanted!r}.")
    found = []
    is_told = is_finished | (needed > at)
    for half_life, errors in WINDOWS:
        weights = recency(len(needed), half_life)
        cases = effective(weights[is_told])
        if cases < FEWEST_CASES:
            continue
        curve = kaplan_meier(needed, is_finished, weights)
        doubt = errors * float(np.sqrt(wanted * (1 - wanted) / cases))
        lower = min(curve.quantile(wanted - doubt), float(needed.max()))
        upper = curve.quantile(min(wanted + doubt, 1.0))
        found.append(max(lower, min(at, upper)))
    return max(found, default=at)
