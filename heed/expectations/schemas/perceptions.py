"""Shape of what the API takes and gives about perceptions."""

from typing import Annotated

from django.db.models import QuerySet
from ninja import Field, Schema
from pydantic import ConfigDict

from heed.core.api_paging import Page, PageQuery
from heed.core.api_types import (
    BlankAsNone,
    Id,
    IdFromAddress,
    Instant,
    InstantOut,
    OneOf,
    Text,
    Whole,
)
from heed.customers.models import Customer
from heed.expectations.models import Perception

LONGEST_COMMENT = 10_000

Perceived = Annotated[int, Field(ge=1, le=7), Whole]
Against = Annotated[int, Field(ge=-3, le=3), Whole]


class PerceptionOut(Schema):
    """What a customer said of what she got, and what she expected then."""

    id: int
    customer_id: int
    topic_id: int | None
    promise_id: int | None
    team_id: int | None
    perceived: int | None
    against_expectation: int | None
    satisfaction: int | None
    expected: int | None = Field(description="Her felt expectation as it stood before.")
    comment: str
    mode: Annotated[str, OneOf(Perception.Mode)]
    tier: Annotated[Annotated[str, OneOf(Customer.Tier)] | None, BlankAsNone]
    answered_at: InstantOut


class PerceptionIn(Schema):
    """At least one of the two answers is needed."""

    model_config = ConfigDict(extra="forbid")

    customer_id: Id
    perceived: Perceived | None = Field(None, description="From 1 to 7.")
    against_expectation: Against | None = Field(
        None, description="From -3, much worse than expected, to 3, much better."
    )
    satisfaction: Perceived | None = Field(
        None, description="All in all, from 1 to 7, where it was asked."
    )
    topic_id: Id | None = Field(None, description="The promise's, where left out.")
    promise_id: Id | None = None
    comment: Annotated[str, Text(LONGEST_COMMENT, is_needed=False)] = ""


class PerceptionPage(Page[PerceptionOut]):
    pass


class PerceptionQuery(PageQuery):
    """Which perceptions."""

    customer_id: IdFromAddress | None = None
    topic_id: IdFromAddress | None = None
    promise_id: IdFromAddress | None = None
    since: Instant | None = Field(None, description="Answered then or later.")
    until: Instant | None = Field(None, description="Answered earlier than then.")

    def choose(self, rows: QuerySet[Perception]) -> QuerySet[Perception]:
        """Return the rows that pass the filters."""
        if self.customer_id:
            rows = rows.filter(customer_id=self.customer_id)
        if self.topic_id:
            rows = rows.filter(topic_id=self.topic_id)
        if self.promise_id:
            rows = rows.filter(promise_id=self.promise_id)
        if self.since:
            rows = rows.filter(answered_at__gte=self.since)
        if self.until:
            rows = rows.filter(answered_at__lt=self.until)
        return rows
