"""Latents on a scale from 0 to 100, and what a point of one is worth in points of another."""

import numpy as np

from heed.measures.pls.model import Floats, PathModel
from heed.measures.pls.solution import Solution


def indices(solution: Solution, model: PathModel) -> Floats:
    """Return the index of each latent.

    Parameters
    ----------
    solution : Solution
        Of one sample or many.
    model : PathModel
        With the scales of its latents.

    Returns
    -------
    ndarray of float, shape (..., l)
        0 where all give the lowest answer, 100 where all give the highest; nan without scale.

    Notes
    -----
    100 Σ w (mean − lowest) / Σ w (highest − lowest), w being the weights of raw answers. It stays
    between 0 and 100 only where no weight is negative.

    References
    ----------
    Fornell, C., Johnson, M. D., Anderson, E. W., Cha, J., & Bryant, B. E. (1996). The American
    Customer Satisfaction Index: nature, purpose, and findings. Journal of Marketing, 60(4), 7-18.

    Examples
    --------
    >>> from heed.measures.pls.model import Latent
    >>> from heed.measures.pls.moments import Moments
    >>> from heed.measures.pls.outer_weights import Scheme
    >>> from heed.measures.pls.solution import Metric, solve
    >>> a, b = Latent("a", ("x",), scale=(1, 5)), Latent("b", ("y",), scale=(0, 100))
    >>> model = PathModel((a, b), (("a", "b"),))
    >>> given = Moments(np.array([2.0, 60.0]), np.array([[1.0, 10], [10, 400]]))
    >>> found = solve(given, model, Metric.STANDARDISED, Scheme.PATH)
    >>> indices(found, model)
    array([25., 60.])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        above = solution.moments.means - np.nan_to_num(model.scales[:, 0])
        weighted = (solution.answer_weights * above) @ model.membership
        return 100 * weighted / _widths(solution, model)


def index_effects(solution: Solution, model: PathModel) -> Floats:
    """Return what a point of one index is worth in points of another, over all paths.

    Parameters
    ----------
    solution : Solution
        Of one sample or many.
    model : PathModel
        With the scales of its latents.

    Returns
    -------
    ndarray of float, shape (..., l, l)
        Points of the column's index for a point of the row's; nan without scales.

    Notes
    -----
    The total effect × the standard deviation of the column's index / that of the row's.

    References
    ----------
    Ringle, C. M., & Sarstedt, M. (2016). Gain more insight from your PLS-SEM results: the
    importance-performance map analysis. Industrial Management & Data Systems, 116(9), 1865-1886.

    Examples
    --------
    >>> from heed.measures.pls.model import Latent
    >>> from heed.measures.pls.moments import Moments
    >>> from heed.measures.pls.outer_weights import Scheme
    >>> from heed.measures.pls.solution import Metric, solve
    >>> a, b = Latent("a", ("x",), scale=(1, 5)), Latent("b", ("y",), scale=(0, 100))
    >>> model = PathModel((a, b), (("a", "b"),))
    >>> given = Moments(np.array([2.0, 60.0]), np.array([[1.0, 10], [10, 400]]))
    >>> found = solve(given, model, Metric.STANDARDISED, Scheme.PATH)
    >>> index_effects(found, model)[0, 1].round(3)  # 10 of 100 for 1 of 4
    np.float64(0.4)
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        spreads = 100 / _widths(solution, model)  # each latent has a variance of 1
        return solution.total_effects * spreads[..., None, :] / spreads[..., :, None]


def _widths(solution: Solution, model: PathModel) -> Floats:
    """How far a latent's lowest and highest value are apart; nan without scale or order."""
    # Unknown scales count as 0 here: a nan would spread to the sums of all other latents.
    reach = np.nan_to_num(model.scales[:, 1] - model.scales[:, 0])
    widths = (solution.answer_weights * reach) @ model.membership
    return np.where(widths > 0, widths, np.nan)
