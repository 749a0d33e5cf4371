from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from heed.core.business_hours import BusinessHours
from heed.expectations.finding.due_times import DueTimes

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = dict.fromkeys(range(5), ((time(9), time(18)),))
TUESDAY = "2026-03-10T10:30"


def times(now: str = TUESDAY, *, hours: BusinessHours | None = None) -> DueTimes:
    at = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    return DueTimes(at, SHANGHAI, hours or BusinessHours("Asia/Shanghai", WEEKDAYS))


def shown(moment: datetime) -> str:
    return moment.strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param("2026-03-10T10:30", "03-10 18:00", id="open"),
        pytest.param("2026-03-10T18:00", "03-11 00:00", id="closed for the night"),
        pytest.param("2026-03-14T11:00", "03-14 18:00", id="a closed day"),
    ],
)
def test_today_ends_with_closing_time_or_at_midnight(now, due):
    assert shown(times(now).close_of_today()) == due


@pytest.mark.parametrize(
    ("now", "weekday", "week", "day"),
    [
        pytest.param(TUESDAY, 4, None, date(2026, 3, 13), id="Friday"),
        pytest.param(TUESDAY, 1, None, date(2026, 3, 10), id="today while open"),
        pytest.param("2026-03-10T19:00", 1, None, date(2026, 3, 17), id="today after closing"),
        pytest.param("2026-03-14T11:00", 5, None, date(2026, 3, 21), id="today while closed"),
        pytest.param(TUESDAY, 0, 0, date(2026, 3, 9), id="this Monday is over"),
        pytest.param(TUESDAY, 4, 1, date(2026, 3, 20), id="next Friday"),
        pytest.param(TUESDAY, 4, 2, date(2026, 3, 27), id="the Friday after next"),
    ],
)
def test_weekdays_are_the_next_or_those_of_a_week(now, weekday, week, day):
    assert times(now).weekday(weekday, week) == day


@pytest.mark.parametrize(
    ("part", "due"),
    [
        ("morning", "03-11 12:00"),
        ("noon", "03-11 12:00"),
        ("early_afternoon", "03-11 15:00"),
        ("afternoon", "03-11 18:00"),
        ("dusk", "03-11 19:00"),
        ("evening", "03-11 21:00"),
        ("closing", "03-11 18:00"),
        ("opening", "03-11 09:00"),
        ("after_opening", "03-11 10:00"),
        ("midnight", "03-12 00:00"),
    ],
)
def test_a_part_of_a_day_ends_at_its_latest_moment(part, due):
    assert shown(times().part_of(date(2026, 3, 11), part)) == due


@pytest.mark.parametrize(
    ("now", "part", "due"),
    [
        pytest.param(TUESDAY, "noon", "03-10 12:00", id="to come"),
        pytest.param("2026-03-10T13:00", "noon", "03-11 12:00", id="passed"),
        pytest.param("2026-03-13T13:00", "after_opening", "03-16 10:00", id="next business day"),
        pytest.param("2026-03-14T08:00", "after_opening", "03-16 10:00", id="closed day"),
        pytest.param("2026-03-10T19:00", "closing", "03-11 00:00", id="closing has passed"),
    ],
)
def test_a_part_without_a_day_is_the_next(now, part, due):
    assert shown(times(now).next_part(part)) == due


def test_a_clock_time_without_a_day_is_the_next():
    assert shown(times().next_clock(time(15))) == "03-10 15:00"
    assert shown(times().next_clock(time(10, 30))) == "03-11 10:30"


@pytest.mark.parametrize(
    ("now", "count", "day"),
    [
        pytest.param(TUESDAY, 1, date(2026, 3, 11), id="the next"),
        pytest.param("2026-03-13T10:00", 1, date(2026, 3, 16), id="over the weekend"),
        pytest.param("2026-03-14T10:00", 2, date(2026, 3, 17), id="from a closed day"),
    ],
)
def test_business_days_are_counted_from_the_day_after(now, count, day):
    assert times(now).business_day(count) == day


def test_business_hours_run_while_open_and_other_hours_by_the_clock():
    late = times("2026-03-13T16:20")

    assert shown(late.after_business(timedelta(hours=4))) == "03-16 11:20"
    assert shown(late.after(timedelta(hours=4))) == "03-13 20:20"


