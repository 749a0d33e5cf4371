"""When an improvement is measured, over which days, and what the interval says."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

FEWEST_CASES = 6
REVIEW_EVERY = timedelta(days=30)
DAYS_A_MONTH = 30
SHOWN, NONE, WORSE, UNSAID = "shown", "none", "worse", "unsaid"


@dataclass(frozen=True)
class Windows:
    """The same number of days before an action took effect and after it has settled."""

    before_since: datetime
    before_until: datetime
    after_since: datetime
    after_until: datetime
    is_full: bool


def windows(
    effective_at: datetime, *, settling_days: int, window_days: int, now: datetime
) -> Windows | None:
    """What is compared at this moment; None while nothing has settled yet."""
    since = effective_at + timedelta(days=settling_days)
    if now <= since:
        return None
    full = timedelta(days=window_days)
    length = min(full, now - since)
    return Windows(effective_at - length, effective_at, since, since + length, length == full)


def next_review(
    effective_at: datetime, *, settling_days: int, window_days: int, now: datetime
) -> datetime | None:
    """The first review after now: every 30 days and at the end of the window; None after that."""
    since = effective_at + timedelta(days=settling_days)
    last = since + timedelta(days=window_days)
    if now >= last:
        return None
    passed = max(now - since, timedelta())
    return min(since + REVIEW_EVERY * (passed // REVIEW_EVERY + 1), last)


def verdict_of(direction: str, *, lower: float, upper: float, expected: float | None) -> str:
    """Better, worse, no effect (0 is possible, what was expected is not), or cannot be said."""
    if direction == "better":
        return SHOWN
    if direction == "worse":
        return WORSE
    if expected is None or lower <= expected <= upper:
        return UNSAID
    return NONE


def months_for(answers: int, *, cases: int, days: int) -> int | None:
    """Months until so many cases have come, at the pace of a window; None where none came."""
    if not cases:
        return None
    return max(ceil(answers / (cases / days * DAYS_A_MONTH)), 1)
