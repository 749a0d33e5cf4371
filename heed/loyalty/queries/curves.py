"""How long customers stay, by tier, and for which reasons they leave: what a snapshot keeps."""

from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heed.core.plots.values import known
from heed.customers.models import Customer
from heed.loyalty.queries.histories import Followed, followed, tiers_at
from heed.loyalty.rules.following import (
    ALL_TIME,
    FEWEST,
    MOST_STEPS,
    PERIOD_DAYS,
    PERIODS,
    SILENT,
)
from heed.measures.estimates import Estimate
from heed.measures.leaving.reasons import leaving_for
from heed.measures.leaving.survival import Staying, kaplan_meier
from heed.value.models import TierRule

YEAR = 365
Chosen = NDArray[np.bool_]


def curves_of(rule: TierRule) -> dict[str, dict[str, Any]]:
    """The curves of each period and tier, as JSON carries them; tiers are those at its beginning.

    Over all time customers are followed from their first purchase on. Over a period they are
    followed from its first day on; who first bought in it enters on that day.
    """
    everybody = followed(rule)
    return {period: _period(everybody, period, rule) for period in PERIODS}


def _period(everybody: Followed, period: str, rule: TierRule) -> dict[str, Any]:
    if period == ALL_TIME:
        return {"tiers": {"": _curve(everybody, everybody.begun)}}
    since = rule.as_of - timedelta(days=PERIOD_DAYS[period])
    start = np.full(everybody.begun.size, since.toordinal())
    found = {"": _curve(everybody, start)}
    tiers = tiers_at(since, rule, everybody.customer_ids)
    is_there = everybody.begun <= since.toordinal()
    for tier in Customer.Tier.values:
        found[tier] = _curve(everybody, start, is_there & (tiers == tier))
    return {"tiers": found}


def _curve(
    everybody: Followed, start: NDArray[np.int64], mine: Chosen | None = None
) -> dict[str, Any]:
    """One group's curve; with counts alone where too few were there or left."""
    entered = np.maximum(everybody.begun - start, 0)
    lasted = everybody.ended - start
    # Who left before the period, or was seen on its last day alone, was not followed in it.
    is_seen = (lasted >= 0) & ((lasted > entered) | (entered == 0))
    is_seen &= (start <= everybody.begun) | (everybody.ended > start)
    chosen = is_seen if mine is None else is_seen & mine
    reasons = everybody.reasons[chosen]
    counts = _counted(reasons, entered[chosen])
    if counts["n"] < FEWEST or counts["left"] < FEWEST:
        return counts
    has_left = reasons != ""
    staying = kaplan_meier(lasted[chosen], has_left, entered=entered[chosen])
    competing = leaving_for(lasted[chosen], list(reasons), entered=entered[chosen])
    at = min(YEAR, staying.longest)
    return counts | {
        "longest": staying.longest,
        "year": _estimate(staying.at(at)) | {"days": at},
        "median": known(staying.median().value),
        "steps": _steps(staying),
        "reasons": {
            each.reason: {
                "left": each.left,
                "year": _estimate(each.at(at)),
                "steps": _thinned([each.times, each.shares]),
            }
            for each in competing
        },
    }


def _counted(reasons: NDArray[np.object_], entered: NDArray[np.int64]) -> dict[str, Any]:
    left = int((reasons != "").sum())
    silent = int((reasons == SILENT).sum())
    return {
        "n": int(reasons.size),
        "entered": int((entered > 0).sum()),
        "left": left,
        "silent": silent,
        "recorded": left - silent,
    }


def _estimate(estimate: Estimate) -> dict[str, float | None]:
    return {
        "value": known(estimate.value),
        "lower": known(estimate.lower),
        "upper": known(estimate.upper),
        "n": estimate.n,
    }


def _steps(staying: Staying) -> list[list[float | None]]:
    return _thinned([staying.times, staying.shares, staying.lower, staying.upper])


def _thinned(columns: list[NDArray[np.float64]]) -> list[list[float | None]]:
    """Some steps of many, the first and the last among them."""
    count = columns[0].size
    places = np.unique(np.linspace(0, count - 1, min(count, MOST_STEPS)).round().astype(int))
    return [[known(float(column[at])) for column in columns] for at in places]
