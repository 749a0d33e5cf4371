"""p values of many tests at once, so that luck is not taken for a finding."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def holm_adjusted(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return each p value as it stands when all the tests are looked at together.

    Parameters
    ----------
    p_values : array_like of float, shape (k,)
        Of k tests, each in 0..1; nan where a test could not be made.

    Returns
    -------
    ndarray of float, shape (k,)
        In 0..1, never below the given one; nan where that is. Rejecting all below .05 rejects a
        true hypothesis among the k in at most 5 of 100 cases.

    Raises
    ------
    ValueError
        If a p value lies outside 0..1.

    Notes
    -----
    The smallest is multiplied by k, the next by k - 1, and so on; none may be below the one
    before. The tests need not be independent.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal
    of Statistics, 6(2), 65-70.

    Examples
    --------
    >>> holm_adjusted([0.01, 0.04, 0.03])
    array([0.03, 0.06, 0.06])
    """
    given = np.asarray(p_values, dtype=float).ravel()
    known = np.flatnonzero(~np.isnan(given))
    if not np.all((given[known] >= 0) & (given[known] <= 1)):
        raise ValueError(f"Expected p values in 0..1, got {p_values!r}.")
    order = known[np.argsort(given[known], kind="stable")]
    factors = np.arange(order.size, 0, -1)
    adjusted = np.full(given.shape, np.nan)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(given[order] * factors))
    return adjusted
