"""What it costs to look at the gap alone, and how many answers it takes to know."""

from dataclasses import dataclass
from math import exp, lgamma, log, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.beta import beta_below, f_tail
from heed.measures.estimates import Estimate, Method
from heed.measures.gaps import FELT_HIGHEST, FELT_LOWEST
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.regression import LeastSquares, least_squares
from heed.measures.response_surface import FEWEST_ANSWERS, complete_answers

TYPICAL_SHARES = (0.2, 0.5, 0.8)
MOST_ANSWERS = 1_000_000
TINY = 1e-12


@dataclass(frozen=True)
class PairPrediction:
    """What satisfaction to expect of one pair of answers, by both models.

    Parameters
    ----------
    perceived, expected : float
        The pair, on the scale of the answers.
    by_gap, by_both : float
        Satisfaction predicted from the gap alone and from both sides, on its own scale.

    Examples
    --------
    >>> PairPrediction(6, 6, 3.9, 4.4).error
    -0.5
    """

    perceived: float
    expected: float
    by_gap: float
    by_both: float

    @property
    def error(self) -> float:
        """How much satisfaction the gap alone predicts too much (above 0) or too little."""
        return round(self.by_gap - self.by_both, 12)


@dataclass(frozen=True)
class GapCost:
    """What is lost when only the gap is looked at.

    Parameters
    ----------
    n : int
        Complete answers.
    gap_share : float
        Share of satisfaction's variance that the gap alone explains, in 0..1.
    perceived_share : float
        The same for what was perceived, without any expectation.
    both_share : float
        The same for perceived and expected, each with its own weight.
    lost : Estimate
        both_share - gap_share, with a bootstrap interval.
    typical_error : float
        How far the two predictions lie apart for the answers at hand, as a root mean square, in
        points of satisfaction.
    pairs : tuple of PairPrediction
        Low, middle and high expectations met by low, middle and high perceptions.

    Examples
    --------
    >>> lost = Estimate(0.13, 0.05, 0.22, 194, Method.BOOTSTRAP, 0.95)
    >>> f"{GapCost(194, 0.31, 0.4, 0.44, lost, 0.3, ()).both_share:.0%}"
    '44%'
    """

    n: int
    gap_share: float
    perceived_share: float
    both_share: float
    lost: Estimate
    typical_error: float
    pairs: tuple[PairPrediction, ...]


