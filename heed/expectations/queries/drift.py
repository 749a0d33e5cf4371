"""Whether we deliver persistently better than promised, and expectations follow (D1.11)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from django.db.models import F, Q

from heed.accounts.models import User
from heed.expectations import rules
from heed.expectations.models import Expectation, Promise, Topic
from heed.expectations.queries.deliveries import YEAR, newest_of
from heed.expectations.queries.records import expectations_visible_to
from heed.expectations.queries.scope import Scope
from heed.expectations.queries.standards import more_is_better
from heed.measures.drift import Alarm, OverDelivery, over_delivery

NEWEST = 300
FEWEST = 20
DAY = timedelta(days=1)
# A customer notices what is better by a quarter of what is usually promised.
NOTICED = 0.25


@dataclass
class _Series:
    """What was promised and delivered, in the order of delivery, and what was expected when."""

    promised: list[float] = field(default_factory=list)
    delivered: list[float] = field(default_factory=list)
    expected: list[float] = field(default_factory=list)
    expected_days: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Drift:
    """One measured topic on which deliveries run ahead of promises, or do not."""

    topic: Topic
    found: OverDelivery

    @property
    def is_alarming(self) -> bool:
        return self.found.alarm != Alarm.NONE


def drifts(actor: User, *, now: datetime) -> list[Drift]:
    """Measured topics with enough deliveries of promised values or times, alarming ones first.

    Of the newest deliveries and entries of the last year; three statements.
    """
    measured = Topic.objects.filter(retired_at=None, kind=Topic.Kind.MEASURED)
    topics = {topic.pk: topic for topic in measured.order_by("position", "pk")}
    series = {pk: _Series() for pk in topics}
    _read_deliveries(series, actor, topics.values(), now)
    _read_expectations(series, actor, topics.values(), now)
    found = [
        Drift(topics[pk], _judged(topics[pk], each))
        for pk, each in series.items()
        if len(each.promised) >= FEWEST
    ]
    return sorted(found, key=lambda each: not each.is_alarming)


def _judged(topic: Topic, series: _Series) -> OverDelivery:
    return over_delivery(
        series.promised,
        series.delivered,
        margin=NOTICED * abs(median(series.promised)),
        expected=series.expected,
        expected_times=series.expected_days,
        more_is_better=more_is_better(topic),
    )


def _read_deliveries(
    series: dict[int, _Series], actor: User, topics: Collection[Topic], now: datetime
) -> None:
    """Noted values where both are known, else times on the clock where the unit is one of time."""
    rows = Scope(actor, since=now - YEAR).promises().filter(delivered_at__isnull=False)
    newest = Q(pk__in=())
    for topic in topics:
        newest |= newest_of(rows.filter(_comparable(topic)), "closed_at", [topic], NEWEST)
    columns = ("topic", "value", "delivered_value", "made_at", "due_at", "delivered_at")
    found = Promise.objects.filter(newest).order_by("closed_at", "pk")
    units = {topic.pk: rules.hours_of(topic.unit) for topic in topics}
    for topic_id, value, delivered_value, made_at, due_at, delivered_at in found.values_list(
        *columns
    ):
        each = series[topic_id]
        if value is not None and delivered_value is not None:
            each.promised.append(float(value))
            each.delivered.append(float(delivered_value))
        else:
            unit = timedelta(hours=units[topic_id])
            each.promised.append((due_at - made_at) / unit)
            each.delivered.append(((delivered_at or due_at) - made_at) / unit)


def _comparable(topic: Topic) -> Q:
    noted = Q(value__isnull=False, delivered_value__isnull=False)
    unnoted = Q(value=None, delivered_value=None, delivered_at__gt=F("made_at"))
    return noted | unnoted if rules.hours_of(topic.unit) else noted


def _read_expectations(
    series: dict[int, _Series], actor: User, topics: Collection[Topic], now: datetime
) -> None:
    rows = expectations_visible_to(actor).filter(
        value__isnull=False, recorded_at__gte=now - YEAR, withdrawn_at=None
    )
    newest = newest_of(rows, "recorded_at", topics, NEWEST)
    found = Expectation.objects.filter(newest).order_by("recorded_at", "pk")
    for topic_id, value, recorded_at in found.values_list("topic", "value", "recorded_at"):
        if value is not None:
            series[topic_id].expected.append(float(value))
            series[topic_id].expected_days.append((recorded_at - now) / DAY)
