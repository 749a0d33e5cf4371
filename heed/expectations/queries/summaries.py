from collections.abc import Iterator
from datetime import UTC, datetime, time

from django.db.models import Count, F, Min
from django.db.models.functions import TruncMonth

from heed.expectations.models import LedgerPeriod, Perception, Promise
from heed.expectations.queries.ledger_sums import next_month


def months_to_summarise(*, now: datetime) -> Iterator[datetime]:
    """Months (UTC, by their first instant) with a past day whose summary is lacking or stale."""
    first = _first_moment()
    if first is None:
        return
    start = datetime.combine(first.astimezone(UTC).date().replace(day=1), time(), UTC)
    held = _held_by_month()
    while start < now:
        days, is_held = held.get((start.year, start.month), (0, False))
        past = (min(next_month(start), now) - start).days
        if days < past or (next_month(start) <= now and not is_held):
            yield start
        start = next_month(start)


def _first_moment() -> datetime | None:
    moments = (
        Promise.objects.aggregate(first=Min("closed_at"))["first"],
        Perception.objects.aggregate(first=Min("answered_at"))["first"],
    )
    return min((at for at in moments if at), default=None)


def _held_by_month() -> dict[tuple[int, int], tuple[int, bool]]:
    """How many days of each month have a summary that holds, and whether the month has."""
    rows = LedgerPeriod.objects.filter(built=F("changed")).order_by()
    found: dict[tuple[int, int], tuple[int, bool]] = {}
    counted = rows.values_list("grain", TruncMonth("starts_on")).annotate(Count("pk"))
    for grain, month, n in counted:
        days, is_held = found.get((month.year, month.month), (0, False))
        is_month = grain == LedgerPeriod.Grain.MONTH
        found[month.year, month.month] = (days, True) if is_month else (n, is_held)
    return found
