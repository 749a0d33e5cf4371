"""Business time against a reference that walks minute by minute and knows no arithmetic."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from heed.core.business_hours import BusinessHours

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
# Days around which clocks change, by an hour, half an hour, at midnight, for one week, or by a day.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("America/Sao_Paulo", date(2017, 10, 15)),
    ("America/Sao_Paulo", date(2018, 2, 18)),
    ("America/Boa_Vista", date(2000, 10, 12)),
    ("America/St_Johns", date(2009, 11, 1)),
    ("America/Havana", date(2026, 11, 1)),
    ("Asia/Beirut", date(2026, 3, 29)),
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Asia/Shanghai", date(2026, 2, 17)),
]


def open_minutes(hours: BusinessHours, since: datetime, until: datetime) -> list[datetime]:
    """Every open minute, told from the latest time the wall clock has shown so far."""
    zone = ZoneInfo(hours.time_zone)
    at = since - 2 * DAY
    shown = datetime.min  # noqa: DTZ901
    found = []
    while at < until:
        shown = max(shown, at.astimezone(zone).replace(tzinfo=None))
        if at >= since and _is_open_on_the_wall(hours, shown):
            found.append(at)
        at += MINUTE
    return found


def _is_open_on_the_wall(hours: BusinessHours, shown: datetime) -> bool:
    intervals = hours.weekly.get(shown.weekday(), ())
    if shown.date() in hours.workdays:
        open_days = [hours.weekly[day] for day in range(7) if hours.weekly.get(day)]
        intervals = max(open_days, key=open_days.count, default=())
    if shown.date() in hours.holidays:
        intervals = ()
    return any(
        opens <= shown.time() and (closes in (time(0), time.max) or shown.time() < closes)
        for opens, closes in intervals
    )


@st.composite
def day_intervals(draw: st.DrawFn) -> tuple[tuple[time, time], ...]:
    minutes = draw(st.lists(st.integers(0, 1440), max_size=6, unique=True).map(sorted))
    if len(minutes) % 2:
        minutes.pop()
    marks = [time(m // 60, m % 60) if m < 1440 else time.max for m in minutes]
    return tuple(zip(marks[::2], marks[1::2], strict=True))


@st.composite
def calendars(draw: st.DrawFn) -> tuple[BusinessHours, datetime]:
    """Some calendar, and an instant a few days before a clock change it may live through."""
    zone, change = draw(st.sampled_from(CHANGES))
    near = st.integers(-6, 6).map(lambda n: change + n * DAY)
    few = draw(st.lists(day_intervals(), min_size=1, max_size=3))
    weekly = draw(st.dictionaries(st.integers(0, 6), st.sampled_from(few)))
    hours = BusinessHours(
        zone, weekly, draw(st.frozensets(near, max_size=3)), draw(st.frozensets(near, max_size=3))
    )
    start = datetime.combine(change - 5 * DAY, time(), UTC)
    return hours, start + draw(st.integers(0, 7 * 1440)) * MINUTE


@settings(max_examples=30, deadline=None)
@given(calendars(), st.integers(0, 6 * 1440))
def test_time_between_is_the_count_of_open_minutes(calendar, span):
    hours, since = calendar
    until = since + span * MINUTE
    minutes = open_minutes(hours, since, until)

    assert hours.between(since, until) == len(minutes) * MINUTE
    assert hours.is_open(since) is (since in open_minutes(hours, since, since + MINUTE))


@settings(max_examples=30, deadline=None)
@given(calendars(), st.data())
def test_added_time_ends_with_the_open_minute_that_completes_it(calendar, data):
    hours, since = calendar
    minutes = open_minutes(hours, since, since + 6 * DAY)
    assume(minutes)
    count = data.draw(st.integers(1, len(minutes)))

    assert hours.next_opening(since) == minutes[0]
    assert hours.add(since, count * MINUTE) == minutes[count - 1] + MINUTE


@settings(max_examples=30, deadline=None)
@given(calendars(), st.data())
def test_time_taken_back_ends_with_the_open_minute_that_completes_it(calendar, data):
    hours, until = calendar
    minutes = open_minutes(hours, until - 6 * DAY, until)
    assume(minutes)
    count = data.draw(st.integers(1, len(minutes)))

    assert hours.add(until, -count * MINUTE) == minutes[-count]


@settings(max_examples=120, deadline=None)
@given(calendars(), st.integers(-(10**12), 10**12).filter(bool))
def test_the_time_between_is_the_time_that_was_added(calendar, microseconds):
    hours, since = calendar
    assume(any(hours.weekly.values()))
    duration = timedelta(microseconds=microseconds)

    assert hours.between(since, hours.add(since, duration)) == duration


@settings(max_examples=60, deadline=None)
@given(calendars(), st.lists(st.integers(-3000, 3000), min_size=3, max_size=3).map(sorted))
def test_time_between_adds_up_over_the_years(calendar, days):
    hours, at = calendar
    first, middle, last = (at + n * DAY for n in days)

    assert hours.between(first, middle) + hours.between(middle, last) == hours.between(first, last)


@pytest.mark.parametrize(("zone", "change"), CHANGES, ids=str)
def test_weeks_taken_at_once_equal_days_taken_singly(zone, change):
    weekly = {0: ((time(0), time(3)), (time(23), time.max)), 6: ((time(0, 30), time(12)),)}
    hours = BusinessHours(zone, weekly)
    days = [datetime.combine(change + n * DAY, time(), UTC) for n in range(-800, 800)]

    singly = sum((hours.between(a, b) for a, b in pairwise(days)), timedelta())

    assert hours.between(days[0], days[-1]) == singly
