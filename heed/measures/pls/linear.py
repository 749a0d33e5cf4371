"""Small systems of linear equations, many at once; nan where one has no single solution."""

from collections.abc import Sequence

import numpy as np

from heed.measures.pls.model import Floats

# The determinant of a correlation matrix below which its columns are taken to repeat each other.
SINGULAR = 1e-10


def solved(matrices: Floats, right: Floats) -> Floats:
    """Return the x of matrix · x = right.

    Parameters
    ----------
    matrices : ndarray of float, shape (..., k, k)
        Covariances or correlations.
    right : ndarray of float, shape (..., k)
        Right sides.

    Returns
    -------
    ndarray of float, shape (..., k)
        Solutions; nan where a matrix is singular.

    Notes
    -----
    Whether it is singular is judged by its determinant after its diagonal is brought to 1.

    Examples
    --------
    >>> solved(np.array([[[2.0, 0], [0, 4]], [[1, 1], [1, 1]]]), np.ones((2, 2)))
    array([[0.5 , 0.25],
           [ nan,  nan]])
    """
    sizes = np.sqrt(np.diagonal(matrices, axis1=-2, axis2=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = matrices / (sizes[..., :, None] * sizes[..., None, :])
        is_sound = np.linalg.det(scaled) > SINGULAR
        scaled = np.where(is_sound[..., None, None], scaled, np.eye(sizes.shape[-1]))
        found = np.linalg.solve(scaled, (right / sizes)[..., None])[..., 0] / sizes
    return np.where(is_sound[..., None], found, np.nan)


def coefficients(correlations: Floats, causes: Sequence[Sequence[int]]) -> Floats:
    """Return the regression of each variable on its causes.

    Parameters
    ----------
    correlations : ndarray of float, shape (..., k, k)
        Of the variables.
    causes : sequence of sequences of int
        For each variable the positions of its causes.

    Returns
    -------
    ndarray of float, shape (..., k, k)
        In row j and column k the weight of j in the regression of k; 0 where j is no cause of k,
        nan where causes repeat each other.

    Examples
    --------
    >>> coefficients(np.array([[1, 0.5], [0.5, 1]]), [[], [0]])
    array([[0. , 0.5],
           [0. , 0. ]])
    """
    found = np.zeros(correlations.shape)
    for target, sources in enumerate(causes):
        if sources:
            among = correlations[..., np.array(sources)[:, None], sources]
            found[..., sources, target] = solved(among, correlations[..., sources, target])
    return found


def total_effects(paths: Floats) -> Floats:
    """Return the effect of each row on each column over all paths.

    Parameters
    ----------
    paths : ndarray of float, shape (..., k, k)
        Straight effects of rows on columns; none may lead back.

    Returns
    -------
    ndarray of float, shape (..., k, k)
        Straight and indirect effects together.

    Examples
    --------
    >>> total_effects(np.array([[0, 0.5, 0.1], [0, 0, 0.4], [0, 0, 0]]))[0]
    array([0. , 0.5, 0.3])
    """
    total = step = paths
    for _ in range(paths.shape[-1] - 2):
        step = step @ paths
        total = total + step
    return total
