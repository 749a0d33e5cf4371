"""Latents on a scale from 0 to 100, and what a point of one is worth in points of another."""

import numpy as np

from heed.measures.pls.model import Floats, PathModel
from heed.measures.pls.solution import Solution


def indices(solution: Solution, model: PathModel) -> Floats:
    """The index of each latent, shape (..., l); nan without scale.

    100 Σ w (mean − lowest) / Σ w (highest − lowest), w being the weights of raw answers: 0 where
    all give the lowest answer, 100 where all give the highest. It stays within only where no
    weight is negative.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        above = solution.answer_weights * (solution.moments.means - model.scales[:, 0])
        return 100 * (above @ model.membership) / _widths(solution, model)


def index_effects(solution: Solution, model: PathModel) -> Floats:
    """Points of the column's index for a point of the row's, over all paths, (..., l, l)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        spreads = 100 / _widths(solution, model)  # each latent has a variance of 1
        return solution.total_effects * spreads[..., None, :] / spreads[..., :, None]


def _widths(solution: Solution, model: PathModel) -> Floats:
    """How far apart a latent's lowest and highest value are; nan where they are not in order."""
    reach = model.scales[:, 1] - model.scales[:, 0]
    widths = (solution.answer_weights * reach) @ model.membership
    return np.where(widths > 0, widths, np.nan)
