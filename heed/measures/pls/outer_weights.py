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
    """Outer weights, and how they were reached.

    Parameters
    ----------
    weights : ndarray of float, shape (..., p)
        They give each latent a variance of 1.
    rounds : ndarray of int, shape (...)
        Rounds taken.
    has_converged : ndarray of bool, shape (...)
        Whether the weights stood still at the end.
    """

    weights: Floats
    rounds: NDArray[np.int64]
    has_converged: NDArray[np.bool_]


def outer_weights(covariances: Floats, model: PathModel, scheme: Scheme) -> Weighting:
    """Return the outer weights for each covariance matrix.

    Parameters
    ----------
    covariances : ndarray of float, shape (..., p, p)
        Of the indicators in the model's order; correlations to standardise.
    model : PathModel
        Blocks, modes and arrows.
    scheme : Scheme
        How latents are approached by their neighbours.

    Returns
    -------
    Weighting
        Weights in the units of the indicators; nan where answers repeat each other or never vary.

    Notes
    -----
    Begins with equal weights; ends when no weight, taken on indicators of unit variance, moves by
    more than 1e-9, or after 500 rounds. Matrices that are done leave the batch. Signs of latents
    are left as they come.

    References
    ----------
    Lohmöller, J.-B. (1989). Latent variable path modeling with partial least squares. Physica.

    Examples
    --------
    >>> from heed.measures.pls.model import Latent
    >>> model = PathModel((Latent("a", ("x", "z")), Latent("b", ("y",))), (("a", "b"),))
    >>> among = np.array([[1, 0, 0.6], [0, 1, 0.8], [0.6, 0.8, 1]])
    >>> outer_weights(among, model, Scheme.PATH).weights.round(3)
    array([0.6, 0.8, 1. ])
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
    """Of the indicators (rows) with the weighted latents (columns), shape (..., p, l)."""
    return covariances @ (weights[..., None] * model.membership)


def latent_correlations(weights: Floats, crossed: Floats, model: PathModel) -> Floats:
    """Of the latents with each other, shape (..., l, l), from `latent_covariances`."""
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
