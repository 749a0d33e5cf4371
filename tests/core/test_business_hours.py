from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from heed.core.business_hours import BusinessHours

HOUR = timedelta(hours=1)
NINE_TO_FIVE = ((time(9), time(17)),)
MORNING = ((time(8), time(12)),)
ALL_DAY = ((time(0), time.max),)
OFFICE = BusinessHours("Asia/Shanghai", dict.fromkeys(range(5), NINE_TO_FIVE))
ALWAYS = BusinessHours("Europe/Berlin", dict.fromkeys(range(7), ALL_DAY))
NEVER = BusinessHours("UTC", {})


def shanghai(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """An instant of March 2026, whose first Monday is the second."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        pytest.param(shanghai(2, 8, 59), False, id="before opening"),
        pytest.param(shanghai(2, 9), True, id="at opening"),
        pytest.param(shanghai(2, 16, 59), True, id="before closing"),
        pytest.param(shanghai(2, 17), False, id="at closing"),
        pytest.param(shanghai(7, 12), False, id="Saturday"),
    ],
)
def test_openings_are_half_open(at, is_open):
    assert OFFICE.is_open(at) is is_open


def test_intervals_are_told_in_utc():
    assert OFFICE.intervals_on(date(2026, 3, 2)) == (
        (datetime(2026, 3, 2, 1, tzinfo=UTC), datetime(2026, 3, 2, 9, tzinfo=UTC)),
    )


@pytest.mark.parametrize(
    ("at", "hours", "expected"),
    [
        pytest.param(shanghai(2, 10), 2, shanghai(2, 12), id="within the day"),
        pytest.param(shanghai(2, 9), 8, shanghai(2, 17), id="ends at closing, not next opening"),
        pytest.param(shanghai(2, 7), 1, shanghai(2, 10), id="from before opening"),
        pytest.param(shanghai(6, 16), 2, shanghai(9, 10), id="over the weekend"),
        pytest.param(shanghai(7, 12), 1, shanghai(9, 10), id="from a closed day"),
        pytest.param(shanghai(2, 9), 80, shanghai(13, 17), id="two weeks"),
        pytest.param(shanghai(7, 12), 0, shanghai(9, 9), id="zero while closed"),
        pytest.param(shanghai(2, 12), 0, shanghai(2, 12), id="zero while open"),
        pytest.param(shanghai(9, 10), -2, shanghai(6, 16), id="back over the weekend"),
        pytest.param(shanghai(2, 17), -8, shanghai(2, 9), id="back to opening"),
        pytest.param(shanghai(13, 17), -80, shanghai(2, 9), id="two weeks back"),
    ],
)
def test_durations_count_opening_time_only(at, hours, expected):
    assert OFFICE.add(at, hours * HOUR) == expected


def test_time_between_counts_opening_time_only():
    since, until = shanghai(6, 16), shanghai(9, 10)

    assert OFFICE.between(since, until) == 2 * HOUR
    assert OFFICE.between(until, since) == -2 * HOUR


@pytest.mark.parametrize(
    ("at", "days", "expected"),
    [
        pytest.param(shanghai(2, 15, 30), 3, shanghai(5, 15, 30), id="within the week"),
        pytest.param(shanghai(5, 15), 3, shanghai(10, 15), id="over the weekend"),
        pytest.param(shanghai(6, 22), 1, shanghai(9, 22), id="time of day is kept after closing"),
        pytest.param(shanghai(7, 12), 3, shanghai(12, 9), id="from a closed day"),
        pytest.param(shanghai(7, 12), 0, shanghai(9, 9), id="none from a closed day"),
        pytest.param(shanghai(2, 12), 0, shanghai(2, 12), id="none"),
        pytest.param(shanghai(9, 12), -1, shanghai(6, 12), id="back over the weekend"),
        pytest.param(shanghai(8, 12), -1, shanghai(5, 17), id="back from a closed day"),
    ],
)
def test_business_days_keep_the_time_of_day(at, days, expected):
    assert OFFICE.add_business_days(at, days) == expected


def test_business_days_keep_the_local_time_over_a_clock_change():
    friday = datetime(2026, 3, 27, 12, tzinfo=ZoneInfo("Europe/Berlin"))

    later = ALWAYS.add_business_days(friday, 3)

    assert later == datetime(2026, 3, 30, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    assert later - friday == 71 * HOUR


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(2026, 3, 28), 24, id="usual day"),
        pytest.param(date(2026, 3, 29), 23, id="clock put forward"),
        pytest.param(date(2026, 10, 25), 25, id="clock put back"),
    ],
)
def test_a_day_that_never_closes_lasts_as_long_as_the_day(day, hours):
    (opening,) = ALWAYS.intervals_on(day)

    assert opening[1] - opening[0] == hours * HOUR


def test_a_place_that_never_closes_counts_elapsed_time():
    since = datetime(2016, 2, 29, 11, 59, 58, 7, tzinfo=UTC)
    until = datetime(2026, 11, 1, 3, 2, 1, tzinfo=UTC)

    assert ALWAYS.between(since, until) == until - since
    assert ALWAYS.add(since, until - since) == until
    assert ALWAYS.add(until, since - until) == since


def test_an_opening_skipped_by_the_clock_is_the_moment_of_the_change():
    night = BusinessHours("Europe/Berlin", {6: ((time(2, 30), time(5)),)})
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)

    assert night.intervals_on(date(2026, 3, 29)) == ((change, change + 2 * HOUR),)


def test_an_opening_that_the_clock_skips_altogether_is_no_opening():
    night = BusinessHours("Europe/Berlin", {6: ((time(2), time(3)),)})

    assert not night.is_business_day(date(2026, 3, 29))


def test_a_day_that_a_time_zone_skipped_is_no_business_day():
    samoa = BusinessHours("Pacific/Apia", dict.fromkeys(range(7), ALL_DAY))

    assert not samoa.is_business_day(date(2011, 12, 30))


@pytest.mark.parametrize("end", [time.max, time(0)], ids=["time.max", "midnight"])
def test_both_ways_to_write_the_end_of_the_day_mean_midnight(end):
    evenings = BusinessHours("UTC", {0: ((time(18), end),)})

    assert evenings.closing_of(date(2026, 3, 2)) == datetime(2026, 3, 3, tzinfo=UTC)


def test_a_holiday_is_closed():
    hours = BusinessHours("Asia/Shanghai", OFFICE.weekly, holidays=frozenset({date(2026, 3, 3)}))

    assert hours.add(shanghai(2, 16), 2 * HOUR) == shanghai(4, 10)


@pytest.mark.parametrize(
    ("weekly", "closing"),
    [
        pytest.param(
            {0: MORNING, 1: NINE_TO_FIVE, 2: NINE_TO_FIVE, 5: MORNING, 3: NINE_TO_FIVE},
            17,
            id="most",
        ),
        pytest.param({2: NINE_TO_FIVE, 1: MORNING}, 12, id="a tie goes to the earlier weekday"),
    ],
)
def test_a_make_up_workday_has_the_hours_of_most_weekdays(weekly, closing):
    saturday = date(2026, 3, 7)
    shop = BusinessHours("Asia/Shanghai", weekly, workdays=frozenset({saturday}))

    assert shop.closing_of(saturday) == shanghai(7, closing)


def test_a_holiday_wins_over_a_make_up_workday():
    saturday = frozenset({date(2026, 3, 7)})
    hours = BusinessHours("Asia/Shanghai", OFFICE.weekly, holidays=saturday, workdays=saturday)

    assert not hours.is_business_day(date(2026, 3, 7))


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda hours, at: hours.next_opening(at), id="next opening"),
        pytest.param(lambda hours, at: hours.add(at, HOUR), id="add"),
        pytest.param(lambda hours, at: hours.add(at, -HOUR), id="add back"),
        pytest.param(lambda hours, at: hours.add_business_days(at, 1), id="business days"),
    ],
)
def test_a_place_that_never_opens_says_so(ask):
    with pytest.raises(ValueError, match="no opening within 370 days of 2026-03-02"):
        ask(NEVER, shanghai(2, 12))


def test_no_business_time_passes_where_nothing_opens():
    assert NEVER.between(shanghai(2), shanghai(30)) == timedelta(0)


def test_a_closed_day_has_no_closing_time():
    with pytest.raises(ValueError, match="2026-03-07 has no closing time"):
        OFFICE.closing_of(date(2026, 3, 7))


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="Expected an instant with a time zone"):
        OFFICE.is_open(datetime(2026, 3, 2, 12))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("time_zone", "weekly", "message"),
    [
        pytest.param("Mars/Base", {}, "Expected an IANA time zone", id="time zone"),
        pytest.param("../etc", {}, "Expected an IANA time zone", id="time zone as a path"),
        pytest.param("UTC", {7: NINE_TO_FIVE}, "Expected weekdays from 0", id="weekday"),
        pytest.param("UTC", {0: ((time(17), time(9)),)}, "in order", id="reversed"),
        pytest.param("UTC", {0: ((time(9), time(9)),)}, "in order", id="empty"),
        pytest.param(
            "UTC", {0: ((time(9), time(13)), (time(12), time(17)))}, "in order", id="overlapping"
        ),
    ],
)
def test_hours_that_make_no_sense_are_refused(time_zone, weekly, message):
    with pytest.raises(ValueError, match=message):
        BusinessHours(time_zone, weekly)


def test_equal_hours_are_one_key():
    again = BusinessHours("Asia/Shanghai", dict(OFFICE.weekly))

    assert {OFFICE: 1}[again] == 1
