"""Weights that make answers look like the customers: raking to known margins."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Flag
from heed.measures.raking_cells import Collapse, Margin, joined, margins_of
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.weights import checked_weights, effective_n

Floats = NDArray[np.float64]
MOST_ROUNDS = 200
PRECISION = 1e-8
FEWEST_CASES = 20
MOST_RATIO = 5.0
TRIMMED_AT = 5.0
MOST_TRIMS = 20


@dataclass(frozen=True)
class CategoryShare:
    """One category of one margin, before and after weighting.

    Parameters
    ----------
    margin, category : hashable
        Such as "region" and "north"; a joined category has its parts with " + " between.
    n : int
        Cases.
    target, before, after : float
        Share of the category that is wanted, with the base weights and with the raked ones.

    Examples
    --------
    >>> CategoryShare("region", "north", 30, 0.4, 0.3, 0.4).after
    0.4
    """

    margin: Hashable
    category: Hashable
    n: int
    target: float
    before: float
    after: float


@dataclass(frozen=True, eq=False)
class Raking:
    """Weights, and what they cost and reach.

    Parameters
    ----------
    weights : ndarray of float, shape (n,)
        Of each case, 0 where it was set aside. They add up to the customers where the targets
        are numbers of customers, else to the base weights.
    is_used : ndarray of bool, shape (n,)
        False where a category is missing.
    set_aside : dict
        How many cases were set aside for want of each margin's category.
    margins : tuple of CategoryShare
        Targets and what was reached.
    collapsed : tuple of Collapse
        Categories that were joined, and why.
    trimmed : int
        Cases whose weight was cut.
    design_effect, effective_n : float
        What unequal weights cost (Kish): cases by effective cases, and effective cases.
    smallest, median, largest : float
        Of the weights.
    rounds : int
        Rounds of raking, all trims included.
    largest_error : float
        Largest relative distance of a weighted margin from its target.
    flags : tuple of Flag
        TRIMMED, COLLAPSED, NOT_CONVERGED.

    Examples
    --------
    >>> found = rake({"sex": ["f", "f", "m"]}, {"sex": {"f": 0.5, "m": 0.5}}, fewest_cases=1)
    >>> found.weights, round(found.effective_n, 2)
    (array([0.75, 0.75, 1.5 ]), 2.67)
    """

    weights: Floats
    is_used: NDArray[np.bool_]
    set_aside: dict[Hashable, int]
    margins: tuple[CategoryShare, ...]
    collapsed: tuple[Collapse, ...]
    trimmed: int
    design_effect: float
    effective_n: float
    smallest: float
    median: float
    largest: float
    rounds: int
    largest_error: float
    flags: tuple[Flag, ...]


def rake(
    categories: Mapping[Any, Sequence[Hashable]],
    targets: Mapping[Any, Mapping[Any, float]],
    *,
    base: ArrayLike | None = None,
    fewest_cases: int = FEWEST_CASES,
    most_ratio: float = MOST_RATIO,
    trimmed_at: float | None = TRIMMED_AT,
    sets_missing_aside: bool = True,
) -> Raking:
    """Return weights under which the answers have the known shares of each margin.

    Parameters
    ----------
    categories : mapping from margin to sequence of hashable, length n
        The category of each case; None, "" or nan where it is not known.
    targets : mapping from margin to mapping from category to float
        The same margins: for each category its share or number among all customers. Shares add
        up to 1, numbers to the same total in each margin; half a percent of rounding is allowed.
    base : array_like of float, shape (n,), optional
        Weights to start from, such as one over the chance to be invited; above 0.
    fewest_cases : int, default 20
        A category with fewer cases is joined with the smallest other one of its margin.
    most_ratio : float, default 5
        So is one whose target share is more than this many times its share of the base weights.
    trimmed_at : float or None, default 5
        Weights above this many times the median are cut, and raked again; None for no cut.
    sets_missing_aside : bool, default True
        False to refuse cases whose category is not known.

    Returns
    -------
    Raking
        Weights of at least 0, their cost, and the margins they reach.

    Raises
    ------
    ValueError
        If margins differ from targets, a case has a category without target, targets do not add
        up, a base weight is not above 0, or nothing is left to weight.

    Notes
    -----
    Iterative proportional fitting: the weights of each category are multiplied until they add up
    to its target, margin by margin, at most 200 rounds or until all are within 1e-8. It supposes
    that margins matter one by one: that within a category those who answered speak for those who
    did not. That cannot be checked from the answers; weighting by something that has nothing to do
    with the answers only costs precision. The design effect supposes the same, and leaves out what
    raking gains where margins and answers are related.

    References
    ----------
    Deming, W. E., & Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency
    table when the expected marginal totals are known. The Annals of Mathematical Statistics,
    11(4), 427-444.

    Deville, J.-C., & Särndal, C.-E. (1992). Calibration estimators in survey sampling. Journal of
    the American Statistical Association, 87(418), 376-382.

    Kish, L. (1992). Weighting for unequal P_i. Journal of Official Statistics, 8(2), 183-200.

    Examples
    --------
    >>> region, size = ["n"] * 6 + ["s"] * 4, ["big", "small"] * 5
    >>> targets = {"region": {"n": 0.4, "s": 0.6}, "size": {"big": 0.5, "small": 0.5}}
    >>> found = rake({"region": region, "size": size}, targets, fewest_cases=1)
    >>> [(each.category, round(each.after, 3)) for each in found.margins]
    [('n', 0.4), ('s', 0.6), ('big', 0.5), ('small', 0.5)]
    >>> round(found.design_effect, 3)
    1.167
    """
    margins, is_used, set_aside, total = margins_of(
        categories, targets, sets_missing_aside=sets_missing_aside
    )
    start = _base(base, len(is_used))[is_used]
    joins: list[Collapse] = []
    for at, margin in enumerate(margins):
        margins[at], found = joined(margin, start, fewest_cases=fewest_cases, most_ratio=most_ratio)
        joins += found
    kept = [margin for margin in margins if len(margin.names) > 1]
    weights, trimmed, rounds, error = _trimmed(start, kept, trimmed_at)
    weights *= (start.sum() if total is None else total) / weights.sum()
    whole = np.zeros(len(is_used))
    whole[is_used] = weights
    return Raking(
        whole,
        is_used,
        set_aside,
        tuple(share for margin in margins for share in _shares(margin, start, weights)),
        tuple(joins),
        trimmed,
        len(weights) / effective_n(weights),
        effective_n(weights),
        float(weights.min()),
        float(np.median(weights)),
        float(weights.max()),
        rounds,
        error,
        _flags(joins, trimmed, error),
    )


def _base(base: ArrayLike | None, n: int) -> Floats:
    given = checked_weights(base, n)
    if not np.all(given > 0):
        raise Refusal(
            gettext_noop("Expected base weights above 0, got 0 in %(many)s of %(n)s cases."),
            many=int((given == 0).sum()),
            n=n,
        )
    return given


def _raked(start: Floats, margins: Sequence[Margin]) -> tuple[Floats, int, float]:
    """Return weights that add up to 1, the rounds and the largest error."""
    weights = start / start.sum()
    error = 0.0
    for done in range(MOST_ROUNDS + 1):
        sums = [np.bincount(m.at, weights, minlength=len(m.names)) for m in margins]
        error = max(
            (float(np.abs(s / m.targets - 1).max()) for s, m in zip(sums, margins, strict=True)),
            default=0.0,
        )
        if error < PRECISION or done == MOST_ROUNDS:
            break
        for margin in margins:
            reached = np.bincount(margin.at, weights, minlength=len(margin.names))
            weights = weights * (margin.targets / reached)[margin.at]
    return weights, done, error


def _trimmed(
    start: Floats, margins: Sequence[Margin], trimmed_at: float | None
) -> tuple[Floats, int, int, float]:
    """Return raked weights without extremes, how many were cut, the rounds and the error."""
    weights, rounds, error = _raked(start, margins)
    if trimmed_at is None:
        return weights, 0, rounds, error
    if not (isfinite(trimmed_at) and trimmed_at > 1):
        raise Refusal(
            gettext_noop("Expected a cut above 1 times the median or None, got %(trimmed_at)s."),
            trimmed_at=repr(trimmed_at),
        )
    limit = trimmed_at * float(np.median(weights))
    is_cut = np.zeros(len(weights), dtype=bool)
    for _ in range(MOST_TRIMS):
        is_high = weights > limit * (1 + PRECISION)
        if not is_high.any():
            break
        is_cut |= is_high
        weights, more, error = _raked(np.minimum(weights, limit), margins)
        rounds += more
    return weights, int(is_cut.sum()), rounds, error


def _shares(margin: Margin, start: Floats, weights: Floats) -> list[CategoryShare]:
    k = len(margin.names)
    n = np.bincount(margin.at, minlength=k)
    before = np.bincount(margin.at, start, minlength=k) / start.sum()
    after = np.bincount(margin.at, weights, minlength=k) / weights.sum()
    return [
        CategoryShare(
            margin.name,
            name,
            int(n[at]),
            float(margin.targets[at]),
            float(before[at]),
            float(after[at]),
        )
        for at, name in enumerate(margin.names)
    ]


def _flags(joins: Sequence[Collapse], trimmed: int, error: float) -> tuple[Flag, ...]:
    found = ((Flag.COLLAPSED, joins), (Flag.TRIMMED, trimmed))
    flags = tuple(flag for flag, is_so in found if is_so)
    return flags if error < PRECISION else (*flags, Flag.NOT_CONVERGED)
