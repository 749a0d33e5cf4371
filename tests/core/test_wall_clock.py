from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from heed.core.wall_clock import first_instant, local_day

BERLIN = ZoneInfo("Europe/Berlin")
ST_JOHNS = ZoneInfo("America/St_Johns")


@pytest.mark.parametrize(
    ("day", "at", "instant"),
    [
        pytest.param(date(2026, 3, 2), time(9), datetime(2026, 3, 2, 8, tzinfo=UTC), id="usual"),
        pytest.param(
            date(2026, 3, 29), time(2, 30, 0, 5), datetime(2026, 3, 29, 1, tzinfo=UTC), id="skipped"
        ),
        pytest.param(
            date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), id="twice"
        ),
    ],
)
def test_a_local_time_is_the_first_instant_that_shows_it_or_a_later_one(day, at, instant):
    assert first_instant(BERLIN, day, at) == instant


def test_a_day_that_a_time_zone_skipped_lasts_no_time():
    samoa = ZoneInfo("Pacific/Apia")
    change = datetime(2011, 12, 30, 10, tzinfo=UTC)

    assert first_instant(samoa, date(2011, 12, 30), time(0)) == change
    assert first_instant(samoa, date(2011, 12, 31), time(0)) == change


def test_a_day_once_begun_is_not_left_when_the_clock_is_put_back():
    # On 1 November 2009 at 00:01 the clock was put back to 23:01 of the day before.
    half_past_eleven_again = datetime(2009, 11, 1, 3, tzinfo=UTC)

    assert half_past_eleven_again.astimezone(ST_JOHNS).date() == date(2009, 10, 31)
    assert local_day(ST_JOHNS, half_past_eleven_again) == date(2009, 11, 1)
