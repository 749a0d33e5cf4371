"""The clock on the wall and the instants it stands for, also where it is put forward or back."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDNIGHT = time()
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def first_instant(zone: ZoneInfo, day: date, at: time) -> datetime:
    """Return the first instant, in UTC, at which the local clock shows this time or a later one.

    A time skipped because the clock is put forward is the moment of the change; one shown twice
    because it is put back counts the first time.
    """
    local = datetime.combine(day, at.replace(fold=0), zone)
    instant = local.astimezone(UTC)
    is_skipped = instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None)
    return _change_over(local) if is_skipped else instant


def local_day(zone: ZoneInfo, at: datetime) -> date:
    """Return the local date; a day once begun is not left when the clock is put back.

    Raises ValueError for an instant without a time zone.
    """
    if at.utcoffset() is None:
        raise ValueError(f"Expected an instant with a time zone, got {at!r}.")
    day = at.astimezone(zone).date()
    return day + DAY if at >= first_instant(zone, day + DAY, MIDNIGHT) else day


def offset_at(zone: ZoneInfo, day: date) -> timedelta | None:
    """Return how far the local clock is ahead of UTC when this date begins."""
    return zone.utcoffset(datetime.combine(day, MIDNIGHT))


def _change_over(skipped: datetime) -> datetime:
    """Return the moment the clock was put forward over a local time, by bisection."""
    zone = skipped.tzinfo
    early = skipped.replace(fold=1).astimezone(UTC)
    late = skipped.replace(fold=0).astimezone(UTC)
    offset = late.astimezone(zone).utcoffset()
    while late - early > SECOND:
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            late = middle
        else:
            early = middle
    return late.replace(microsecond=0)
