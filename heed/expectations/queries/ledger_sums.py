"""Sums of the ledger: read from the summaries of past days and months where they hold.

What has no summary yet, or changed since, is summed row by row, so that the figures are always
those of the rows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Cast

from heed.accounts.queries import in_teams_of
from heed.expectations.models import (
    Expectation,
    ExpectingCount,
    LedgerPeriod,
    LedgerSummary,
    Perception,
    Promise,
)
from heed.expectations.queries.scope import Scope

FELT_PAIR = Q(perceived__isnull=False, expected__isnull=False)
MEASURED_PAIR = Q(delivered_value__isnull=False, expected_value__isnull=False)
KEYS = {"id", "period", "topic", "team", "tier"}
COLUMNS = tuple(each.name for each in LedgerSummary._meta.fields if each.name not in KEYS)
DAY = timedelta(days=1)


def perception_sums(rows: QuerySet[Perception], *keys: str) -> Iterable[dict[str, Any]]:
    """Counts and sums of answers for each value of the keys."""
    gap = F("perceived") - F("expected")
    against = F("against_expectation")
    sums: Iterable[dict[str, Any]] = (
        rows.order_by()
        .values(*keys)
        .annotate(
            perceived_n=Count("perceived"),
            perceived_total=Sum("perceived"),
            felt_n=Count("pk", filter=FELT_PAIR),
            felt_expected=Sum("expected", filter=FELT_PAIR),
            felt_perceived=Sum("perceived", filter=FELT_PAIR),
            felt_gap=Sum(gap, filter=FELT_PAIR),
            felt_gap_squares=Sum(gap * gap, filter=FELT_PAIR),
            against_n=Count("against_expectation"),
            against=Sum(against),
            against_squares=Sum(against * against),
        )
    )
    return sums


def _number(name: str) -> Cast:
    return Cast(name, FloatField())


def promise_sums(rows: QuerySet[Promise], *keys: str) -> Iterable[dict[str, Any]]:
    """Counts and sums of closed promises for each value of the keys."""
    gap = _number("delivered_value") - _number("expected_value")
    sums: Iterable[dict[str, Any]] = (
        rows.order_by()
        .values(*keys)
        .annotate(
            closed=Count("pk"),
            kept=Count("pk", filter=Q(outcome=Promise.Outcome.KEPT)),
            promised_n=Count("value"),
            promised=Sum(_number("value")),
            delivered_n=Count("delivered_value"),
            delivered=Sum(_number("delivered_value")),
            measured_n=Count("pk", filter=MEASURED_PAIR),
            measured_expected=Sum(_number("expected_value"), filter=MEASURED_PAIR),
            measured_gap=Sum(gap, filter=MEASURED_PAIR),
            measured_gap_squares=Sum(gap * gap, filter=MEASURED_PAIR),
        )
    )
    return sums


@dataclass
class Cover:
    """A span of time cut into periods whose summaries hold, and what lies between them."""

    period_ids: list[int] = field(default_factory=list)
    uncovered: list[tuple[datetime | None, datetime | None]] = field(default_factory=list)


def cover(since: datetime | None, until: datetime | None) -> Cover:
    """Cover a span with the fewest summaries that hold: months, and days beside them."""
    held = LedgerPeriod.objects.filter(built=F("changed")).values_list("pk", "grain", "starts_on")
    months = [_span(*row) for row in held if row[1] == LedgerPeriod.Grain.MONTH]
    days = [_span(*row) for row in held if row[1] == LedgerPeriod.Grain.DAY]
    chosen = _inside(months, since, until)
    covered = {(start.year, start.month) for _pk, start, _end in chosen}
    chosen += [
        each for each in _inside(days, since, until) if (each[1].year, each[1].month) not in covered
    ]
    chosen.sort(key=lambda each: each[1])
    found, reached = Cover([pk for pk, _start, _end in chosen]), since
    for _pk, start, end in chosen:
        if reached is None or start > reached:
            found.uncovered.append((reached, start))
        reached = end
    if until is None or reached is None or reached < until:
        found.uncovered.append((reached, until))
    return found


Span = tuple[int, datetime, datetime]


def _span(pk: int, grain: str, starts_on: date) -> Span:
    start = datetime.combine(starts_on, time(), UTC)
    return pk, start, next_month(start) if grain == LedgerPeriod.Grain.MONTH else start + DAY


def next_month(start: datetime) -> datetime:
    """The first instant of the month after the one that starts then."""
    return (start + timedelta(days=31)).replace(day=1)


def _inside(spans: list[Span], since: datetime | None, until: datetime | None) -> list[Span]:
    return [
        each
        for each in spans
        if (since is None or each[1] >= since) and (until is None or each[2] <= until)
    ]


def ledger_sums(scope: Scope) -> Iterable[Mapping[str, Any]]:
    """Counts and sums by topic and tier; several rows of the same key add up."""
    span = cover(scope.since, scope.until)
    if span.period_ids:
        yield from _summarised(scope, span.period_ids)
    for since, until in span.uncovered:
        part = replace(scope, since=since, until=until)
        yield from perception_sums(part.perceptions(), *BY_TIER)
        yield from promise_sums(part.promises(), *BY_TIER)


BY_TIER = ("topic", "tier")


def _summarised(scope: Scope, period_ids: list[int]) -> Iterable[Mapping[str, Any]]:
    rows = LedgerSummary.objects.filter(in_teams_of(scope.actor), period__in=period_ids)
    rows = rows.filter(tier=scope.tier) if scope.tier else rows
    # Named apart from the columns, which an annotation must not shadow.
    totals = {f"sum_{name}": Sum(name) for name in COLUMNS}
    for row in rows.order_by().values(*BY_TIER).annotate(**totals):
        yield {name.removeprefix("sum_"): value for name, value in row.items()}


def expecting_counts(scope: Scope) -> Iterable[tuple[int, int]]:
    """How many expect something now, by topic: the last count, and what changed since."""
    counted_at = ExpectingCount.objects.values_list("counted_at", flat=True).first()
    if counted_at is None:
        yield from _counted(scope.expectations())
        return
    counts = ExpectingCount.objects.filter(in_teams_of(scope.actor))
    counts = counts.filter(tier=scope.tier) if scope.tier else counts
    yield from counts.order_by().values_list("topic").annotate(Sum("n"))
    # Few rows, counted here: grouped by topic, SQLite would walk all rows of each topic.
    new = scope.expectations().filter(recorded_at__gte=counted_at).order_by("recorded_at")
    gone = scope.former_expectations().filter(
        superseded_at__gte=counted_at, recorded_at__lt=counted_at
    )
    yield from Counter(new.values_list("topic", flat=True)).items()
    for topic_id in gone.order_by("superseded_at").values_list("topic", flat=True):
        yield topic_id, -1


def _counted(rows: QuerySet[Expectation]) -> Iterable[tuple[int, int]]:
    return rows.order_by().values_list("topic").annotate(Count("pk"))
