"""What can be promised so that it is kept: read from what the advisor has learnt, within a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Self

from heed.accounts.models import Team
from heed.conversations.models import Conversation
from heed.core.business_hours import BusinessHours
from heed.core.calendars import business_hours
from heed.customers.models import Customer
from heed.expectations.models import AdviceSource, Topic
from heed.expectations.queries.delivery_cases import (
    ANY_PROMISE,
    FIRST_ANSWER,
    circumstances,
    series_of,
)
from heed.expectations.queries.topics import topics_in_use
from heed.measures.advisor.advice import Advice
from heed.measures.advisor.answers import Advised, Ground, Refusal

COVERAGES = (0.8, 0.9, 0.95)
REFERENCE_COVERAGE = 0.95
STEP = timedelta(minutes=15)
LONGEST = timedelta(days=365)
PRINT = "state__print"


@dataclass(frozen=True)
class Asked:
    """Who would be promised something, when, and on whose calendar."""

    team_id: int | None
    tier: str
    channel: str
    hours: BusinessHours
    now: datetime

    @classmethod
    def about(
        cls,
        customer: Customer,
        conversation: Conversation | None,
        *,
        hours: BusinessHours,
        now: datetime,
    ) -> Self:
        """As a promise to the customer would be made now, in this conversation or outside one."""
        team = conversation.team_id if conversation and conversation.team_id else customer.team_id
        channel = conversation.channel if conversation else ""
        return cls(team, customer.tier, channel, hours, now)

    def case(self, topic: str) -> dict[str, str | float]:
        return circumstances(
            team_id=self.team_id,
            tier=self.tier,
            channel=self.channel,
            at=self.now,
            hours=self.hours,
            topic=topic,
        )


@dataclass(frozen=True)
class Suggested:
    """A time that can be promised, and how often such times were kept in the past."""

    due_at: datetime
    hours: float
    coverage: float
    achieved: float | None
    cases: int
    ground: Ground
    series: str

    @property
    def of_hundred(self) -> int:
        return round(100 * self.coverage)


@dataclass(frozen=True)
class Unknown:
    """Why no time can be advised: the reason's code, what is there and what it would take."""

    reason: str
    coverage: float
    needed: int
    ground: Ground | None


@dataclass(frozen=True)
class Verdict:
    """How likely a due time is kept, by what is known of which series."""

    due_at: datetime
    chance: float | None

    @property
    def of_hundred(self) -> int | None:
        """The chance as a whole number of a hundred; never a full hundred, nor none."""
        return None if self.chance is None else min(99, max(1, round(100 * self.chance)))


@dataclass(frozen=True)
class Advisor:
    """What is known of one matter; where its own series knows too little, that of all promises."""

    asked: Asked
    series: str
    topic: str
    sources: tuple[tuple[str, Advice], ...]

    @cached_property
    def _case(self) -> dict[str, str | float]:
        return self.asked.case(self.topic)

    @cached_property
    def _said(self) -> dict[float, Suggested | Unknown]:
        return {}

    def promise_by(self, coverage: float = REFERENCE_COVERAGE) -> Suggested | Unknown:
        """The earliest time kept with this probability, to a quarter of an hour; or why none."""
        if coverage not in self._said:
            self._said[coverage] = self._promise_by(coverage)
        return self._said[coverage]

    def best(self) -> Suggested | None:
        """The earliest time kept 95 of 100, else 90, else 80; None where not even that is known."""
        said = (self.promise_by(coverage) for coverage in reversed(COVERAGES))
        return next((each for each in said if isinstance(each, Suggested)), None)

    def _promise_by(self, coverage: float) -> Suggested | Unknown:
        refusal: Refusal | None = None
        for series, advice in self.sources:
            found = advice.quantile(self._case, coverage=coverage)
            if isinstance(found, Advised):
                return self._suggested(found, series)
            refusal = refusal or found
        if refusal is None:
            return Unknown("nothing_learnt", coverage, 0, None)
        return Unknown(str(refusal.reason), coverage, refusal.needed, refusal.ground)

    def _suggested(self, found: Advised, series: str) -> Suggested:
        asked = self.asked
        due_at = _rounded_up(asked.hours.add(asked.now, timedelta(hours=found.hours)))
        achieved = found.achieved if found.achieved_cases else None
        return Suggested(
            due_at,
            found.hours,
            found.coverage,
            achieved,
            found.achieved_cases,
            found.ground,
            series,
        )

    def verdict(self, due_at: datetime) -> Verdict:
        """How likely a delivery comes by then; without a figure where too little is known."""
        return Verdict(due_at, self.chance(due_at))

    def chance(self, due_at: datetime, *, since: datetime | None = None) -> float | None:
        """The probability that what begins now, or began at `since`, is delivered by then."""
        began = since or self.asked.now
        until = min(due_at, began + LONGEST)
        hours = self.asked.hours.between(began, until) / timedelta(hours=1)
        elapsed = self.asked.hours.between(began, self.asked.now) / timedelta(hours=1)
        if self._speaker is None:
            return None
        return self._speaker.probability_kept(self._case, hours=hours, elapsed=elapsed)

    @cached_property
    def _speaker(self) -> Advice | None:
        """What was learnt of the narrowest series that knows enough."""
        least = COVERAGES[0]
        return next(
            (
                advice
                for _series, advice in self.sources
                if isinstance(advice.quantile(self._case, coverage=least), Advised)
            ),
            None,
        )


