"""Business time: when a place is open, and arithmetic that counts only opening time.

Opening hours are told by the clock on the wall, answers are instants in UTC. An opening or closing
time that a clock change skips is the moment of the change; one that comes twice counts the first
time, so a place open all day is open for 23 or 25 hours on such days.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from heed.core.wall_clock import DAY, MIDNIGHT, first_instant, local_day, offset_at

Intervals = tuple[tuple[time, time], ...]
Openings = tuple[tuple[datetime, datetime], ...]

ZERO = timedelta()
WEEK = timedelta(days=7)
SEARCH_DAYS = 370


@dataclass(frozen=True)
class BusinessHours:
    """When a place is open.

    `weekly` maps a weekday (0 is Monday) to its opening intervals in local time, in order; an
    absent weekday is closed, and an interval that ends at 00:00 or at `time.max` ends with the
    day. On `holidays` the place is closed all day. On `workdays` (make-up working days) it keeps
    the hours most weekdays have, whatever the weekday; a date in both is closed.

    Raises ValueError where the time zone is unknown or the intervals are not in order.
    """

    time_zone: str
    weekly: Mapping[int, Intervals] = field(hash=False)
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        weekly = {day: tuple((a, b) for a, b in hours) for day, hours in self.weekly.items()}
        object.__setattr__(self, "weekly", weekly)
        _require_time_zone(self.time_zone)
        for weekday, intervals in self.weekly.items():
            _require_weekday(weekday)
            _require_order(intervals)

    def is_open(self, at: datetime) -> bool:
        return any(start <= at < end for start, end in self.intervals_on(self._day_of(at)))

    def is_business_day(self, day: date) -> bool:
        return bool(self.intervals_on(day))

    def intervals_on(self, day: date) -> Openings:
        """Return the openings of a local date in UTC, half-open and in order."""
        openings = []
        for opens, closes in self._hours_on(day):
            start = self._instant(day, opens)
            closing_day = day + DAY if _is_midnight(closes) else day
            end = self._instant(closing_day, MIDNIGHT if _is_midnight(closes) else closes)
            if start < end:
                openings.append((start, end))
        return tuple(openings)

    def closing_of(self, day: date) -> datetime:
        """Return the last closing time of a local date. Raises ValueError on a closed day."""
        openings = self.intervals_on(day)
        if not openings:
            raise ValueError(
                f"{day} has no closing time: it is a closed day; ask for a business day."
            )
        return openings[-1][1]

    def next_opening(self, at: datetime) -> datetime:
        """Return the first open instant from `at` on: `at` itself while open."""
        day = self._day_of(at)
        for start, end in self.intervals_on(day):
            if at < end:
                return max(start, at.astimezone(UTC))
        return self.intervals_on(self._business_day_from(day, DAY))[0][0]

    def add(self, at: datetime, duration: timedelta) -> datetime:
        """Return the first instant by which `duration` of business time has passed since `at`.

        Eight hours from the opening of an eight-hour day is therefore its closing, not the next
        opening. A negative duration counts back, to the last such instant; zero gives the next
        opening. Raises ValueError where the place does not open within 370 days.
        """
        if not duration:
            return self.next_opening(at)
        day = self._day_of(at)
        position = self._elapsed(day, at) + duration
        return self._forward(day, position) if duration > ZERO else self._back(day, position)

    def between(self, since: datetime, until: datetime) -> timedelta:
        """Return the business time from `since` to `until`, negative where `until` is earlier."""
        if until < since:
            return -self.between(until, since)
        first, last = self._day_of(since), self._day_of(until)
        return self._total(first, last) + self._elapsed(last, until) - self._elapsed(first, since)

    def add_business_days(self, at: datetime, days: int) -> datetime:
        """Return the same local time of day, that many business days later (negative: earlier).

        From a closed day it counts from the opening of the next business day, or, counting back,
        from the closing of the one before: three days from a Saturday is Thursday at the opening.
        The time of day is kept even where the place is closed then.
        """
        day = self._day_of(at)
        if not self.is_business_day(day):
            day = self._business_day_from(day, -DAY if days < 0 else DAY)
            at = self.closing_of(day) if days < 0 else self.intervals_on(day)[0][0]
        if not days:
            return at.astimezone(UTC)
        local = at.astimezone(self._zone)
        overnight = local.date() - day
        for _ in range(abs(days)):
            day = self._business_day_from(day, -DAY if days < 0 else DAY)
        return self._instant(day + overnight, local.time())

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def _usual_hours(self) -> Intervals:
        """The hours most weekdays have; among equals those earliest in the week."""
        counts = Counter(self.weekly[day] for day in sorted(self.weekly) if self.weekly[day])
        return counts.most_common(1)[0][0] if counts else ()

    @cached_property
    def _usual_week(self) -> timedelta:
        """Opening time of a week without holidays, make-up days and clock changes."""
        return sum((_length(hours) for hours in self.weekly.values()), ZERO)

    @cached_property
    def _exceptions(self) -> list[date]:
        return sorted(self.holidays | self.workdays)

    def _hours_on(self, day: date) -> Intervals:
        if day in self.holidays:
            return ()
        if day in self.workdays:
            return self._usual_hours
        return self.weekly.get(day.weekday(), ())

    def _instant(self, day: date, at: time) -> datetime:
        return first_instant(self._zone, day, at)

    def _day_of(self, at: datetime) -> date:
        return local_day(self._zone, at)

    def _elapsed(self, day: date, at: datetime) -> timedelta:
        """Return the opening time of `day` that has passed at `at`."""
        openings = self.intervals_on(day)
        return sum((min(end, at) - start for start, end in openings if start < at), ZERO)

    def _length_of(self, day: date) -> timedelta:
        """Return the opening time of a day, as the wall clock tells it where it is not changed."""
        hours = self._hours_on(day)
        if not hours or self._offset_at(day) == self._offset_at(day + DAY):
            return _length(hours)
        return sum((end - start for start, end in self.intervals_on(day)), ZERO)

    def _offset_at(self, day: date) -> timedelta | None:
        return offset_at(self._zone, day)

    def _total(self, since: date, until: date) -> timedelta:
        """Return the opening time of all days from `since` up to, without, `until`."""
        total, day = ZERO, since
        while day < until:
            if day + WEEK <= until and self._is_usual_week(day):
                total += self._usual_week
                day += WEEK
            else:
                total += self._length_of(day)
                day += DAY
        return total

    def _is_usual_week(self, day: date) -> bool:
        """Whether the seven days from `day` have neither exceptions nor clock changes.

        Comparing only the ends would miss a summer time of one week, as in Boa Vista in 2000.
        """
        at = bisect_left(self._exceptions, day)
        if at < len(self._exceptions) and self._exceptions[at] < day + WEEK:
            return False
        offset = self._offset_at(day)
        return all(self._offset_at(day + n * DAY) == offset for n in range(1, 8))

    def _business_day_from(self, day: date, step: timedelta) -> date:
        """Return the nearest business day after `day`, or before it where `step` is negative."""
        for n in range(1, SEARCH_DAYS + 1):
            if self._length_of(day + n * step):
                return day + n * step
        raise ValueError(
            f"These business hours have no opening within {SEARCH_DAYS} days of {day}; "
            "give at least one weekday opening hours, or shorten the holidays."
        )

    def _forward(self, day: date, position: timedelta) -> datetime:
        """Return the first instant `position` into the opening time counted from `day`."""
        while position > (length := self._length_of(day)):
            if ZERO < self._usual_week < position and self._is_usual_week(day):
                position -= self._usual_week
                day += WEEK
            else:
                position -= length
                day = self._business_day_from(day, DAY)
        return _first_at(position, self.intervals_on(day))

    def _back(self, day: date, position: timedelta) -> datetime:
        """Return the last instant `position` (negative: before it) into the time of `day`."""
        while position < ZERO:
            if ZERO < self._usual_week < -position and self._is_usual_week(day - WEEK):
                position += self._usual_week
                day -= WEEK
            else:
                day = self._business_day_from(day, -DAY)
                position += self._length_of(day)
        return _last_at(position, self.intervals_on(day))


def _first_at(position: timedelta, openings: Openings) -> datetime:
    (start, end), *rest = openings
    if position <= end - start:
        return start + position
    return _first_at(position - (end - start), tuple(rest))


def _last_at(position: timedelta, openings: Openings) -> datetime:
    (start, end), *rest = openings
    if position < end - start:
        return start + position
    return _last_at(position - (end - start), tuple(rest))


def _is_midnight(closes: time) -> bool:
    return closes in (MIDNIGHT, time.max)


def _since_midnight(at: time) -> timedelta:
    return datetime.combine(date.min, at) - datetime.combine(date.min, MIDNIGHT)


@lru_cache(maxsize=128)
def _length(intervals: Intervals) -> timedelta:
    ends = (DAY if _is_midnight(closes) else _since_midnight(closes) for _, closes in intervals)
    return sum(ends, ZERO) - sum((_since_midnight(opens) for opens, _ in intervals), ZERO)


def _require_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(
            f"Expected an IANA time zone such as Asia/Shanghai, got {name!r}."
        ) from error


def _require_weekday(weekday: int) -> None:
    if weekday not in range(7):
        raise ValueError(f"Expected weekdays from 0 (Monday) to 6 (Sunday), got {weekday!r}.")


def _require_order(intervals: Intervals) -> None:
    reached = ZERO
    for opens, closes in intervals:
        end = DAY if _is_midnight(closes) else _since_midnight(closes)
        if _since_midnight(opens) < reached or end <= _since_midnight(opens):
            raise ValueError(
                "Expected opening intervals in order that neither overlap nor run past midnight, "
                f"got {opens}-{closes} in {intervals!r}."
            )
        reached = end
