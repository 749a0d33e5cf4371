"""The ledger: per topic what was expected, promised, delivered or perceived, and the gap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count

from heed.expectations.models import Topic, TopicLevel
from heed.expectations.queries.ledger_sums import expecting_counts, ledger_sums
from heed.expectations.queries.promises import promises_visible_to
from heed.expectations.queries.records import topics
from heed.expectations.queries.scope import Scope
from heed.measures.estimates import Estimate
from heed.measures.gaps import gap_estimate_from_sums
from heed.measures.means import mean_estimate
from heed.measures.shares import share_estimate


@dataclass
class Sums:
    """Counts and sums of one topic, of one tier or all; they add up, so tiers make the whole."""

    perceived_n: int = 0
    perceived_total: float = 0.0
    felt_n: int = 0
    felt_expected: float = 0.0
    felt_perceived: float = 0.0
    felt_gap: float = 0.0
    felt_gap_squares: float = 0.0
    against_n: int = 0
    against: float = 0.0
    against_squares: float = 0.0
    promised_n: int = 0
    promised: float = 0.0
    delivered_n: int = 0
    delivered: float = 0.0
    measured_n: int = 0
    measured_expected: float = 0.0
    measured_gap: float = 0.0
    measured_gap_squares: float = 0.0
    kept: int = 0
    closed: int = 0

    def add(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if hasattr(self, name):
                setattr(self, name, getattr(self, name) + (value or 0))


@dataclass
class LedgerRow:
    """One topic of the ledger, or what has no topic; a figure without cases is None."""

    topic: Topic | None
    whole: Sums = field(default_factory=Sums)
    by_tier: dict[str, Sums] = field(default_factory=dict)
    open_promises: int = 0
    expecting: int = 0
    level: str = ""  # the need level the topic is on, where it is known

    @property
    def is_measured(self) -> bool:
        return self.topic is not None and self.topic.kind == Topic.Kind.MEASURED

    @property
    def is_empty(self) -> bool:
        whole = self.whole
        answered = whole.perceived_n or whole.against_n or whole.closed
        return not (answered or self.expecting or self.open_promises)

    @property
    def expected(self) -> float | None:
        """Mean expected by those whose gap is known."""
        whole = self.whole
        if self.is_measured:
            return _mean(whole.measured_expected, whole.measured_n)
        return _mean(whole.felt_expected, whole.felt_n)

    @property
    def promised(self) -> float | None:
        return _mean(self.whole.promised, self.whole.promised_n)

    @property
    def actual(self) -> float | None:
        """Mean delivered or perceived where the gap is known; of all where none is."""
        whole = self.whole
        if self.is_measured:
            paired = _mean(whole.measured_expected + whole.measured_gap, whole.measured_n)
            return _mean(whole.delivered, whole.delivered_n) if paired is None else paired
        paired = _mean(whole.felt_perceived, whole.felt_n)
        return self.perceived if paired is None else paired

    @property
    def perceived(self) -> float | None:
        return _mean(self.whole.perceived_total, self.whole.perceived_n)

    @cached_property
    def gap(self) -> Estimate | None:
        return self._gap(self.whole)

    @cached_property
    def against(self) -> Estimate | None:
        whole = self.whole
        if not whole.against_n:
            return None
        return mean_estimate(whole.against_n, whole.against, whole.against_squares)

    @cached_property
    def kept(self) -> Estimate | None:
        return share_estimate(self.whole.kept, self.whole.closed) if self.whole.closed else None

    def gap_of_tier(self, tier: str) -> Estimate | None:
        return self._gap(self.by_tier.get(tier, Sums()))

    def kept_of_tier(self, tier: str) -> Estimate | None:
        sums = self.by_tier.get(tier, Sums())
        return share_estimate(sums.kept, sums.closed) if sums.closed else None

    @cached_property
    def actual_interval(self) -> tuple[float, float] | None:
        """The gap's interval laid around what was perceived or delivered, for the gap bar."""
        gap, expected = self.gap, self.expected
        if gap is None or expected is None or not gap.has_interval:
            return None
        sign = -1 if self.is_less_better else 1
        bounds = sorted((expected + sign * gap.lower, expected + sign * gap.upper))
        return bounds[0], bounds[1]

    @property
    def is_less_better(self) -> bool:
        return self.topic is not None and self.topic.direction == Topic.Direction.LESS

    def _gap(self, sums: Sums) -> Estimate | None:
        if not self.is_measured:
            return _gap(sums.felt_n, sums.felt_gap, sums.felt_gap_squares)
        return _gap(
            sums.measured_n,
            sums.measured_gap,
            sums.measured_gap_squares,
            more_is_better=not self.is_less_better,
        )


def _mean(total: float, n: int) -> float | None:
    return total / n if n else None


def _gap(n: int, total: float, squares: float, *, more_is_better: bool = True) -> Estimate | None:
    if not n:
        return None
    return gap_estimate_from_sums(n, total, squares, more_is_better=more_is_better)


def ledger(scope: Scope, levels: Mapping[int, TopicLevel] | None = None) -> list[LedgerRow]:
    """One row per topic in their order, then one for what has no topic; at most nine queries."""
    rows: dict[int | None, LedgerRow] = {topic.pk: LedgerRow(topic) for topic in topics()}
    for row in rows.values():
        if levels and row.topic and row.topic.pk in levels:
            row.level = levels[row.topic.pk].level
    rows[None] = LedgerRow(None)
    for values in ledger_sums(scope):
        row = rows[values["topic"]]
        row.whole.add(values)
        row.by_tier.setdefault(values["tier"], Sums()).add(values)
    for topic_id, n in _open_counts(scope):
        rows[topic_id].open_promises = n
    for topic_id, n in expecting_counts(scope):
        rows[topic_id].expecting += n
    return [row for row in rows.values() if row.topic or not row.is_empty]


def _open_counts(scope: Scope) -> Iterable[tuple[int | None, int]]:
    rows = promises_visible_to(scope.actor).filter(closed_at=None)
    if scope.tier:
        rows = rows.filter(customer__tier=scope.tier)
    return rows.order_by().values_list("topic").annotate(Count("pk"))
