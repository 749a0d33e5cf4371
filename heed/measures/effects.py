"""What an action has changed: before against after, where possible beside a group without it.

For steering an expectation, for an improvement and for exceeding on purpose alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from heed.measures.estimates import Estimate, Method, require_confidence
from heed.measures.means import mean_estimate
from heed.measures.shares import share_estimate
from heed.measures.student import student_t_quantile

FEWEST_CASES = 2


class Direction(StrEnum):
    """Which way a measure went."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Effect:
    """A measure before and after an action.

    Parameters
    ----------
    before, after : Estimate
        Of those the action was for.
    change : Estimate
        After - before.
    comparison_change : Estimate or None
        The same in the group without the action.
    effect : Estimate
        `change`, less `comparison_change` where there is one.
    more_is_better : bool
        Whether the measure should rise.

    Examples
    --------
    >>> found = effect_on_shares((60, 100), (85, 100))
    >>> round(found.effect.value, 2), found.direction.value
    (0.25, 'better')
    """

    before: Estimate
    after: Estimate
    change: Estimate
    comparison_change: Estimate | None
    effect: Estimate
    more_is_better: bool

    @property
    def direction(self) -> Direction:
        """Better or worse where the interval of the effect leaves 0 out, else unclear."""
        if self.effect.lower > 0 or self.effect.upper < 0:
            is_better = (self.effect.value > 0) == self.more_is_better
            return Direction.BETTER if is_better else Direction.WORSE
        return Direction.UNCLEAR


@dataclass(frozen=True)
class _Group:
    """Cases, mean and variance of a group."""

    n: int
    mean: float
    variance: float
    estimate: Estimate

    @classmethod
    def of(cls, given: ArrayLike, confidence: float) -> "_Group":
        values = np.asarray(given, dtype=float).ravel()
        values = values[~np.isnan(values)]
        if values.size < FEWEST_CASES or not np.all(np.isfinite(values)):
            raise ValueError(
                f"Expected at least {FEWEST_CASES} known, finite values before and after, "
                f"got {values.size}."
            )
        mean = float(values.mean())
        rest = values - mean
        around = mean_estimate(
            values.size, float(rest.sum()), float((rest**2).sum()), confidence=confidence
        )
        estimate = Estimate(
            mean, mean + around.lower, mean + around.upper, values.size, around.method, confidence
        )
        return cls(values.size, mean, float(values.var(ddof=1)), estimate)


def effect_on_means(
    before: ArrayLike,
    after: ArrayLike,
    *,
    comparison: tuple[ArrayLike, ArrayLike] | None = None,
    more_is_better: bool = True,
    confidence: float = 0.95,
) -> Effect:
    """Return how a mean has changed, such as the gap, expected hours or spend per customer.

    Parameters
    ----------
    before, after : array_like of float
        The measure in cases before and after the action, in one unit; nan where unknown.
    comparison : pair of array_like of float, optional
        The same before and after in a group without the action, over the same times.
    more_is_better : bool, default True
        False where the measure should fall.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Effect
        In the unit of the values.

    Raises
    ------
    ValueError
        If a group has fewer than two known values or one is infinite.

    Notes
    -----
    Welch's interval: variances may differ, degrees of freedom follow Satterthwaite. With a
    comparison group: the difference of both differences, whose variance is the sum of four. It
    supposes that both groups would have moved alike without the action. Without a comparison
    group, whatever else happened at that time is in the effect as well. Cases are independent,
    before and after are other cases: for the same customers twice, give their differences to
    `mean_estimate`.

    References
    ----------
    Welch, B. L. (1947). The generalization of 'Student's' problem when several different
    population variances are involved. Biometrika, 34(1/2), 28-35.

    Card, D., & Krueger, A. B. (1994). Minimum wages and employment. American Economic Review,
    84(4), 772-793.

    Examples
    --------
    >>> found = effect_on_means([3, 4, 4, 5], [5, 6, 6, 7])
    >>> round(found.effect.value, 2), round(found.effect.lower, 2), round(found.effect.upper, 2)
    (2.0, 0.59, 3.41)
    """
    require_confidence(confidence)
    first, last = (_Group.of(each, confidence) for each in (before, after))
    change = _welch([last], [first], confidence)
    if comparison is None:
        return Effect(first.estimate, last.estimate, change, None, change, more_is_better)
    start, end = (_Group.of(each, confidence) for each in comparison)
    return Effect(
        first.estimate,
        last.estimate,
        change,
        _welch([end], [start], confidence),
        _welch([last, start], [first, end], confidence),
        more_is_better,
    )


