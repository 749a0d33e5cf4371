"""Shape of what the API takes and gives about promises."""

from datetime import datetime
from typing import Annotated

from django.db.models import Q, QuerySet
from ninja import Field, Schema
from pydantic import ConfigDict

from heed.core.api_paging import Page, PageQuery
from heed.core.api_types import (
    Amount,
    AmountOut,
    BlankAsNone,
    Id,
    IdFromAddress,
    Instant,
    InstantOut,
    OneOf,
    Text,
    Whether,
    WhetherFromQuery,
)
from heed.customers.models import Customer
from heed.expectations.models import Promise

Outcome = Annotated[str, OneOf(Promise.Outcome)]
Evidence = Annotated[str, Text(1000)]
Wording = Annotated[str, Text(500)]


class PromiseOut(Schema):
    """One thing we told one customer we would do, and by when."""

    id: int
    customer_id: int
    conversation_id: int | None
    topic_id: int | None
    team_id: int | None
    wording: str
    value: AmountOut | None
    owner_id: int
    made_by_id: int
    made_at: InstantOut
    due_at: InstantOut
    remind_at: InstantOut
    breaks_at: InstantOut
    overdue_at: InstantOut | None
    delivered_at: InstantOut | None
    delivered_value: AmountOut | None
    evidence: str
    closed_at: InstantOut | None
    closed_by_id: int | None
    outcome: Annotated[Outcome | None, BlankAsNone]
    tier: Annotated[Annotated[str, OneOf(Customer.Tier)] | None, BlankAsNone] = Field(
        description="The customer's tier when the promise was made, or closed."
    )
    renegotiated_from_id: int | None
    standing_id: int | None = Field(description="The standing promise it was made from.")
    escalates_at: InstantOut | None = Field(description="When managers are told, if overdue.")
    escalated_at: InstantOut | None


class PromiseIn(Schema):
    model_config = ConfigDict(extra="forbid")

    customer_id: Id
    wording: Wording = Field(description="What we promise, in the words the customer heard.")
    due_at: Instant
    topic_id: Id | None = None
    value: Amount | None = Field(None, description="Promised, in the unit of the topic.")
    owner_id: Id | None = Field(None, description="Who sees to it; you, where left out.")
    conversation_id: Id | None = None
    is_separate: Whether = Field(
        default=False,
        description="Another matter than what is open on the same topic and conversation.",
    )


class FulfilmentIn(Schema):
    model_config = ConfigDict(extra="forbid")

    evidence: Evidence = Field(description="How it was done: a tracking number, a call.")
    delivered_at: Instant | None = Field(None, description="Now, where left out.")
    delivered_value: Amount | None = None


class WaiverIn(Schema):
    model_config = ConfigDict(extra="forbid")

    evidence: Evidence = Field(description="How the customer said so.")


class RenegotiationIn(Schema):
    model_config = ConfigDict(extra="forbid")

    due_at: Instant
    evidence: Evidence = Field(description="How the customer agreed.")
    wording: Annotated[str, Text(500, is_needed=False)] = Field(
        "", description="As it was, where left out."
    )


class HandOverIn(Schema):
    model_config = ConfigDict(extra="forbid")

    owner_id: Id


class HandOverManyIn(Schema):
    model_config = ConfigDict(extra="forbid")

    owner_id: Id
    promise_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]


class HandedOverOut(Schema):
    """How many promises changed hands; closed ones and those already theirs are passed over."""

    count: int
    promise_ids: list[int]


class ProposedTimeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    due_at: Instant
    reason: Wording = Field(description="Why another time is needed; the customer reads it.")


class ProposedTimeOut(Schema):
    """Another due time that the customer is asked to agree to."""

    id: int
    promise_id: int
    due_at: InstantOut
    reason: str
    proposed_at: InstantOut


class PromisePage(Page[PromiseOut]):
    pass


class PromiseQuery(PageQuery):
    """Which promises."""

    customer_id: IdFromAddress | None = None
    owner_id: IdFromAddress | None = None
    topic_id: IdFromAddress | None = None
    is_open: WhetherFromQuery | None = None
    is_overdue: WhetherFromQuery | None = Field(None, description="Open and past its due time.")
    outcome: Outcome | None = None
    due_since: Instant | None = Field(None, description="Due then or later.")
    due_until: Instant | None = Field(None, description="Due earlier than then.")

    def choose(self, rows: QuerySet[Promise], *, now: datetime) -> QuerySet[Promise]:
        """Return the rows that pass the filters."""
        rows = rows.filter(**self._equal())
        if self.is_open is not None:
            rows = rows.filter(closed_at__isnull=self.is_open)
        if self.is_overdue is not None:
            overdue = Q(closed_at=None, due_at__lt=now)
            rows = rows.filter(overdue if self.is_overdue else ~overdue)
        if self.due_since:
            rows = rows.filter(due_at__gte=self.due_since)
        if self.due_until:
            rows = rows.filter(due_at__lt=self.due_until)
        return rows

    def _equal(self) -> dict[str, int | str]:
        values = {
            "customer_id": self.customer_id,
            "owner_id": self.owner_id,
            "topic_id": self.topic_id,
            "outcome": self.outcome,
        }
        return {field: value for field, value in values.items() if value is not None}
