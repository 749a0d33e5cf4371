"""The most likely parameters of a model whose likelihood has known slopes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Slopes = Callable[[Floats], tuple[float, Floats, Floats]]
MOST_STEPS = 200
# A gain in log-likelihood that no figure shows.
PRECISION = 1e-12
# A parameter is sought between exp(-25) and exp(25); at an end of it there is no best value.
WIDEST_LOGARITHM = 25.0
LONGEST_STEP = 2.0
HALVINGS = 40


@dataclass(frozen=True, eq=False)
class MostLikely:
    """The parameters under which the data are most likely.

    Parameters
    ----------
    parameters : ndarray of float, shape (k,)
        All above 0.
    covariance : ndarray of float, shape (k, k)
        Of the parameters, from the observed information; nan where that is flat.
    log_likelihood : float
        At the parameters.
    is_converged : bool
        Whether the search ended inside the bounds at a maximum.

    Examples
    --------
    >>> MostLikely(np.ones(1), np.full((1, 1), 4.0), -3.0, is_converged=True).standard_errors
    array([2.])
    """

    parameters: Floats
    covariance: Floats
    log_likelihood: float
    is_converged: bool

    @property
    def standard_errors(self) -> Floats:
        errors: Floats = np.sqrt(np.diag(self.covariance))
        return errors


def most_likely(slopes: Slopes, start: Floats) -> MostLikely:
    """Return where a log-likelihood of positive parameters is highest, by Newton steps.

    Parameters
    ----------
    slopes : callable
        Takes parameters of shape (k,) and returns the log-likelihood, its gradient (k,) and its
        Hessian (k, k) with respect to them.
    start : ndarray of float, shape (k,)
        Where to begin; above 0.

    Returns
    -------
    MostLikely
        With `is_converged` false where the likelihood still rises at the bounds.

    Raises
    ------
    ValueError
        If a start is not above 0, or the log-likelihood is not known there.

    Notes
    -----
    Steps are taken on the logarithms. Where the Hessian does not fall to all sides its directions
    are turned upwards, and a step that gains nothing is halved, so that the likelihood never falls
    on the way. Parameters are sought between exp(-25) and exp(25).

    References
    ----------
    Nocedal, J., & Wright, S. J. (2006). Numerical optimization (2nd ed.). Springer. Section 3.4.

    Examples
    --------
    The rate of seven events in two years:

    >>> found = most_likely(
    ...     lambda rate: (7 * np.log(rate[0]) - 2 * rate[0], 7 / rate - 2, np.diag(-7 / rate**2)),
    ...     np.ones(1),
    ... )
    >>> round(float(found.parameters[0]), 6), round(float(found.standard_errors[0]), 4)
    (3.5, 1.3229)
    """
    if not np.all(start > 0):
        raise ValueError(f"Expected parameters above 0 to start from, got {start.tolist()}.")
    at = np.log(start)
    value, gradient, hessian = _on_logarithms(slopes, at)
    if not np.isfinite(value):
        raise ValueError(f"Expected a likelihood above 0 at {start.tolist()}, got {value!r}.")
    is_converged = False
    for _ in range(MOST_STEPS):
        step = _upwards(gradient, hessian)
        if abs(float(gradient @ step)) < PRECISION * (1 + abs(value)):
            is_converged = True
            at = at + step  # the last step doubles the digits and costs no more than the Hessian
            value, gradient, hessian = _on_logarithms(slopes, at)
            break
        found = _further(slopes, at, value, step)
        if found is None:
            is_converged = True  # digits are used up
            break
        at, (value, gradient, hessian) = found
    is_inside = bool(np.all(np.abs(at) < WIDEST_LOGARITHM))
    parameters = np.exp(at)
    return MostLikely(
        parameters, _covariance(hessian, parameters), value, is_converged and is_inside
    )


def _on_logarithms(slopes: Slopes, at: Floats) -> tuple[float, Floats, Floats]:
    parameters = np.exp(at)
    value, gradient, hessian = slopes(parameters)
    by_log = gradient * parameters
    return value, by_log, hessian * np.outer(parameters, parameters) + np.diag(by_log)


def _upwards(gradient: Floats, hessian: Floats) -> Floats:
    values, vectors = np.linalg.eigh(-hessian)
    curvature = np.maximum(np.abs(values), 1e-12 * max(float(np.abs(values).max()), 1e-300))
    step: Floats = vectors @ ((vectors.T @ gradient) / curvature)
    return step / max(1.0, float(np.abs(step).max()) / LONGEST_STEP)


def _further(
    slopes: Slopes, at: Floats, value: float, step: Floats
) -> tuple[Floats, tuple[float, Floats, Floats]] | None:
    """Return a place along the step that is more likely, or None."""
    for halving in range(HALVINGS):
        there = np.clip(at + step / 2**halving, -WIDEST_LOGARITHM, WIDEST_LOGARITHM)
        found = _on_logarithms(slopes, there)
        if found[0] > value:
            return there, found
    return None


def _covariance(hessian: Floats, parameters: Floats) -> Floats:
    """Return the covariance of the parameters from the Hessian by their logarithms."""
    values, vectors = np.linalg.eigh(-hessian)
    if values.min() <= 1e-12 * values.max():
        return np.full(hessian.shape, np.nan)
    on_logarithms = vectors @ np.diag(1 / values) @ vectors.T
    covariance: Floats = on_logarithms * np.outer(parameters, parameters)
    return covariance