@pytest.mark.parametrize(
    ("arguments", "day"),
    [
        pytest.param((5, 3, None), date(2027, 3, 5), id="over for this year"),
        pytest.param((10, 3, None), date(2026, 3, 10), id="today"),
        pytest.param((5, None, None), date(2026, 4, 5), id="the 5th, over for this month"),
        pytest.param((31, None, None), date(2026, 3, 31), id="the 31st"),
        pytest.param((29, 2, None), date(2028, 2, 29), id="29 February"),
        pytest.param((5, 1, 2026), date(2026, 1, 5), id="a year makes it past"),
        pytest.param((30, 2, None), None, id="no such day"),
        pytest.param((0, None, None), None, id="day nought"),
    ],
)
def test_a_date_is_the_next_such_day(arguments, day):
    assert times().calendar_day(*arguments) == day


@pytest.mark.parametrize(
    ("now", "arguments", "day"),
    [
        pytest.param(TUESDAY, ("start", None, 1), date(2026, 4, 3), id="early next month"),
        pytest.param(TUESDAY, ("start", None, None), date(2026, 4, 3), id="the start is over"),
        pytest.param(TUESDAY, ("middle", None, 0), date(2026, 3, 13), id="15th is a Sunday"),
        pytest.param(TUESDAY, ("middle", 7, None), date(2026, 7, 15), id="middle of July"),
        pytest.param(TUESDAY, ("end", None, 0), date(2026, 3, 31), id="end of the month"),
        pytest.param(TUESDAY, ("end", 5, None), date(2026, 5, 29), id="31st is a Sunday"),
        pytest.param(TUESDAY, ("end", 2, None), date(2027, 2, 26), id="end of February"),
        pytest.param(TUESDAY, ("second_ten", None, 0), date(2026, 3, 20), id="second ten days"),
        pytest.param("2026-12-10T10:00", ("start", None, 1), date(2027, 1, 5), id="over the year"),
    ],
)
def test_parts_of_months_end_on_business_days(now, arguments, day):
    assert times(now).day_of_month(*arguments) == day


def test_weeks_quarters_and_years_end_on_their_last_business_day():
    saturday = times("2026-10-31T11:00")

    assert saturday.end_of_week(0) == date(2026, 10, 30)
    assert saturday.end_of_week(1) == date(2026, 11, 6)
    assert saturday.day_of_week(1, 2) == date(2026, 11, 3)
    assert saturday.end_of_quarter() == date(2026, 12, 31)
    assert saturday.end_of_year() == date(2026, 12, 31)


def test_a_month_on_is_the_same_day_or_the_last():
    assert times("2026-01-31T11:00").months(1) == date(2026, 2, 28)
    assert times("2026-11-30T11:00").months(3) == date(2027, 2, 28)


def test_holidays_are_no_business_days_but_have_their_usual_closing_time():
    hours = BusinessHours("Asia/Shanghai", WEEKDAYS, holidays=frozenset({date(2026, 3, 11)}))
    due = times(hours=hours)

    assert due.business_day(1) == date(2026, 3, 12)
    assert shown(due.closing_of(date(2026, 3, 11))) == "03-11 18:00"
    assert shown(due.suggested()) == "03-12 18:00"


def test_closing_times_are_ours_and_clock_times_are_the_customers():
    now = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
    due = DueTimes(now, ZoneInfo("Europe/London"), BusinessHours("Asia/Shanghai", WEEKDAYS))

    assert due.at(due.today, time(15)).isoformat() == "2026-03-10T15:00:00+00:00"
    assert due.closing_of(date(2026, 3, 11)).isoformat() == "2026-03-11T10:00:00+00:00"


def test_a_place_that_never_opens_still_gives_moments():
    due = times(hours=BusinessHours("Asia/Shanghai", {}))

    assert due.business_day(3) == date(2026, 3, 13)
    assert due.closing_of(date(2026, 3, 11)).isoformat() == "2026-03-12T08:00:00+08:00"


@pytest.mark.parametrize(
    ("now", "hours", "due"),
    [
        pytest.param("2026-10-25T00:30+01:00", 2, "2026-10-25T01:30:00+00:00", id="an hour twice"),
        pytest.param("2026-03-29T00:30+00:00", 48, "2026-03-31T01:30:00+01:00", id="an hour lost"),
    ],
)
def test_hours_pass_as_they_do_whatever_the_clocks_on_the_wall_do(now, hours, due):
    london = ZoneInfo("Europe/London")
    at = DueTimes(datetime.fromisoformat(now), london, BusinessHours("Europe/London", WEEKDAYS))

    assert at.after(timedelta(hours=hours)).isoformat() == due