def cost_of_ignoring(
    perceived: ArrayLike,
    expected: ArrayLike,
    satisfaction: ArrayLike,
    *,
    lowest: float = FELT_LOWEST,
    highest: float = FELT_HIGHEST,
    resamples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> GapCost:
    """Return what is lost when satisfaction is explained by perceived - expected alone.

    Parameters
    ----------
    perceived, expected, satisfaction, lowest, highest, confidence
        As in `response_surface`.
    resamples : int, default 1000
        Bootstrap samples behind the interval; at least 100.
    seed : int, default 0
        Of the bootstrap; the same seed gives the same interval.

    Returns
    -------
    GapCost
        Plain numbers, ready for a sentence.

    Raises
    ------
    ValueError
        As `response_surface`, or if `resamples` is below 100.

    Notes
    -----
    Both models are straight: satisfaction = b0 + b (P - E) against b0 + b1 P + b2 E. The second
    has one coefficient more, so it explains a little more by chance: about (1 - share) / n. Whole
    answers are resampled; the interval is made of percentiles, and as one model contains the other
    it never falls below 0: it is no test. `response_surface` tests.

    References
    ----------
    Edwards, J. R. (2002). Alternatives to difference scores. In F. Drasgow & N. Schmitt (Eds.),
    Measuring and analyzing behavior in organizations (pp. 350-400). Jossey-Bass.

    Efron, B., & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapman & Hall.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> expected, perceived = rng.integers(1, 8, (2, 200))
    >>> cost = cost_of_ignoring(perceived, expected, 2 + 0.6 * perceived + rng.normal(size=200))
    >>> round(cost.gap_share, 2), round(cost.both_share, 2), round(cost.lost.value, 2)
    (0.35, 0.65, 0.31)
    """
    if resamples < 100:
        raise ValueError(f"Expected at least 100 bootstrap samples, got {resamples!r}.")
    p, e, z = complete_answers(perceived, expected, satisfaction, lowest=lowest, highest=highest)
    ones = np.ones(p.size)
    gap = least_squares(np.column_stack([ones, p - e]), z)
    both = least_squares(np.column_stack([ones, p, e]), z)
    alone = least_squares(np.column_stack([ones, p]), z)
    by_gap, by_both = _predicted(gap, both, p, e)
    losses = _resampled_losses(np.column_stack([p, e, z]), resamples, seed)
    lower, upper = np.quantile(losses, [(1 - confidence) / 2, (1 + confidence) / 2])
    value = both.r_squared - gap.r_squared
    return GapCost(
        n=p.size,
        gap_share=gap.r_squared,
        perceived_share=alone.r_squared,
        both_share=both.r_squared,
        lost=Estimate(value, float(lower), float(upper), p.size, Method.BOOTSTRAP, confidence),
        typical_error=float(np.sqrt(np.mean((by_gap - by_both) ** 2))),
        pairs=_typical_pairs(gap, both, p, e),
    )


def answers_needed(
    *,
    gap_share: float,
    free_share: float,
    rules: int = 4,
    coefficients: int = 6,
    power: float = 0.8,
    confidence: float = 0.95,
) -> int:
    """Return how many answers it takes to notice that the gap alone explains less.

    Parameters
    ----------
    gap_share, free_share : float
        Shares of satisfaction's variance that the gap alone and the free model are thought to
        explain, in 0..1; the second is larger.
    rules : int, default 4
        Rules that the gap model sets.
    coefficients : int, default 6
        Of the free model, its constant included.
    power : float, default 0.8
        Chance wanted to notice the loss, above 1 - confidence and below 1.
    confidence : float, default 0.95
        Of the test, strictly between 0 and 1.

    Returns
    -------
    int
        Complete answers; at least the 60 that `response_surface` asks for.

    Raises
    ------
    ValueError
        If a share is out of range or the second is not larger, or more than a million answers
        would be needed.

    Notes
    -----
    The F test under a noncentral F distribution with noncentrality n (free - gap) / (1 - free).

    References
    ----------
    Cohen, J. (1988). Statistical power analysis for the behavioral sciences (2nd ed.). Erlbaum.
    Chapter 9.

    Examples
    --------
    >>> answers_needed(gap_share=0.31, free_share=0.35)
    199
    """
    if not (0 <= gap_share < free_share < 1 and 1 - confidence < power < 1):
        raise ValueError(
            "Expected 0 <= gap share < free share < 1 and a power between 1 - confidence and 1, "
            f"got {gap_share!r}, {free_share!r} and {power!r}."
        )
    effect = (free_share - gap_share) / (1 - free_share)

    def is_enough(n: int) -> bool:
        return _power(effect * n, rules, n - coefficients, 1 - confidence) >= power

    few, enough = FEWEST_ANSWERS - 1, FEWEST_ANSWERS
    while not is_enough(enough):
        few, enough = enough, enough * 2
        if enough > MOST_ANSWERS:
            raise Refusal(
                gettext_noop(
                    "Expected a loss that a million answers can show, got %(gap_share)s"
                    " against %(free_share)s."
                ),
                gap_share=repr(gap_share),
                free_share=repr(free_share),
            )
    while enough - few > 1:
        middle = (few + enough) // 2
        few, enough = (few, middle) if is_enough(middle) else (middle, enough)
    return enough


def _predicted(
    gap: LeastSquares, both: LeastSquares, p: NDArray[np.float64], e: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    c0, c1 = gap.coefficients
    b0, b1, b2 = both.coefficients
    return c0 + c1 * (p - e), b0 + b1 * p + b2 * e


def _typical_pairs(
    gap: LeastSquares, both: LeastSquares, p: NDArray[np.float64], e: NDArray[np.float64]
) -> tuple[PairPrediction, ...]:
    """Return predictions at the 20th, 50th and 80th percentile of both, low expectations first."""
    # Values that were answered, as a reader of the sentence would not know 5.37.
    levels = [np.quantile(each, TYPICAL_SHARES, method="inverted_cdf") for each in (e, p)]
    pairs = [(float(here), float(hoped)) for hoped in levels[0] for here in levels[1]]
    found = []
    for here, hoped in dict.fromkeys(pairs):
        by_gap, by_both = _predicted(gap, both, np.array(here), np.array(hoped))
        found.append(PairPrediction(here, hoped, float(by_gap), float(by_both)))
    return tuple(found)


def _resampled_losses(
    answers: NDArray[np.float64], resamples: int, seed: int
) -> NDArray[np.float64]:
    """Return how much more both sides explain than the gap, in each bootstrap sample."""
    distinct, counts = np.unique(answers, axis=0, return_counts=True)
    n = int(counts.sum())
    random = np.random.default_rng(seed)
    rows = np.column_stack([np.ones(len(distinct)), distinct])
    losses = np.zeros(resamples)
    for at in range(resamples):
        times = random.multinomial(n, counts / n)
        sums = (rows.T * times) @ rows / n
        # In a sample with all answers alike nothing is explained, so nothing is lost.
        losses[at] = _loss(sums[1:, 1:] - np.outer(sums[0, 1:], sums[0, 1:]))
    return losses


def _loss(c: NDArray[np.float64]) -> float:
    """Return the difference of explained shares, from the covariances of P, E and Z."""
    gap_variance = c[0, 0] + c[1, 1] - 2 * c[0, 1]
    spread = c[0, 0] * c[1, 1] - c[0, 1] ** 2
    if min(gap_variance, spread, c[2, 2]) <= TINY:
        return 0.0
    by_gap = (c[0, 2] - c[1, 2]) ** 2 / gap_variance
    by_both = (
        c[1, 1] * c[0, 2] ** 2 + c[0, 0] * c[1, 2] ** 2 - 2 * c[0, 1] * c[0, 2] * c[1, 2]
    ) / spread
    return float(max(0.0, by_both - by_gap) / c[2, 2])


def _power(noncentrality: float, above: int, below: int, level: float) -> float:
    """Return the chance of the F test: a Poisson mixture of beta distributions."""
    critical = _critical(above, below, level)
    x = above * critical / (above * critical + below)
    half = noncentrality / 2
    reach = 10 * sqrt(half) + 20
    missed = 0.0
    for j in range(max(0, int(half - reach)), int(half + reach) + 1):
        weight = exp(j * log(half) - half - lgamma(j + 1))
        missed += weight * beta_below(x, 1 - x, above / 2 + j, below / 2)
    return 1 - missed


def _critical(above: int, below: int, level: float) -> float:
    """Return the F that is exceeded with probability `level`, by halving."""
    low, high = 0.0, 1.0
    while f_tail(high, above, below) > level:
        high *= 2
    while high - low > 1e-10 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if f_tail(middle, above, below) > level else (low, middle)
    return high
