"""What a sample is asked to tell, and how much one answer varies."""

from dataclasses import dataclass
from math import inf
from statistics import NormalDist

from heed.measures.estimates import require_confidence
from heed.measures.refusals import Marked, Refusal, gettext_noop


@dataclass(frozen=True)
class Asked:
    """Of how many customers, how evenly and how surely.

    Parameters
    ----------
    population : float, default infinite
        Customers there are; at least 1.
    design_effect : float, default 1
        What unequal weights or clusters cost; at least 1.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Raises
    ------
    ValueError
        If a number is out of range.

    Examples
    --------
    >>> Asked(population=0)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    heed.measures.refusals.Refusal: Expected at least 1 customer and ... got 0 and 1.0.
    """

    population: float = inf
    design_effect: float = 1.0
    confidence: float = 0.95

    def __post_init__(self) -> None:
        require_confidence(self.confidence)
        if not (self.population >= 1 and 1 <= self.design_effect < inf):
            raise Refusal(
                gettext_noop(
                    "Expected at least 1 customer and a design effect of at least 1, "
                    "got %(population)s and %(design_effect)s."
                ),
                population=repr(self.population),
                design_effect=repr(self.design_effect),
            )


def require_between(name: Marked, given: float, least: float, most: float) -> None:
    """Refuse a number that is not strictly between two others.

    Parameters
    ----------
    name : Marked
        What it is.
    given, least, most : float
        The number and its bounds.

    Raises
    ------
    ValueError
        If it is not strictly between them.

    Examples
    --------
    >>> require_between(gettext_noop("share"), 1, 0, 1)
    Traceback (most recent call last):
    heed.measures.refusals.Refusal: Expected a share strictly between 0 and 1, got 1.
    """
    if not least < given < most:
        raise Refusal(
            gettext_noop(
                "Expected a %(name)s strictly between %(least)s and %(most)s, got %(given)s."
            ),
            name=name,
            least=least,
            most=most,
            given=repr(given),
        )


def variance_of_share(share: float) -> float:
    """Return the variance of an answer that counts with a probability.

    Parameters
    ----------
    share : float
        Strictly between 0 and 1.

    Returns
    -------
    float
        Above 0, at most .25.

    Raises
    ------
    ValueError
        If the share is out of range.

    Examples
    --------
    >>> variance_of_share(0.5)
    0.25
    """
    require_between(gettext_noop("share"), share, 0, 1)
    return share * (1 - share)


def variance_of_mean(spread: float) -> float:
    """Return the variance of an answer of known standard deviation.

    Parameters
    ----------
    spread : float
        Standard deviation, in the unit of the answers; above 0.

    Returns
    -------
    float
        Above 0, in the squared unit.

    Raises
    ------
    ValueError
        If the spread is out of range.

    Examples
    --------
    >>> variance_of_mean(1.5)
    2.25
    """
    require_between(gettext_noop("spread"), spread, 0, inf)
    return spread**2


def variance_of_nps(promoters: float, detractors: float) -> float:
    """Return the variance of one answer's part in a net promoter score.

    Parameters
    ----------
    promoters, detractors : float
        Shares expected, each in 0..1 and together at most 1; not both 0.

    Returns
    -------
    float
        In 0..1.

    Raises
    ------
    ValueError
        If shares are out of range.

    Examples
    --------
    >>> round(variance_of_nps(0.4, 0.2), 2)
    0.56
    """
    if not (min(promoters, detractors) >= 0 and 0 < promoters + detractors <= 1):
        raise Refusal(
            gettext_noop(
                "Expected shares of promoters and detractors of at least 0 and "
                "together in 0..1, got %(promoters)s and %(detractors)s."
            ),
            promoters=repr(promoters),
            detractors=repr(detractors),
        )
    return promoters + detractors - (promoters - detractors) ** 2


def z_of(confidence: float) -> float:
    """Return how many standard errors an interval of the normal reaches to either side.

    Parameters
    ----------
    confidence : float
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    float
        Above 0.

    Examples
    --------
    >>> round(z_of(0.95), 2)
    1.96
    """
    return NormalDist().inv_cdf((1 + confidence) / 2)
