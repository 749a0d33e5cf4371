import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from heed.core.business_hours import BusinessHours
from heed.core.public_holidays import HolidayName, public_holidays, unannounced_years

DECREES = Path(__file__).parents[3] / "shared/data/calendar/holiday_cn"
NINE_TO_FIVE = ((time(9), time(17)),)
needs_decrees = pytest.mark.skipif(
    not DECREES.is_dir(), reason=f"The decreed Chinese holidays are not in {DECREES}."
)


def decreed_days(*, off: bool) -> frozenset[date]:
    """Days off, or days worked, by the State Council's decrees of 2007 to 2022."""
    listed = [
        day for file in DECREES.glob("*.json") for day in json.loads(file.read_text())["days"]
    ]
    days = (date.fromisoformat(day["date"]) for day in listed if day["isOffDay"] is off)
    return frozenset(day for day in days if 2007 <= day.year <= 2022)


def all_days(first_year: int, last_year: int) -> list[date]:
    days = (date(last_year, 12, 31) - date(first_year, 1, 1)).days + 1
    return [date(first_year, 1, 1) + timedelta(days=n) for n in range(days)]


@needs_decrees
@pytest.mark.parametrize("year", range(2007, 2023))
def test_chinese_working_days_are_those_decreed(year):
    closed, workdays = public_holidays("CN", [year])
    weekly = dict.fromkeys(range(5), NINE_TO_FIVE)
    hours = BusinessHours("Asia/Shanghai", weekly, frozenset(closed), workdays)
    off, worked = decreed_days(off=True), decreed_days(off=False)

    opened = [day for day in all_days(year, year) if hours.is_business_day(day)]

    assert opened == [
        day
        for day in all_days(year, year)
        if day in worked or (day.weekday() < 5 and day not in off)
    ]


@needs_decrees
def test_a_chinese_make_up_workday_counts_as_business_time():
    closed, workdays = public_holidays("CN", [2021])
    weekly = dict.fromkeys(range(5), NINE_TO_FIVE)
    hours = BusinessHours("Asia/Shanghai", weekly, frozenset(closed), workdays)
    thursday_at_three = datetime(2021, 9, 30, 7, tzinfo=UTC)

    # After the golden week of 1 to 7 October, Friday the 8th and Saturday the 9th are worked.
    assert hours.add_business_days(thursday_at_three, 3) == datetime(2021, 10, 11, 7, tzinfo=UTC)
    assert hours.add(thursday_at_three, timedelta(hours=12)) == datetime(2021, 10, 9, 3, tzinfo=UTC)


def test_holidays_are_named_in_english_and_chinese():
    closed, workdays = public_holidays("cn", range(2026, 2027))

    assert closed[date(2026, 10, 1)] == HolidayName(en="National Day", zh="国庆节")
    assert date(2026, 10, 10) in workdays
    assert {day.year for day in closed} | {day.year for day in workdays} == {2026}


def test_a_name_unknown_in_chinese_is_given_in_english():
    closed, workdays = public_holidays("DE", [2026])

    assert closed[date(2026, 10, 3)] == HolidayName(en="German Unity Day", zh="German Unity Day")
    assert workdays == frozenset()


@pytest.mark.parametrize("ask", [public_holidays, unannounced_years])
def test_an_unknown_country_is_refused(ask):
    with pytest.raises(ValueError, match="No public holidays are known for 'XX'"):
        ask("XX", [2026])


def test_chinese_years_not_decreed_yet_are_told():
    assert unannounced_years("CN", range(2024, 2100))[-1] == 2099
    assert not set(unannounced_years("CN", range(2001, 2100))) & set(range(2001, 2027))
    assert unannounced_years("US", [2099]) == ()
