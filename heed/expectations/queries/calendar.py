"""The promise calendar: what is due on which day, with the days on which we are closed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils import timezone
from django.utils.translation import get_language

from heed.core.business_hours import BusinessHours
from heed.core.models import Calendar, CalendarDay
from heed.expectations.models import Promise
from heed.expectations.queries.board import BoardScope

DAY = timedelta(days=1)
SHOWN_A_DAY = {"month": 4, "week": 40}


@dataclass
class CalendarDate:
    """One day: what is due then, how much there is in all, and when we are open."""

    day: date
    is_business_day: bool
    is_beside: bool = False
    holiday: str = ""
    opens: Sequence[tuple[datetime, datetime]] = ()
    promises: list[Promise] = field(default_factory=list)
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.promises)


def days_of(view: str, around: date) -> list[date]:
    """The days that a month (in whole weeks, Monday first) or a week shows."""
    if view == "week":
        first = around - timedelta(days=around.weekday())
        return [first + n * DAY for n in range(7)]
    begins = around.replace(day=1)
    ends = (begins.replace(day=28) + 4 * DAY).replace(day=1) - DAY
    first = begins - timedelta(days=begins.weekday())
    last = ends + timedelta(days=6 - ends.weekday())
    return [first + n * DAY for n in range((last - first).days + 1)]


def calendar_of(
    scope: BoardScope, *, view: str, around: date, hours: BusinessHours, calendar: Calendar | None
) -> list[CalendarDate]:
    """Each day shown with what is due on it in the reader's time zone; three queries."""
    days = days_of(view, around)
    holidays = _holidays(calendar, days)
    dates = {
        day: CalendarDate(
            day=day,
            is_business_day=hours.is_business_day(day),
            is_beside=view == "month" and day.month != around.month,
            holiday=holidays.get(day, ""),
            opens=hours.intervals_on(day),
        )
        for day in days
    }
    due = _due_on(scope, days)
    for promise in _first_of_each_day(due, SHOWN_A_DAY[view]):
        dates[promise.due_on].promises.append(promise)
    totals = due.order_by().values("due_on").annotate(total=Count("pk"))
    for day, total in totals.values_list("due_on", "total"):
        dates[day].total = total
    return list(dates.values())


def _due_on(scope: BoardScope, days: list[date]) -> "QuerySet[Any]":
    """Open promises of these days, each with the day it is due on."""
    zone = timezone.get_current_timezone()
    since, until = (datetime.combine(day, time(), zone) for day in (days[0], days[-1] + DAY))
    due = scope.open().filter(due_at__gte=since, due_at__lt=until)
    return due.annotate(due_on=TruncDate("due_at", tzinfo=zone))


def _first_of_each_day(due: "QuerySet[Any]", most: int) -> "QuerySet[Any]":
    place = Window(RowNumber(), partition_by=[F("due_on")], order_by=[F("due_at"), F("pk")])
    placed: QuerySet[Any] = due.annotate(place=place).filter(place__lte=most)
    return placed


def _holidays(calendar: Calendar | None, days: list[date]) -> dict[date, str]:
    rows = CalendarDay.objects.filter(
        calendar=calendar, day__range=(days[0], days[-1]), is_working=False
    )
    is_chinese = (get_language() or "").startswith("zh")
    return {row.day: (row.name_zh if is_chinese else "") or row.name for row in rows}


def default_calendar() -> Calendar | None:
    """The calendar that counts where a team has none of its own."""
    return Calendar.objects.filter(is_default=True).first()
