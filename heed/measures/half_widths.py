"""How precise a share, a mean or a net promoter score is with a number of answers."""

from math import isinf, sqrt

from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.sampling_variances import (
    Asked,
    variance_of_mean,
    variance_of_nps,
    variance_of_share,
    z_of,
)


def half_width_of_share(
    answers: float,
    *,
    share: float = 0.5,
    population: float = float("inf"),
    design_effect: float = 1.0,
    confidence: float = 0.95,
) -> float:
    """Return how precise a share will be with a number of answers.

    Parameters
    ----------
    answers : float
        Answers; above 0 and at most `population`.
    share, population, design_effect, confidence : float
        As `heed.measures.sample_size.answers_for_share`.

    Returns
    -------
    float
        Half the width of the interval, as a share.

    Raises
    ------
    ValueError
        If a number is out of range.

    Notes
    -----
    The inverse of `answers_for_share`.

    References
    ----------
    Cochran, W. G. (1977). Sampling techniques (3rd ed.). Wiley. Chapter 4.

    Examples
    --------
    >>> round(half_width_of_share(385), 4), half_width_of_share(1000, population=1000)
    (0.0499, 0.0)
    """
    asked = Asked(population, design_effect, confidence)
    return _half_width(answers, variance_of_share(share), asked)


def half_width_of_mean(
    answers: float,
    spread: float,
    *,
    population: float = float("inf"),
    design_effect: float = 1.0,
    confidence: float = 0.95,
) -> float:
    """Return how precise a mean will be with a number of answers.

    Parameters
    ----------
    answers : float
        Answers; above 0 and at most `population`.
    spread : float
        Standard deviation of the answers, in their unit; above 0.
    population, design_effect, confidence : float
        As `heed.measures.sample_size.answers_for_share`.

    Returns
    -------
    float
        Half the width of the interval, in the unit of the answers.

    Raises
    ------
    ValueError
        If a number is out of range.

    Notes
    -----
    The inverse of `answers_for_mean`.

    References
    ----------
    Cochran, W. G. (1977). Sampling techniques (3rd ed.). Wiley. Chapter 4.

    Examples
    --------
    >>> round(half_width_of_mean(217, 1.5), 3)
    0.2
    """
    asked = Asked(population, design_effect, confidence)
    return _half_width(answers, variance_of_mean(spread), asked)


def half_width_of_nps(
    answers: float,
    *,
    promoters: float = 0.4,
    detractors: float = 0.2,
    population: float = float("inf"),
    design_effect: float = 1.0,
    confidence: float = 0.95,
) -> float:
    """Return how precise a net promoter score will be with a number of answers.

    Parameters
    ----------
    answers : float
        Answers; above 0 and at most `population`.
    promoters, detractors, population, design_effect, confidence : float
        As `heed.measures.sample_size.answers_for_nps`.

    Returns
    -------
    float
        Half the width of the interval, as a share: .05 for plus or minus 5 points.

    Raises
    ------
    ValueError
        If a number is out of range.

    Notes
    -----
    The inverse of `answers_for_nps`.

    References
    ----------
    Rocks, B. (2016). Interval estimation for the "net promoter score". The American Statistician,
    70(4), 365-372.

    Examples
    --------
    >>> round(half_width_of_nps(861), 4)
    0.05
    """
    asked = Asked(population, design_effect, confidence)
    return _half_width(answers, variance_of_nps(promoters, detractors), asked)


def _half_width(answers: float, variance: float, asked: Asked) -> float:
    population = asked.population
    if not 0 < answers <= population:
        raise Refusal(
            gettext_noop(
                "Expected answers above 0 and at most the %(population)s customers,"
                " got %(answers)s."
            ),
            population=f"{population:g}",
            answers=repr(answers),
        )
    left = 1.0 if isinf(population) else (population - answers) / max(population - 1, 1)
    return z_of(asked.confidence) * sqrt(variance * asked.design_effect * left / answers)
