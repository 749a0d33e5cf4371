"""The incomplete gamma function and the chi-square tail that comes from it, without SciPy."""

from math import exp, inf, lgamma, log

PRECISION = 1e-15
MOST_STEPS = 10_000
TINY = 1e-300
LARGEST_LOGARITHM = 345.0


def gamma_above(shape: float, x: float) -> float:
    """Return the share of a gamma distribution of scale 1 that lies above a point.

    Parameters
    ----------
    shape : float
        Shape of the distribution, above 0.
    x : float
        The point, at least 0.

    Returns
    -------
    float
        The regularised upper incomplete gamma function, in 0..1.

    Raises
    ------
    ValueError
        If `shape` is not above 0 or `x` is below 0 or not known.

    Notes
    -----
    A series below shape + 1, a continued fraction above it, so that far tails keep their digits.

    References
    ----------
    Abramowitz, M., & Stegun, I. A. (1964). Handbook of mathematical functions. National Bureau of
    Standards. Sections 6.5.29 and 6.5.31.

    Examples
    --------
    >>> round(gamma_above(2.5, 4.0), 10)
    0.1562356276
    """
    if not (shape > 0 and x >= 0):
        raise ValueError(
            f"Expected a shape above 0 and a point of at least 0, got {shape!r} and {x!r}."
        )
    if x in {0.0, inf}:
        return float(x == 0)
    front = exp(shape * log(x) - x - lgamma(shape))
    if x < shape + 1:
        return 1 - front * _series(shape, x)
    return front * _fraction(shape, x)


def chi_square_tail(value: float, degrees: float) -> float:
    """Return the probability that a chi-square distribution exceeds a value: the p value.

    Parameters
    ----------
    value : float
        The statistic, at least 0.
    degrees : float
        Degrees of freedom, above 0.

    Returns
    -------
    float
        In 0..1.

    Raises
    ------
    ValueError
        If `value` is below 0 or not known, or `degrees` is not above 0.

    Notes
    -----
    Half the value and half the degrees in the incomplete gamma function.

    References
    ----------
    Abramowitz, M., & Stegun, I. A. (1964). Handbook of mathematical functions. National Bureau of
    Standards. Section 26.4.19.

    Examples
    --------
    >>> round(chi_square_tail(11.070498, 5), 6)
    0.05
    """
    if not (value >= 0 and degrees > 0):
        raise ValueError(
            "Expected a chi-square of at least 0 and degrees of freedom above 0, "
            f"got {value!r} with {degrees!r}."
        )
    return gamma_above(degrees / 2, value / 2)


def gamma_quantile(p: float, shape: float) -> float:
    """Return the quantile of a gamma distribution of scale 1.

    Parameters
    ----------
    p : float
        Cumulative probability, strictly between 0 and 1.
    shape : float
        Shape of the distribution, above 0.

    Returns
    -------
    float
        The point below which a share `p` lies; at least 0.

    Raises
    ------
    ValueError
        If `p` is not strictly between 0 and 1 or `shape` is not above 0.

    Notes
    -----
    The tail is inverted by halving on the logarithm of the point; points below 1e-150 are given
    as 0.

    References
    ----------
    Abramowitz, M., & Stegun, I. A. (1964). Handbook of mathematical functions. National Bureau of
    Standards. Section 26.1.

    Examples
    --------
    >>> round(gamma_quantile(0.95, 2.5), 6)
    5.535249
    """
    if not (0 < p < 1 and shape > 0):
        raise ValueError(
            f"Expected a probability strictly between 0 and 1 and a shape above 0, got {p!r} and "
            f"{shape!r}."
        )
    low, high = -LARGEST_LOGARITHM, log(shape + 40 * (1 + shape**0.5))
    if gamma_above(shape, exp(low)) < 1 - p:
        return 0.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if gamma_above(shape, exp(middle)) > 1 - p else (low, middle)
    return exp((low + high) / 2)


def _series(shape: float, x: float) -> float:
    term = total = 1 / shape
    for step in range(1, MOST_STEPS):
        term *= x / (shape + step)
        total += term
        if term < PRECISION * total:
            break
    return total


def _fraction(shape: float, x: float) -> float:
    """Sum the continued fraction by the modified method of Lentz."""
    b = x + 1 - shape
    c, d = 1 / TINY, 1 / b
    value = d
    for step in range(1, MOST_STEPS):
        a = -step * (step - shape)
        b += 2
        d = 1 / (a * d + b or TINY)
        c = b + a / c or TINY
        value *= c * d
        if abs(c * d - 1) < PRECISION:
            break
    return value
