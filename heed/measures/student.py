"""Quantiles of Student's t distribution, without SciPy."""

from functools import lru_cache
from math import exp, expm1, lgamma, log, pi, sqrt, tan
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.beta import beta_below

# From here on the expansion about the normal quantile is exact to 1e-12.
MANY_DEGREES = 1000
PRECISION = 1e-14
MOST_STEPS = 200


def student_t_quantile(p: ArrayLike, df: ArrayLike) -> NDArray[np.float64]:
    """Return the quantile of Student's t distribution.

    Parameters
    ----------
    p : array_like of float, shape (n,)
        Cumulative probability, strictly between 0 and 1.
    df : array_like of float, shape (n,)
        Degrees of freedom; at least 1, not necessarily whole.

    Returns
    -------
    ndarray of float, shape (n,)
        The value below which a share `p` of the distribution lies; dimensionless.

    Raises
    ------
    ValueError
        If `p` is not strictly between 0 and 1 or `df` is below 1.

    Notes
    -----
    From 1,000 degrees of freedom on: the expansion about the normal quantile, formula 26.7.5 of
    Abramowitz and Stegun. Below: the approximation of Hill, refined by Newton steps on the tail
    probability, which is an incomplete beta function summed as a continued fraction. The relative
    error stays below 1e-9 for p from 0.0001 to 0.9999.

    References
    ----------
    Hill, G. W. (1970). Algorithm 396: Student's t-quantiles. Communications of the ACM, 13(10),
    619-620.

    Abramowitz, M., & Stegun, I. A. (1964). Handbook of mathematical functions. National Bureau of
    Standards. Sections 26.5.8 and 26.7.5.

    Examples
    --------
    >>> round(float(student_t_quantile(0.975, 10)), 6)
    2.228139
    """
    probabilities, degrees = np.broadcast_arrays(
        np.asarray(p, dtype=float), np.asarray(df, dtype=float)
    )
    if not np.all((probabilities > 0) & (probabilities < 1) & (degrees >= 1)):
        raise ValueError(
            "Expected probabilities strictly between 0 and 1 and at least 1 degree of freedom, "
            f"got p {p!r} and df {df!r}."
        )
    pairs = zip(probabilities.flat, degrees.flat, strict=True)
    found = [_quantile(float(q), float(n)) for q, n in pairs]
    return np.array(found, dtype=float).reshape(probabilities.shape)


@lru_cache(maxsize=4096)
def _quantile(p: float, df: float) -> float:
    if p == 0.5:
        return 0.0
    tail = min(p, 1 - p)
    t = _near_normal(tail, df) if df >= MANY_DEGREES else _refined(tail, df)
    return t if p > 0.5 else -t


def _near_normal(tail: float, df: float) -> float:
    """Abramowitz and Stegun 26.7.5."""
    z = -NormalDist().inv_cdf(tail)
    y = z * z
    terms = (
        (y + 1) / 4,
        ((5 * y + 16) * y + 3) / 96,
        (((3 * y + 19) * y + 17) * y - 15) / 384,
        ((((79 * y + 776) * y + 1482) * y - 1920) * y - 945) / 92160,
    )
    return z * (1 + sum(term / df**k for k, term in enumerate(terms, start=1)))


def _refined(tail: float, df: float) -> float:
    if df == 1:
        return 1 / tan(pi * tail)
    if df == 2:
        return sqrt(1 / (2 * tail * (1 - tail)) - 2)
    t = _hill(2 * tail, df)
    for _ in range(MOST_STEPS):
        step = (_tail(t, df) - tail) / _density(t, df)
        t = max(t + step, t / 2)
        if abs(step) <= PRECISION * abs(t):
            break
    return t


def _hill(both_tails: float, n: float) -> float:
    """Hill (1970), Algorithm 396, with its names."""
    a = 1 / (n - 0.5)
    b = 48 / (a * a)
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * sqrt(a * pi / 2) * n
    y = (d * both_tails) ** (2 / n)
    if y <= 0.05 + a:
        inner = 1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)
        return sqrt(n * ((inner * y - 1) * (n + 1) / (n + 2) + 1 / y))
    x = NormalDist().inv_cdf(both_tails / 2)
    y = x * x
    if n < 5:
        c += 0.3 * (n - 4.5) * (x + 0.6)
    c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
    return sqrt(n * expm1(a * y * y))


def _density(t: float, df: float) -> float:
    scale = lgamma((df + 1) / 2) - lgamma(df / 2) - log(df * pi) / 2
    return exp(scale - (df + 1) / 2 * log(1 + t * t / df))


def _tail(t: float, df: float) -> float:
    """Return the probability above `t` > 0: half the incomplete beta function at df/(df + t²)."""
    return beta_below(df / (df + t * t), t * t / (df + t * t), df / 2, 0.5) / 2
