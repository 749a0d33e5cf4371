"""The effect of an improvement on its figure, as the rows tell it at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from heed.accounts.models import User
from heed.improvement.models import Improvement
from heed.improvement.queries.cases import Cases, cases_of
from heed.improvement.queries.figures import Figure, figure_named
from heed.improvement.rules.effects import FEWEST_CASES, Windows
from heed.improvement.rules.figures import Kind, Unit
from heed.measures.effects import Effect, effect_on_means, effect_on_shares
from heed.measures.estimates import Estimate
from heed.measures.means import mean_estimate
from heed.measures.shares import share_estimate

OTHER_TIERS, OTHER_TOPIC = "others", "topic:"


@dataclass(frozen=True)
class Reading:
    """What was read: the effect, or only how many cases there were where they are too few."""

    effect: Effect | None
    before_n: int
    after_n: int


def comparison_of(figure: Figure, comparison: str) -> tuple[Figure, bool] | None:
    """The figure compared with, and whether it is of the other tiers; None for none."""
    if comparison == OTHER_TIERS and figure.key.tier:
        return figure, True
    if comparison.startswith(OTHER_TOPIC) and figure.key.kind is not Kind.SURVEY:
        subject = int(comparison.removeprefix(OTHER_TOPIC))
        key = replace(figure.key, subject=subject)
        other = figure_named(str(key))
        return (other, False) if other else None
    return None


def effect_of(improvement: Improvement, figure: Figure, actor: User, spans: Windows) -> Reading:
    """The figure before and after; the comparison counts where it has cases enough."""
    before, after = _both(figure, actor, spans, is_elsewhere=False)
    if min(before.total(), after.total()) < FEWEST_CASES:
        return Reading(None, before.total(), after.total())
    other = comparison_of(figure, improvement.comparison)
    elsewhere = _both(other[0], actor, spans, is_elsewhere=other[1]) if other else None
    if elsewhere and min(each.total() for each in elsewhere) < FEWEST_CASES:
        elsewhere = None
    return Reading(effect_between(figure, before, after, elsewhere), before.total(), after.total())


def effect_between(
    figure: Figure, before: Cases, after: Cases, elsewhere: tuple[Cases, Cases] | None = None
) -> Effect:
    """Before against after, less the same elsewhere; six cases each at least."""
    more = figure.more_is_better
    if figure.unit is Unit.SHARE:
        others = (_hits(elsewhere[0]), _hits(elsewhere[1])) if elsewhere else None
        return effect_on_shares(_hits(before), _hits(after), comparison=others, more_is_better=more)
    values = (_values(elsewhere[0]), _values(elsewhere[1])) if elsewhere else None
    return effect_on_means(_values(before), _values(after), comparison=values, more_is_better=more)


def estimate_of(figure: Figure, cases: Cases) -> Estimate:
    """The figure itself, with its 95 % interval."""
    if figure.unit is Unit.SHARE:
        return share_estimate(*_hits(cases))
    total = sum(value * n for value, n in cases.items())
    squares = sum(value * value * n for value, n in cases.items())
    return mean_estimate(cases.total(), total, squares)


def kept(estimate: Estimate) -> dict[str, float | int | None]:
    """The estimate as it is kept: JSON has no nan."""
    bounds = {"value": estimate.value, "lower": estimate.lower, "upper": estimate.upper}
    known = {name: each if isfinite(each) else None for name, each in bounds.items()}
    return known | {"n": estimate.n}


def figures_kept(effect: Effect) -> Mapping[str, dict[str, float | int | None]]:
    """All of an effect as it is kept with a measurement."""
    found = {
        "before": effect.before,
        "after": effect.after,
        "change": effect.change,
        "comparison": effect.comparison_change,
        "effect": effect.effect,
    }
    return {name: kept(each) for name, each in found.items() if each is not None}


def figure_now(
    figure: Figure, actor: User, *, since: datetime, until: datetime
) -> tuple[Estimate, Cases]:
    """The figure over a time that is just over, and its cases."""
    cases = cases_of(figure, actor, since=since, until=until)
    return estimate_of(figure, cases), cases


def _both(
    figure: Figure, actor: User, spans: Windows, *, is_elsewhere: bool
) -> tuple[Cases, Cases]:
    times = ((spans.before_since, spans.before_until), (spans.after_since, spans.after_until))
    before, after = (
        cases_of(figure, actor, since=since, until=until, is_elsewhere=is_elsewhere)
        for since, until in times
    )
    return before, after


def _hits(cases: Cases) -> tuple[int, int]:
    return cases[1.0], cases.total()


def _values(cases: Cases) -> NDArray[np.float64]:
    ordered = sorted(cases.items())
    return np.repeat([value for value, _n in ordered], [n for _value, n in ordered])
