from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from heed.core.business_hours import BusinessHours
from heed.surveys.rules.call_times import (
    CallPolicy,
    QuickTime,
    at_her_place,
    calling_hours,
    next_try,
    part_of_day,
    quick_times,
)
from tests.moments import DAY, HOUR, MINUTE, NOON

OFFICE = BusinessHours(
    time_zone="UTC",
    weekly={day: ((time(9), time(17)),) for day in range(5)},
    holidays=frozenset({NOON.date() + DAY}),
)
FRIDAY = NOON - 3 * DAY
SHANGHAI = ZoneInfo("Asia/Shanghai")


def again(outcome, *, at, before=(), hours=OFFICE):
    return next_try(
        outcome,
        at=at,
        unreached=[at, *before],
        hours=calling_hours(hours),
        policy=CallPolicy(),
    )


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        pytest.param(NOON.replace(hour=8, minute=59), False, id="before nine"),
        pytest.param(NOON.replace(hour=9), True, id="from nine"),
        pytest.param(NOON.replace(hour=19, minute=59), True, id="until eight"),
        pytest.param(NOON.replace(hour=20), False, id="not at eight"),
        pytest.param(NOON + DAY, False, id="not on a holiday"),
        pytest.param(NOON - DAY, False, id="not on a Sunday"),
    ],
)
def test_customers_are_called_from_nine_to_eight_on_our_working_days(at, is_open):
    assert calling_hours(OFFICE).is_open(at) is is_open


def test_the_hours_are_those_at_her_place():
    hours = calling_hours(OFFICE, "Asia/Shanghai")

    assert hours.is_open(NOON.replace(hour=1))  # nine there
    assert not hours.is_open(NOON)  # eight in the evening there


def test_a_place_that_never_opens_is_called_from_on_working_days():
    hours = calling_hours(BusinessHours(time_zone="UTC", weekly={}))

    assert hours.is_open(NOON)
    assert not hours.is_open(NOON - DAY)


@pytest.mark.parametrize(
    ("clock", "part"),
    [pytest.param(9, 0, id="morning"), pytest.param(12, 1, id="noon"), pytest.param(17, 2, id="5")],
)
def test_the_day_has_three_parts(clock, part):
    assert part_of_day(NOON.replace(hour=clock), ZoneInfo("UTC")) == part


def test_after_a_busy_line_she_is_called_a_quarter_of_an_hour_later():
    assert again("busy", at=NOON) == NOON + 15 * MINUTE


def test_a_busy_line_at_the_end_of_the_day_waits_for_the_next_working_day():
    assert again("busy", at=NOON.replace(hour=19, minute=50)) == NOON.replace(day=4, hour=9)


@pytest.mark.parametrize(
    ("at", "before", "expected"),
    [
        pytest.param(FRIDAY.replace(hour=10), (), FRIDAY.replace(hour=12), id="afternoon next"),
        pytest.param(FRIDAY.replace(hour=14), (), FRIDAY.replace(hour=17), id="evening next"),
        pytest.param(FRIDAY.replace(hour=18), (), NOON.replace(hour=9), id="Monday morning"),
        pytest.param(
            FRIDAY.replace(hour=14),
            (FRIDAY.replace(hour=9),),
            FRIDAY.replace(hour=17),
            id="the part not tried yet",
        ),
        pytest.param(
            FRIDAY.replace(hour=18),
            (FRIDAY.replace(hour=10),),
            NOON.replace(hour=12),
            id="past the morning tried before",
        ),
    ],
)
def test_who_is_not_at_home_is_tried_in_another_part_of_the_day(at, before, expected):
    assert again("no_answer", at=at, before=before) == expected


def test_the_same_hour_is_never_tried_again_at_once():
    found = again("voicemail", at=FRIDAY.replace(hour=11, minute=30))

    assert found == FRIDAY.replace(hour=13, minute=30)


def test_after_the_fifth_try_nobody_calls_again():
    before = [NOON - days * DAY for days in range(1, 5)]

    assert again("no_answer", at=NOON, before=before) is None
    assert again("busy", at=NOON, before=before) is None
    assert again("no_answer", at=NOON, before=before[:3]) is not None


@pytest.mark.parametrize(
    "outcome", ["refused", "wrong_number", "not_in_service", "other_language", "unable", "complete"]
)
def test_what_she_said_ends_the_matter(outcome):
    assert again(outcome, at=NOON) is None


def test_who_broke_off_is_called_on_the_next_working_day():
    assert again("broken_off", at=NOON) == NOON.replace(day=4, hour=9)


def test_quick_times_are_told_by_her_clock():
    found = quick_times(NOON.replace(hour=3, minute=20, second=40), SHANGHAI)

    assert found == (
        QuickTime("hour", NOON.replace(hour=4, minute=20)),
        QuickTime("evening", NOON.replace(hour=10)),
        QuickTime("tomorrow", NOON.replace(day=3, hour=2)),
    )


def test_this_evening_is_offered_while_it_is_ahead():
    names = [each.name for each in quick_times(NOON.replace(hour=17, minute=1), ZoneInfo("UTC"))]

    assert names == ["hour", "tomorrow"]


def test_a_time_written_at_her_place_is_an_instant():
    written = datetime(2026, 7, 1, 15, 30, tzinfo=UTC)

    assert at_her_place(written, ZoneInfo("Europe/London")) == written - HOUR
