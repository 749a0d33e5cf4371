"""What is made of answers that a tablet kept while it had no network."""

from datetime import datetime, timedelta
from enum import StrEnum


class Doubt(StrEnum):
    """Why answers of a kiosk are kept as they came and do not count."""

    AFTER_END = "after_end"
    IMPOSSIBLE = "impossible"


def instant_here(
    told: datetime, *, said_now: datetime, now: datetime, earliest: datetime
) -> datetime:
    """When something happened by our clock, told by a clock that said `said_now` at our `now`.

    Never before `earliest` and never in the future, whatever the other clock went through.
    """
    try:
        here = told + (now - said_now)
    except OverflowError:
        return now
    return min(max(here, earliest), now)


def is_after_end(
    *,
    started_at: datetime,
    finished_at: datetime,
    retired_at: datetime | None,
    ended_at: datetime | None,
) -> bool:
    """Whether somebody began after the kiosk was retired, or finished after the survey ended."""
    is_begun_late = retired_at is not None and started_at > retired_at
    return is_begun_late or (ended_at is not None and finished_at > ended_at)


LATEST_SEEN = timedelta(hours=1)


def is_silent(*, seen_at: datetime | None, now: datetime) -> bool:
    """Whether a kiosk has not been heard of for an hour: it is off, or without a network."""
    return seen_at is None or now - seen_at > LATEST_SEEN