def effect_on_shares(
    before: tuple[int, int],
    after: tuple[int, int],
    *,
    comparison: tuple[tuple[int, int], tuple[int, int]] | None = None,
    more_is_better: bool = True,
    confidence: float = 0.95,
) -> Effect:
    """Return how a share has changed, such as promises kept or customers who stayed.

    Parameters
    ----------
    before, after : pair of int
        Cases that count and all cases, before and after the action; at least one case each.
    comparison : pair of pairs of int, optional
        The same before and after in a group without the action, over the same times.
    more_is_better : bool, default True
        False where the share should fall.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Effect
        Shares in 0..1, differences in -1..1 (with a comparison group in -2..2).

    Raises
    ------
    ValueError
        If a count is out of range or a group has no case.

    Notes
    -----
    Newcombe's hybrid interval from the Wilson intervals of both shares (his method 10); the
    difference of two differences puts their intervals together in the same way. See
    `effect_on_means` for what a comparison group supposes.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent
    proportions: comparison of eleven methods. Statistics in Medicine, 17(8), 873-890.

    Zou, G. Y., & Donner, A. (2008). Construction of confidence limits about effect measures: a
    general approach. Statistics in Medicine, 27(10), 1693-1702.

    Examples
    --------
    >>> found = effect_on_shares((48, 80), (56, 70), comparison=((30, 60), (33, 60)))
    >>> round(found.change.value, 2), round(found.effect.value, 2), found.direction.value
    (0.2, 0.15, 'unclear')
    """
    require_confidence(confidence)
    first, last = (_share(each, confidence) for each in (before, after))
    change = _difference(last, first)
    if comparison is None:
        return Effect(first, last, change, None, change, more_is_better)
    start, end = (_share(each, confidence) for each in comparison)
    elsewhere = _difference(end, start)
    return Effect(first, last, change, elsewhere, _difference(change, elsewhere), more_is_better)


def cost_of_effect(cost: float, cases: int, effect: Estimate) -> Estimate:
    """Return what one unit of effect has cost, such as one customer more who stayed.

    Parameters
    ----------
    cost : float
        Of the action over all cases, in any unit of money; at least 0.
    cases : int
        Cases the action reached, at least 1.
    effect : Estimate
        Gain in each case, turned so that more is better: of a share, customers won for each one
        reached; of a mean, points or hours.

    Returns
    -------
    Estimate
        Cost of one unit, in the unit of `cost`; nan where the effect is not above 0. The upper
        bound is infinite where the effect may be none: then it may never pay.

    Raises
    ------
    ValueError
        If `cost` is below 0 or `cases` below 1.

    Notes
    -----
    The bounds are the cost divided by the bounds of the effect; the cost itself is known exactly.

    References
    ----------
    Briggs, A. H., O'Brien, B. J., & Blackhouse, G. (2002). Thinking outside the box: recent
    advances in the analysis and presentation of uncertainty in cost-effectiveness studies. Annual
    Review of Public Health, 23, 377-401.

    Examples
    --------
    >>> stayed = effect_on_shares((120, 200), (150, 200))
    >>> found = cost_of_effect(900, 200, stayed.effect)
    >>> round(found.value, 2), round(found.lower, 2), round(found.upper, 2)
    (30.0, 18.88, 77.24)
    """
    if not (cost >= 0 and cases >= 1):
        raise ValueError(
            f"Expected a cost of at least 0 and at least 1 case, got {cost!r} and {cases!r}."
        )

    def each(gain: float) -> float:
        return cost / (cases * gain) if gain > 0 else inf

    if not effect.value > 0:
        return Estimate(nan, nan, nan, effect.n, effect.method, effect.confidence)
    bounds = each(effect.upper), each(effect.lower)
    return Estimate(each(effect.value), *bounds, effect.n, effect.method, effect.confidence)


def _welch(added: Sequence[_Group], taken: Sequence[_Group], confidence: float) -> Estimate:
    """Return the difference of the sums of means."""
    groups = [*added, *taken]
    value = sum(group.mean for group in added) - sum(group.mean for group in taken)
    parts = [group.variance / group.n for group in groups]
    squares = sum(part**2 / (group.n - 1) for part, group in zip(parts, groups, strict=True))
    half = 0.0
    if squares > 0:
        degrees = sum(parts) ** 2 / squares
        half = float(student_t_quantile((1 + confidence) / 2, degrees)) * sqrt(sum(parts))
    n = sum(group.n for group in groups)
    return Estimate(value, value - half, value + half, n, Method.WELCH, confidence)


def _share(counts: tuple[int, int], confidence: float) -> Estimate:
    found = share_estimate(*counts, confidence=confidence)
    if not found.has_value:
        raise ValueError("Expected at least one case before and after, got none.")
    return found


def _difference(one: Estimate, other: Estimate) -> Estimate:
    """Return one - other, their intervals put together by squares."""
    value = one.value - other.value
    down = sqrt((one.value - one.lower) ** 2 + (other.upper - other.value) ** 2)
    up = sqrt((one.upper - one.value) ** 2 + (other.value - other.lower) ** 2)
    n = one.n + other.n
    return Estimate(value, value - down, value + up, n, Method.NEWCOMBE, one.confidence)
