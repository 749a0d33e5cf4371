"""Shape of what the API takes and gives about steering and exceeding."""

from math import isnan
from typing import Annotated

from django.db.models import QuerySet
from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict

from heed.core.api_paging import Page, PageQuery
from heed.core.api_types import Id, IdFromAddress, Instant, InstantOut, OneOf, Text, Whole
from heed.expectations.models import Exceeding, Steering
from heed.expectations.schemas.topics import TierOrAll, TierOut

Direction = Annotated[str, OneOf(Steering.Direction)]
Kind = Annotated[str, OneOf(Exceeding.Kind)]
Words = Annotated[str, Text(2000, is_needed=False)]
Cost = Annotated[int, Field(ge=0, le=10**15), Whole]
# JSON has no nan: a bound that is not known is left out.
Bound = Annotated[float | None, BeforeValidator(lambda value: None if isnan(value) else value)]


class FigureOut(Schema):
    """A figure with its 95 % interval."""

    value: Bound
    lower: Bound
    upper: Bound
    n: int


class FindingOut(Schema):
    verdict: Direction
    ground: str
    is_certain: bool
    distance: float


class SteeringCellOut(Schema):
    """What the figures say about one topic for one tier, or for all."""

    topic_id: int
    tier: TierOut
    expected: FigureOut
    promisable: FigureOut | None
    delivered: FigureOut | None
    is_borrowed: bool
    is_advised: bool
    refused: FigureOut | None
    disappointed: FigureOut | None
    finding: FindingOut | None


class SteeringOut(Schema):
    """A decision to lower, raise or hold; in force until it ends."""

    id: int
    topic_id: int
    tier: TierOut
    direction: Direction
    wording: str
    wording_zh: str
    evidence: dict[str, object]
    decided_by_id: int
    decided_at: InstantOut
    ended_at: InstantOut | None


class SteeringIn(Schema):
    """To lower or raise needs words in one language at least."""

    model_config = ConfigDict(extra="forbid")

    topic_id: Id
    tier: TierOrAll
    direction: Direction
    wording: Words = ""
    wording_zh: Words = ""


class ExceedingOut(Schema):
    """One time we gave more than was promised, and what it cost us."""

    id: int
    customer_id: int
    topic_id: int | None
    promise_id: int | None
    kind: Kind
    description: str
    cost_minor: int
    currency: str
    given_by_id: int
    given_at: InstantOut


class ExceedingIn(Schema):
    model_config = ConfigDict(extra="forbid")

    customer_id: Id
    topic_id: Id | None = None
    promise_id: Id | None = None
    kind: Kind
    description: Annotated[str, Text(500)]
    cost_minor: Cost = Field(0, description="In minor units of the company's currency.")
    given_at: Instant | None = None


class SteeringCellPage(Page[SteeringCellOut]):
    pass


class SteeringPage(Page[SteeringOut]):
    pass


class ExceedingPage(Page[ExceedingOut]):
    pass


class ExceedingQuery(PageQuery):
    """Which exceedings."""

    customer_id: IdFromAddress | None = None
    topic_id: IdFromAddress | None = None
    kind: Kind | None = None

    def choose(self, rows: QuerySet[Exceeding]) -> QuerySet[Exceeding]:
        """Return the rows that pass the filters."""
        if self.customer_id:
            rows = rows.filter(customer_id=self.customer_id)
        if self.topic_id:
            rows = rows.filter(topic_id=self.topic_id)
        return rows.filter(kind=self.kind) if self.kind else rows
