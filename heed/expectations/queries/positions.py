"""Where we stand in the trade: what customers got against the norm, topic by topic (D1.3)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from heed.accounts.models import User
from heed.expectations import rules
from heed.expectations.models import Standard, Topic
from heed.expectations.queries.deliveries import received
from heed.expectations.queries.standards import more_is_better, norms_in_force, today
from heed.expectations.queries.topics import topics_in_use
from heed.measures.estimates import Estimate
from heed.measures.means import mean_estimate
from heed.measures.quantiles import median_interval

# Fewer answers that happen to agree would seem certain.
FEWEST = 6


@dataclass(frozen=True)
class Position:
    """What customers got on one topic in the last year, and the norm of the trade."""

    topic: Topic
    standard: Standard | None
    received: Estimate | None
    is_timed: bool

    @property
    def verdict(self) -> str:
        """Above, at or below the norm; empty where either is not known well enough."""
        if self.standard is None or self.received is None or self.received.n < FEWEST:
            return ""
        return rules.position_of(
            float(self.standard.value),
            value=self.received.value,
            lower=self.received.lower,
            upper=self.received.upper,
            more_is_better=more_is_better(self.topic),
        )


def positions(actor: User, *, now: datetime, tier: str = "") -> list[Position]:
    """Topics in use that have a norm or something received; six statements."""
    rows = list(topics_in_use())
    norms = norms_in_force(today(now))
    found = received(actor, rows, now=now, tier=tier)
    placed = (
        Position(
            topic=topic,
            standard=norms.get(topic.pk),
            received=usual(topic, found[topic.pk].of(tier)),
            is_timed=found[topic.pk].is_timed,
        )
        for topic in rows
    )
    return [each for each in placed if each.standard or each.received]


def usual(topic: Topic, counts: Counter[float]) -> Estimate | None:
    """The mean of what was felt, the median of what was measured; None without a case."""
    if not counts:
        return None
    if topic.kind == Topic.Kind.FELT:
        total = sum(value * n for value, n in counts.items())
        squares = sum(value * value * n for value, n in counts.items())
        return mean_estimate(counts.total(), total, squares)
    return median_interval(list(counts), counts=list(counts.values()))
