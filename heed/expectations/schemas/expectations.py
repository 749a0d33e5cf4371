"""Shape of what the API takes and gives about topics and expectations."""

from typing import Annotated

from django.db.models import QuerySet
from ninja import Field, Schema
from pydantic import ConfigDict

from heed.core.api_paging import Page, PageQuery
from heed.core.api_types import (
    Amount,
    AmountOut,
    Id,
    IdFromAddress,
    InstantOut,
    OneOf,
    Text,
    Whether,
    WhetherFromQuery,
    Whole,
)
from heed.expectations.models import Expectation, Level, Topic

Felt = Annotated[int, Field(ge=1, le=7), Whole]
LevelName = Annotated[str, OneOf(Level)]
Source = Annotated[str, OneOf(Expectation.Source)]
KnowsNorm = Annotated[str, OneOf(("", "yes", "no"))]


class TopicOut(Schema):
    """An attribute of the service that customers have expectations about."""

    id: int
    key: str
    name: str
    name_zh: str
    kind: Annotated[str, OneOf(Topic.Kind)]
    unit: str
    unit_zh: str
    direction: Annotated[str, OneOf(Topic.Direction)]
    grace_business_days: int
    parent_id: int | None
    retired_at: InstantOut | None


class ExpectationOut(Schema):
    """What a customer expects on a topic from a date on; current until it is superseded."""

    id: int
    customer_id: int
    topic_id: int
    wording: str
    level: LevelName
    felt: int | None
    value: AmountOut | None
    desired: AmountOut | None
    adequate: AmountOut | None
    is_must_have: bool
    knows_norm: KnowsNorm
    source: Source
    conversation_id: int | None
    recorded_by_id: int
    recorded_at: InstantOut
    superseded_at: InstantOut | None
    withdrawn_at: InstantOut | None


class ExpectationIn(Schema):
    """A felt topic needs `felt`, a measured one `value`."""

    model_config = ConfigDict(extra="forbid")

    customer_id: Id
    topic_id: Id
    wording: Annotated[str, Text(500, is_needed=False)] = ""
    level: LevelName = "expected"
    felt: Felt | None = Field(None, description="Expected, from 1 to 7.")
    value: Amount | None = Field(None, description="Expected, in the unit of the topic.")
    desired: Amount | None = None
    adequate: Amount | None = None
    is_must_have: Whether = False
    knows_norm: KnowsNorm = Field("", description="Of the trade; empty where it is not known.")
    source: Source = "message"
    conversation_id: Id | None = None


class ExpectationPage(Page[ExpectationOut]):
    pass


class ExpectationQuery(PageQuery):
    """Which expectations."""

    customer_id: IdFromAddress | None = None
    topic_id: IdFromAddress | None = None
    is_current: WhetherFromQuery | None = Field(None, description="Not superseded yet.")

    def choose(self, rows: QuerySet[Expectation]) -> QuerySet[Expectation]:
        """Return the rows that pass the filters."""
        if self.customer_id:
            rows = rows.filter(customer_id=self.customer_id)
        if self.topic_id:
            rows = rows.filter(topic_id=self.topic_id)
        if self.is_current is not None:
            rows = rows.filter(superseded_at__isnull=self.is_current)
        return rows
