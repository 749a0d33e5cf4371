"""Whether what we gave beyond the promise pays, or only raises the next expectation (D1.12)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Count, OuterRef, Q, Subquery, Sum

from heed.accounts.models import User
from heed.expectations.models import Exceeding, Expectation, Topic
from heed.expectations.queries.deliveries import YEAR
from heed.expectations.queries.exceeding import exceedings_visible_to
from heed.expectations.queries.records import expectations_visible_to
from heed.expectations.queries.scope import Scope
from heed.expectations.queries.standards import more_is_better
from heed.measures.effects import (
    Direction,
    Effect,
    cost_of_effect,
    effect_on_means,
    effect_on_shares,
)
from heed.measures.estimates import Estimate

# So long after it an answer or a new expectation is taken to have to do with what was given.
ANSWERED_WITHIN = timedelta(days=60)
NEWEST_CHANGES = 20_000
FEWEST = 6
Stratum = tuple[int | None, str]


@dataclass
class Row:
    """One kind of exceeding, or all kinds: how often, at what cost, and with what effect."""

    kind: str
    n: int = 0
    costs: dict[str, int] = field(default_factory=dict)
    perceived: Effect | None = None
    against: Effect | None = None
    raised: Effect | None = None
    answers: int = 0
    changes: int = 0

    @property
    def label(self) -> str:
        return str(Exceeding.Kind(self.kind).label) if self.kind else ""

    @property
    def is_felt(self) -> bool:
        """Whether customers clearly felt it: perceived more, or more than they expected."""
        return any(each and each.direction == Direction.BETTER for each in self._felt)

    @property
    def is_raising(self) -> bool:
        """Whether the next expectation is clearly more demanding than without."""
        return self.raised is not None and self.raised.direction == Direction.WORSE

    @property
    def cost_of_point(self) -> Estimate | None:
        """What one point of perception has cost, in minor units; None where it is not known."""
        if not self.perceived or len(self.costs) != 1 or not self.perceived.effect.value > 0:
            return None
        return cost_of_effect(next(iter(self.costs.values())), self.n, self.perceived.effect)

    @property
    def cost_of_point_minor(self) -> int | None:
        return round(self.cost_of_point.value) if self.cost_of_point else None

    @property
    def _felt(self) -> tuple[Effect | None, Effect | None]:
        return self.perceived, self.against


def exceeding_effects(actor: User, *, now: datetime) -> list[Row]:
    """All kinds together first, then each that was given in the last year; five statements.

    An answer belongs to what was given if it is about the same promise, or the same customer's
    first sixty days after it on the same topic. It is compared with the answers without on the
    same topic and tier; the next expectation with those of the same topics.
    """
    since = now - YEAR
    rows = {"": Row("")}
    counted = exceedings_visible_to(actor).filter(given_at__gte=since).order_by()
    for kind, currency, n, cost in counted.values_list("kind", "currency").annotate(
        n=Count("pk"), cost=Sum("cost_minor")
    ):
        for row in (rows[""], rows.setdefault(kind, Row(kind))):
            row.n += n
            row.costs[currency] = row.costs.get(currency, 0) + cost
    if rows[""].n:
        _add_answers(rows, Scope(actor, since=since))
        _add_changes(rows, actor, since)
    order = ["", *Exceeding.Kind.values]
    return sorted(rows.values(), key=lambda row: order.index(row.kind))


def _add_answers(rows: Mapping[str, Row], scope: Scope) -> None:
    given = Exceeding.objects.filter(
        Q(promise=OuterRef("promise")) | Q(promise=None, topic=OuterRef("topic")),
        customer=OuterRef("customer"),
        given_at__lte=OuterRef("answered_at"),
        given_at__gte=OuterRef("answered_at") - ANSWERED_WITHIN,
    )
    touched = scope.perceptions().filter(customer__in=Exceeding.objects.values("customer"))
    touched = touched.annotate(kind=Subquery(given.order_by("-given_at").values("kind")[:1]))
    columns = ("topic", "tier", "perceived", "against_expectation")
    after = list(touched.filter(kind__isnull=False).values_list("kind", *columns))
    every = scope.perceptions().order_by().values_list(*columns).annotate(n=Count("pk"))
    without: Counter[tuple[Any, ...]] = Counter({tuple(row[:4]): row[4] for row in every})
    without.subtract(row[1:] for row in after)
    for row in rows.values():
        own = [each[1:] for each in after if row.kind in {"", each[0]}]
        row.answers = len(own)
        row.perceived = _compared(_values(own, 2), _counted(without, 2))
        row.against = _compared(_values(own, 3), _counted(without, 3))


def _values(answers: Iterable[tuple[Any, ...]], column: int) -> list[tuple[Stratum, float]]:
    return [(row[:2], float(row[column])) for row in answers if row[column] is not None]


def _counted(without: Mapping[tuple[Any, ...], int], column: int) -> dict[Stratum, Counter[float]]:
    found: dict[Stratum, Counter[float]] = defaultdict(Counter)
    for row, n in without.items():
        if n > 0 and row[column] is not None:
            found[row[0], row[1]][float(row[column])] += n
    return found


def _compared(
    own: list[tuple[Stratum, float]], without: Mapping[Stratum, Counter[float]]
) -> Effect | None:
    """The mean against that of the same topics and tiers without; None for too few cases.

    Each value is taken less the mean without of its topic and tier, so that only like is compared.
    """
    comparable = [(place, value) for place, value in own if place in without]
    places = {place for place, _value in comparable}
    means = {place: _mean(without[place]) for place in places}
    rest = [
        np.repeat([value - means[place]], n)
        for place in places
        for value, n in without[place].items()
    ]
    others = np.concatenate(rest) if rest else np.array([])
    if min(len(comparable), others.size) < FEWEST:
        return None
    return effect_on_means(others, [value - means[place] for place, value in comparable])


def _mean(counts: Counter[float]) -> float:
    return sum(value * n for value, n in counts.items()) / counts.total()


def _add_changes(rows: Mapping[str, Row], actor: User, since: datetime) -> None:
    """Whether the next expectation on a topic asks for more, with a gift between or without."""
    topics = {topic.pk: topic for topic in Topic.objects.filter(exceedings__given_at__gte=since)}
    following = Expectation.objects.filter(
        customer=OuterRef("customer"),
        topic=OuterRef("topic"),
        recorded_at=OuterRef("superseded_at"),
    )
    given = Exceeding.objects.filter(
        customer=OuterRef("customer"),
        topic=OuterRef("topic"),
        given_at__gte=OuterRef("recorded_at"),
        given_at__lte=OuterRef("superseded_at"),
    )
    former = expectations_visible_to(actor).filter(
        topic__in=topics, superseded_at__gte=since, withdrawn_at=None
    )
    changes = former.order_by("-superseded_at").annotate(
        next_felt=Subquery(following.values("felt")[:1]),
        next_value=Subquery(following.values("value")[:1]),
        kind=Subquery(given.order_by("-given_at").values("kind")[:1]),
    )
    columns = ("topic", "kind", "felt", "value", "next_felt", "next_value")
    found = [
        (kind, _asks_for_more(topics[topic_id], (felt, next_felt), (value, next_value)))
        for topic_id, kind, felt, value, next_felt, next_value in changes.values_list(*columns)[
            :NEWEST_CHANGES
        ]
        if (next_felt is not None or next_value is not None)
    ]
    without = [is_more for kind, is_more in found if kind is None]
    for row in rows.values():
        own = [is_more for kind, is_more in found if kind and row.kind in {"", kind}]
        row.changes = len(own)
        if min(len(own), len(without)) >= FEWEST:
            before, after = (sum(without), len(without)), (sum(own), len(own))
            row.raised = effect_on_shares(before, after, more_is_better=False)


def _asks_for_more(topic: Topic, felt: tuple[Any, Any], values: tuple[Any, Any]) -> bool:
    """Whether the second of the two is more demanding than the first."""
    former, following = felt if topic.kind == Topic.Kind.FELT else values
    if former is None or following is None:
        return False
    return bool(following > former if more_is_better(topic) else following < former)
