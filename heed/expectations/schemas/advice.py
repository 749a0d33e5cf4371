"""Shape of what the API takes and gives about advice, announced times and promises found."""

from typing import Annotated

from django.db.models import QuerySet
from ninja import Field, Schema
from pydantic import ConfigDict

from heed.core.api_paging import Page, PageQuery
from heed.core.api_types import (
    Id,
    IdFromAddress,
    Instant,
    InstantOut,
    OneOf,
    Text,
    Whether,
    WhetherFromQuery,
)
from heed.expectations.models import Announcement, Proposal

Place = Annotated[str, OneOf(Announcement.Place)]
State = Annotated[str, OneOf(Proposal.State)]
Coverage = Annotated[str, OneOf(("0.8", "0.9", "0.95"))]
USUAL_COVERAGE = "0.95"


class AdviceQuery(Schema):
    """About what advice is asked; the customer gives tier, team and calendar."""

    customer_id: IdFromAddress
    conversation_id: IdFromAddress | None = None
    topic_id: IdFromAddress | None = None
    is_first_answer: WhetherFromQuery = Field(
        default=False, description="About when her letter will be answered, not about a promise."
    )
    coverage: Coverage = Field(USUAL_COVERAGE, description="The share that is to be kept.")
    due_at: Instant | None = Field(None, description="Ask too how likely this time is kept.")


class AdviceOut(Schema):
    """What can be promised now, or why that cannot be said."""

    series: str | None = Field(description="What it rests on: a topic, or all promises.")
    coverage: float
    due_at: InstantOut | None
    working_hours: float | None
    past_coverage: float | None = Field(
        description="How many of such promises would have been kept in the past, as a share."
    )
    past_cases: int
    finished_cases: int
    refusal: str | None = Field(description="Why there is no advice, as a code.")
    needed_cases: int | None
    probability: float | None = Field(description="That the time asked for is kept.")


class AnnouncementOut(Schema):
    """A time we announced to a customer, and whether it was kept."""

    id: int
    series: str
    place: Place
    customer_id: int | None
    conversation_id: int | None
    promise_id: int | None
    coverage: float
    announced_at: InstantOut
    due_at: InstantOut
    settled_at: InstantOut | None
    is_kept: bool | None


class AnnouncementIn(Schema):
    model_config = ConfigDict(extra="forbid")

    customer_id: Id
    place: Annotated[str, OneOf(("form", "queue"))] = Field(
        description="Where the customer reads it: a form, or a chat queue."
    )
    conversation_id: Id | None = None
    topic_id: Id | None = Field(None, description="The time to a first answer, where left out.")
    coverage: Coverage = USUAL_COVERAGE


class SettlementIn(Schema):
    model_config = ConfigDict(extra="forbid")

    happened_at: Instant = Field(description="When it was answered or delivered.")


class AnnouncementPage(Page[AnnouncementOut]):
    pass


class AnnouncementQuery(PageQuery):
    """Which announced times."""

    customer_id: IdFromAddress | None = None
    conversation_id: IdFromAddress | None = None
    place: Place | None = None
    is_settled: WhetherFromQuery | None = None

    def choose(self, rows: "QuerySet[Announcement]") -> "QuerySet[Announcement]":
        """Return the rows that pass the filters."""
        equal = {
            "customer_id": self.customer_id,
            "conversation_id": self.conversation_id,
            "place": self.place,
        }
        rows = rows.filter(**{name: value for name, value in equal.items() if value is not None})
        if self.is_settled is not None:
            rows = rows.filter(settled_at__isnull=not self.is_settled)
        return rows


class RangeOut(Schema):
    """Announced times within a range of announced shares, against what was kept."""

    announced: float
    kept: float
    kept_lower: float
    kept_upper: float
    n: int


class ReliabilityOut(Schema):
    """How the times announced at one place were kept; intervals are Wilson's, 95 %."""

    place: Place
    announced: float | None
    kept: float | None
    n: int
    waiting: int
    ranges: list[RangeOut]


class ReliabilitiesOut(Schema):
    places: list[ReliabilityOut]


class ProposalOut(Schema):
    """A promise found in a letter or note of ours."""

    id: int
    message_id: int
    start: int
    end: int
    wording: str
    due_at: InstantOut | None
    is_vague: bool
    why: str
    state: State
    found_at: InstantOut
    decided_by_id: int | None
    decided_at: InstantOut | None
    promise_id: int | None


class ProposalPage(Page[ProposalOut]):
    pass


class ProposalQuery(PageQuery):
    """Which promises found."""

    state: State | None = None
    message_id: IdFromAddress | None = None
    conversation_id: IdFromAddress | None = None

    def choose(self, rows: "QuerySet[Proposal]") -> "QuerySet[Proposal]":
        """Return the rows that pass the filters."""
        equal = {
            "state": self.state,
            "message_id": self.message_id,
            "message__conversation_id": self.conversation_id,
        }
        return rows.filter(**{name: value for name, value in equal.items() if value is not None})


class TakingIn(Schema):
    model_config = ConfigDict(extra="forbid")

    wording: Annotated[str, Text(500, is_needed=False)] = Field(
        "", description="As it was found, where left out."
    )
    due_at: Instant | None = Field(None, description="As it was found, where left out.")
    topic_id: Id | None = None
    is_separate: Whether = Field(
        default=False, description="It is another matter than what is open on the topic."
    )
