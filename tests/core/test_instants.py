from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from heed.core.instants import InstantOutOfRange, require_in_range

FAR_WEST = timezone(timedelta(hours=-12))


@pytest.mark.parametrize(
    "at",
    [
        datetime(9999, 12, 31, 23, 59, tzinfo=FAR_WEST),
        datetime(9000, 1, 2, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        date(9999, 12, 31),
        date(1899, 1, 1),
    ],
)
def test_what_calendars_cannot_reckon_with_is_refused_with_its_year(at):
    with pytest.raises(InstantOutOfRange, match=f"the year {at.year}"):
        require_in_range(at)


@pytest.mark.parametrize(
    "at", [None, datetime(1900, 1, 1, tzinfo=UTC), datetime(8999, 12, 31, 23, tzinfo=UTC)]
)
def test_what_lies_between_is_taken(at):
    require_in_range(at)
