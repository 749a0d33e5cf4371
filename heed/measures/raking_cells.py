"""Margins for raking: read, held against their targets, small categories joined."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heed.measures.refusals import Refusal, gettext_noop

Floats = NDArray[np.float64]
# How far targets may miss their total, for rounding of published shares.
ROUNDING = 0.005


class CollapseReason(StrEnum):
    """Why a category was joined with another."""

    NO_CASES = "no_cases"
    FEW_CASES = "few_cases"
    FAR_FROM_TARGET = "far_from_target"


@dataclass(frozen=True)
class Collapse:
    """A category that was joined with another one.

    Parameters
    ----------
    margin, category, joined_with : hashable
        Which category of which margin, and what it was joined with.
    reason : CollapseReason
        Why.
    n : int
        Its cases.

    Examples
    --------
    >>> Collapse("region", "islands", "coast", CollapseReason.FEW_CASES, 3).n
    3
    """

    margin: Hashable
    category: Hashable
    joined_with: Hashable
    reason: CollapseReason
    n: int


@dataclass(frozen=True, eq=False)
class Margin:
    """One margin of the cases in use.

    Parameters
    ----------
    name : hashable
        Such as "region".
    names : tuple of hashable, length k
        Its categories.
    targets : ndarray of float, shape (k,)
        Shares wanted, adding up to 1.
    at : ndarray of int, shape (n,)
        Place of each case's category in `names`.

    Examples
    --------
    >>> Margin("sex", ("f", "m"), np.array([0.5, 0.5]), np.array([0, 0, 1])).names
    ('f', 'm')
    """

    name: Hashable
    names: tuple[Hashable, ...]
    targets: Floats
    at: NDArray[np.int_]


def margins_of(
    categories: Mapping[Any, Sequence[Hashable]],
    targets: Mapping[Any, Mapping[Any, float]],
    *,
    sets_missing_aside: bool,
) -> tuple[list[Margin], NDArray[np.bool_], dict[Hashable, int], float | None]:
    """Return the margins of the cases whose categories are all known.

    Parameters
    ----------
    categories : mapping from margin to sequence of hashable, length n
        None, "" or nan where not known.
    targets : mapping from margin to mapping from category to float
        Shares or numbers, above 0 or 0.
    sets_missing_aside : bool
        False to refuse cases with an unknown category.

    Returns
    -------
    margins : list of Margin
        In the order of `targets`.
    is_used : ndarray of bool, shape (n,)
        Cases all of whose categories are known.
    set_aside : dict
        For each margin with unknown categories, how many.
    total : float or None
        What the targets add up to where they are numbers; None where they are shares.

    Raises
    ------
    ValueError
        See `heed.measures.raking.rake`.

    Notes
    -----
    Targets that miss their total by rounding are scaled to it.

    References
    ----------
    None; reading and checking.

    Examples
    --------
    >>> margins, is_used, aside, total = margins_of(
    ...     {"sex": ["f", "", "m"]}, {"sex": {"f": 40, "m": 60}}, sets_missing_aside=True
    ... )
    >>> margins[0].at, is_used, aside, total
    (array([0, 1]), array([ True, False,  True]), {'sex': 1}, 100.0)
    """
    if not targets or set(categories) != set(targets):
        raise Refusal(
            gettext_noop(
                "Expected targets for each margin and no others, got margins "
                "%(categories)s and targets of %(targets)s."
            ),
            categories=", ".join(map(str, categories)),
            targets=", ".join(map(str, targets)),
        )
    lengths = {len(given) for given in categories.values()}
    if len(lengths) != 1:
        raise ValueError(f"Expected one category a case in each margin, got {lengths!r} of them.")
    is_missing = {
        name: np.array([_is_missing(each) for each in categories[name]], dtype=bool)
        for name in targets
    }
    set_aside = {name: int(each.sum()) for name, each in is_missing.items() if each.any()}
    if set_aside and not sets_missing_aside:
        raise Refusal(
            gettext_noop("Expected a category of each case, got unknown ones: %(unknown)s."),
            unknown=", ".join((f"{each} ({many})" for each, many in set_aside.items())),
        )
    is_used = ~np.logical_or.reduce(list(is_missing.values()))
    if not is_used.any():
        raise Refusal(
            gettext_noop("Expected at least one case with all categories known, got none.")
        )
    totals = [_checked_total(name, of) for name, of in targets.items()]
    if max(totals) > min(totals) * (1 + 2 * ROUNDING):
        raise Refusal(
            gettext_noop(
                "Expected targets that add up to the same in each margin, got %(totals)s."
            ),
            totals=", ".join(f"{total:g}" for total in totals),
        )
    margins = [_margin(name, targets[name], categories[name], is_used) for name in targets]
    is_of_shares = abs(totals[0] - 1) <= ROUNDING
    return margins, is_used, set_aside, None if is_of_shares else totals[0]


def joined(
    margin: Margin, weights: Floats, *, fewest_cases: int, most_ratio: float
) -> tuple[Margin, list[Collapse]]:
    """Return the margin with its small categories joined, and what was joined.

    Parameters
    ----------
    margin : Margin
        Of n cases.
    weights : ndarray of float, shape (n,)
        Base weights.
    fewest_cases : int
        A category with fewer cases is joined.
    most_ratio : float
        So is one whose target is more than this many times its share of the weights.

    Returns
    -------
    margin : Margin
        With at least one category; with a single one there is nothing left to rake.
    collapses : list of Collapse
        In the order in which categories were joined, the smallest first.

    Notes
    -----
    A category is joined with the smallest other one of its margin. Where another partner makes
    more sense (the neighbouring age group), join them in the data before.

    References
    ----------
    Battaglia, M. P., Hoaglin, D. C., & Frankel, M. R. (2009). Practical considerations in raking
    survey data. Survey Practice, 2(5).

    Examples
    --------
    >>> at = np.array([0, 1, 1, 2, 2])
    >>> sizes = Margin("size", ("s", "m", "l"), np.array([0.2, 0.3, 0.5]), at)
    >>> found, joins = joined(sizes, np.ones(5), fewest_cases=2, most_ratio=5)
    >>> found.names, joins[0].reason.value
    (('s + m', 'l'), 'few_cases')
    """
    collapses: list[Collapse] = []
    while len(margin.names) > 1:
        k = len(margin.names)
        n = np.bincount(margin.at, minlength=k)
        reached = np.bincount(margin.at, weights, minlength=k) / weights.sum()
        reasons = [
            _reason(*each, fewest_cases=fewest_cases, most_ratio=most_ratio)
            for each in zip(n.tolist(), reached.tolist(), margin.targets.tolist(), strict=True)
        ]
        if not any(reasons):
            break
        order = np.argsort(n, kind="stable").tolist()
        small = next(at for at in order if reasons[at])
        other = next(at for at in order if at != small)
        reason = reasons[small] or CollapseReason.FEW_CASES
        names = margin.names
        collapses.append(Collapse(margin.name, names[small], names[other], reason, int(n[small])))
        margin = _merged(margin, small, other)
    return margin, collapses


def _reason(
    n: int, reached: float, target: float, *, fewest_cases: int, most_ratio: float
) -> CollapseReason | None:
    if n == 0:
        return CollapseReason.NO_CASES
    if n < fewest_cases:
        return CollapseReason.FEW_CASES
    # A target of 0 cannot be raked to: all weights of the category would vanish.
    return CollapseReason.FAR_FROM_TARGET if not 0 < target <= most_ratio * reached else None


def _merged(margin: Margin, one: int, other: int) -> Margin:
    first, last = sorted((one, other))
    names = list(margin.names)
    names[first] = f"{names[first]} + {names[last]}"
    targets = margin.targets.copy()
    targets[first] += targets[last]
    at = np.where(margin.at == last, first, margin.at)
    at = np.where(at > last, at - 1, at)
    del names[last]
    return replace(margin, names=tuple(names), targets=np.delete(targets, last), at=at)


def _margin(
    name: Hashable,
    targets: Mapping[Any, float],
    categories: Sequence[Hashable],
    is_used: NDArray[np.bool_],
) -> Margin:
    places = {category: at for at, category in enumerate(targets)}
    used = [each for each, is_in in zip(categories, is_used.tolist(), strict=True) if is_in]
    unknown = Counter(each for each in used if each not in places)
    if unknown:
        raise Refusal(
            gettext_noop(
                "Expected only categories with a target in %(name)s, %(targets)s, got %(unknown)s."
            ),
            name=repr(name),
            targets=", ".join(map(str, targets)),
            unknown=", ".join((f"{each} ({many})" for each, many in unknown.items())),
        )
    shares = np.array(list(targets.values()), dtype=float)
    return Margin(
        name, tuple(targets), shares / shares.sum(), np.array([places[each] for each in used])
    )


def _checked_total(name: Hashable, targets: Mapping[Any, float]) -> float:
    values = np.array(list(targets.values()), dtype=float)
    if not (values.size and np.all(np.isfinite(values) & (values >= 0)) and values.sum() > 0):
        raise Refusal(
            gettext_noop(
                "Expected targets of at least 0, not all 0, of margin %(name)s, got %(given)s."
            ),
            name=repr(name),
            given=", ".join((f"{each} {target}" for each, target in targets.items())),
        )
    return float(values.sum())


def _is_missing(category: Hashable) -> bool:
    return category is None or category == "" or category != category  # noqa: PLR0124 - nan
