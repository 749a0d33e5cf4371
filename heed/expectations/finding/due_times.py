"""When a promise is due: the table of docs/promises-in-text.md as arithmetic on days and hours."""

import calendar
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from heed.core.business_hours import BusinessHours
from heed.core.wall_clock import DAY, MIDNIGHT, first_instant, local_day

HOUR = timedelta(hours=1)
NOON = time(12)
EARLY_AFTERNOON = time(15)
DUSK = time(19)
EVENING = time(21)
MOST_DAYS = 3660
SEARCH_DAYS = 60
PARTS = {
    "morning": NOON,
    "noon": NOON,
    "early_afternoon": EARLY_AFTERNOON,
    "dusk": DUSK,
    "evening": EVENING,
}


@dataclass(frozen=True)
class DueTimes:
    """The moments that words for times stand for, said at `now` to a customer in `zone`.

    Days and clock times are the customer's, opening and closing times those of `hours`. Every
    moment is the latest that still keeps the promise, in the customer's zone.
    """

    now: datetime
    zone: ZoneInfo
    hours: BusinessHours = field(hash=False)

    @cached_property
    def today(self) -> date:
        return _day(self.zone, self.now)

    @cached_property
    def minute(self) -> datetime:
        """Now, without what is finer than a minute."""
        return self.now.astimezone(self.zone).replace(second=0, microsecond=0)

    # Moments of a day.

    def at(self, day: date, clock: time) -> datetime:
        return _moment(self.zone, day, clock)

    def end_of(self, day: date) -> datetime:
        """24:00 of a day."""
        return self.at(day + DAY, MIDNIGHT)

    def closing_of(self, day: date) -> datetime:
        """Closing time of a day, on a closed day the usual one."""
        return _closing(self.hours, self.zone, day)

    def opening_of(self, day: date) -> datetime:
        return _opening(self.hours, self.zone, day)

    def close_of_today(self) -> datetime:
        """Closing time of today, 24:00 where that has passed."""
        closing = self.closing_of(self.today)
        return closing if self.now < closing else self.end_of(self.today)

    def part_of(self, day: date, part: str) -> datetime:
        """The end of a part of a day: `morning`, `closing`, `after_opening` and so on."""
        if part in PARTS:
            return self.at(day, PARTS[part])
        if part == "opening":
            return self.opening_of(day)
        if part == "after_opening":
            return self.opening_of(day) + HOUR
        if part == "midnight":
            return self.end_of(day)
        return self.closing_of(day)

    def next_part(self, part: str) -> datetime:
        """That part of today, where it has passed of tomorrow; work begins on business days."""
        moment = self.part_of(self.today, part)
        if part == "closing":
            return self.close_of_today()
        if part in {"opening", "after_opening"} and (moment <= self.now or self._is_closed_today):
            return self.part_of(self.business_day(1), part)
        return moment if moment > self.now else self.part_of(self.today + DAY, part)

    def next_clock(self, clock: time) -> datetime:
        """The next time the clock shows this."""
        moment = self.at(self.today, clock)
        return moment if moment > self.now else self.at(self.today + DAY, clock)

    # Days.

    def weekday(self, weekday: int, week: int | None = None) -> date:
        """That weekday of the present week plus `week`; without a week the next from now."""
        monday = self.today - self.today.weekday() * DAY
        if week is not None:
            return monday + (7 * week + weekday) * DAY
        ahead = (weekday - self.today.weekday()) % 7
        if ahead == 0 and (self._is_closed_today or self.now >= self.closing_of(self.today)):
            ahead = 7
        return self.today + ahead * DAY

    def calendar_day(
        self, day: int, month: int | None = None, year: int | None = None
    ) -> date | None:
        """The next such day from now, None where the calendar has none."""
        if year is not None:
            return _day_or_none(year, month or self.today.month, day)
        candidates = (
            [(self.today.year + more, month) for more in range(9)]
            if month is not None
            else [self._month(more) for more in range(12)]
        )
        for each_year, each_month in candidates:
            found = _day_or_none(each_year, each_month, day)
            if found and found >= self.today:
                return found
        return None

    def business_day(self, count: int) -> date:
        """The business day that many after today."""
        day = self.today
        for _ in range(min(count, MOST_DAYS)):
            day = self._business_day_from(day + DAY, DAY)
        return day

    def business_day_before(self, day: date) -> date:
        return self._business_day_from(day - DAY, -DAY)

    def days(self, count: int) -> date:
        return self.today + min(count, MOST_DAYS) * DAY

    def months(self, count: int) -> date:
        """The same day that many months on, the last of that month where it has no such day."""
        year, month = self._month(min(count, 120))
        return date(year, month, min(self.today.day, calendar.monthrange(year, month)[1]))

    def end_of_week(self, week: int) -> date:
        """The last business day of the present week plus `week`."""
        sunday = self.weekday(6, week)
        return self._last_business_day(self.weekday(0, week), sunday)

    def day_of_week(self, week: int, number: int) -> date:
        """The business day of that number, of that week."""
        return self._nth_business_day(self.weekday(0, week), number)

    def month_of(self, month: int | None, ahead: int | None) -> tuple[int, int]:
        """The next month of that number, or the present one plus `ahead`."""
        if month is None:
            return self._month(ahead or 0)
        return self.today.year + (month < self.today.month), month

    def day_of_month(self, part: str, month: int | None, ahead: int | None) -> date:
        """The day a part of a month ends: `start`, `middle`, `end`, `first_ten`, `second_ten`.

        The present month is taken for the next one where its start or middle is meant and over.
        """
        year, number = self.month_of(month, ahead)
        day = self._part_of_month(year, number, part)
        if day < self.today and month is None and ahead is None:
            day = self._part_of_month(*self._month(1), part)
        if day < self.today and month is not None:
            day = self._part_of_month(year + 1, number, part)
        return day

    def end_of_quarter(self, ahead: int = 0) -> date:
        left = 2 - (self.today.month - 1) % 3
        return self._part_of_month(*self._month(left + 3 * ahead), "end")

    def end_of_year(self, ahead: int = 0) -> date:
        return self._part_of_month(self.today.year + ahead, 12, "end")

    # Spans of time.

    def after(self, span: timedelta) -> datetime:
        """So much time from now as it passes, whatever the clocks on the wall do meanwhile."""
        return (self.minute.astimezone(UTC) + span).astimezone(self.zone)

    def after_business(self, span: timedelta) -> datetime:
        return self.hours.add(self.minute, span).astimezone(self.zone)

    def suggested(self) -> datetime:
        """What to suggest where no time was named: the close of the next business day."""
        return self.closing_of(self.business_day(1))

    @cached_property
    def _is_closed_today(self) -> bool:
        return not _is_business_day(self.hours, self.today)

    def _month(self, ahead: int) -> tuple[int, int]:
        months = self.today.year * 12 + self.today.month - 1 + ahead
        return months // 12, months % 12 + 1

    def _part_of_month(self, year: int, month: int, part: str) -> date:
        first = date(year, month, 1)
        last = date(year, month, calendar.monthrange(year, month)[1])
        if part == "start":
            return self._nth_business_day(first, 3)
        if part == "middle":
            return self._business_day_from(first.replace(day=15), -DAY)
        if part in {"first_ten", "second_ten"}:
            return first.replace(day=10 if part == "first_ten" else 20)
        return self._last_business_day(first, last)

    def _nth_business_day(self, first: date, number: int) -> date:
        day = self._business_day_from(first, DAY)
        for _ in range(number - 1):
            day = self._business_day_from(day + DAY, DAY)
        return day

    def _last_business_day(self, first: date, last: date) -> date:
        day = self._business_day_from(last, -DAY)
        return day if day >= first else last

    def _business_day_from(self, day: date, step: timedelta) -> date:
        """The nearest business day from `day` on; `day` itself where there is none near."""
        for n in range(SEARCH_DAYS):
            if _is_business_day(self.hours, day + n * step):
                return day + n * step
        return day


