"""How long things take where some are still going on: weighted Kaplan–Meier, and a grid of time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Where the grid of time is cut: closer together towards the tail, which promises are made from.
LEVELS = (*np.arange(5, 80, 5) / 100, *np.arange(800, 900, 25) / 1000)
LEVELS += (*np.arange(90, 99) / 100, 0.985, 0.99, 0.995, 1.0)
LOG_STEPS = 8
SHARED_BY = 0.01  # a duration that so many cases share exactly has a step of its own
JUST_BEFORE = 1e-4


@dataclass(frozen=True)
class Curve:
    """A distribution function that rises by steps.

    Parameters
    ----------
    times : ndarray of float, shape (k,)
        Where it rises, in rising order.
    shares : ndarray of float, shape (k,)
        The share finished by each time, in [0, 1].

    Examples
    --------
    >>> curve = Curve(np.array([1.0, 3.0]), np.array([0.5, 1.0]))
    >>> float(curve.quantile(0.6))
    3.0
    """

    times: Floats
    shares: Floats

    def quantile(self, level: float) -> float:
        """The first time by which at least this share has finished; inf where none is."""
        place = int(np.searchsorted(self.shares, level - 1e-12))
        return float(self.times[place]) if place < len(self.times) else float("inf")


def kaplan_meier(
    durations: ArrayLike, is_finished: ArrayLike, weights: ArrayLike | None = None
) -> Curve:
    """Return the share finished by each time, where some cases are still open.

    Parameters
    ----------
    durations : array_like of float, shape (n,)
        Time from start to end, or from start to now for a case still open; at least 0.
    is_finished : array_like of bool, shape (n,)
        False for a case still open.
    weights : array_like of float, shape (n,), optional
        What each case counts for; 1 if left out.

    Returns
    -------
    Curve
        One step per time at which something finished. It ends below 1 where the longest are open.

    Raises
    ------
    ValueError
        If the lengths differ.

    Notes
    -----
    A case still open counts among those at risk up to its age, and at equal times after those that
    finished. Assumes that being looked at now says nothing of how long a case will still take.

    References
    ----------
    Kaplan, E. L., & Meier, P. (1958). Nonparametric estimation from incomplete observations.
    Journal of the American Statistical Association, 53(282), 457-481.

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 2, 4], [True, True, False, False])
    >>> curve.times, curve.shares
    (array([1., 2.]), array([0.25, 0.5 ]))
    """
    time, done = np.asarray(durations, dtype=float), np.asarray(is_finished, dtype=bool)
    weight = np.ones(len(time)) if weights is None else np.asarray(weights, dtype=float)
    if not len(time) == len(done) == len(weight):
        raise ValueError(f"Expected equal lengths, got {len(time)}, {len(done)} and {len(weight)}.")
    order = np.lexsort((~done, time))
    time, done, weight = time[order], done[order], weight[order]
    at_risk = np.cumsum(weight[::-1])[::-1]
    gone = np.where(done, weight, 0.0)
    hazard = np.divide(gone, at_risk, out=np.zeros_like(gone), where=at_risk > 0)
    shares = 1 - np.cumprod(1 - np.minimum(hazard, 1.0))
    time, shares = time[done], shares[done]
    is_last = np.append(time[1:] != time[:-1], True)[: len(time)]
    return Curve(times=time[is_last], shares=shares[is_last])


def _time_grid(durations: Floats, is_finished: Bools, weights: Floats) -> Floats:
    """Cut points at quantiles of all cases, and evenly in the logarithm for groups unlike them."""
    finished = durations[is_finished]
    curve = kaplan_meier(durations, is_finished, weights)
    cuts = [curve.quantile(level) for level in LEVELS]
    positive = finished[finished > 0]
    if len(positive):
        low = np.log(np.quantile(positive, 0.01))
        cuts.extend(np.exp(np.linspace(low, np.log(positive.max()), LOG_STEPS)))
    cuts.append(float(finished.max()))
    values, counts = np.unique(finished, return_counts=True)
    shared = values[(counts >= SHARED_BY * len(finished)) & (values > 2 * JUST_BEFORE)]
    cuts.extend([*shared, *(shared - JUST_BEFORE)])
    edges = np.unique(np.array(cuts))
    edges = edges[edges <= finished.max()]
    return np.asarray(edges, dtype=float)


@dataclass(frozen=True)
class Spells:
    """Cases as steps over a grid of time: at risk in which step, finished in which.

    Parameters
    ----------
    edges : ndarray of float, shape (k,)
        Upper ends of the steps.
    at_risk, finished : ndarray of float, shape (n, k)
        What of each step a case was at risk for, in [0, 1], and 1 where it finished.

    Examples
    --------
    >>> spells = spells_of(np.array([1.0, 3.0]), np.array([True, False]), np.ones(2))
    >>> spells.edges
    array([0.9999, 1.    ])
    """

    edges: Floats
    at_risk: NDArray[np.float32]
    finished: NDArray[np.float32]


def spells_of(durations: Floats, is_finished: Bools, weights: Floats) -> Spells:
    """Return cases as steps over a grid of time made for them.

    Parameters
    ----------
    durations : ndarray of float, shape (n,)
        Time from start to end, or from start to now for a case still open.
    is_finished : ndarray of bool, shape (n,)
        False for a case still open; at least one is True.
    weights : ndarray of float, shape (n,)
        What each case counts for when the grid is made.

    Returns
    -------
    Spells
        Grid, and what of each step each case was at risk for.

    Raises
    ------
    ValueError
        If no case has finished.

    Notes
    -----
    A case that is open in the middle of a step was at risk for that part of it. A step holds its
    upper end, so durations that many cases share exactly are ends of steps and stay exact.

    References
    ----------
    Kaplan, E. L., & Meier, P. (1958). Nonparametric estimation from incomplete observations.
    Journal of the American Statistical Association, 53(282), 457-481.

    Examples
    --------
    >>> spells = spells_of(np.array([1.0, 0.49995]), np.array([True, False]), np.ones(2))
    >>> spells.at_risk
    array([[1. , 1. ],
           [0.5, 0. ]], dtype=float32)
    """
    if not is_finished.any():
        raise ValueError("Expected at least one finished case, got none.")
    edges = _time_grid(durations, is_finished, weights)
    rows, steps = np.arange(len(durations)), np.arange(len(edges))
    place = np.minimum(np.searchsorted(edges, durations), len(edges) - 1)
    below = np.where(place > 0, edges[np.maximum(place - 1, 0)], 0.0)
    width = np.maximum(edges[place] - below, 1e-12)
    at_risk = (steps < place[:, None]).astype(np.float32)
    part = np.clip((durations - below) / width, 0, 1)
    at_risk[rows, place] = np.where(is_finished, 1.0, part)
    finished = np.zeros_like(at_risk)
    finished[rows[is_finished], place[is_finished]] = 1.0
    return Spells(edges=edges, at_risk=at_risk, finished=finished)
