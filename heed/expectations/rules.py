"""Decisions of the ledger, from plain values to plain values (D1.3, D1.9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from heed.core.business_hours import BusinessHours
from heed.core.wall_clock import local_day

REMINDER = timedelta(hours=4)
WITHDRAWABLE = timedelta(minutes=1)

KEPT, LATE, BROKEN = "kept", "late", "broken"
REASONABLE, UNREASONABLE, UNKNOWN = "reasonable", "unreasonable", "unknown"


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


def is_withdrawable(recorded_at: datetime, now: datetime) -> bool:
    """Whether an entry was made so recently that it may be taken back as a slip."""
    return now - recorded_at <= WITHDRAWABLE


def likely_sources(place: str) -> tuple[str, ...]:
    """How an expectation became known, the likeliest first, by where it is entered.

    The place is the direction of the message it was read in; empty on the page of a customer.
    """
    written = ("message", "call", "visit", "interview", "survey", "observed")
    spoken = ("call", "visit", "message", "interview", "survey", "observed")
    return spoken if place in {"", "note"} else written


def due_suggestions(now: datetime, hours: BusinessHours) -> list[datetime]:
    """Due times people often promise: the close of this and the next business days.

    The close of today is left out where less than half an hour of it is left.
    """
    zone = ZoneInfo(hours.time_zone)
    first = hours.next_opening(now)
    days = [local_day(zone, hours.add_business_days(first, number)) for number in range(4)]
    ends = [hours.closing_of(day) for day in days]
    return [end for end in ends if end - now > timedelta(minutes=30)][:3]


def reasonableness(
    expected: Decimal | int | None, norm: Decimal | None, *, more_is_better: bool
) -> str:
    """Reasonable where no more is expected than the norm, unreasonable today where more is.

    Unknown where nothing was said or no norm is on record. The norm itself is reasonable.
    """
    if expected is None or norm is None:
        return UNKNOWN
    is_above = expected > norm if more_is_better else expected < norm
    return UNREASONABLE if is_above else REASONABLE


BUDGETS = {"high": 100, "medium": 50, "low": 20}
USUAL_BUDGET = 20


def budget_of(tier: str, decimals: int) -> int:
    """What a negotiation may cost us by the customer's tier, in minor units of the currency."""
    return int(BUDGETS.get(tier, USUAL_BUDGET) * 10**decimals)


@dataclass(frozen=True)
class Step:
    """One step of a concession ladder, as far as money goes."""

    kind: str
    state: str
    cost_minor: int


def allowance(budget_minor: int, steps: Iterable[Step]) -> int:
    """What may be given: the budget, and on top of it what a supervisor has granted."""
    granted = (each for each in steps if (each.kind, each.state) == ("supervisor", "granted"))
    return budget_minor + sum(each.cost_minor for each in granted)


def committed(steps: Iterable[Step]) -> int:
    """What steps that were asked for or granted cost, save those a supervisor decides."""
    counted = (each for each in steps if each.kind != "supervisor")
    return sum(each.cost_minor for each in counted if each.state in {"asked", "granted"})


HOURS_OF_UNITS = {
    **dict.fromkeys(("minute", "minutes", "min"), 1 / 60),
    **dict.fromkeys(("hour", "hours", "h"), 1.0),
    **dict.fromkeys(("day", "days", "d"), 24.0),
    **dict.fromkeys(("week", "weeks"), 168.0),
}


def hours_of(unit: str) -> float:
    """How many hours a unit of time has on the clock; 0 for a unit of something else."""
    return HOURS_OF_UNITS.get(unit.strip().lower(), 0.0)


ABOVE, AT, BELOW = "above", "at", "below"


def position_of(
    norm: float, *, value: float, lower: float, upper: float, more_is_better: bool
) -> str:
    """Above or below the norm where the whole interval lies on that side, at it where it does not.

    Empty where a bound is not known (nan): too few cases to tell.
    """
    if not lower <= value <= upper:
        return ""
    if lower > norm:
        return ABOVE if more_is_better else BELOW
    if upper < norm:
        return BELOW if more_is_better else ABOVE
    return AT
