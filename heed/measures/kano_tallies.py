"""The answers on one Kano feature, counted, and the figures that counts alone tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.beta import beta_below
from heed.measures.estimates import Estimate, Flag, Method
from heed.measures.kano_tables import Category
from heed.measures.shares import wilson_interval
from heed.measures.weights import effective_n

FEW_CASES = 30
ROUNDING = 1e-9

FELT = (Category.MUST_BE, Category.ONE_DIMENSIONAL, Category.ATTRACTIVE)
UNFELT = (Category.INDIFFERENT, Category.REVERSE, Category.QUESTIONABLE)
JUDGED = (*FELT, Category.INDIFFERENT)


@dataclass(frozen=True)
class FongTest:
    """Whether the two largest categories, questionable answers aside, can be told apart.

    Parameters
    ----------
    difference : float
        Between their counts.
    threshold : float
        Difference from which on they can be told apart, not rounded; nan without answers.
    is_significant : bool
        Whether the difference reaches the threshold.
    p : float
        The exact alternative: chance of a difference at least so large, either way, if both were
        equally frequent; in 0..1, nan without answers.

    Examples
    --------
    >>> FongTest(36, 15.6, True, 0.0028).is_significant
    True
    """

    difference: float
    threshold: float
    is_significant: bool
    p: float


@dataclass(frozen=True)
class Tally:
    """Answers by category, how many persons gave them and how many they are worth.

    Parameters
    ----------
    counts : mapping of Category to float
        Answers, or sums of their weights, in each of the six categories.
    n : int
        Persons who answered both questions.
    effective_n : float
        Persons of equal weight that would be as precise.
    judged_n, judged_effective_n
        The same of those whose answer is M, O, A or I.

    Examples
    --------
    >>> tally = tally_of(["M", "M", "O", "Q", ""], [1, 1, 1, 1, 1])
    >>> tally.counts[Category.MUST_BE], tally.n, tally.judged_n
    (2.0, 4, 3)
    """

    counts: Mapping[Category, float]
    n: int
    effective_n: float
    judged_n: int
    judged_effective_n: float

    def sum(self, categories: Sequence[Category]) -> float:
        """Return the answers in these categories."""
        return sum(self.counts[category] for category in categories)

    def largest(self, among: Sequence[Category]) -> Category | None:
        """Return the largest category, the first of equal ones; none where nothing is counted."""
        best = max(among, key=lambda category: self.counts[category])
        return best if self.counts[best] > 0 else None

    def nearly_largest(self, within: float) -> Category | None:
        """Return the first category whose share is at most `within` below the largest one."""
        slack = (within + ROUNDING) * self.sum(tuple(Category))
        least = max(self.counts.values()) - slack
        near = [each for each in Category if self.counts[each] >= least and self.counts[each] > 0]
        return near[0] if near else None

    def share(self, of: Sequence[Category], confidence: float) -> Estimate:
        """Return the share of categories in all answers, with Wilson's interval."""
        return _share(self.sum(of), self.sum(tuple(Category)), self.n, self.effective_n, confidence)

    def judged_share(self, of: Sequence[Category], confidence: float) -> Estimate:
        """Return the share of categories in M, O, A and I, with Wilson's interval."""
        total = self.sum(JUDGED)
        return _share(self.sum(of), total, self.judged_n, self.judged_effective_n, confidence)

    def strength(self, confidence: float) -> Estimate:
        """Return the share of the largest category minus that of the second."""
        if not self.n:
            return Estimate(nan, nan, nan, 0, Method.WALD, confidence)
        total = self.sum(tuple(Category))
        second, first = sorted(count / total for count in self.counts.values())[-2:]
        spread = first + second - (first - second) ** 2
        return _wald(first - second, spread, self.n, self.effective_n, confidence)

    def average(self, confidence: float) -> Estimate:
        """Return the average satisfaction coefficient: O counts 1, M and A a half, I nothing."""
        if not self.judged_n:
            return Estimate(nan, nan, nan, 0, Method.WALD, confidence)
        total = self.sum(JUDGED)
        full = self.counts[Category.ONE_DIMENSIONAL] / total
        half = self.sum((Category.MUST_BE, Category.ATTRACTIVE)) / total
        value = full + half / 2
        spread = full + half / 4 - value**2
        return _wald(value, spread, self.judged_n, self.judged_effective_n, confidence)

    def fong(self, critical: float) -> FongTest:
        """Test the two largest categories but Q; the total counts Q."""
        counted = [self.counts[each] for each in Category if each != Category.QUESTIONABLE]
        if not any(counted):
            return FongTest(0.0, nan, is_significant=False, p=nan)
        scale = self.effective_n / self.sum(tuple(Category))
        second, first = (count * scale for count in sorted(counted)[-2:])
        both, n = first + second, self.effective_n
        threshold = critical * sqrt(both * max(2 * n - both, 0.0) / (2 * n))
        # P(X >= first) of a binomial with probability 1/2, twice for both sides.
        p = min(1.0, 2 * beta_below(0.5, 0.5, first, second + 1))
        return FongTest(first - second, threshold, first - second >= threshold, p)


def tally_of(categories: ArrayLike, weights: ArrayLike) -> Tally:
    """Return the answers on one feature, counted.

    Parameters
    ----------
    categories : array_like of str, shape (n,)
        One of M, O, A, I, R, Q, or "" where not answered.
    weights : array_like of float, shape (n,)
        At least 0; persons of weight 0 are not counted.

    Returns
    -------
    Tally
        Sums of weights by category, persons and what they are worth.

    Examples
    --------
    >>> tally = tally_of(["M", "O"], [1, 3])
    >>> tally.counts[Category.ONE_DIMENSIONAL], tally.n, round(tally.effective_n, 2)
    (3.0, 2, 1.6)
    """
    given, people = np.asarray(categories), np.asarray(weights, dtype=float)
    counts = {category: float(people[given == category].sum()) for category in Category}
    answered = people[(given != "") & (people > 0)]
    judged = people[np.isin(given, JUDGED) & (people > 0)]
    return Tally(counts, answered.size, _worth(answered), judged.size, _worth(judged))


def _worth(weights: NDArray[np.float64]) -> float:
    # Equal weights are worth their number exactly; rounding must not make it less than 1.
    return max(effective_n(weights), 1.0) if weights.size else 0.0


def _share(hits: float, total: float, n: int, worth: float, confidence: float) -> Estimate:
    if not n:
        return Estimate(nan, nan, nan, 0, Method.WILSON, confidence)
    share = min(hits / total, 1.0)
    lower, upper = wilson_interval(share * worth, worth, confidence=confidence)
    found = Estimate(share, float(lower), float(upper), n, Method.WILSON, confidence, worth)
    return replace(found, flags=_few(worth))


def _wald(value: float, spread: float, n: int, worth: float, confidence: float) -> Estimate:
    half = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(max(spread, 0.0) / worth)
    lower, upper = max(0.0, value - half), min(1.0, value + half)
    flags = (Flag.NO_SPREAD,) if spread < ROUNDING else ()
    found = Estimate(value, lower, upper, n, Method.WALD, confidence, worth)
    return replace(found, flags=flags + _few(worth))


def _few(worth: float) -> tuple[Flag, ...]:
    return (Flag.FEW_CASES,) if worth < FEW_CASES else ()
