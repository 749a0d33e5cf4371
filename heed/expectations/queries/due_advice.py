"""The due times offered beside a promise, each with its chance of being kept, and one advised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from heed.conversations.models import Conversation
from heed.core.business_hours import BusinessHours
from heed.customers.models import Customer
from heed.expectations import rules
from heed.expectations.models import Topic
from heed.expectations.queries.advice import (
    COVERAGES,
    REFERENCE_COVERAGE,
    Advisor,
    Asked,
    Suggested,
    Unknown,
    Verdict,
    advisor_on,
)


@dataclass(frozen=True)
class Choice:
    """A due time to choose, how likely it is kept, and whether the advisor names it."""

    verdict: Verdict
    is_advised: bool
    is_chosen: bool

    @property
    def due_at(self) -> datetime:
        return self.verdict.due_at


@dataclass(frozen=True)
class DueAdvice:
    """What is offered for one promise: times to choose, and what the advisor says."""

    choices: Sequence[Choice]
    said: Suggested | Unknown
    coverage: float
    now: datetime

    @property
    def suggested(self) -> Suggested | None:
        return self.said if isinstance(self.said, Suggested) else None

    @property
    def unknown(self) -> Unknown | None:
        return self.said if isinstance(self.said, Unknown) else None

    @property
    def of_hundred(self) -> int:
        return round(100 * self.coverage)

    @property
    def coverages(self) -> list[tuple[float, int]]:
        """Shares to choose from, also as a whole number of a hundred."""
        return [(each, round(100 * each)) for each in COVERAGES]


def advisor_about(
    customer: Customer,
    conversation: Conversation | None,
    topic: Topic | None,
    *,
    hours: BusinessHours,
    now: datetime,
) -> Advisor:
    """The advisor on a promise to the customer, in this conversation or outside of one."""
    asked = Asked.about(customer, conversation, hours=hours, now=now)
    return advisor_on(asked, topic)


def due_advice(advisor: Advisor, *, coverage: float = REFERENCE_COVERAGE) -> DueAdvice:
    """The usual due times and the advised one, in order of time, the best of them chosen.

    Chosen is the advised one, or the latest of the usual ones where none is advised.
    """
    now = advisor.asked.now
    usual = rules.due_suggestions(now, advisor.asked.hours)
    said = advisor.promise_by(coverage)
    advised = said.due_at if isinstance(said, Suggested) else None
    moments = sorted({*usual, *([advised] if advised else [])})
    chosen = advised or (usual[-1] if usual else None)
    choices = [
        Choice(advisor.verdict(each), is_advised=each == advised, is_chosen=each == chosen)
        for each in moments
    ]
    return DueAdvice(choices, said, coverage, now)


def coverage_from(text: str) -> float:
    """The share a reader chose; 95 of 100 where it is none of those offered."""
    return next((each for each in COVERAGES if str(each) == text), REFERENCE_COVERAGE)
