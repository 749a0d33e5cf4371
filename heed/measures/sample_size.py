"""How many answers it takes for a wanted precision, and how many customers to ask for them.

How precise a number of answers is says `heed.measures.half_widths`.
"""

from dataclasses import dataclass
from math import ceil, isinf, sqrt
from statistics import NormalDist

from heed.measures.estimates import require_confidence


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
    _require_between("share", share, 0, 1)
    return _size(half_width, share * (1 - share), (population, design_effect, response), confidence)


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
    _require_between("spread", spread, 0, float("inf"))
    return _size(half_width, spread**2, (population, design_effect, response), confidence)


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
    if not (min(promoters, detractors) >= 0 and 0 < promoters + detractors <= 1):
        raise ValueError(
            "Expected shares of promoters and detractors of at least 0 and together in 0..1, "
            f"got {promoters!r} and {detractors!r}."
        )
    variance = promoters + detractors - (promoters - detractors) ** 2
    return _size(half_width, variance, (population, design_effect, response), confidence)


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
        As `answers_for_share`.

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
    require_confidence(confidence)
    for name, given in (("share", first), ("share", second), ("power", power)):
        _require_between(name, given, 0, 1)
    if first == second:
        raise ValueError(f"Expected two different shares, got {first!r} twice.")
    mean = (first + second) / 2
    apart = sqrt(first * (1 - first) + second * (1 - second))
    z_error, z_power = _z(confidence), NormalDist().inv_cdf(power)
    n = ((z_error * sqrt(2 * mean * (1 - mean)) + z_power * apart) / (first - second)) ** 2
    return _rounded(n, float("nan"), (float("inf"), design_effect, response))


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
        As `answers_for_share`.

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
    require_confidence(confidence)
    _require_between("difference", difference, 0, float("inf"))
    _require_between("spread", spread, 0, float("inf"))
    _require_between("power", power, 0, 1)
    z = _z(confidence) + NormalDist().inv_cdf(power)
    n = 2 * (z * spread / difference) ** 2
    return _rounded(n, float("nan"), (float("inf"), design_effect, response))


def _size(
    half_width: float, variance: float, asked: tuple[float, float, float], confidence: float
) -> SampleSize:
    require_confidence(confidence)
    _require_between("half width", half_width, 0, float("inf"))
    return _rounded(_z(confidence) ** 2 * variance / half_width**2, half_width, asked)


def _rounded(n: float, half_width: float, asked: tuple[float, float, float]) -> SampleSize:
    population, design_effect, response = asked
    _require_customers(population, design_effect)
    if not 0 < response <= 1:
        raise ValueError(f"Expected a response above 0 and at most 1, got {response!r}.")
    n *= design_effect
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


def _require_customers(population: float, design_effect: float) -> None:
    if not (population >= 1 and 1 <= design_effect < float("inf")):
        raise ValueError(
            "Expected at least 1 customer and a design effect of at least 1, "
            f"got {population!r} and {design_effect!r}."
        )


def _require_between(name: str, given: float, least: float, most: float) -> None:
    if not least < given < most:
        raise ValueError(f"Expected a {name} strictly between {least} and {most}, got {given!r}.")


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)
