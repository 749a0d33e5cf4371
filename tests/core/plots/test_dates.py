from datetime import UTC, date, datetime

import pytest

from heed.core.plots.dates import date_marks, instant

MONDAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("since", "until", "first", "count", "form"),
    [
        pytest.param(MONDAY, date(2026, 1, 9), MONDAY, 5, "%Y-%m-%d", id="days"),
        pytest.param(MONDAY, date(2026, 2, 9), MONDAY, 6, "%Y-%m-%d", id="weeks"),
        pytest.param(MONDAY, date(2026, 7, 9), date(2026, 2, 1), 6, "%Y-%m", id="months"),
        pytest.param(date(2020, 6, 1), date(2026, 7, 9), date(2021, 1, 1), 6, "%Y-%m", id="years"),
    ],
)  # fmt: skip
def test_an_axis_of_time_is_marked_by_whole_units(since, until, first, count, form):
    marks, found = date_marks(instant(since), instant(until), most=6)

    assert (marks[0], len(marks), found) == (instant(first), count, form)


def test_a_mark_never_lies_before_its_axis():
    since = datetime(2026, 1, 5, 12, tzinfo=UTC)

    marks, _form = date_marks(instant(since), instant(date(2026, 1, 8)), most=6)

    assert marks[0] == instant(date(2026, 1, 6))
