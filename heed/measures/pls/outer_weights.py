"""The iteration of partial least squares: outer weights from covariances, many samples at once."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from heed.measures.pls.linear import coefficients, solved
from heed.measures.pls.model import Floats, Mode, PathModel

TOLERANCE = 1e-9
MOST_ROUNDS = 500


class Scheme(StrEnum):
    """How a latent is approached by its neighbours.

    By the sign of their correlation, by the correlation, or by the correlation with what follows
    and the regression on what precedes.
    """

    CENTROID = "centroid"
    FACTORIAL = "factorial"
    PATH = "path"


@dataclass(frozen=True, eq=False)
class Weighting:
    """Outer weights (..., p) that give each latent a variance of 1, and how they were reached."""

    weights: Floats
    rounds: NDArray[np.int64]
    has_converged: NDArray[np.bool_]


def outer_weights(covariances: Floats, model: PathModel, scheme: Scheme) -> Weighting:
    """The outer weights for each covariance matrix (..., p, p); nan where there are none.

    Signs of latents are left as they come. A round lasts until no weight, taken on indicators of
    unit variance, moves by more than the tolerance.
    """
    p = covariances.shape[-1]
    given = covariances.reshape(-1, p, p)
    spreads = np.sqrt(np.diagonal(given, axis1=1, axis2=2))
    weights = _unit(np.ones((len(given), p)), given, model)
    rounds = np.zeros(len(given), dtype=np.int64)
    has_converged = np.zeros(len(given), dtype=bool)
    left = np.arange(len(given))
    for number in range(1, MOST_ROUNDS + 1):
        found = _next(weights[left], given[left], model, scheme)
        # The sign of a whole block may turn from round to round without any other change.
        moved = np.abs(np.abs(found) - np.abs(weights[left])) * spreads[left]
        weights[left], rounds[left] = found, number
        largest = moved.max(axis=1)
        has_converged[left] = largest <= TOLERANCE
        left = left[largest > TOLERANCE]  # not a number: given up
        if not left.size:
            break
    shape = covariances.shape[:-2]
    return Weighting(
        weights.reshape(*shape, p), rounds.reshape(shape), has_converged.reshape(shape)
    )


def latent_covariances(weights: Floats, covariances: Floats, model: PathModel) -> Floats:
    """Those of the indicators (rows) with the weighted latents (columns), shape (..., p, l)."""
    return covariances @ (weights[..., None] * model.membership)


def latent_correlations(weights: Floats, crossed: Floats, model: PathModel) -> Floats:
    """Those of the latents with each other, shape (..., l, l), from `latent_covariances`."""
    each = weights[..., None] * model.membership
    return np.swapaxes(each, -1, -2) @ crossed


def _next(weights: Floats, covariances: Floats, model: PathModel, scheme: Scheme) -> Floats:
    crossed = latent_covariances(weights, covariances, model)
    inner = _inner(latent_correlations(weights, crossed, model), model, scheme)
    approached = crossed @ inner
    found = (approached * model.membership).sum(axis=-1)
    for at, latent in enumerate(model.latents):
        if latent.mode == Mode.B:
            block = model.block(at)
            within = covariances[:, np.array(block)[:, None], block]
            found[:, block] = solved(within, approached[:, block, at])
    return _unit(found, covariances, model)


def _inner(correlations: Floats, model: PathModel, scheme: Scheme) -> Floats:
    """What each neighbour (row) adds to the approach of a latent (column)."""
    arrows = model.arrows
    if scheme == Scheme.CENTROID:
        return (arrows + arrows.T) * np.sign(correlations)
    if scheme == Scheme.FACTORIAL:
        return (arrows + arrows.T) * correlations
    causes = [model.causes(at) for at in range(len(model.latents))]
    return arrows.T * correlations + coefficients(correlations, causes)


def _unit(weights: Floats, covariances: Floats, model: PathModel) -> Floats:
    """Weights that give each latent a variance of 1."""
    crossed = latent_covariances(weights, covariances, model)
    variances = ((weights[..., None] * crossed) * model.membership).sum(axis=-2)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = weights / np.sqrt(variances @ model.membership.T)
    return found
