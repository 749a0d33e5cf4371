from datetime import UTC, date, datetime, time

import pytest

from heed.core.business_hours import BusinessHours
from heed.expectations.rhythm import Rhythm, due_within, first_occurrence, occurrence_after

NINE_TO_FIVE = ((time(9), time(17)),)
BERLIN = BusinessHours(
    time_zone="Europe/Berlin",
    weekly=dict.fromkeys(range(5), NINE_TO_FIVE),
    holidays=frozenset({date(2026, 5, 1), date(2026, 4, 3), date(2026, 4, 6)}),
)
SHANGHAI = BusinessHours(
    time_zone="Asia/Shanghai",
    weekly=dict.fromkeys(range(5), NINE_TO_FIVE),
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)),
    workdays=frozenset({date(2026, 10, 10)}),
)


@pytest.mark.parametrize(
    ("rhythm", "after", "day", "due_on"),
    [
        pytest.param(Rhythm("day"), "2026-03-02", "2026-03-03", "2026-03-03", id="the next day"),
        pytest.param(Rhythm("day"), "2026-03-06", "2026-03-09", "2026-03-09", id="over Sunday"),
        pytest.param(Rhythm("day"), "2026-04-02", "2026-04-07", "2026-04-07", id="over Easter"),
        pytest.param(Rhythm("week", 2), "2026-03-02", "2026-03-04", "2026-03-04", id="Wednesday"),
        pytest.param(Rhythm("week", 0), "2026-03-02", "2026-03-09", "2026-03-09", id="a week on"),
        pytest.param(Rhythm("week", 5), "2026-03-02", "2026-03-07", "2026-03-09", id="Saturday"),
        pytest.param(Rhythm("month", 1), "2026-04-15", "2026-05-01", "2026-05-04", id="a holiday"),
        pytest.param(Rhythm("month", 31), "2026-01-31", "2026-02-28", "2026-03-02", id="February"),
        pytest.param(Rhythm("month", 31), "2026-02-28", "2026-03-31", "2026-03-31", id="the last"),
        pytest.param(Rhythm("month", 30), "2026-02-01", "2026-02-28", "2026-03-02", id="no 30th"),
        pytest.param(Rhythm("month", 5), "2026-12-05", "2027-01-05", "2027-01-05", id="next year"),
    ],
)
def test_the_next_time_falls_on_its_day_or_the_next_business_day(rhythm, after, day, due_on):
    found = occurrence_after(rhythm, date.fromisoformat(after), BERLIN)

    assert (found.day, found.due_on) == (date.fromisoformat(day), date.fromisoformat(due_on))
    assert found.is_moved == (day != due_on)


def test_without_a_time_it_is_due_when_the_day_closes():
    found = occurrence_after(Rhythm("day"), date(2026, 3, 2), BERLIN)

    assert found.due_at == datetime(2026, 3, 3, 16, 0, tzinfo=UTC)


def test_a_make_up_day_is_a_business_day():
    found = occurrence_after(Rhythm("day", at=time(10)), date(2026, 10, 9), SHANGHAI)

    assert found.due_at == datetime(2026, 10, 10, 2, 0, tzinfo=UTC)


def test_the_first_time_is_still_to_come():
    noon = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    later_today = first_occurrence(Rhythm("day", at=time(15)), noon, BERLIN)
    past_today = first_occurrence(Rhythm("day", at=time(10)), noon, BERLIN)

    assert later_today.day == date(2026, 3, 2)
    assert past_today.day == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("amount", "unit", "due_at"),
    [
        pytest.param(48, "hours", "2026-03-29T16:00", id="by the clock"),
        pytest.param(2, "business_hours", "2026-03-30T09:00", id="business hours"),
        pytest.param(2, "days", "2026-03-29T15:00", id="days keep the time over a clock change"),
        pytest.param(2, "business_days", "2026-03-31T15:00", id="business days"),
    ],
)
def test_within_is_reckoned_in_its_unit(amount, unit, due_at):
    friday = datetime(2026, 3, 27, 16, 0, tzinfo=UTC)  # when the shop closes there

    found = due_within(amount, unit, friday, BERLIN)

    assert found.strftime("%Y-%m-%dT%H:%M") == due_at
