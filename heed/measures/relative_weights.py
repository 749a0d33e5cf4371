"""Johnson's relative weights: explained variance shared out by way of uncorrelated stand-ins."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Below this share of the largest, an eigenvalue is taken for 0: inputs repeat each other.
RANK_TOLERANCE = 1e-9


def relative_weights(covariances: ArrayLike) -> NDArray[np.float64]:
    """Return the explained variance owed to each input by Johnson's relative weights.

    Parameters
    ----------
    covariances : array_like of float, shape (p + 1, p + 1) or (b, p + 1, p + 1)
        Covariances or correlations of p inputs and, last, the outcome, whose variance is above 0;
        one matrix or one of each of b samples.

    Returns
    -------
    ndarray of float, shape (p,) or (b, p)
        Each in 0..1; they add up to the share of variance that all inputs explain.

    Raises
    ------
    ValueError
        If the matrices are not square.

    Notes
    -----
    The inputs are replaced by the uncorrelated variables closest to them, the root of the
    correlation matrix leading from one to the other; squared coefficients of these are given back
    by squared loadings. Genizi's decomposition is the same. Close to the Shapley value, without
    its 2**p subsets; with two inputs both are the same. An input without spread gets 0. Where
    inputs repeat each other the result is the limit of an ever smaller ridge: copies get equal
    weights.

    References
    ----------
    Johnson, J. W. (2000). A heuristic method for estimating the relative weight of predictor
    variables in multiple regression. Multivariate Behavioral Research, 35(1), 1-19.

    Genizi, A. (1993). Decomposition of R2 in multiple regression with correlated regressors.
    Statistica Sinica, 3, 407-420.

    Examples
    --------
    >>> relative_weights([[1, 0.5, 0.6], [0.5, 1, 0.3], [0.6, 0.3, 1]]).round(3)
    array([0.315, 0.045])
    """
    given = np.asarray(covariances, dtype=float)
    if given.ndim not in {2, 3} or given.shape[-1] != given.shape[-2] or given.shape[-1] < 2:
        raise ValueError(
            f"Expected square matrices of at least one input and an outcome, got {given.shape}."
        )
    correlations = to_correlations(given)
    values, vectors = np.linalg.eigh(correlations[..., :-1, :-1])
    kept = values > RANK_TOLERANCE * values[..., -1:]
    roots = np.sqrt(np.where(kept, values, 0))
    inverses = np.divide(1, roots, out=np.zeros(roots.shape), where=kept)
    turned = np.swapaxes(vectors, -1, -2)
    loadings = (vectors * roots[..., None, :]) @ turned
    with_outcome = correlations[..., :-1, -1:]
    coefficients = (vectors * inverses[..., None, :]) @ (turned @ with_outcome)
    return np.asarray((loadings**2 @ coefficients**2)[..., 0])


def to_correlations(covariances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return correlations; those of a variable without spread are 0.

    Parameters
    ----------
    covariances : ndarray of float, shape (..., q, q)
        Covariance matrices.

    Returns
    -------
    ndarray of float, shape (..., q, q)
        In -1..1; 1 or 0 on the diagonal.

    Examples
    --------
    >>> to_correlations(np.array([[4.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]))
    array([[1. , 0.5, 0. ],
           [0.5, 1. , 0. ],
           [0. , 0. , 0. ]])
    """
    spreads = np.sqrt(np.maximum(np.diagonal(covariances, axis1=-2, axis2=-1), 0))
    scales = np.divide(1, spreads, out=np.zeros(spreads.shape), where=spreads > 0)
    return np.asarray(covariances * scales[..., :, None] * scales[..., None, :])
