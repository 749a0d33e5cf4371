"""How long deliveries and first answers took: the series the promise advisor learns from.

Durations are business hours of the calendar of the team that answers. Every case is placed by how
many business hours of its own calendar lie between it and now, so teams with different calendars
stand in one series; now is hour 0.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import F, Min, Q
from numpy.typing import NDArray

from heed.accounts.models import Team
from heed.conversations.models import Conversation, Message
from heed.core.business_hours import BusinessHours
from heed.core.calendars import business_hours
from heed.expectations.models import Promise, Topic
from heed.expectations.working_time import working_time

Floats = NDArray[np.float64]
FIRST_ANSWER, ANY_PROMISE, OF_TOPIC = "first_answer", "any_promise", "topic:"
MOST_CASES = 12_000
NONE = "-"


@dataclass(frozen=True)
class Case:
    """What a customer waited for: since when, until when (None while open), and whose it is."""

    team_id: int | None
    tier: str
    channel: str
    topic: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Cases:
    """A series as plain columns, with how many cases were set aside for which reason."""

    rows: Sequence[Case]
    set_aside: Mapping[str, int] = field(default_factory=dict)

    @property
    def finished(self) -> int:
        return sum(each.until is not None for each in self.rows)

    @property
    def unfinished(self) -> int:
        return len(self.rows) - self.finished

    @property
    def mark(self) -> str:
        """Changes when cases were added or finished."""
        last = max((each.since for each in self.rows), default=None)
        return f"{len(self.rows)} {self.finished} {last}"


def series_of(topic: Topic | None) -> str:
    """The series of promises on a topic, or of all promises where none is named."""
    return f"{OF_TOPIC}{topic.key}" if topic else ANY_PROMISE


def hours_of_teams() -> dict[int | None, BusinessHours]:
    """The calendar of each team; None stands for those of no team."""
    usual = business_hours()
    found: dict[int | None, BusinessHours] = {None: usual}
    for team_id, calendar_id in Team.objects.values_list("pk", "calendar_id"):
        found[team_id] = business_hours(calendar_id) if calendar_id else usual
    return found


def promise_cases(*, now: datetime, topic: Topic | None = None) -> Cases:
    """Promises from when they were made to their delivery, the newest twelve thousand.

    A renegotiated promise and what replaced it are one case, from the first on. What a customer
    waived is set aside; what was never delivered, broken or not, counts as still open.
    """
    rows = Promise.objects.filter(topic=topic) if topic else Promise.objects.all()
    found = rows.filter(made_at__lte=now).order_by("-made_at", "-pk")[:MOST_CASES]
    values = list(
        found.values_list(
            "pk",
            "renegotiated_from_id",
            "outcome",
            "team_id",
            "tier",
            "conversation__channel",
            "topic__key",
            "made_at",
            "delivered_at",
        )
    )
    successors = {row[1]: row for row in values if row[1]}
    known = {row[0] for row in values}
    cases, set_aside = [], Counter[str]()
    for row in values:
        if row[1] in known:
            continue
        last = row
        while last[2] == Promise.Outcome.RENEGOTIATED and last[0] in successors:
            last = successors[last[0]]
        if last[2] in {Promise.Outcome.WAIVED, Promise.Outcome.RENEGOTIATED}:
            set_aside[last[2]] += 1
            continue
        delivered_at = last[8] if last[8] and last[8] <= now else None
        cases.append(Case(row[3], row[4], row[5] or "", row[6] or NONE, row[7], delivered_at))
    return Cases(cases, dict(set_aside))


def answer_cases(*, now: datetime) -> Cases:
    """Conversations customers began, from their first letter to our first by a person.

    Automatic replies are no answers. What was closed unanswered is set aside.
    """
    written = Q(messages__kind=Message.Kind.MESSAGE)
    rows = (
        Conversation.objects.filter(opened_at__lte=now)
        .order_by("-opened_at", "-pk")
        .annotate(
            asked_at=Min(
                "messages__at", filter=written & Q(messages__direction=Message.Direction.INBOUND)
            ),
            answered_at=Min(
                "messages__at", filter=written & Q(messages__direction=Message.Direction.OUTBOUND)
            ),
        )
        .values_list("team_id", F("customer__tier"), "channel", "state", "asked_at", "answered_at")
    )
    cases, set_aside = [], Counter[str]()
    for team_id, tier, channel, state, asked_at, answered_at in rows[:MOST_CASES]:
        if asked_at is None or (answered_at and answered_at <= asked_at):
            set_aside["opened_by_us"] += 1
        elif answered_at is None and state == Conversation.State.CLOSED:
            set_aside["closed_unanswered"] += 1
        else:
            cases.append(Case(team_id, tier, channel, NONE, asked_at, answered_at))
    return Cases(cases, dict(set_aside))


@dataclass(frozen=True)
class Columns:
    """A series as the advisor takes it: hours before now, names and figures at the start."""

    starts: Floats
    ends: Floats
    categories: dict[str, list[str]]
    numbers: dict[str, list[float]]


def columns_of(cases: Cases, *, now: datetime, has_topics: bool) -> Columns:
    """Place the cases on the clock of business hours."""
    teams = hours_of_teams()
    starts, ends = np.zeros(len(cases.rows)), np.full(len(cases.rows), np.nan)
    for team_id, places in _by_team(cases.rows).items():
        rows = [cases.rows[place] for place in places]
        earliest = min(each.since for each in rows)
        clock = working_time(teams.get(team_id, teams[None]), since=earliest, until=now)
        reached = clock.hours_at([now])[0]
        starts[places] = clock.hours_at([each.since for each in rows]) - reached
        done = [place for place in places if cases.rows[place].until]
        moments = [cases.rows[place].until or now for place in done]
        ends[done] = clock.hours_at(moments) - reached
    names: dict[str, list[str]] = {
        "tier": [each.tier for each in cases.rows],
        "channel": [each.channel for each in cases.rows],
        "team": [str(each.team_id) for each in cases.rows],
    }
    if has_topics:
        names["topic"] = [each.topic for each in cases.rows]
    local = [_local(each.since, teams.get(each.team_id, teams[None])) for each in cases.rows]
    return Columns(
        starts,
        np.maximum(ends, starts),
        names,
        {"hour": [each[0] for each in local], "weekday": [each[1] for each in local]},
    )


def _by_team(rows: Iterable[Case]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    for place, each in enumerate(rows):
        found.setdefault(each.team_id, []).append(place)
    return found


def _local(at: datetime, hours: BusinessHours) -> tuple[float, float]:
    local = at.astimezone(ZoneInfo(hours.time_zone))
    return float(local.hour), float(local.weekday())


def circumstances(
    *, team_id: int | None, tier: str, channel: str, at: datetime, hours: BusinessHours, topic: str
) -> dict[str, str | float]:
    """What is known of a case at its start, under the names the advisor has learnt."""
    hour, weekday = _local(at, hours)
    return {
        "tier": tier,
        "channel": channel,
        "team": str(team_id),
        "topic": topic or NONE,
        "hour": hour,
        "weekday": weekday,
    }
