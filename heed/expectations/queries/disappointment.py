"""What to see to first: where a customer is about to be disappointed, and how badly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import Enum

import numpy as np
from django.db.models import Q

from heed.accounts.models import User
from heed.conversations.models import Conversation
from heed.conversations.queries import waiting_conversations
from heed.core.business_hours import BusinessHours
from heed.expectations.models import Announcement, Expectation, Promise, Topic
from heed.expectations.queries.advice import learnt_advice
from heed.expectations.queries.delivery_cases import (
    ANY_PROMISE,
    FIRST_ANSWER,
    circumstances,
    hours_of_teams,
    series_of,
)
from heed.expectations.queries.forecasts import Curves, assumed_curves, learnt_curves
from heed.expectations.queries.promises import open_promises
from heed.expectations.working_time import working_time
from heed.measures.disappointment import disappointment_from_survival

MOST = 500
WEIGHTS = {"high": 3.0, "medium": 2.0, "low": 1.0}
USUAL_WEIGHT = 1.0
ANSWER_TOPIC = "answer-time"
UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
}
LONGEST = timedelta(days=3650)


class Against(Enum):
    """What a case is held against: what she expects, heard, or what is assumed."""

    EXPECTATION = "expectation"
    DUE = "due"
    ANNOUNCED = "announced"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Waiting:
    """One thing a customer waits for, and until when she expects it."""

    subject: Promise | Conversation
    since: datetime
    expected_at: datetime
    zone: tuple[datetime, datetime] | None
    against: Against
    series: tuple[str, ...]
    case: Mapping[str, str | float]
    team_id: int | None


@dataclass(frozen=True)
class Place:
    """A place in the work list: how likely delivery falls short, by how much, for whom."""

    waiting: Waiting
    score: float
    chance: float
    distance: float
    late_hours: float
    day_hours: float
    learnt_from: int | None

    @property
    def promise(self) -> Promise | None:
        subject = self.waiting.subject
        return subject if isinstance(subject, Promise) else None

    @property
    def conversation(self) -> Conversation | None:
        subject = self.waiting.subject
        return subject if isinstance(subject, Conversation) else None

    @property
    def late_days(self) -> float:
        return self.late_hours / self.day_hours

    @property
    def is_sure(self) -> bool:
        return self.chance > 0.995


def by_disappointment(actor: User, *, is_own: bool, now: datetime) -> tuple[list[Place], int]:
    """Open promises and waiting conversations, the worst expected disappointment first.

    Looked at are the five hundred promises due first and as many that wait longest; also how
    many that were. The number of statements does not grow with them.
    """
    own = Q(owner=actor) if is_own else Q()
    promises = list(open_promises(actor).select_related("conversation").filter(own)[:MOST])
    nobodys = Q(assignee=actor) | Q(assignee=None) if is_own else Q()
    conversations = list(waiting_conversations(actor).filter(nobodys)[:MOST])
    teams = hours_of_teams()
    expected = _expectations(promises, conversations)
    waiting = [
        *_of_promises(promises, expected, teams),
        *_of_conversations(conversations, expected, teams, now),
    ]
    return _scored(waiting, teams, now), len(waiting)


def _expectations(
    promises: Iterable[Promise], conversations: Iterable[Conversation]
) -> dict[tuple[int, str], Expectation]:
    """What these customers expect now of topics measured in time, by customer and topic."""
    people = {each.customer_id for each in promises} | {each.customer_id for each in conversations}
    rows = Expectation.objects.filter(
        customer__in=people,
        superseded_at=None,
        topic__kind=Topic.Kind.MEASURED,
        topic__direction=Topic.Direction.LESS,
    )
    return {
        (each.customer_id, each.topic.key): each
        for each in rows.select_related("topic")
        if _unit_of(each.topic) is not None
    }


def _unit_of(topic: Topic) -> timedelta | None:
    return UNITS.get(topic.unit.strip().casefold().rstrip("s"))


def _of_promises(
    promises: Iterable[Promise],
    expected: Mapping[tuple[int, str], Expectation],
    teams: Mapping[int | None, BusinessHours],
) -> list[Waiting]:
    found = []
    for promise in promises:
        key = promise.topic.key if promise.topic else ""
        channel = promise.conversation.channel if promise.conversation else ""
        expectation = expected.get((promise.customer_id, key))
        case = circumstances(
            team_id=promise.team_id,
            tier=promise.tier,
            channel=channel,
            at=promise.made_at,
            hours=teams.get(promise.team_id, teams[None]),
            topic=key,
        )
        expected_at, zone = _held_against(expectation, promise.made_at)
        found.append(
            Waiting(
                subject=promise,
                since=promise.made_at,
                expected_at=expected_at or promise.due_at,
                zone=zone,
                against=Against.EXPECTATION if expected_at else Against.DUE,
                series=(series_of(promise.topic), ANY_PROMISE),
                case=case,
                team_id=promise.team_id,
            )
        )
    return found


def _of_conversations(
    conversations: Sequence[Conversation],
    expected: Mapping[tuple[int, str], Expectation],
    teams: Mapping[int | None, BusinessHours],
    now: datetime,
) -> list[Waiting]:
    announced = dict(
        Announcement.objects.filter(
            conversation__in=conversations, promise=None, settled_at=None
        ).values_list("conversation_id", "due_at")
    )
    found = []
    for conversation in conversations:
        since = conversation.waiting_since or now
        team_id = conversation.team_id or conversation.customer.team_id
        hours = teams.get(team_id, teams[None])
        expectation = expected.get((conversation.customer_id, ANSWER_TOPIC))
        expected_at, zone = _held_against(expectation, since)
        announced_at = announced.get(conversation.pk)
        against = (
            Against.EXPECTATION
            if expected_at
            else Against.ANNOUNCED
            if announced_at
            else Against.ASSUMED
        )
        found.append(
            Waiting(
                subject=conversation,
                since=since,
                expected_at=expected_at or announced_at or _a_business_day_after(since, hours),
                zone=zone,
                against=against,
                series=(FIRST_ANSWER,),
                case=circumstances(
                    team_id=conversation.team_id,
                    tier=conversation.customer.tier,
                    channel=conversation.channel,
                    at=since,
                    hours=hours,
                    topic="",
                ),
                team_id=team_id,
            )
        )
    return found


def _a_business_day_after(since: datetime, hours: BusinessHours) -> datetime:
    return hours.add_business_days(since, 1)


def _held_against(
    expectation: Expectation | None, since: datetime
) -> tuple[datetime | None, tuple[datetime, datetime] | None]:
    """When she expects it, by the clock from its beginning, and her zone of tolerance."""
    unit = _unit_of(expectation.topic) if expectation else None
    if expectation is None or unit is None:
        return None, None

    def at(value: Decimal) -> datetime:
        return since + min(float(value) * unit, LONGEST)

    value = expectation.value if expectation.value is not None else expectation.adequate
    zone = (
        (at(expectation.desired), at(expectation.adequate))
        if expectation.desired is not None and expectation.adequate is not None
        else None
    )
    return (at(value) if value is not None else None), zone


def _scored(
    waiting: Sequence[Waiting], teams: Mapping[int | None, BusinessHours], now: datetime
) -> list[Place]:
    advice = learnt_advice({series for each in waiting for series in each.series})
    groups: dict[str, list[Waiting]] = {}
    for each in waiting:
        series = next((name for name in each.series if name in advice), "")
        groups.setdefault(series, []).append(each)
    places = []
    for series, group in groups.items():
        known = advice.get(series)
        curves = learnt_curves(known, [each.case for each in group]) if known else None
        finished = known.finished if known and curves else None
        for team_id in {each.team_id for each in group}:
            chosen = [place for place, each in enumerate(group) if each.team_id == team_id]
            part = [group[place] for place in chosen]
            own = curves.of(chosen) if curves else None
            places += _places(part, own, finished, teams.get(team_id, teams[None]), now)
    return sorted(places, key=lambda place: (-place.score, place.waiting.expected_at))


def _places(
    group: Sequence[Waiting],
    curves: Curves | None,
    learnt_from: int | None,
    hours: BusinessHours,
    now: datetime,
) -> list[Place]:
    """Score cases of one calendar and one series."""
    latest = max(now, *(each.expected_at for each in group))
    latest = max([latest, *(each.zone[1] for each in group if each.zone)])
    clock = working_time(hours, since=min(each.since for each in group), until=latest)
    begun = clock.hours_at([each.since for each in group])
    elapsed = np.maximum(clock.hours_at([now])[0] - begun, 0)
    expected = np.maximum(clock.hours_at([each.expected_at for each in group]) - begun, 0)
    zones = [each.zone or (each.since, each.since) for each in group]
    desired = clock.hours_at([zone[0] for zone in zones])
    adequate = clock.hours_at([zone[1] for zone in zones])
    chosen = curves or assumed_curves(expected.tolist())
    day = _hours_of_a_day(hours)
    found = disappointment_from_survival(
        chosen.times,
        chosen.open_shares,
        expected,
        elapsed=elapsed,
        desired=desired,
        adequate=adequate,
        fallback_width=day,
        weight=[_weight(each) for each in group],
    )
    widths = np.where(found.has_own_width, np.abs(adequate - desired), day)
    return [
        Place(
            waiting=each,
            score=float(found.score[number]),
            chance=float(found.chance[number]),
            distance=float(found.distance[number]),
            late_hours=float(found.distance[number] * widths[number]),
            day_hours=day,
            learnt_from=learnt_from,
        )
        for number, each in enumerate(group)
    ]


def _weight(waiting: Waiting) -> float:
    return WEIGHTS.get(waiting.subject.customer.tier, USUAL_WEIGHT)


def _hours_of_a_day(hours: BusinessHours) -> float:
    """The business hours of the longest weekday."""
    spans = [sum(_span(opens, closes) for opens, closes in day) for day in hours.weekly.values()]
    return max(spans, default=8.0) or 8.0


def _span(opens: time, closes: time) -> float:
    begin = opens.hour + opens.minute / 60
    is_midnight = closes in (time(), time.max)
    return (24.0 if is_midnight else closes.hour + closes.minute / 60) - begin
