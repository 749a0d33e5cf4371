"""How many answers it takes for a wanted precision, and how many customers to ask for them.

How precise a number of answers is says `heed.measures.half_widths`; how many two groups need,
`heed.measures.group_sizes`.
"""

from dataclasses import dataclass
from math import ceil, isinf

from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.sampling_variances import (
    Asked,
    require_between,
    variance_of_mean,
    variance_of_nps,
    variance_of_share,
    z_of,
)


@dataclass(frozen=True)
class SampleSize:
    """How many answers are needed and how many invitations that takes.

    Parameters
    ----------
    answers : int
        Complete answers needed, in all or in each group.
    invitations : int
        Customers to ask at the expected response; never more than there are.
    half_width : float
        Precision wanted, in the unit of the result; nan where a difference is to be found.
    population : float
        Customers there are; infinite where not given.
    is_reachable : bool
        False where even asking all customers brings fewer answers than needed.

    Examples
    --------
    >>> SampleSize(385, 1540, 0.05, float("inf"), is_reachable=True).invitations
    1540
    """

    answers: int
    invitations: int
    half_width: float
    population: float
    is_reachable: bool


def answers_for_share(
    half_width: float,
    *,
    share: float = 0.5,
    population: float = float("inf"),
    design_effect: float = 1.0,
    response: float = 1.0,
    confidence: float = 0.95,
) -> SampleSize:
    """Return how many answers give a share to within a half width.

    Parameters
    ----------
    half_width : float
        Half the width of the interval wanted, such as .05 for plus or minus 5 points; in 0..1.
    share : float, default 0.5
        The share expected, strictly between 0 and 1; .5 is the hardest.
    population : float, default infinite
        Customers there are; at least 1.
    design_effect : float, default 1
        What unequal weights or clusters cost, such as 1.3 from an earlier raking; at least 1.
    response : float, default 1
        Share of those invited expected to answer, above 0.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    SampleSize
        Rounded up.

    Raises
    ------
    ValueError
        If a number is out of range.

    Notes
    -----
    n = z² p (1 - p) / h², times the design effect, less what a finite population saves:
    n / (1 + (n - 1) / N). The approximation of the normal; below a share of 5 of 100 or above 95
    the interval is not symmetric and the number is too small. A large number of answers from the
    willing is no remedy for silence of the rest.

    References
    ----------
    Cochran, W. G. (1977). Sampling techniques (3rd ed.). Wiley. Chapter 4.

    Examples
    --------
    >>> answers_for_share(0.05).answers, answers_for_share(0.05, population=1000).answers
    (385, 278)
    >>> answers_for_share(0.05, design_effect=1.3, response=0.2).invitations
    2500
    """
    asked = Asked(population, design_effect, confidence)
    return _size(half_width, variance_of_share(share), asked, response)


def answers_for_mean(
    half_width: float,
    spread: float,
    *,
    population: float = float("inf"),
    design_effect: float = 1.0,
    response: float = 1.0,
    confidence: float = 0.95,
) -> SampleSize:
    """Return how many answers give a mean to within a half width.

    Parameters
    ----------
    half_width, spread : float
        Half the width of the interval wanted and the standard deviation expected, in the unit of
        the answers; above 0.
    population, design_effect, response, confidence : float
        As `answers_for_share`.

    Returns
    -------
    SampleSize
        Rounded up.

    Raises
    ------
    ValueError
        If a number is out of range.

    Notes
    -----
    n = (z s / h)², with design effect and finite population as in `answers_for_share`. Take the
    standard deviation from an earlier round; a scale of 7 points has about 1.5, of 10 about 2.5.

    References
    ----------
    Cochran, W. G. (1977). Sampling techniques (3rd ed.). Wiley. Chapter 4.

    Examples
    --------
    >>> answers_for_mean(0.2, 1.5).answers
    217
    """
    asked = Asked(population, design_effect, confidence)
    return _size(half_width, variance_of_mean(spread), asked, response)


def answers_for_nps(
    half_width: float,
    *,
    promoters: float = 0.4,
    detractors: float = 0.2,
    population: float = float("inf"),
    design_effect: float = 1.0,
    response: float = 1.0,
    confidence: float = 0.95,
) -> SampleSize:
    """Return how many answers give a net promoter score to within a half width.

    Parameters
    ----------
    half_width : float
        Half the width of the interval wanted, as a share: .05 for plus or minus 5 points.
    promoters, detractors : float
        Shares expected, each in 0..1 and together at most 1; not both 0.
    population, design_effect, response, confidence : float
        As `answers_for_share`.

    Returns
    -------
    SampleSize
        Rounded up.

    Raises
    ------
    ValueError
        If a number is out of range.

    Notes
    -----
    One answer counts 1, 0 or -1, so its variance is promoters + detractors - (their
    difference)²: at the same number of answers a net promoter score is far less sure than a
    share.

    References
    ----------
    Rocks, B. (2016). Interval estimation for the "net promoter score". The American Statistician,
    70(4), 365-372.

    Examples
    --------
    >>> answers_for_nps(0.05).answers, answers_for_nps(0.05, promoters=0.5, detractors=0.5).answers
    (861, 1537)
    """
    asked = Asked(population, design_effect, confidence)
    return _size(half_width, variance_of_nps(promoters, detractors), asked, response)


def sample_of(n: float, half_width: float, asked: Asked, response: float) -> SampleSize:
    """Return a number of equal, independent answers as answers and invitations.

    Parameters
    ----------
    n : float
        Answers of equal weight by the formula, from an infinite population.
    half_width : float
        Precision wanted; nan where a difference is to be found.
    asked : Asked
        Population and design effect.
    response : float
        Share of those invited expected to answer, above 0 and at most 1.

    Returns
    -------
    SampleSize
        Rounded up.

    Raises
    ------
    ValueError
        If the response is out of range.

    Examples
    --------
    >>> sample_of(384.1, 0.05, Asked(1000), 0.5).invitations
    556
    """
    if not 0 < response <= 1:
        raise Refusal(
            gettext_noop("Expected a response above 0 and at most 1, got %(response)s."),
            response=repr(response),
        )
    n, population = n * asked.design_effect, asked.population
    if not isinf(population):
        n /= 1 + (n - 1) / population
    answers = ceil(round(n, 9))
    invitations = ceil(round(answers / response, 9))
    return SampleSize(
        answers,
        invitations if isinf(population) else min(invitations, int(population)),
        half_width,
        population,
        is_reachable=invitations <= population,
    )


def _size(half_width: float, variance: float, asked: Asked, response: float) -> SampleSize:
    require_between(gettext_noop("half width"), half_width, 0, float("inf"))
    n = z_of(asked.confidence) ** 2 * variance / half_width**2
    return sample_of(n, half_width, asked, response)
