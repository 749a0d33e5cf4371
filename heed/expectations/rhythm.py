"""When what was promised for again and again is due, and how long a time "within" is."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from heed.core.business_hours import BusinessHours
from heed.core.wall_clock import first_instant, local_day

DAY = timedelta(days=1)
LAST_DAY = 31


@dataclass(frozen=True)
class Rhythm:
    """How often: `every` is day, week or month; `day` the weekday (0 is Monday) or day of month.

    Day 31 is the last of each month. Without a time it is due when that day closes.
    """

    every: str
    day: int | None = None
    at: time | None = None


@dataclass(frozen=True)
class Occurrence:
    """One time of a repeating promise: the day it falls on, and when it is due.

    The day is that of the rhythm; where it is no business day, it is due on the next one.
    """

    day: date
    due_on: date
    due_at: datetime

    @property
    def is_moved(self) -> bool:
        return self.day != self.due_on


def occurrence_after(rhythm: Rhythm, after: date, hours: BusinessHours) -> Occurrence:
    """Return the first occurrence whose day in the rhythm is later than `after`."""
    day = _day_after(rhythm, after, hours)
    due_on = day
    while not hours.is_business_day(due_on):
        due_on += DAY
    return Occurrence(day, due_on, _due_at(rhythm, due_on, hours))


def first_occurrence(rhythm: Rhythm, now: datetime, hours: BusinessHours) -> Occurrence:
    """Return the first occurrence that is still to come at `now`."""
    today = local_day(ZoneInfo(hours.time_zone), now)
    found = occurrence_after(rhythm, today - DAY, hours)
    while found.due_at <= now:
        found = occurrence_after(rhythm, found.day, hours)
    return found


def due_within(amount: int, unit: str, since: datetime, hours: BusinessHours) -> datetime:
    """Return the end of so many hours, business hours, days or business days from `since`.

    A day later is the same time of day on the next date, also where the clocks change.
    """
    if unit == "hours":
        return since + timedelta(hours=amount)
    if unit == "business_hours":
        return hours.add(since, timedelta(hours=amount))
    if unit == "business_days":
        return hours.add_business_days(since, amount)
    zone = ZoneInfo(hours.time_zone)
    local = since.astimezone(zone)
    return first_instant(zone, local.date() + amount * DAY, local.time())


def _day_after(rhythm: Rhythm, after: date, hours: BusinessHours) -> date:
    day = after + DAY
    if rhythm.every == "day":
        while not hours.is_business_day(day):
            day += DAY
        return day
    if rhythm.every == "week":
        return day + timedelta(days=((rhythm.day or 0) - day.weekday()) % 7)
    found = _day_of_month(day, rhythm.day or LAST_DAY)
    return found if found >= day else _day_of_month(_next_month(day), rhythm.day or LAST_DAY)


def _day_of_month(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def _next_month(day: date) -> date:
    return day.replace(day=28) + 4 * DAY


def _due_at(rhythm: Rhythm, day: date, hours: BusinessHours) -> datetime:
    if rhythm.at is None:
        return hours.closing_of(day)
    return first_instant(ZoneInfo(hours.time_zone), day, rhythm.at)
