"""Small systems of linear equations, many at once; nan where one has no single solution."""

from collections.abc import Sequence

import numpy as np

from heed.measures.pls.model import Floats

# The determinant of a correlation matrix below which its columns are taken to repeat each other.
SINGULAR = 1e-10


def solved(matrices: Floats, right: Floats) -> Floats:
    """The x of matrix · x = right for symmetric matrices (..., k, k) and right sides (..., k).

    All nan where a matrix is singular: its determinant is judged after its diagonal is brought
    to 1.
    """
    sizes = np.sqrt(np.diagonal(matrices, axis1=-2, axis2=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = matrices / (sizes[..., :, None] * sizes[..., None, :])
        is_sound = np.linalg.det(scaled) > SINGULAR
        scaled = np.where(is_sound[..., None, None], scaled, np.eye(sizes.shape[-1]))
        found = np.linalg.solve(scaled, (right / sizes)[..., None])[..., 0] / sizes
    return np.where(is_sound[..., None], found, np.nan)


def coefficients(correlations: Floats, causes: Sequence[Sequence[int]]) -> Floats:
    """The regression of each column on its causes, from correlations (..., k, k).

    Entry (j, k) is the weight of j in the regression of k; 0 where j is no cause of k.
    """
    found = np.zeros(correlations.shape)
    for target, sources in enumerate(causes):
        if sources:
            among = correlations[..., np.array(sources)[:, None], sources]
            found[..., sources, target] = solved(among, correlations[..., sources, target])
    return found


def total_effects(paths: Floats) -> Floats:
    """The effect of each row on each column over all paths (..., k, k); none may lead back."""
    total = step = paths
    for _ in range(paths.shape[-1] - 2):
        step = step @ paths
        total = total + step
    return total
