"""How calling goes: what became of the lines, rates after AAPOR, interviewers and hours."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from heed.core.calendars import business_hours
from heed.measures.estimates import Estimate
from heed.measures.outcome_rates import OutcomeRates, outcome_rates
from heed.measures.shares import share_estimate
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Block, Computed, Files
from heed.surveys.models import CallAttempt, Interview, Response, Survey
from heed.surveys.queries.interviews import CUSTOMER
from heed.surveys.rules.call_outcomes import SPOKEN, UNREACHED, Ending, Outcome, disposition


@dataclass(frozen=True)
class InterviewerFigures:
    """Rates over the customers this interviewer called, by what came of her own calls."""

    name: str
    calls: int
    complete: int
    rates: OutcomeRates


@dataclass(frozen=True)
class HourFigures:
    """The share of calls in one hour of the customers' day in which somebody was spoken to."""

    hour: int
    reached: Estimate


@dataclass(frozen=True)
class CallFigures:
    """Lines by their ending (the empty one is open), and what the calls came to."""

    lines: Counter[str]
    calls: int
    completed_calls: int
    rates: OutcomeRates
    interviewers: tuple[InterviewerFigures, ...]
    hours: tuple[HourFigures, ...]

    @property
    def total(self) -> int:
        return self.lines.total()

    @property
    def still_open(self) -> int:
        return self.lines[""]

    @property
    def complete(self) -> int:
        return self.lines[Ending.COMPLETE]

    @property
    def refused(self) -> int:
        return self.lines[Ending.REFUSED]

    @property
    def not_reached(self) -> int:
        return self.lines[Ending.NOT_REACHED]

    @property
    def not_askable(self) -> int:
        return self.lines[Ending.NOT_ASKABLE]

    @property
    def calls_per_complete(self) -> float | None:
        return self.calls / self.completed_calls if self.completed_calls else None


@dataclass(frozen=True)
class _Call:
    line: int
    by: int
    name: str
    outcome: str
    at: datetime
    zone: str


@dataclass(frozen=True)
class _Line:
    pk: int
    ending: str
    is_extra: bool


def call_figures_of(survey: Survey, questionnaire: Questionnaire) -> CallFigures:
    """Everything the call list of a survey tells; four queries."""
    lines, calls = _lines(survey), _calls(survey)
    shares = _answered_shares(questionnaire, calls)
    return CallFigures(
        lines=Counter(line.ending for line in lines),
        calls=len(calls),
        completed_calls=sum(call.outcome == Outcome.COMPLETE for call in calls),
        rates=outcome_rates(_dispositions(lines, calls, shares)),
        interviewers=_by_interviewer(lines, calls, shares),
        hours=_by_hour(calls),
    )


def _lines(survey: Survey) -> list[_Line]:
    rows = Interview.objects.filter(survey=survey)
    found = rows.values_list("pk", "ending", "invitation__response__ending")
    return [_Line(pk, ending, end == Response.Ending.QUOTA_FULL) for pk, ending, end in found]


def _calls(survey: Survey) -> list[_Call]:
    rows = CallAttempt.objects.filter(interview__survey=survey).values_list(
        "interview_id",
        "by_id",
        "by__name",
        "outcome",
        "at",
        f"interview__{CUSTOMER}__time_zone",
    )
    return [_Call(*row) for row in rows.order_by("at", "pk")]


def _answered_shares(questionnaire: Questionnaire, calls: list[_Call]) -> dict[int, float]:
    """How much of the questionnaire was answered where a call was broken off."""
    asked = {
        each.name
        for each in questionnaire.questions
        if not isinstance(each, Block | Computed | Files)
    }
    broken = {call.line for call in calls if call.outcome == Outcome.BROKEN_OFF}
    rows = Response.objects.filter(invitation__interview__in=broken)
    return {
        line: len([name for name in asked if answers.get(name) is not None]) / max(len(asked), 1)
        for line, answers in rows.values_list("invitation__interview", "answers")
    }


def _dispositions(
    lines: Iterable[_Line], calls: Iterable[_Call], shares: dict[int, float]
) -> Counter[str]:
    outcomes: dict[int, list[str]] = {}
    for call in calls:
        outcomes.setdefault(call.line, []).append(call.outcome)
    return Counter(
        disposition(
            outcomes.get(line.pk, ()),
            ending=line.ending,
            answered_share=shares.get(line.pk, 0.0),
            is_extra=line.is_extra,
        )
        for line in lines
    )


def _by_interviewer(
    lines: list[_Line], calls: list[_Call], shares: dict[int, float]
) -> tuple[InterviewerFigures, ...]:
    """Those with most calls first; how a line ended by others' calls is not theirs."""
    own: dict[int, list[_Call]] = {}
    for call in calls:
        own.setdefault(call.by, []).append(call)
    extra = {line.pk: line.is_extra for line in lines}
    found = []
    for made in own.values():
        called = [_Line(pk, "", extra.get(pk, False)) for pk in {call.line for call in made}]
        complete = sum(call.outcome == Outcome.COMPLETE for call in made)
        rates = outcome_rates(_dispositions(called, made, shares))
        found.append(InterviewerFigures(made[0].name, len(made), complete, rates))
    return tuple(sorted(found, key=lambda each: (-each.calls, each.name)))


def _by_hour(calls: list[_Call]) -> tuple[HourFigures, ...]:
    """By the clock at the customer's place; a wrong number says nothing of the hour."""
    ours = business_hours().time_zone
    telling = [call for call in calls if call.outcome in SPOKEN | UNREACHED]
    made, reached = Counter[int](), Counter[int]()
    for call in telling:
        hour = call.at.astimezone(ZoneInfo(call.zone or ours)).hour
        made[hour] += 1
        reached[hour] += call.outcome in SPOKEN
    return tuple(
        HourFigures(hour, share_estimate(reached[hour], made[hour])) for hour in sorted(made)
    )
