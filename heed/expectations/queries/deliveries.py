"""What was delivered and perceived of late: counted by value, topic and tier."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet

from heed.accounts.models import User
from heed.expectations import rules
from heed.expectations.models import Promise, Topic
from heed.expectations.queries.scope import Scope

YEAR = timedelta(days=365)
NEWEST_DELIVERIES = 2000
NEWEST_TIMED = 500


@dataclass
class Values:
    """How often each value came up, per tier; they add up to the whole topic."""

    by_tier: dict[str, Counter[float]] = field(default_factory=dict)
    is_timed: bool = False

    def add(self, tier: str, value: float, n: int = 1) -> None:
        self.by_tier.setdefault(tier, Counter())[value] += n

    def of(self, tier: str = "") -> Counter[float]:
        """The counts of one tier, or of all."""
        if tier:
            return self.by_tier.get(tier, Counter())
        return sum(self.by_tier.values(), Counter())


def received(
    actor: User, topics: Collection[Topic], *, now: datetime, tier: str = ""
) -> dict[int, Values]:
    """Per topic what customers got in the last year: perceived, delivered, or in what time.

    Felt topics: perceived, 1 to 7. Measured ones: the delivered value of the newest 2,000; where
    none was noted and the unit is one of time, the time from promise to delivery of the newest
    500. Three statements.
    """
    scope = Scope(actor, since=now - YEAR, until=None, tier=tier)
    found = {topic.pk: Values() for topic in topics}
    felt = scope.perceptions().filter(perceived__isnull=False, topic__kind=Topic.Kind.FELT)
    _count_in(found, felt.order_by().values_list("topic", "tier", "perceived"))
    noted = scope.promises().filter(delivered_value__isnull=False)
    measured = Promise.objects.filter(
        newest_of(noted, "closed_at", _measured(topics), NEWEST_DELIVERIES)
    )
    _count_in(found, measured.order_by().values_list("topic", "tier", "delivered_value"))
    untold = [topic for topic in topics if not found[topic.pk].by_tier]
    _time_in(found, scope, [topic for topic in untold if rules.hours_of(topic.unit)])
    return found


def newest_of(rows: "QuerySet[Any]", moment: str, topics: Iterable[Topic], most: int) -> Q:
    """The condition to be among the newest of these rows on each topic; part of one statement."""
    newest = Q(pk__in=())
    for topic in topics:
        of_topic = rows.filter(topic=topic).order_by(f"-{moment}", "-pk")
        newest |= Q(pk__in=of_topic.values("pk")[:most])
    return newest


def _measured(topics: Iterable[Topic]) -> list[Topic]:
    return [topic for topic in topics if topic.kind == Topic.Kind.MEASURED]


def _count_in(found: Mapping[int, Values], rows: "QuerySet[Any, Any]") -> None:
    for topic_id, tier, value, n in rows.annotate(n=Count("pk")):
        if topic_id in found:
            found[topic_id].add(tier, float(value), n)


def _time_in(found: Mapping[int, Values], scope: Scope, topics: Collection[Topic]) -> None:
    if not topics:
        return
    delivered = scope.promises().filter(delivered_at__gt=F("made_at"))
    newest = newest_of(delivered, "closed_at", topics, NEWEST_TIMED)
    hours = {topic.pk: rules.hours_of(topic.unit) for topic in topics}
    spent = ExpressionWrapper(F("delivered_at") - F("made_at"), DurationField())
    rows = Promise.objects.filter(newest).annotate(spent=spent)
    for topic_id, tier, time in rows.values_list("topic", "tier", "spent"):
        value = time / timedelta(hours=1) / hours[topic_id]
        found[topic_id].add(tier, round(value, 3))
        found[topic_id].is_timed = True
