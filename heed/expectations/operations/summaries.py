"""Summaries of the ledger by day and month: built by the clock, reopened by changes of the past."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from heed.expectations.models import (
    Expectation,
    ExpectingCount,
    KeepingSummary,
    LedgerPeriod,
    LedgerSummary,
    Perception,
    Promise,
)
from heed.expectations.queries.keeping import FIELDS, OUTCOMES, outcomes_by
from heed.expectations.queries.ledger_sums import (
    COLUMNS,
    DAY,
    next_month,
    perception_sums,
    promise_sums,
)
from heed.expectations.queries.scope import COUNTED

SETTLED = timedelta(hours=1)
CERTAIN = timedelta(minutes=1)
KEYS = ("topic", "customer__team", "tier")
Grain = LedgerPeriod.Grain


def summarise_month(*, start: datetime, now: datetime) -> int:
    """Summarise the past days of the month that starts then, and the month once it is over.

    A day is past an hour after its end (UTC). What changes while it is summarised leaves the
    period to be read row by row. Return how many days were summarised.
    """
    end = min(next_month(start), now - SETTLED)
    days = [start.date() + DAY * n for n in range((end - start).days)]
    _note_periods(Grain.DAY, days)
    stale = {
        period.starts_on: period
        for period in LedgerPeriod.objects.filter(grain=Grain.DAY, starts_on__in=days)
        if period.built != period.changed
    }
    if stale:
        _build_days(stale, start, start + DAY * len(days))
    if next_month(start) <= now - SETTLED:
        _build_month(start.date(), len(days))
    return len(stale)


def _note_periods(grain: str, starts: Iterable[date]) -> None:
    """Make the periods known before their rows are read, so that a change meanwhile is noted."""
    LedgerPeriod.objects.bulk_create(
        [LedgerPeriod(grain=grain, starts_on=day) for day in starts], ignore_conflicts=True
    )


@transaction.atomic
def _build_days(stale: Mapping[date, LedgerPeriod], since: datetime, until: datetime) -> None:
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for moment, sums in (("answered_at", _perceived), ("closed_at", _promised)):
        span = Q(**{f"{moment}__gte": since, f"{moment}__lt": until})
        for row in sums(span):
            key = (row.pop("day"), *(row.pop(name) for name in KEYS))
            found.setdefault(key, {}).update(row)
    LedgerSummary.objects.filter(period__in=[each.pk for each in stale.values()]).delete()
    LedgerSummary.objects.bulk_create(
        LedgerSummary(
            period=stale[day], topic_id=topic_id, team_id=team_id, tier=tier, **_known(row)
        )
        for (day, topic_id, team_id, tier), row in found.items()
        if day in stale
    )
    _build_keeping(stale, Q(closed_at__gte=since, closed_at__lt=until))
    _mark_built(stale.values())


def _build_keeping(stale: Mapping[date, LedgerPeriod], span: Q) -> None:
    KeepingSummary.objects.filter(period__in=[each.pk for each in stale.values()]).delete()
    for by, field in FIELDS.items():
        rows = outcomes_by(field, _closed(span), "day", "customer__team")
        KeepingSummary.objects.bulk_create(
            KeepingSummary(
                period=stale[row.pop("day")],
                by=by,
                key=str(row.pop(field) or ""),
                team_id=row.pop("customer__team"),
                **row,
            )
            for row in rows
            if row["day"] in stale
        )


def _closed(span: Q) -> QuerySet[Promise]:
    rows = Promise.objects.filter(span, outcome__in=COUNTED)
    return rows.annotate(day=TruncDate("closed_at", tzinfo=UTC))


def _perceived(span: Q) -> Iterable[dict[str, Any]]:
    rows = Perception.objects.filter(span).annotate(day=TruncDate("answered_at", tzinfo=UTC))
    return perception_sums(rows, "day", *KEYS)


def _promised(span: Q) -> Iterable[dict[str, Any]]:
    return promise_sums(_closed(span), "day", *KEYS)


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _mark_built(periods: Iterable[LedgerPeriod]) -> None:
    """Say that summaries hold, but for periods that changed after they were read."""
    for period in periods:
        rows = LedgerPeriod.objects.filter(pk=period.pk, changed=period.changed)
        rows.update(built=period.changed)


@transaction.atomic
def _build_month(starts_on: date, days: int) -> None:
    _note_periods(Grain.MONTH, [starts_on])
    month = LedgerPeriod.objects.get(grain=Grain.MONTH, starts_on=starts_on)
    whole = LedgerPeriod.objects.filter(
        grain=Grain.DAY,
        starts_on__gte=starts_on,
        starts_on__lt=starts_on + DAY * days,
        built=F("changed"),
    )
    if month.built == month.changed or whole.count() < days:
        return
    _add_up(LedgerSummary, COLUMNS, ("topic_id", "team_id", "tier"), whole, month)
    _add_up(KeepingSummary, OUTCOMES, ("by", "key", "team_id"), whole, month)
    _mark_built([month])


def _add_up(
    table: type[LedgerSummary] | type[KeepingSummary],
    columns: Iterable[str],
    keys: Iterable[str],
    days: QuerySet[LedgerPeriod],
    month: LedgerPeriod,
) -> None:
    """Write the sums of a month's days as those of the month."""
    # Named apart from the columns, which an annotation must not shadow.
    totals = {f"sum_{name}": Sum(name) for name in columns}
    rows = table.objects.filter(period__in=days.values("pk")).order_by()
    table.objects.filter(period=month).delete()
    table.objects.bulk_create(
        table(period=month, **{name.removeprefix("sum_"): value for name, value in row.items()})  # type: ignore[misc]
        for row in rows.values(*keys).annotate(**totals)
    )


def note_past_change(*, moments: Iterable[datetime]) -> None:
    """Reopen the days and months of rows that changed after they were closed or answered.

    Part of a larger operation; a day without a summary is read row by row anyway.
    """
    days = {at.astimezone(UTC).date() for at in moments}
    months = {day.replace(day=1) for day in days}
    touched = Q(grain=Grain.DAY, starts_on__in=days) | Q(grain=Grain.MONTH, starts_on__in=months)
    LedgerPeriod.objects.filter(touched).update(changed=F("changed") + 1)


@transaction.atomic
def reopen_periods_of(*, customer_id: int) -> None:
    """Reopen the periods in which the customer has rows: she or he went to another team."""
    closed = Promise.objects.filter(customer_id=customer_id, closed_at__isnull=False)
    answered = Perception.objects.filter(customer_id=customer_id)
    moments = [
        *closed.order_by().values_list("closed_at", flat=True),
        *answered.order_by().values_list("answered_at", flat=True),
    ]
    note_past_change(moments=[at for at in moments if at])


@transaction.atomic
def count_expecting(*, now: datetime) -> None:
    """Count what is expected, by topic, tier and team, as it stood a minute ago."""
    at = now - CERTAIN
    current = Q(superseded_at=None) | Q(superseded_at__gte=at)
    rows = Expectation.objects.filter(current, recorded_at__lt=at).order_by()
    counts = rows.values_list("topic", "customer__team", "customer__tier").annotate(Count("pk"))
    ExpectingCount.objects.all().delete()
    ExpectingCount.objects.bulk_create(
        ExpectingCount(topic_id=topic_id, team_id=team_id, tier=tier, n=n, counted_at=at)
        for topic_id, team_id, tier, n in counts
    )
