"""What a decision to steer has changed: what was expected and felt before it, and since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Count, Q, QuerySet
from numpy.typing import NDArray

from heed.accounts.models import User
from heed.expectations.models import Steering
from heed.expectations.queries.records import expectations_visible_to, perceptions_visible_to
from heed.expectations.queries.standards import more_is_better
from heed.measures.effects import Effect, effect_on_means

BEFORE = timedelta(days=180)
FEWEST = 6


@dataclass(frozen=True)
class SteeringEffect:
    """The change of what is expected, and of the answers against expectation.

    Each is None while fewer than six cases are known before or since the decision.
    """

    expected: Effect | None
    against: Effect | None
    expected_n: tuple[int, int]
    against_n: tuple[int, int]


def effect_of(steering: Steering, actor: User, *, now: datetime) -> SteeringEffect:
    """Entries of half a year before the decision against those since, until it ended.

    Where the decision was for one tier, the other tiers are the comparison if they are enough.
    Two statements.
    """
    until = steering.ended_at or now
    expectations = _within(
        expectations_visible_to(actor).filter(topic=steering.topic, withdrawn_at=None),
        "recorded_at",
        steering,
        until,
    )
    value = "felt" if steering.topic.kind == "felt" else "value"
    perceptions = _within(
        perceptions_visible_to(actor).filter(topic=steering.topic), "answered_at", steering, until
    )
    expected = _groups(expectations, value, "recorded_at", "customer__tier", steering)
    against = _groups(perceptions, "against_expectation", "answered_at", "tier", steering)
    wants_more = (steering.direction == Steering.Direction.RAISE) == more_is_better(steering.topic)
    return SteeringEffect(
        expected=_effect(expected, more_is_better=wants_more),
        against=_effect(against, more_is_better=True),
        expected_n=(expected[0].size, expected[1].size),
        against_n=(against[0].size, against[1].size),
    )


Groups = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _within(
    rows: "QuerySet[Any]", moment: str, steering: Steering, until: datetime
) -> "QuerySet[Any]":
    since = steering.decided_at - BEFORE
    return rows.filter(**{f"{moment}__gte": since, f"{moment}__lt": until}).order_by()


def _groups(
    rows: "QuerySet[Any]", value: str, moment: str, tier: str, steering: Steering
) -> Groups:
    """Values before and since in the tier, then in the other tiers; counted by the database."""
    is_since = Q(**{f"{moment}__gte": steering.decided_at})
    known = rows.filter(**{f"{value}__isnull": False}).values_list(tier, value)
    counted = list(known.annotate(since=Count("pk", filter=is_since), n=Count("pk")))
    own = [row for row in counted if not steering.tier or row[0] == steering.tier]
    others = [row for row in counted if steering.tier and row[0] != steering.tier]
    return (*_before_and_since(own), *_before_and_since(others))


def _before_and_since(
    counted: Iterable[tuple[str, Any, int, int]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows = list(counted)
    values = np.array([float(value) for _tier, value, _since, _n in rows])
    since = np.array([some for _tier, _value, some, _n in rows], dtype=int)
    whole = np.array([n for _tier, _value, _since, n in rows], dtype=int)
    return np.repeat(values, whole - since), np.repeat(values, since)


def _effect(groups: Groups, *, more_is_better: bool) -> Effect | None:
    before, since, before_elsewhere, since_elsewhere = groups
    if min(before.size, since.size) < FEWEST:
        return None
    has_others = min(before_elsewhere.size, since_elsewhere.size) >= FEWEST
    comparison = (before_elsewhere, since_elsewhere) if has_others else None
    return effect_on_means(before, since, comparison=comparison, more_is_better=more_is_better)