def _day_or_none(year: int, month: int, day: int) -> date | None:
    if not (1 <= year < 9990 and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


@lru_cache(maxsize=256)
def _day(zone: ZoneInfo, now: datetime) -> date:
    return local_day(zone, now)


@lru_cache(maxsize=4096)
def _moment(zone: ZoneInfo, day: date, clock: time) -> datetime:
    return first_instant(zone, day, clock).astimezone(zone)


@lru_cache(maxsize=4096)
def _is_business_day(hours: BusinessHours, day: date) -> bool:
    return hours.is_business_day(day)


@lru_cache(maxsize=4096)
def _closing(hours: BusinessHours, zone: ZoneInfo, day: date) -> datetime:
    openings = _usual(hours, day).intervals_on(day)
    closing = openings[-1][1] if openings else datetime.combine(day + DAY, MIDNIGHT, UTC)
    return closing.astimezone(zone)


@lru_cache(maxsize=4096)
def _opening(hours: BusinessHours, zone: ZoneInfo, day: date) -> datetime:
    openings = _usual(hours, day).intervals_on(day)
    opening = openings[0][0] if openings else datetime.combine(day, MIDNIGHT, UTC)
    return opening.astimezone(zone)


def _usual(hours: BusinessHours, day: date) -> BusinessHours:
    """Hours that open on `day` too, as on most weekdays."""
    if hours.is_business_day(day):
        return hours
    return replace(hours, holidays=frozenset(), workdays=frozenset({day}))
