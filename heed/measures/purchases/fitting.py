"""What a fitted model of buying is, and the search for its parameters."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import atan2, cos, sin
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from heed.measures.estimates import Flag
from heed.measures.purchases.cells import Cells

Floats = NDArray[np.float64]
# From logarithms of parameters to the log-likelihood and its slopes by them.
Score = Callable[[Floats], tuple[float, Floats]]
# Above so many cells the search begins on a sample of about that many.
CELLS_OF_A_SAMPLE = 20_000
WIDEST_LOGARITHM = 16.0
LONGEST_STEP = 2.0
HALVINGS = 30
# Of rotations over all pairs of parameters; they converge quadratically.
SWEEPS = 8
# The search ends where a step promises to gain less than this part of the log-likelihood.
PRECISION = 1e-13
# Of the gradient, taken on logarithms for the Hessian.
DIFFERENCE = 1e-5
# Curvature below which a direction is flat: its logarithm is not known to within 5 either way.
FLATTEST = 0.04
UNTRUSTED = frozenset({Flag.BOUNDARY, Flag.FLAT, Flag.NO_GAIN, Flag.NOT_CONVERGED})


class ModelName(StrEnum):
    """Ways of thinking how customers buy and stop buying."""

    NBD = "nbd"
    BGNBD = "bgnbd"
    MBGNBD = "mbgnbd"
    PARETONBD = "paretonbd"


@dataclass(frozen=True, eq=False)
class PurchaseFit:
    """A model of buying with its parameters and what is known about their precision.

    Parameters
    ----------
    name : ModelName
        Which model; equal to the plain text, such as "bgnbd".
    parameters : dict of str to float
        By their names in the literature (r, alpha, and a, b or s, beta), all above 0; alpha and
        beta in the unit of time of the cells.
    standard_errors : dict of str to float
        Of the parameters, from the curvature of the likelihood; nan where that is flat.
    covariance : ndarray of float, shape (k, k)
        Of the LOGARITHMS of the parameters, in their order; nan where the likelihood is flat.
    log_likelihood : float
        Of the customers' purchases at their times; comparable between the models.
    customers : int
        Customers the parameters rest on.
    flags : tuple of Flag
        What a reader must know; empty where nothing is amiss.
    warnings : tuple of str
        The same in sentences.

    Examples
    --------
    >>> PurchaseFit(
    ...     ModelName.NBD, {"r": 0.4, "alpha": 12.0}, {"r": 0.01, "alpha": 0.5}, np.eye(2), -9.0, 9,
    ...     (Flag.NOT_CONVERGED,), ("The search did not end.",),
    ... ).is_trusted
    False
    """

    name: ModelName
    parameters: dict[str, float]
    standard_errors: dict[str, float]
    covariance: Floats
    log_likelihood: float
    customers: int
    flags: tuple[Flag, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_trusted(self) -> bool:
        """Whether its predictions may be shown: all parameters are determined by the data."""
        return not UNTRUSTED.intersection(self.flags)

    @property
    def values(self) -> Floats:
        """The parameters in their order."""
        return np.array(list(self.parameters.values()))


class Process(Protocol):
    """One way of buying and stopping: what each model must be able to answer.

    `parameters` are in the order of `names`; x, t_x, T and what else is asked for broadcast.
    """

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters in the literature."""

    def score_of(self, cells: Cells, /) -> Score:
        """The log-likelihood of cells with its slopes, both by logarithms of parameters."""

    def start(self, nbd: Floats, /) -> Floats:
        """Parameters to begin the search with, given those of customers who never stop."""

    def alive(self, parameters: Floats, x: Floats, t_x: Floats, T: Floats, /) -> Floats:
        """The probability that a customer has not stopped by T."""

    def expected_if_alive(
        self, parameters: Floats, x: Floats, T: Floats, horizon: Floats, /
    ) -> Floats:
        """The mean of purchases after T by one who has not stopped by T."""

    def at_least_if_alive(
        self, parameters: Floats, x: Floats, T: Floats, horizon: Floats, k: Floats, /
    ) -> Floats:
        """The probability of k or more purchases after T by one who has not stopped by T."""

    def expected_of_new(self, parameters: Floats, t: Floats, /) -> Floats:
        """The mean of purchases after the first one, up to t."""

    def count_of_new(self, parameters: Floats, k: Floats, t: Floats, /) -> Floats:
        """The probability of exactly k purchases after the first one, up to t."""


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where a likelihood is highest.

    Parameters
    ----------
    parameters : ndarray of float, shape (k,)
        There, all above 0.
    log_likelihood : float
        There.
    covariance : ndarray of float, shape (k, k)
        Of the logarithms of the parameters; nan where the likelihood is flat.
    is_converged, is_flat : bool
        Whether the search ended at a maximum; whether a direction has no curvature there.

    Examples
    --------
    >>> Maximum(np.ones(1), -3.0, np.full((1, 1), 4.0), True, False).standard_errors
    array([2.])
    """

    parameters: Floats
    log_likelihood: float
    covariance: Floats
    is_converged: bool
    is_flat: bool

    @property
    def standard_errors(self) -> Floats:
        """Of the parameters themselves (delta method)."""
        errors: Floats = self.parameters * np.sqrt(np.diag(self.covariance))
        return errors


def maximum_of(
    score_of: Callable[[Cells], Score], cells: Cells, start: Floats, *, maximum_steps: int
) -> Maximum:
    """Return the parameters under which the purchases of all cells are most likely.

    Parameters
    ----------
    score_of : callable
        Takes cells and returns their log-likelihood with slopes, by logarithms of parameters.
    cells : Cells
        From `cells_from`.
    start : ndarray of float, shape (k,)
        Parameters to begin with, above 0.
    maximum_steps : int
        Steps of the search on all cells before it gives up.

    Returns
    -------
    Maximum
        With `is_converged` false where steps ran out.

    Notes
    -----
    Newton steps, where there are many cells first on a sample spread over all kinds of them. The
    Hessian is made from differences of slopes. Where it does not fall to all sides, directions are
    turned upwards and steps halved, so that the likelihood never falls on the way. Logarithms are
    kept within 16 of 0.

    References
    ----------
    Nocedal, J., & Wright, S. J. (2006). Numerical optimization (2nd ed.). Springer. Chapter 3.

    Examples
    --------
    The rate of 7 purchases within 2 weeks:

    >>> from heed.measures.purchases.cells import cells_from
    >>> def score_of(cells):
    ...     def score(logs):
    ...         rate = np.exp(logs)
    ...         return float(7 * logs[0] - 2 * rate[0]), 7 - 2 * rate
    ...     return score
    >>> found = maximum_of(score_of, cells_from([7], [2], [2]), np.ones(1), maximum_steps=20)
    >>> round(float(found.parameters[0]), 5), round(float(found.standard_errors[0]), 4)
    (3.5, 1.3229)
    """
    score, at = score_of(cells), np.log(start)
    step = len(cells.x) // CELLS_OF_A_SAMPLE
    if step > 1:
        sample = cells.every(step)
        rough = score_of(sample)
        at, _, _ = _climbed(rough, at, _hessian(rough, at), maximum_steps)
        hessian = _hessian(rough, at) * (cells.n / sample.n)
    else:
        hessian = _hessian(score, at)
    at, value, is_converged = _climbed(score, at, hessian, maximum_steps)
    curvatures, directions = _curvatures(_hessian(score, at))
    is_flat = bool(curvatures.min() < FLATTEST)
    covariance = (
        np.full((len(at), len(at)), np.nan) if is_flat else (directions / curvatures) @ directions.T
    )
    return Maximum(np.exp(at), value, covariance, is_converged, is_flat)


def _climbed(
    score: Score, at: Floats, hessian: Floats, maximum_steps: int
) -> tuple[Floats, float, bool]:
    """Take Newton steps until the next one would gain nothing."""
    value, slopes = score(at)
    promised = np.inf
    for _ in range(maximum_steps):
        step = _upwards(at, slopes, hessian)
        gain = float(slopes @ step) / 2
        if gain < PRECISION * (1 + abs(value)):
            return at, value, True
        if gain > promised / 4:
            hessian = _hessian(score, at)
            step = _upwards(at, slopes, hessian)
        promised = gain
        found = _further(score, at, value, step)
        if found is None:
            return at, value, True  # digits are used up
        at, value, slopes = found
    return at, value, False


def _upwards(at: Floats, slopes: Floats, hessian: Floats) -> Floats:
    """Return a step that leaves at its bound what would cross it."""
    free = np.flatnonzero((np.abs(at) < WIDEST_LOGARITHM) | (at * slopes < 0))
    step = np.zeros(len(at))
    if free.size:
        curvatures, directions = _curvatures(hessian[np.ix_(free, free)])
        least = 1e-12 * max(float(np.abs(curvatures).max()), 1e-300)
        along = (directions.T @ slopes[free]) / np.maximum(np.abs(curvatures), least)
        step[free] = directions @ along
    return step / max(1.0, float(np.abs(step).max()) / LONGEST_STEP)


def _further(
    score: Score, at: Floats, value: float, step: Floats
) -> tuple[Floats, float, Floats] | None:
    """Return a place along the step that is more likely, or None."""
    for halving in range(HALVINGS):
        there = np.clip(at + step / 2**halving, -WIDEST_LOGARITHM, WIDEST_LOGARITHM)
        found, slopes = score(there)
        if found > value:
            return there, found, slopes
    return None


def _hessian(score: Score, at: Floats) -> Floats:
    _, here = score(at)
    found = np.array([score(at + side)[1] - here for side in DIFFERENCE * np.eye(len(at))])
    hessian: Floats = (found + found.T) / (2 * DIFFERENCE)
    return hessian


def _curvatures(hessian: Floats) -> tuple[Floats, Floats]:
    """Return how a likelihood falls in each direction, and the directions, by Jacobi's rotations.

    The few numbers of a Hessian wake the threads of no library of matrices here, which on a busy
    machine cost more than the whole search.
    """
    k = len(hessian)
    left, directions = -hessian, np.eye(k)
    for _ in range(SWEEPS):
        for p, q in combinations(range(k), 2):
            angle = atan2(2 * left[p, q], left[q, q] - left[p, p]) / 2
            turn = np.eye(k)
            turn[p, p] = turn[q, q] = cos(angle)
            turn[p, q], turn[q, p] = sin(angle), -sin(angle)
            left, directions = turn.T @ left @ turn, directions @ turn
    return np.diag(left), directions
