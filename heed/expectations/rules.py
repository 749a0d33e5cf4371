"""Decisions about promises, from plain values to plain values (D1.9)."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from heed.core.business_hours import BusinessHours
from heed.core.wall_clock import local_day

REMINDER = timedelta(hours=4)

KEPT, LATE, BROKEN = "kept", "late", "broken"


def reminder_of(made_at: datetime, due_at: datetime, hours: BusinessHours) -> datetime:
    """When to remind: four business hours before, or at half time where less time is left."""
    return max(hours.add(due_at, -REMINDER), made_at + (due_at - made_at) / 2)


def breaking_of(due_at: datetime, grace_business_days: int, hours: BusinessHours) -> datetime:
    """From when an undelivered promise is broken: so many business days after it was due."""
    return hours.add_business_days(due_at, grace_business_days)


def is_enough(promised: Decimal | None, delivered: Decimal | None, direction: str) -> bool:
    """Whether what was delivered reaches the value promised; true where none was promised."""
    if promised is None:
        return True
    if delivered is None:
        return False
    return delivered >= promised if direction == "more" else delivered <= promised


def outcome_of(
    *, due_at: datetime, breaks_at: datetime, delivered_at: datetime, is_enough: bool
) -> str:
    """Kept by the due time, late within the grace after it, broken from then on.

    Less than the promised value is broken whenever it comes.
    """
    if not is_enough or delivered_at >= breaks_at:
        return BROKEN
    return KEPT if delivered_at <= due_at else LATE


def is_zone_ordered(desired: Decimal | None, adequate: Decimal | None, direction: str) -> bool:
    """Whether the desired value is at least as good as the adequate one."""
    if desired is None or adequate is None:
        return True
    return desired >= adequate if direction == "more" else desired <= adequate


def due_suggestions(now: datetime, hours: BusinessHours) -> list[datetime]:
    """Due times people often promise: the close of this and the next business days.

    The close of today is left out where less than half an hour of it is left.
    """
    zone = ZoneInfo(hours.time_zone)
    first = hours.next_opening(now)
    days = [local_day(zone, hours.add_business_days(first, number)) for number in range(4)]
    ends = [hours.closing_of(day) for day in days]
    return [end for end in ends if end - now > timedelta(minutes=30)][:3]
