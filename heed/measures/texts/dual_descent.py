"""Linear classifiers on sparse rows by dual coordinate descent."""

import numpy as np
from numpy.typing import NDArray

from heed.measures.texts.features import SparseRows

Floats = NDArray[np.float64]


def descended(
    rows: SparseRows,
    signs: Floats,
    *,
    costs: Floats,
    scale: Floats,
    start: tuple[Floats, Floats],
    rounds: int,
    seed: int,
) -> tuple[Floats, Floats]:
    """Return the weights that keep every row on its side, as near as can be to where they start.

    Parameters
    ----------
    rows : SparseRows, n rows
        Features of the texts.
    signs : ndarray, shape (n, k)
        1 where the row belongs to the class, -1 where it does not; one column a separator.
    costs : ndarray, shape (n,)
        What a row on the wrong side costs; greater than 0.
    scale : ndarray, shape (columns,)
        How easily each feature takes weight; 0 leaves it out.
    start : (ndarray of shape (columns, k), ndarray of shape (k,))
        Weights and offsets that cost nothing: zeros, or those of an earlier model. Not changed.
    rounds : int
        How often every row is visited, in an order drawn anew.
    seed : int
        Of these orders; the same seed gives the same weights.

    Returns
    -------
    weights : ndarray, shape (columns, k)
        To be multiplied with the plain values of rows.
    offsets : ndarray, shape (k,)
        What is added.

    Notes
    -----
    Minimises, for each separator, half of the squared distance from the start (measured in
    weights divided by `scale`) plus the sum of costs times squared hinge losses. All separators
    are moved together. Starting elsewhere than at zero is the adaptive machine of Yang et al.

    References
    ----------
    Hsieh, C.-J., Chang, K.-W., Lin, C.-J., Keerthi, S. S. and Sundararajan, S. (2008). A dual
    coordinate descent method for large-scale linear SVM. Proceedings of the 25th International
    Conference on Machine Learning, 408-415.

    Yang, J., Yan, R. and Hauptmann, A. G. (2007). Cross-domain video concept detection using
    adaptive SVMs. Proceedings of the 15th ACM International Conference on Multimedia, 188-197.

    Examples
    --------
    >>> rows = SparseRows(np.array([0, 1, 2]), np.array([0, 1]), np.ones(2))
    >>> weights, offsets = descended(
    ...     rows, np.array([[1.0], [-1.0]]), costs=np.ones(2), scale=np.ones(2),
    ...     start=(np.zeros((2, 1)), np.zeros(1)), rounds=50, seed=0,
    ... )
    >>> weights.round(3).ravel().tolist()
    [0.667, -0.667]
    """
    weights, offsets = start[0].astype(np.float64), start[1].astype(np.float64)
    eased = rows.values * scale[rows.columns] ** 2
    lengths = 1 + rows.sums(eased * rows.values)
    slack = 1 / (2 * costs)
    steps = 1 / (lengths + slack)
    duals = np.zeros_like(signs)
    order = np.random.default_rng(seed)
    starts = rows.starts.tolist()
    for _round in range(rounds):
        for row in order.permutation(len(rows)):
            part = slice(starts[row], starts[row + 1])
            columns, side, dual = rows.columns[part], signs[row], duals[row]
            held = weights[columns]
            gap = 1 - side * (rows.values[part] @ held + offsets) - dual * slack[row]
            moved = np.maximum(dual + gap * steps[row], 0.0) - dual
            if moved.any():
                duals[row] += moved
                moved = moved * side
                weights[columns] = held + eased[part, None] * moved
                offsets += moved
    return weights, offsets
