"""When to call: permitted hours at the customer's place, and the next try after each outcome.

Vary the time of day: people who are out in the morning are in more often in the evening, and
repeated calls in one part of the day bring less and less (Weeks, Kulka & Pierson 1987, Public
Opinion Quarterly 51:540-549; Kulka & Weeks 1988, Journal of Official Statistics 4:319-332).

Who refuses softly (no time, not now) may be asked once more, a firm refusal is respected (AAPOR
Task Force on Survey Refusals 2014, Current knowledge and considerations regarding survey refusals;
Voorpostel 2019, Refusal conversion, FORS Guide 4). A longer rest before makes agreeing likelier
(Beullens, Billiet & Loosveldt 2010, Quality & Quantity 44:1053-1065).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from heed.core.business_hours import BusinessHours
from heed.core.wall_clock import DAY, first_instant, local_day
from heed.surveys.rules.call_outcomes import UNREACHED, Outcome

# The law of the United States permits sales calls from 8 to 21 o'clock at the called party's place
# (47 CFR 64.1200(c)(1)); ours keep an hour away from both ends.
OPENS, CLOSES = time(9), time(20)
PARTS = (time(9), time(12), time(17))  # morning, afternoon, evening begin
EVENING, MORNING = time(18), time(10)
SEARCHED_DAYS = 14


@dataclass(frozen=True)
class CallPolicy:
    """How often a customer is tried who is not reached, and how soon again."""

    most_tries: int = 5
    after_busy: timedelta = timedelta(minutes=15)
    after_no_answer: timedelta = timedelta(hours=2)
    after_soft_refusal: timedelta = timedelta(days=7)
    free_for_all_after: timedelta = timedelta(minutes=30)
    lease: timedelta = timedelta(minutes=30)
    farthest: timedelta = timedelta(days=90)


@dataclass(frozen=True)
class QuickTime:
    """A time for an appointment that is offered by one press."""

    name: str
    at: datetime


def calling_hours(place: BusinessHours, time_zone: str = "") -> BusinessHours:
    """When a customer may be called: on the days our place works, from 9 to 20 at hers."""
    days = [day for day in range(7) if place.weekly.get(day)]
    return BusinessHours(
        time_zone=time_zone or place.time_zone,
        weekly=dict.fromkeys(days or range(5), ((OPENS, CLOSES),)),
        holidays=place.holidays,
        workdays=place.workdays,
    )


def part_of_day(at: datetime, zone: ZoneInfo) -> int:
    """0 in the morning, 1 in the afternoon, 2 in the evening."""
    clock = at.astimezone(zone).time()
    return sum(clock >= begins for begins in PARTS[1:])


def next_try(
    outcome: str,
    *,
    at: datetime,
    unreached: Sequence[datetime],
    hours: BusinessHours,
    policy: CallPolicy,
    is_second_refusal: bool = False,
) -> datetime | None:
    """When to call again after this outcome; None where that was the last try.

    `unreached` are the tries since somebody was last spoken to, this one with them. Who broke off
    is called on the next day, who refused softly after a rest, unless she had done so before;
    whatever else was said by her ends the matter.
    """
    if outcome == Outcome.BROKEN_OFF:
        return _begin_of_day_after(at, hours)
    if outcome == Outcome.REFUSED_SOFTLY and not is_second_refusal:
        return hours.next_opening(at + policy.after_soft_refusal)
    if outcome not in UNREACHED or len(unreached) >= policy.most_tries:
        return None
    if outcome == Outcome.BUSY:
        return hours.next_opening(at + policy.after_busy)
    return _in_another_part(at + policy.after_no_answer, at, unreached, hours)


def quick_times(now: datetime, zone: ZoneInfo) -> tuple[QuickTime, ...]:
    """In an hour, this evening while that is ahead, tomorrow in the morning: at her place."""
    today = local_day(zone, now)
    hour = (now + timedelta(hours=1)).replace(second=0, microsecond=0)
    evening = first_instant(zone, today, EVENING)
    tomorrow = first_instant(zone, today + DAY, MORNING)
    offered = [QuickTime("hour", hour), QuickTime("tomorrow", tomorrow)]
    if evening > hour:
        offered.insert(1, QuickTime("evening", evening))
    return tuple(offered)


def at_her_place(written: datetime, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which the clock there shows what was written."""
    return first_instant(zone, written.date(), written.time().replace(tzinfo=None)).astimezone(UTC)


def _begin_of_day_after(at: datetime, hours: BusinessHours) -> datetime:
    return hours.next_opening(at + DAY)


def _in_another_part(
    earliest: datetime, last: datetime, unreached: Sequence[datetime], hours: BusinessHours
) -> datetime:
    """The first permitted moment in the part of the day that was tried least, never the last's."""
    zone = ZoneInfo(hours.time_zone)
    tried = Counter(part_of_day(at, zone) for at in unreached)
    parts = [part for part in range(len(PARTS)) if part != part_of_day(last, zone)]
    least = min(tried[part] for part in parts)
    wanted = {part for part in parts if tried[part] == least}
    day = local_day(zone, earliest)
    for ahead in range(SEARCHED_DAYS):
        for part in sorted(wanted):
            begins = first_instant(zone, day + ahead * DAY, PARTS[part])
            at = max(begins, earliest)
            if part_of_day(at, zone) == part and hours.is_open(at):
                return at.astimezone(UTC)
    return hours.next_opening(earliest)
