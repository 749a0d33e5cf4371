"""What follows from the outer weights: loadings, paths, effects, quality and indices."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from heed.measures.pls.linear import coefficients, total_effects
from heed.measures.pls.model import Floats, PathModel
from heed.measures.pls.moments import Moments
from heed.measures.pls.outer_weights import (
    Scheme,
    Weighting,
    latent_correlations,
    latent_covariances,
    outer_weights,
)


class Metric(StrEnum):
    """Whether answers are brought to unit variance first, or count in their own units."""

    STANDARDISED = "standardised"
    RAW = "raw"


@dataclass(frozen=True, eq=False)
class Solution:
    """A path model fitted to one sample, or to many at once along leading axes.

    Parameters
    ----------
    weights : ndarray of float, shape (..., p)
        Outer weights that give each latent a variance of 1; on answers of unit variance, or on
        raw answers where the metric is raw.
    answer_weights : ndarray of float, shape (..., p)
        The same latents from raw answers, whatever the metric.
    loadings : ndarray of float, shape (..., p)
        Correlation of each indicator with its latent.
    cross_loadings : ndarray of float, shape (..., p, l)
        Correlation of each indicator with each latent.
    correlations : ndarray of float, shape (..., l, l)
        Of the latents.
    paths, total_effects : ndarray of float, shape (..., l, l)
        Effect of the row on the column, straight and over all paths, in standard deviations.
    r_squared : ndarray of float, shape (..., l)
        Explained share of each latent's variance; nan where nothing leads to it.
    moments : Moments
        Of the answers.
    weighting : Weighting
        How the weights were reached.
    """

    weights: Floats
    answer_weights: Floats
    loadings: Floats
    cross_loadings: Floats
    correlations: Floats
    paths: Floats
    total_effects: Floats
    r_squared: Floats
    moments: Moments
    weighting: Weighting


def solve(
    given: Moments,
    model: PathModel,
    metric: Metric,
    scheme: Scheme,
    reference: Floats | None = None,
) -> Solution:
    """Return a model fitted to moments.

    Parameters
    ----------
    given : Moments
        Of the indicators in the model's order, of one sample or many.
    model : PathModel
        Latents and arrows.
    metric : Metric
        Whether answers are brought to unit variance.
    scheme : Scheme
        How latents are approached by their neighbours.
    reference : ndarray of float, shape (p,), optional
        Loadings of the whole sample: each latent then points the way in which its own loadings
        lie nearer to them. Without it a latent points the way of most of its indicators.

    Returns
    -------
    Solution
        Along the leading axes of the moments; nan where it cannot be fitted.

    References
    ----------
    Tenenhaus, M., Vinzi, V. E., Chatelin, Y.-M., & Lauro, C. (2005). PLS path modeling.
    Computational Statistics & Data Analysis, 48(1), 159-205.

    Examples
    --------
    >>> from heed.measures.pls.model import Latent
    >>> model = PathModel((Latent("a", ("x", "z")), Latent("b", ("y",))), (("a", "b"),))
    >>> among = np.array([[1, 0, 0.6], [0, 1, 0.8], [0.6, 0.8, 1]]) * 0.81
    >>> found = solve(Moments(np.zeros(3), among), model, Metric.STANDARDISED, Scheme.PATH)
    >>> found.r_squared.round(3), found.loadings.round(3)
    (array([nan,  1.]), array([0.6, 0.8, 1. ]))
    """
    is_raw = metric == Metric.RAW
    covariances = given.covariances if is_raw else given.correlations
    spreads = given.spreads
    weighting = outer_weights(covariances, model, scheme)
    crossed = latent_covariances(weighting.weights, covariances, model)
    cross_loadings = crossed / spreads[..., :, None] if is_raw else crossed
    signs = _signs(cross_loadings, model, reference)
    by_indicator = signs @ model.membership.T
    weights = weighting.weights * by_indicator
    crossed, cross_loadings = crossed * signs[..., None, :], cross_loadings * signs[..., None, :]
    correlations = latent_correlations(weights, crossed, model)
    paths = coefficients(correlations, [model.causes(at) for at in range(len(model.latents))])
    explained = (paths * correlations).sum(axis=-2)
    return Solution(
        weights=weights,
        answer_weights=weights if is_raw else weights / spreads,
        loadings=(cross_loadings * model.membership).sum(axis=-1),
        cross_loadings=cross_loadings,
        correlations=correlations,
        paths=paths,
        total_effects=total_effects(paths),
        r_squared=np.where(model.arrows.any(axis=0), explained, np.nan),
        moments=given,
        weighting=weighting,
    )


def _signs(cross_loadings: Floats, model: PathModel, reference: Floats | None) -> Floats:
    """1 or -1 for each latent, shape (..., l)."""
    if reference is None:
        sums = (cross_loadings * model.membership).sum(axis=-2)
        return np.where(sums < 0, -1.0, 1.0)
    found = (cross_loadings * model.membership).sum(axis=-1)
    as_is = np.abs(reference - found) @ model.membership
    turned = np.abs(reference + found) @ model.membership
    return np.where(as_is > turned, -1.0, 1.0)
