"""What becomes of a promise, with the patterns a manager can find in the ledger."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from heed.cli.demo.dice import is_lucky, weighted
from heed.cli.demo.seasons import is_rush
from heed.cli.demo.staff import Agent, Desk
from heed.cli.demo.tides import is_early
from heed.cli.demo.wordbook import Due
from heed.core.business_hours import BusinessHours
from heed.expectations.models import Topic
from heed.expectations.rules import breaking_of

KEPT_SHARE = {
    "courtesy": 0.95,
    "being-listened-to": 0.93,
    "clear-answers": 0.93,
    "answer-time": 0.94,
    "problem-solved": 0.87,
    "delivery-time": 0.88,
    "refund": 0.9,
    "value-for-money": 0.91,
}
RUSH_LOSS = 0.3  # parcels around the holidays
SLOW_REFUNDS_LOSS = 0.22  # of the English desk
OVERPROMISING_LOSS = 0.18
TIER_GAIN = {"high": 0.04, "medium": 0.0, "low": -0.03}
OVERPROMISING_CUT = 0.55
VALUE_SHARE = 0.4
WAIVED_SHARE, RENEGOTIATED_SHARE = 0.03, 0.035
LATE_SHARE = 0.62
DELIVERED_AFTER_ALL_SHARE = 0.6
HOURS_A_DAY = 24
USUAL_HASTE, GREAT_HASTE = (4.0, 1.8), (1.6, 4.0)  # where in the time left it is delivered


@dataclass(frozen=True)
class Plan:
    """A promise as it will go, told from its end: `delivered_at` None means never."""

    due_at: datetime
    breaks_at: datetime
    end: str  # "deliver", "waive" or "renegotiate"
    end_at: datetime | None
    value: Decimal | None
    delivered_value: Decimal | None


def due_time(due: Due, *, made_at: datetime, desk: Desk, agent: Agent, chance: Random) -> datetime:
    """When it falls due: a time people name, on the clock of the desk."""
    amount = chance.randint(due.least, due.most)
    if agent.overpromises:
        amount = max(1, round(amount * OVERPROMISING_CUT))
    if due.unit == "hours":
        return _round_up(desk.hours.add(made_at, timedelta(hours=amount)))
    day = desk.hours.add_business_days(made_at, amount).astimezone(ZoneInfo(desk.time_zone))
    hour = weighted(chance, (12, 15, 17, 18), (2, 1, 5, 2))
    return day.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(UTC)


def _round_up(at: datetime) -> datetime:
    whole = at.replace(minute=0, second=0, microsecond=0)
    past = at - whole
    if past > timedelta(minutes=30):
        return whole + timedelta(hours=1)
    return whole + timedelta(minutes=30 if past else 0)


def plan_promise(
    *,
    topic: Topic,
    made_at: datetime,
    due_at: datetime,
    desk: Desk,
    agent: Agent,
    tier: str,
    language: str,
    festivals: tuple[date, ...],
    now: datetime,
    chance: Random,
) -> Plan:
    """Throw what becomes of the promise."""
    hours = desk.hours
    breaks_at = breaking_of(due_at, topic.grace_business_days, hours)
    end, end_at = _ending(
        topic,
        made_at,
        due_at,
        breaks_at,
        chance,
        hours,
        _share(
            topic.key, agent, tier, language, is_rush=is_rush(made_at.date(), language, festivals)
        ),
        GREAT_HASTE if is_early(topic.key, made_at, now) else USUAL_HASTE,
    )
    if topic.kind != Topic.Kind.MEASURED:
        return Plan(due_at, breaks_at, end, end_at, None, None)
    promised = _elapsed(topic, made_at, due_at) if is_lucky(chance, VALUE_SHARE) else None
    delivered = _elapsed(topic, made_at, end_at) if end == "deliver" and end_at else None
    return Plan(due_at, breaks_at, end, end_at, promised, delivered)


def _share(topic: str, agent: Agent, tier: str, language: str, *, is_rush: bool) -> float:
    share = KEPT_SHARE[topic] + TIER_GAIN.get(tier, 0.0)
    if topic == "delivery-time" and is_rush:
        share -= RUSH_LOSS
    if topic == "refund" and language == "en":
        share -= SLOW_REFUNDS_LOSS
    if agent.overpromises:
        share -= OVERPROMISING_LOSS
    return share


def _ending(
    topic: Topic,
    made_at: datetime,
    due_at: datetime,
    breaks_at: datetime,
    chance: Random,
    hours: BusinessHours,
    kept_share: float,
    haste: tuple[float, float],
) -> tuple[str, datetime | None]:
    time_left = due_at - made_at
    thrown = chance.random()
    if thrown < WAIVED_SHARE:
        return "waive", made_at + time_left * chance.uniform(0.3, 0.8)
    if thrown < WAIVED_SHARE + RENEGOTIATED_SHARE and topic.key != "answer-time":
        return "renegotiate", made_at + time_left * chance.uniform(0.5, 0.85)
    if is_lucky(chance, kept_share):
        early = made_at + time_left * chance.betavariate(*haste)
        begun = timedelta(minutes=chance.randint(2, 45))
        return "deliver", min(hours.next_opening(early) + begun, due_at - time_left * 0.02)
    if is_lucky(chance, LATE_SHARE):
        return "deliver", due_at + (breaks_at - due_at) * chance.betavariate(1.3, 2.5)
    if is_lucky(chance, DELIVERED_AFTER_ALL_SHARE):
        return "deliver", hours.add(breaks_at, timedelta(hours=chance.uniform(1, 24)))
    return "deliver", None


def _elapsed(topic: Topic, since: datetime, until: datetime) -> Decimal:
    hours = Decimal(round((until - since).total_seconds() / 360)) / 10
    if topic.unit == "hours":
        return hours
    return (hours / HOURS_A_DAY).quantize(Decimal("0.1"))
