"""The incomplete beta function, and the distributions that come from it, without SciPy."""

from math import exp, lgamma, log, log1p

PRECISION = 1e-15
MOST_STEPS = 20_000
WIDEST_LOGARITHM = 70.0


def beta_below(x: float, rest: float, a: float, b: float) -> float:
    """Return the share of a beta distribution that lies below a point.

    Parameters
    ----------
    x, rest : float
        The point in 0..1, and 1 - x: given apart, so that neither loses digits close to 0 or 1.
    a, b : float
        Shapes of the distribution, above 0.

    Returns
    -------
    float
        The regularised incomplete beta function, in 0..1.

    Raises
    ------
    ValueError
        If a shape is not above 0, or `x` and `rest` do not add up to 1.

    Notes
    -----
    The continued fraction is summed on the side of the mean where it converges quickly.

    References
    ----------
    Abramowitz, M., & Stegun, I. A. (1964). Handbook of mathematical functions. National Bureau of
    Standards. Section 26.5.8.

    Lentz, W. J. (1976). Generating Bessel functions in Mie scattering calculations using continued
    fractions. Applied Optics, 15(3), 668-671.

    Examples
    --------
    >>> round(beta_below(0.25, 0.75, 2, 3), 8)
    0.26171875
    """
    if not (a > 0 and b > 0 and x >= 0 and rest >= 0 and abs(x + rest - 1) < 1e-9):
        raise ValueError(
            f"Expected shapes above 0, x in 0..1 and its rest 1 - x, got shapes {a!r} and {b!r}, "
            f"x {x!r} and rest {rest!r}."
        )
    if x == 0 or rest == 0:
        return float(rest == 0)
    if x < (a + 1) / (a + b + 2):
        return _front(x, rest, a, b) / a * _fraction(x, a, b)
    return 1 - _front(x, rest, a, b) / b * _fraction(rest, b, a)


def f_tail(value: float, above: float, below: float) -> float:
    """Return the probability that an F distribution exceeds a value: the p value of an F test.

    Parameters
    ----------
    value : float
        The ratio of variances, at least 0.
    above, below : float
        Degrees of freedom of numerator and denominator, above 0.

    Returns
    -------
    float
        In 0..1.

    Raises
    ------
    ValueError
        If `value` is below 0 or not known, or degrees are not above 0.

    Notes
    -----
    The numerator and the denominator are independent mean squares of normal errors.

    References
    ----------
    Abramowitz, M., & Stegun, I. A. (1964). Handbook of mathematical functions. National Bureau of
    Standards. Section 26.6.2.

    Examples
    --------
    >>> round(f_tail(3.478, 4, 10), 4)
    0.05
    """
    if not (value >= 0 and above > 0 and below > 0):
        raise ValueError(
            "Expected an F of at least 0 and degrees of freedom above 0, "
            f"got F {value!r} with {above!r} and {below!r}."
        )
    part = above * value
    return beta_below(below / (below + part), part / (below + part), below / 2, above / 2)


def f_quantile(p: float, above: float, below: float) -> float:
    """Return the quantile of an F distribution.

    Parameters
    ----------
    p : float
        Cumulative probability, strictly between 0 and 1.
    above, below : float
        Degrees of freedom of numerator and denominator, above 0, not necessarily whole.

    Returns
    -------
    float
        The ratio of variances below which a share `p` of the distribution lies; above 0.

    Raises
    ------
    ValueError
        If `p` is not strictly between 0 and 1, or degrees are not above 0.

    Notes
    -----
    The tail probability is inverted by halving on the logarithm of F; the relative error stays
    below 1e-10 while the quantile lies between 1e-30 and 1e30.

    References
    ----------
    Abramowitz, M., & Stegun, I. A. (1964). Handbook of mathematical functions. National Bureau of
    Standards. Section 26.6.

    Examples
    --------
    >>> round(f_quantile(0.95, 4, 10), 3)
    3.478
    """
    if not (0 < p < 1 and above > 0 and below > 0):
        raise ValueError(
            "Expected a probability strictly between 0 and 1 and degrees of freedom above 0, "
            f"got p {p!r} with {above!r} and {below!r}."
        )
    if p < 0.5:
        return 1 / f_quantile(1 - p, below, above)
    low, high = -WIDEST_LOGARITHM, WIDEST_LOGARITHM
    while high - low > 1e-11:
        middle = (low + high) / 2
        low, high = (middle, high) if f_tail(exp(middle), above, below) > 1 - p else (low, middle)
    return exp((low + high) / 2)


def binomial_below(successes: int, trials: int, share: float) -> float:
    """Return the probability of at most so many successes.

    Parameters
    ----------
    successes : int
        The number not to be exceeded; below 0 the probability is 0, from `trials` on 1.
    trials : int
        Independent trials, at least 1.
    share : float
        Probability of success in each, in 0..1.

    Returns
    -------
    float
        In 0..1.

    Raises
    ------
    ValueError
        If `trials` is below 1 or `share` is not in 0..1.

    Notes
    -----
    An incomplete beta function, so that large numbers of trials cost no more than small ones.

    References
    ----------
    Abramowitz, M., & Stegun, I. A. (1964). Handbook of mathematical functions. National Bureau of
    Standards. Section 26.5.24.

    Examples
    --------
    >>> round(binomial_below(1, 10, 0.5), 6)
    0.010742
    """
    if not (trials >= 1 and 0 <= share <= 1):
        raise ValueError(
            f"Expected at least 1 trial and a share in 0..1, got {trials!r} and {share!r}."
        )
    if successes < 0 or successes >= trials:
        return float(successes >= trials)
    return beta_below(1 - share, share, trials - successes, successes + 1)


def _front(x: float, rest: float, a: float, b: float) -> float:
    return exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * _log(x, rest) + b * _log(rest, x))


def _log(x: float, rest: float) -> float:
    """Return log x from whichever of x and 1 - x keeps more digits."""
    return log(x) if x < 0.5 else log1p(-rest)


def _fraction(x: float, a: float, b: float) -> float:
    """Sum the continued fraction by the modified method of Lentz."""
    c, d, value = 1.0, 0.0, 1.0
    for m in range(MOST_STEPS):
        even = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        odd = (m + 1) * (b - m - 1) * x / ((a + 2 * m + 1) * (a + 2 * m + 2))
        before = value
        for term in (even, odd):
            d = 1 / (1 + term * d)
            c = 1 + term / c
            value *= c * d
        if abs(value - before) <= PRECISION * abs(value):
            break
    return 1 / value
