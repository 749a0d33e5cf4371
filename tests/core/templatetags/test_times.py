from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone as place

from heed.core.templatetags.times import due_phrase, due_urgency, exact, phrase, when

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_shanghai():
    with place.override(ZoneInfo("Asia/Shanghai")):
        yield


@pytest.mark.parametrize(
    ("away", "said"),
    [
        pytest.param(timedelta(seconds=20), "now", id="now"),
        pytest.param(timedelta(minutes=12, seconds=30), "in 12 min", id="minutes ahead"),
        pytest.param(-timedelta(minutes=59, seconds=59), "59 min ago", id="minutes ago"),
        pytest.param(timedelta(hours=2, minutes=50), "in 2 h", id="hours ahead"),
        pytest.param(-timedelta(hours=5), "5 h ago", id="hours ago"),
        pytest.param(-timedelta(hours=7), "today 13:00", id="earlier today"),
        pytest.param(timedelta(hours=13), "tomorrow 09:00", id="tomorrow there"),
        pytest.param(-timedelta(hours=27), "yesterday 17:00", id="yesterday there"),
        pytest.param(timedelta(days=3), "Thu 20:00", id="this week"),
        pytest.param(-timedelta(days=3), "3 days ago", id="days ago"),
        pytest.param(timedelta(days=10), "12 Mar 20:00", id="further ahead"),
        pytest.param(-timedelta(days=40), "21 Jan", id="earlier this year"),
        pytest.param(-timedelta(days=400), "26 Jan 2025", id="another year"),
    ],
)
def test_an_instant_is_said_as_a_person_would(away, said):
    assert phrase(NOON + away, NOON) == said


@pytest.mark.parametrize(
    ("away", "said", "urgency"),
    [
        pytest.param(timedelta(minutes=42), "42 min left", "now", id="minutes"),
        pytest.param(timedelta(hours=3, minutes=59), "3 h left", "now", id="hours"),
        pytest.param(timedelta(hours=5), "5 h left", "soon", id="later hours"),
        pytest.param(timedelta(hours=20), "by tomorrow 16:00", "soon", id="tomorrow"),
        pytest.param(timedelta(days=3), "by Thu 20:00", "later", id="this week"),
        pytest.param(-timedelta(minutes=1), "1 min overdue", "over", id="just past"),
        pytest.param(-timedelta(hours=23), "23 h overdue", "over", id="hours past"),
        pytest.param(-timedelta(days=1), "1 day overdue", "over", id="a day past"),
        pytest.param(-timedelta(days=2), "2 days overdue", "over", id="days past"),
    ],
)
def test_what_is_owed_says_the_time_left(away, said, urgency):
    assert due_phrase(NOON + away, NOON) == said
    assert due_urgency(NOON + away, NOON) == urgency


def test_the_exact_instant_is_in_the_viewers_time_zone():
    assert exact(NOON) == "Monday 2 March 2026, 20:00 CST"


def test_a_day_has_no_clock():
    assert ">12 Mar</time>" in when(date(2026, 3, 12), NOON)


def test_nothing_is_said_of_no_instant():
    assert when(None) == ""
