"""How well blocks measure and how distinct latents are, for one solution or many at once."""

from dataclasses import dataclass

import numpy as np

from heed.measures.pls.model import Floats, Mode, PathModel
from heed.measures.pls.solution import Solution


@dataclass(frozen=True, eq=False)
class Quality:
    """What is known about the measurement.

    Parameters
    ----------
    communality : ndarray of float, shape (..., l)
        Mean squared loading of a block, in 0..1: for mode A the average variance extracted (AVE).
    redundancy : ndarray of float, shape (..., l)
        Communality × explained share; nan where nothing leads to the latent.
    rho_c : ndarray of float, shape (..., l)
        Composite reliability (Dillon–Goldstein) from loadings; nan for mode B and for a single
        indicator.
    rho_a : ndarray of float, shape (..., l)
        Reliability from weights (Dijkstra–Henseler); nan for the same.
    htmt : ndarray of float, shape (..., l, l)
        Ratio of correlations between to those within two blocks; nan unless both are of mode A.
    gof : ndarray of float, shape (...)
        Goodness of fit: root of mean communality of all indicators in blocks of several × mean
        explained share; nan where no block has several.
    """

    communality: Floats
    redundancy: Floats
    rho_c: Floats
    rho_a: Floats
    htmt: Floats
    gof: Floats


def quality_of(solution: Solution, model: PathModel) -> Quality:
    """Return how well a solution measures.

    Parameters
    ----------
    solution : Solution
        Of one sample or many.
    model : PathModel
        The model it was fitted with.

    Returns
    -------
    Quality
        Along the leading axes of the solution.

    Notes
    -----
    HTMT takes absolute correlations, and 1 within a block of one indicator.

    References
    ----------
    Dijkstra, T. K., & Henseler, J. (2015). Consistent partial least squares path modeling. MIS
    Quarterly, 39(2), 297-316.

    Henseler, J., Ringle, C. M., & Sarstedt, M. (2015). A new criterion for assessing discriminant
    validity in variance-based structural equation modeling. Journal of the Academy of Marketing
    Science, 43(1), 115-135.

    Examples
    --------
    >>> from heed.measures.pls.model import Latent
    >>> from heed.measures.pls.moments import Moments
    >>> from heed.measures.pls.outer_weights import Scheme
    >>> from heed.measures.pls.solution import Metric, solve
    >>> model = PathModel((Latent("a", ("x", "z")), Latent("b", ("y",))), (("a", "b"),))
    >>> among = np.array([[1, 0.5, 0.4], [0.5, 1, 0.4], [0.4, 0.4, 1]])
    >>> found = solve(Moments(np.zeros(3), among), model, Metric.STANDARDISED, Scheme.PATH)
    >>> quality = quality_of(found, model)
    >>> quality.communality.round(3), quality.rho_c.round(3), quality.htmt[0, 1].round(3)
    (array([0.75, 1.  ]), array([0.857,   nan]), np.float64(0.566))
    """
    sizes = model.membership.sum(axis=0)
    communality = (solution.loadings**2) @ model.membership / sizes
    several = (sizes > 1) * sizes
    explained = solution.r_squared[..., model.arrows.any(axis=0)].mean(axis=-1)
    mean = communality @ several / several.sum() if several.any() else np.nan * explained
    is_consistent = np.array(
        [latent.mode == Mode.A and len(latent.indicators) > 1 for latent in model.latents]
    )
    return Quality(
        communality=communality,
        redundancy=communality * solution.r_squared,
        rho_c=np.where(is_consistent, _rho_c(solution, model), np.nan),
        rho_a=np.where(is_consistent, _rho_a(solution, model), np.nan),
        htmt=_htmt(solution.moments.correlations, model),
        gof=np.sqrt(mean * explained),
    )


def _rho_c(solution: Solution, model: PathModel) -> Floats:
    shared = (solution.loadings @ model.membership) ** 2
    return shared / (shared + (1 - solution.loadings**2) @ model.membership)


def _rho_a(solution: Solution, model: PathModel) -> Floats:
    """Of weights on indicators of unit variance, with the diagonal left out."""
    weights = solution.answer_weights * solution.moments.spreads
    each = weights[..., None] * model.membership
    crossed = solution.moments.correlations @ each
    squares = (weights**2) @ model.membership
    shared = (each * crossed).sum(axis=-2) - squares
    fourth = (weights**4) @ model.membership
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = squares**2 * shared / (squares**2 - fourth)
    return found


def _htmt(correlations: Floats, model: PathModel) -> Floats:
    """Of absolute correlations; within a block of one indicator it is 1."""
    member, sizes = model.membership, model.membership.sum(axis=0)
    sums = member.T @ np.abs(correlations) @ member
    diagonal = np.diagonal(sums, axis1=-2, axis2=-1)
    pairs = sizes * (sizes - 1)
    within = np.where(pairs > 0, (diagonal - sizes) / np.maximum(pairs, 1), 1.0)
    between = sums / np.outer(sizes, sizes)
    found = between / np.sqrt(within[..., :, None] * within[..., None, :])
    is_reflective = np.array([latent.mode == Mode.A for latent in model.latents])
    is_wanted = np.outer(is_reflective, is_reflective) & ~np.eye(len(sizes), dtype=bool)
    return np.where(is_wanted, found, np.nan)