def _rounded_up(at: datetime) -> datetime:
    past = timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond) % STEP
    return at + (STEP - past) if past else at


def series_to_learn() -> list[tuple[str, Topic | None]]:
    """Every series: first answers, all promises together, and each topic in use."""
    named: list[tuple[str, Topic | None]] = [(FIRST_ANSWER, None), (ANY_PROMISE, None)]
    return named + [(series_of(topic), topic) for topic in topics_in_use()]


def advisor_on(asked: Asked, topic: Topic | None, learnt: "Learnt | None" = None) -> Advisor:
    """The advisor on promises about a topic, or about anything; one statement.

    None where what was learnt of these series is given.
    """
    own = series_of(topic)
    sources = _sources((own, ANY_PROMISE), learnt)
    return Advisor(asked, own, topic.key if topic else "", sources)


def advisor_on_first_answer(asked: Asked) -> Advisor:
    """The advisor on when a customer who has just written will be answered."""
    return Advisor(asked, FIRST_ANSWER, "", _sources((FIRST_ANSWER,)))


def hours_of(team: Team | None) -> BusinessHours:
    return business_hours(team.calendar_id if team else None)


@dataclass(frozen=True)
class Learnt:
    """Where it stands what was learnt of some series; each is read when it is asked for."""

    places: Mapping[str, tuple[int, str]]

    def of(self, series: str) -> Advice | None:
        return _read(*self.places[series]) if series in self.places else None


def learnt_of(series: Iterable[str]) -> Learnt:
    """What was learnt of these series, of those that were learnt at all; one statement."""
    rows = AdviceSource.objects.filter(series__in=set(series))
    return Learnt({name: (pk, mark) for name, pk, mark in rows.values_list("series", "pk", PRINT)})


def learnt_advice(series: Iterable[str]) -> dict[str, Advice]:
    """The same, all of it read."""
    learnt = learnt_of(series)
    return {name: advice for name in learnt.places if (advice := learnt.of(name))}


def _sources(
    series: tuple[str, ...], learnt: Learnt | None = None
) -> tuple[tuple[str, Advice], ...]:
    found = learnt or learnt_of(series)
    named = ((name, found.of(name)) for name in dict.fromkeys(series))
    return tuple((name, advice) for name, advice in named if advice)


@lru_cache(maxsize=64)
def _read(pk: int, print_of: str) -> Advice | None:  # noqa: ARG001 - a newer one has another
    """What was learnt; None where an older Heed has learnt it, until it is learnt anew."""
    stored = AdviceSource.objects.values_list("state", flat=True).get(pk=pk)
    try:
        return Advice.from_json(stored["advice"])
    except ValueError:
        return None
