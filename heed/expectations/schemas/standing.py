"""Shape of what the API takes and gives about standing promises."""

from datetime import date, time
from typing import Annotated

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
    Whole,
)
from heed.customers.models import Customer
from heed.expectations.models import StandingPromise

Kind = Annotated[str, OneOf(StandingPromise.Kind)]
Unit = Annotated[str, OneOf(StandingPromise.Unit)]
Every = Annotated[str, OneOf(StandingPromise.Rhythm)]
Trigger = Annotated[str, OneOf(StandingPromise.Trigger)]
Tier = Annotated[str, OneOf(Customer.Tier)]
Wording = Annotated[str, Text(500)]
Within = Annotated[int, Field(ge=1, le=1000), Whole]
Day = Annotated[int, Field(ge=0, le=31), Whole]


class StandingPromiseOut(Schema):
    """What promises are made from: a condition, a rhythm, or a guarantee to everybody."""

    id: int
    kind: Kind
    customer_id: int | None
    conversation_id: int | None
    topic_id: int | None
    wording: str
    wording_zh: str
    value: AmountOut | None
    condition: str
    trigger: Trigger
    within: int | None
    within_unit: Unit
    tier: Annotated[Tier | None, BlankAsNone]
    rhythm: Annotated[Every | None, BlankAsNone]
    rhythm_day: int | None
    rhythm_time: time | None
    next_due_at: InstantOut | None
    ends_on: date | None
    owner_id: int
    made_by_id: int
    made_at: InstantOut
    ended_at: InstantOut | None
    ended_because: str


class ConditionalIn(Schema):
    model_config = ConfigDict(extra="forbid")

    customer_id: Id
    condition: Wording = Field(description="If this happens …")
    wording: Wording = Field(description="… we promise this.")
    within: Within
    within_unit: Unit = StandingPromise.Unit.BUSINESS_DAYS.value
    topic_id: Id | None = None
    value: Amount | None = None
    owner_id: Id | None = Field(None, description="Who sees to it; you, where left out.")
    conversation_id: Id | None = None


class RepeatingIn(Schema):
    model_config = ConfigDict(extra="forbid")

    customer_id: Id
    wording: Wording
    every: Every
    day: Day | None = Field(
        None, description="Weekday, 0 is Monday, or day of the month; 31 is always the last."
    )
    at: time | None = Field(None, description="When the day closes, where left out.")
    ends_on: date | None = None
    topic_id: Id | None = None
    value: Amount | None = None
    owner_id: Id | None = Field(None, description="Who sees to it; you, where left out.")
    conversation_id: Id | None = None


class GuaranteeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    wording: Wording
    wording_zh: Annotated[str, Text(500, is_needed=False)] = ""
    trigger: Trigger = Field("", description="Left out: a person says that a case has come.")
    condition: Annotated[str, Text(500, is_needed=False)] = Field(
        "", description="What makes a case; needed where a person says so."
    )
    within: Within
    within_unit: Unit = StandingPromise.Unit.BUSINESS_HOURS.value
    tier: Tier | None = None
    topic_id: Id | None = None


class MetIn(Schema):
    model_config = ConfigDict(extra="forbid")

    met_at: Instant | None = Field(None, description="Now, where left out.")


class CaseIn(Schema):
    model_config = ConfigDict(extra="forbid")

    customer_id: Id
    conversation_id: Id | None = None
    happened_at: Instant | None = Field(None, description="Now, where left out.")


class EndIn(Schema):
    model_config = ConfigDict(extra="forbid")

    because: Wording = Field(description="Why it ends.")


class StandingPromisePage(Page[StandingPromiseOut]):
    pass


class StandingPromiseQuery(PageQuery):
    """Which standing promises."""

    kind: Kind | None = None
    customer_id: IdFromAddress | None = None
