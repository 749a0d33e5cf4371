"""How many answers each of two groups needs for their difference to be noticed."""

from math import nan, sqrt
from statistics import NormalDist

from heed.measures.estimates import require_confidence
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.sample_size import SampleSize, sample_of
from heed.measures.sampling_variances import Asked, require_between, z_of


def answers_for_two_shares(
    first: float,
    second: float,
    *,
    power: float = 0.8,
    design_effect: float = 1.0,
    response: float = 1.0,
    confidence: float = 0.95,
) -> SampleSize:
    """Return how many answers each of two groups needs for their difference to be noticed.

    Parameters
    ----------
    first, second : float
        The shares expected, different, strictly between 0 and 1.
    power : float, default 0.8
        Chance to notice the difference if it is there, strictly between 0 and 1.
    design_effect, response, confidence : float
        As `heed.measures.sample_size.answers_for_share`.

    Returns
    -------
    SampleSize
        In each group; `half_width` is nan.

    Raises
    ------
    ValueError
        If a number is out of range or both shares are equal.

    Notes
    -----
    The two-sided test of two independent shares, large samples, without continuity correction:
    (z_a sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2))² / (p1 - p2)², p being the mean of both shares.

    References
    ----------
    Fleiss, J. L., Levin, B., & Paik, M. C. (2003). Statistical methods for rates and proportions
    (3rd ed.). Wiley. Chapter 4.

    Examples
    --------
    >>> answers_for_two_shares(0.6, 0.7).answers
    356
    """
    z_error, z_power = _two_sided(confidence, power)
    require_between(gettext_noop("share"), first, 0, 1)
    require_between(gettext_noop("share"), second, 0, 1)
    if first == second:
        raise Refusal(
            gettext_noop("Expected two different shares, got %(first)s twice."), first=repr(first)
        )
    mean = (first + second) / 2
    apart = sqrt(first * (1 - first) + second * (1 - second))
    n = ((z_error * sqrt(2 * mean * (1 - mean)) + z_power * apart) / (first - second)) ** 2
    return sample_of(n, nan, Asked(design_effect=design_effect), response)


def answers_for_two_means(
    difference: float,
    spread: float,
    *,
    power: float = 0.8,
    design_effect: float = 1.0,
    response: float = 1.0,
    confidence: float = 0.95,
) -> SampleSize:
    """Return how many answers each of two groups needs for a difference of means to be noticed.

    Parameters
    ----------
    difference, spread : float
        The difference to notice and the standard deviation expected in each group, in the unit of
        the answers; above 0.
    power : float, default 0.8
        Chance to notice the difference if it is there, strictly between 0 and 1.
    design_effect, response, confidence : float
        As `heed.measures.sample_size.answers_for_share`.

    Returns
    -------
    SampleSize
        In each group; `half_width` is nan.

    Raises
    ------
    ValueError
        If a number is out of range.

    Notes
    -----
    The two-sided test of two independent means, large samples, equal groups:
    2 (z_a + z_b)² s² / d². For a difference of two differences it takes twice as many in each of
    the four groups.

    References
    ----------
    Cohen, J. (1988). Statistical power analysis for the behavioral sciences (2nd ed.). Erlbaum.
    Chapter 2.

    Examples
    --------
    >>> answers_for_two_means(0.5, 1.0).answers
    63
    """
    z = sum(_two_sided(confidence, power))
    require_between(gettext_noop("difference"), difference, 0, float("inf"))
    require_between(gettext_noop("spread"), spread, 0, float("inf"))
    n = 2 * (z * spread / difference) ** 2
    return sample_of(n, nan, Asked(design_effect=design_effect), response)


def _two_sided(confidence: float, power: float) -> tuple[float, float]:
    """Return the normal quantiles of the two errors of a two-sided test."""
    require_confidence(confidence)
    require_between(gettext_noop("power"), power, 0, 1)
    return z_of(confidence), NormalDist().inv_cdf(power)
