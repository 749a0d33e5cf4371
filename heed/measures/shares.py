"""Shares of cases, such as promises kept or customers satisfied, with their intervals."""

from math import nan
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Method, require_confidence


def wilson_interval(
    successes: ArrayLike, trials: ArrayLike, *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the Wilson score interval of each binomial share.

    Parameters
    ----------
    successes : array_like of int, shape (n,)
        Cases that count, such as satisfied answers; 0 <= successes <= trials.
    trials : array_like of int, shape (n,)
        All cases; at least 1 each.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    lower, upper : ndarray of float, shape (n,)
        Bounds of the share; dimensionless, in [0, 1].

    Raises
    ------
    ValueError
        If a count is out of range or `confidence` is not strictly between 0 and 1.

    Notes
    -----
    The bounds are the shares that a score test at this level does not reject. Cases must be
    independent: ten answers of one customer are not ten cases. No continuity correction is made,
    so the coverage is right on average over shares and may fall below it for a single one.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association, 22(158), 209-212.

    Newcombe, R. G. (1998). Two-sided confidence intervals for the single proportion: comparison
    of seven methods. Statistics in Medicine, 17(8), 857-872.

    Examples
    --------
    >>> lower, upper = wilson_interval(81, 263)
    >>> round(float(lower), 4), round(float(upper), 4)
    (0.2553, 0.3662)
    """
    require_confidence(confidence)
    hits, n = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    if not np.all((n >= 1) & (hits >= 0) & (hits <= n)):
        raise ValueError(
            "Expected 0 <= successes <= trials and at least 1 trial each, "
            f"got successes {successes!r} of trials {trials!r}."
        )
    share = hits / n
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    shrink = 1 + z**2 / n
    centre = (share + z**2 / (2 * n)) / shrink
    half = z / shrink * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    # At no and at all successes the bound is 0 and 1 exactly; rounding must not blur it.
    lower = np.where(hits == 0, 0.0, centre - half)
    upper = np.where(hits == n, 1.0, centre + half)
    return lower, upper


def share_estimate(successes: int, trials: int, *, confidence: float = 0.95) -> Estimate:
    """Return one share with its Wilson interval, such as the promise-keeping rate.

    Parameters
    ----------
    successes : int
        Cases that count; 0 <= successes <= trials.
    trials : int
        All cases; 0 gives an estimate without value and interval.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        Value and bounds in [0, 1], or nan where there is no case.

    Raises
    ------
    ValueError
        If a count is out of range or `confidence` is not strictly between 0 and 1.

    Notes
    -----
    See `wilson_interval`.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association, 22(158), 209-212.

    Examples
    --------
    >>> kept = share_estimate(27, 30)
    >>> round(kept.value, 3), round(kept.lower, 3), round(kept.upper, 3), kept.n
    (0.9, 0.744, 0.965, 30)
    """
    require_confidence(confidence)
    if successes == trials == 0:
        return Estimate(nan, nan, nan, 0, Method.WILSON, confidence)
    lower, upper = wilson_interval(successes, trials, confidence=confidence)
    return Estimate(
        successes / trials, float(lower), float(upper), trials, Method.WILSON, confidence
    )
