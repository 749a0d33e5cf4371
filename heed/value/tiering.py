"""The tier of each customer by the conditions of a policy, for all customers at once.

Conditions come as `heed.core.expressions.exchange` writes them, so that the child process that
runs this needs no parser. What is not known of a customer is not a number (nan), which meets no
comparison but `<>`, as in `heed.core.expressions.evaluation`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heed.measures.tiers import Tier

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Condition = Sequence[Any]
COMPARE: Mapping[str, Callable[[Any, Any], Truths]] = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


@dataclass(frozen=True)
class Conditions:
    """What makes a customer high or medium, and what keeps her there; else she is low."""

    high: Condition
    medium: Condition
    high_stays: Condition
    medium_stays: Condition
    names: Sequence[str]


@dataclass(frozen=True, eq=False)
class Placed:
    """The tier of each customer, and whether she is in it only because she was before."""

    tiers: NDArray[np.str_]
    is_held: Truths


def place(conditions: Conditions, columns: Mapping[str, Floats], before: Sequence[str]) -> Placed:
    """Place all customers; `before` are their tiers, empty where there was none."""
    was = np.asarray(before, dtype=str)
    was_high = was == Tier.HIGH.value
    was_medium = was_high | (was == Tier.MEDIUM.value)
    high, medium = met(conditions.high, columns), met(conditions.medium, columns)
    stays_high = high | (was_high & met(conditions.high_stays, columns))
    stays_medium = medium | (was_medium & met(conditions.medium_stays, columns))
    fresh, tiers = _chosen(high, medium), _chosen(stays_high, stays_medium)
    return Placed(tiers, fresh != tiers)


def _chosen(high: Truths, medium: Truths) -> NDArray[np.str_]:
    return np.select([high, medium], [Tier.HIGH.value, Tier.MEDIUM.value], Tier.LOW.value)


def met(condition: Condition, columns: Mapping[str, Floats]) -> Truths:
    """Which customers meet the condition."""
    kind, *parts = condition
    match kind:
        case "and":
            every: Truths = np.logical_and.reduce([met(each, columns) for each in parts])
            return every
        case "or":
            some: Truths = np.logical_or.reduce([met(each, columns) for each in parts])
            return some
        case "not":
            return ~met(parts[0], columns)
        case "empty":
            return np.isnan(columns[parts[0]])
        case "answered":
            return ~np.isnan(columns[parts[0]])
    left, right = (_side(each, columns) for each in parts)
    return COMPARE[kind](left, right)


def _side(side: Condition, columns: Mapping[str, Floats]) -> Any:
    kind, value = side
    return columns[value] if kind == "name" else float(value)


def percentiles(spends: NDArray[np.int64]) -> Floats:
    """The highest percentile each customer's net spend reaches among all, in 0..100.

    It is at least p exactly where the spend is at least the p-th percentile of
    `heed.measures.tiers.cut_points`; who spent nothing net is at 0.
    """
    if spends.size == 1:
        return np.where(spends > 0, 100.0, 0.0)
    not_above = np.searchsorted(np.sort(spends), spends, side="right")
    return np.where(spends > 0, 100.0 * (not_above - 1) / max(spends.size - 1, 1), 0.0)
