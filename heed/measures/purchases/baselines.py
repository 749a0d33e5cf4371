"""Predictions anybody could make without a model; one that does not beat them is not needed."""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.purchases.cells import checked_histories

Floats = NDArray[np.float64]
MOST_GAPS = 3.0


class Baseline(StrEnum):
    """A rule of thumb for how often a customer will buy."""

    ZERO = "zero"  # nobody buys again
    POOLED_MEAN = "pooled_mean"  # everybody buys at the rate of all
    OWN_RATE = "own_rate"  # she goes on at her own rate
    LAST_WINDOW = "last_window"  # as often as in the last window of the same length
    RATE_IF_RECENT = "rate_if_recent"  # her own rate, unless she has been away for three gaps


def baselines(
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    *,
    length: float,
    last_window: ArrayLike | None = None,
) -> dict[str, Floats]:
    """Return what rules of thumb predict of each customer.

    Parameters
    ----------
    x, t_x, T : array_like of float, shape (n,)
        Repeat purchases, time of the last one and time observed, both since the first purchase.
    length : float
        Of the time to predict, in the unit of T; above 0.
    last_window : array_like of int, shape (n,), optional
        Purchases of each customer in the last stretch of that length before the prediction, first
        ones too; without it there is no such rule.

    Returns
    -------
    dict of str to ndarray of float, shape (n,)
        Purchases within `length`, by rule.

    Raises
    ------
    ValueError
        If a history is impossible, lengths differ or `length` is not above 0.

    Notes
    -----
    `own_rate` is x / T, 0 for who has not been observed; `rate_if_recent` is the same where the
    last purchase lies at most three mean gaps (t_x / x) back, else 0.

    References
    ----------
    Wuebben, M., & von Wangenheim, F. (2008). Instant customer base analysis: Managerial heuristics
    often "get it right". Journal of Marketing, 72(3), 82-93.

    Examples
    --------
    >>> found = baselines([0, 2, 4], [0, 30, 8], [40, 40, 40], length=20)
    >>> {name: values.tolist() for name, values in found.items()}["rate_if_recent"]
    [0.0, 1.0, 0.0]
    """
    x, t_x, T = checked_histories(x, t_x, T)
    if not (length > 0 and np.isfinite(length)):
        raise ValueError(f"Expected a time to predict above 0, got {length!r}.")
    observed = float(T.sum())
    own = np.divide(x, T, out=np.zeros_like(x), where=T > 0) * length
    gap = np.divide(t_x, x, out=np.zeros_like(x), where=x > 0)
    rules: dict[str, Floats] = {
        Baseline.ZERO: np.zeros_like(x),
        Baseline.POOLED_MEAN: np.full_like(
            x, float(x.sum()) / observed * length if observed > 0 else 0.0
        ),
        Baseline.OWN_RATE: own,
        Baseline.RATE_IF_RECENT: np.where(T - t_x <= MOST_GAPS * gap, own, 0.0),
    }
    if last_window is not None:
        counts = np.asarray(last_window, dtype=float).ravel()
        if counts.shape != x.shape or not np.all(counts >= 0):
            raise ValueError(
                f"Expected purchases of at least 0 in the last window of each of {x.size} "
                f"customers, got {counts.size}."
            )
        rules[Baseline.LAST_WINDOW] = counts
    return {str(name): rules[name] for name in Baseline if name in rules}
