"""Which instants can be reckoned with: everywhere the same, on pages and over the API."""

from datetime import UTC, date, datetime, time

from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError

EARLIEST = datetime(1899, 12, 31, tzinfo=UTC)  # 1900 somewhere on earth
LATEST = datetime(9000, 1, 2, tzinfo=UTC)
OUT_OF_RANGE = _("Give a time in the years from 1900 to 8999.")


class InstantOutOfRange(DomainError):
    code = "instant.out_of_range"
    message = _("Nothing can be reckoned in the year %(year)s. Give one from 1900 to 8999.")


def is_in_range(at: datetime) -> bool:
    return EARLIEST <= at < LATEST


def require_in_range(at: datetime | date | None) -> None:
    """Raise InstantOutOfRange where calendars and time zones cannot reckon with the instant."""
    if at is None:
        return
    instant = at if isinstance(at, datetime) else datetime.combine(at, time(), UTC)
    if not is_in_range(instant):
        raise InstantOutOfRange(year=at.year)
