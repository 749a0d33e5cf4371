"""The net promoter score: promoters less detractors, with intervals.

"NPS", "Net Promoter" and "Net Promoter Score" are registered marks of Bain & Company, Inc., NICE
Satmetrix, Inc. and Fred Reichheld.
"""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.linearised import FEW
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.scores import known_answers, mean_score
from heed.measures.weights import effective_n

# Rocks (2016): three cases are added, a quarter of each on either side.
ADDED, ADDED_EACH_SIDE = 3.0, 0.75
USUAL_VARIANCE = 0.7


@dataclass(frozen=True)
class Breaks:
    """How the answers to "would you recommend us?" are split.

    Parameters
    ----------
    promoters_from, detractors_to : float
        The least answer of a promoter and the highest of a detractor.
    lowest, highest : float
        Ends of the scale.

    Examples
    --------
    >>> Breaks().promoters_from
    9
    """

    promoters_from: float = 9
    detractors_to: float = 6
    lowest: float = 0
    highest: float = 10

    def __post_init__(self) -> None:
        if not self.lowest <= self.detractors_to < self.promoters_from <= self.highest:
            raise Refusal(
                gettext_noop(
                    "Expected lowest <= detractors to < promoters from <= highest, got "
                    "%(lowest)s, %(detractors_to)s, %(promoters_from)s and %(highest)s."
                ),
                lowest=repr(self.lowest),
                detractors_to=repr(self.detractors_to),
                promoters_from=repr(self.promoters_from),
                highest=repr(self.highest),
            )

    def sides(self, answers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return 1 for each promoter, 0 for passives and -1 for detractors."""
        promotes, detracts = answers >= self.promoters_from, answers <= self.detractors_to
        sides: NDArray[np.float64] = promotes.astype(float) - detracts.astype(float)
        return sides


USUAL_BREAKS = Breaks()


@dataclass(frozen=True)
class NetPromoterScore:
    """The score, what it is made of, and the mean it hides.

    Parameters
    ----------
    score : Estimate
        Share of promoters less share of detractors, in -1..1.
    promoters, passives, detractors : float
        Shares in 0..1, weighted; nan where nobody answered.
    likelihood : Estimate
        Mean answer, in points of the scale.
    variance : float
        Of one answer's side, in 0..1, with the three cases of the adjusted interval added: what to
        expect of further answers. 0.5 where nobody answered.

    Examples
    --------
    >>> found = net_promoter_score([10, 9, 8, 6])
    >>> found.score.value, found.promoters, found.likelihood.value
    (0.25, 0.5, 8.25)
    """

    score: Estimate
    promoters: float
    passives: float
    detractors: float
    likelihood: Estimate
    variance: float


def net_promoter_score(
    answers: ArrayLike,
    *,
    breaks: Breaks = USUAL_BREAKS,
    weights: ArrayLike | None = None,
    method: Method = Method.ADJUSTED_WALD,
    confidence: float = 0.95,
) -> NetPromoterScore:
    """Return the net promoter score with its interval.

    Parameters
    ----------
    answers : array_like of float, shape (n,)
        How likely people are to recommend, from 0 to 10; nan where unanswered.
    breaks : Breaks, default 9 and 6 on 0 to 10
        How answers are split.
    weights : array_like of float, shape (n,), optional
        How many people each answer stands for; all alike by default.
    method : Method, default ADJUSTED_WALD
        Or WALD, which is too narrow in small samples.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    NetPromoterScore
        The score in -1..1 (it is usually printed times 100) and the mean answer.

    Raises
    ------
    ValueError
        If an answer lies outside the scale, weights do not fit, or the method is another.

    Notes
    -----
    variance = p + d - (p - d)². Wald: score ± z √(variance / n). Adjusted Wald: the same after
    three quarters of a promoter, as many of a detractor and one and a half passives were added;
    its middle therefore lies nearer to 0 than the score; where all answer alike the interval is
    widened to hold the score. Weighted: n is the effective number.
    Eleven answers become three: the score needs more answers than the mean to show a change, so
    the mean stands beside it. It does not predict growth better than other measures do.

    References
    ----------
    Reichheld, F. F. (2003). The one number you need to grow. Harvard Business Review, 81(12),
    46-54.

    Rocks, B. (2016). Interval estimation for the "net promoter score". The American Statistician,
    70(4), 365-372.

    Keiningham, T. L., Cooil, B., Andreassen, T. W., & Aksoy, L. (2007). A longitudinal examination
    of net promoter and firm revenue growth. Journal of Marketing, 71(3), 39-51.

    Examples
    --------
    >>> found = net_promoter_score([10] * 46 + [8] * 18 + [3] * 36).score
    >>> round(found.value, 2), round(found.lower, 3), round(found.upper, 3)
    (0.1, -0.076, 0.27)
    """
    group = PromoterGroup.of(answers, breaks, weights)
    mean = mean_score(
        answers,
        lowest=breaks.lowest,
        highest=breaks.highest,
        weights=weights,
        confidence=confidence,
    )
    low, high = group.score, group.score
    if group.n:
        middle, error = group.interval(method)
        half = normal_quantile(confidence) * error
        low, high = _around(group.score, middle, half)
    flags = (Flag.FEW_CASES,) if group.worth < FEW else ()
    score = Estimate(group.score, low, high, group.n, method, confidence, group.worth, flags)
    rest = 1 - group.promoters - group.detractors
    return NetPromoterScore(
        score, group.promoters, rest, group.detractors, mean, group.expected_variance
    )


def _around(score: float, middle: float, half: float) -> tuple[float, float]:
    """Return the bounds, held inside -1..1 and around the score."""
    return min(score, max(-1.0, middle - half)), max(score, min(1.0, middle + half))


def answers_needed_for_nps(
    half_width: float, *, variance: float = USUAL_VARIANCE, confidence: float = 0.95
) -> int:
    """Return how many answers give the score an interval of this half-width.

    Parameters
    ----------
    half_width : float
        Wanted, above 0; .05 is five points of the printed score.
    variance : float, default 0.7
        promoters + detractors - score², in 0..1; 1 is the worst case.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    int
        Answers of equal weight, at least 1. Divide by the response rate for invitations.

    Raises
    ------
    ValueError
        If the half-width is not above 0 or the variance not in 0..1.

    Notes
    -----
    n = z² variance / half-width², rounded up. To compare two groups each needs twice as many.

    References
    ----------
    Rocks, B. (2016). Interval estimation for the "net promoter score". The American Statistician,
    70(4), 365-372.

    Examples
    --------
    >>> answers_needed_for_nps(0.05), answers_needed_for_nps(0.1)
    (1076, 269)
    """
    if not (half_width > 0 and 0 <= variance <= 1):
        raise ValueError(
            "Expected a half-width above 0 and a variance in 0..1, "
            f"got {half_width!r} and {variance!r}."
        )
    return max(1, ceil(normal_quantile(confidence) ** 2 * variance / half_width**2))


@dataclass(frozen=True)
class PromoterGroup:
    """The shares of one group's promoters and detractors, and what they rest on.

    Parameters
    ----------
    n : int
        Known answers.
    worth : float
        Answers of equal weight that would be as precise.
    promoters, detractors : float
        Shares in 0..1; nan where nobody answered.

    Examples
    --------
    >>> PromoterGroup.of([10, 9, 3], Breaks(), None).n
    3
    """

    n: int
    worth: float
    promoters: float
    detractors: float

    @classmethod
    def of(cls, answers: ArrayLike, breaks: Breaks, weights: ArrayLike | None) -> "PromoterGroup":
        known, of = known_answers(
            answers, lowest=breaks.lowest, highest=breaks.highest, weights=weights
        )
        if not known.size:
            return cls(0, 0.0, float("nan"), float("nan"))
        sides, total = breaks.sides(known), of.sum()
        shares = (float(of[sides == side].sum() / total) for side in (1, -1))
        return cls(known.size, effective_n(of), *shares)

    @property
    def score(self) -> float:
        return self.promoters - self.detractors

    @property
    def expected_variance(self) -> float:
        """Of one answer's side, with the added cases."""
        _cases, promoters, detractors = self._added_to(ADDED, ADDED_EACH_SIDE)
        return promoters + detractors - (promoters - detractors) ** 2

    def _added_to(self, added: float, each_side: float) -> tuple[float, float, float]:
        """Return the effective cases and both shares after adding some."""
        cases = self.worth + added
        promoters, detractors = (
            (share * self.worth if self.n else 0.0) for share in (self.promoters, self.detractors)
        )
        return cases, (promoters + each_side) / cases, (detractors + each_side) / cases

    def interval(self, method: Method) -> tuple[float, float]:
        """Return the middle of the interval and the standard error."""
        if method is Method.WALD:
            added = added_each = 0.0
        elif method is Method.ADJUSTED_WALD:
            added, added_each = ADDED, ADDED_EACH_SIDE
        else:
            raise ValueError(f"Expected the method wald or adjusted_wald, got {method!r}.")
        cases, promoters, detractors = self._added_to(added, added_each)
        middle = promoters - detractors
        return middle, sqrt(max(0.0, promoters + detractors - middle**2) / cases)


def normal_quantile(confidence: float) -> float:
    """Return how many standard errors an interval reaches to each side.

    Parameters
    ----------
    confidence : float
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    float
        Above 0; 1.96 for 0.95.

    Raises
    ------
    ValueError
        If `confidence` is not strictly between 0 and 1.

    Examples
    --------
    >>> round(normal_quantile(0.95), 2)
    1.96
    """
    require_confidence(confidence)
    return NormalDist().inv_cdf((1 + confidence) / 2)
