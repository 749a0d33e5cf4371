"""Shape of what the API takes and gives about rankings."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Field, Schema
from pydantic import ConfigDict

from heed.core.api_paging import Page, PageQuery
from heed.core.api_types import Id, IdFromAddress, InstantOut, OneOf, WhetherFromQuery, Whole
from heed.expectations.models import Ranking
from heed.expectations.queries.rankings import Sheet

Method = Annotated[str, OneOf(Ranking.Method)]
Mode = Annotated[str, OneOf(Ranking.Mode)]
TaskNumber = Annotated[int, Field(ge=1, le=1000), Whole]


class RankingItemOut(Schema):
    """One expectation of a ranking; rank and worth stand once it is answered."""

    expectation_id: int
    position: int
    rank: int | None
    worth: float | None = Field(description="All worths of a ranking add up to 1.")
    worth_lower: float | None
    worth_upper: float | None
    may_be_given_up: bool | None


class TaskOut(Schema):
    """One question: which expectations are shown, in this order."""

    number: int
    kind: Method
    offered: list[int]


class RankingOut(Schema):
    """One time a customer was asked what matters most."""

    id: int
    customer_id: int
    conversation_id: int | None
    method: Method
    mode: Mode
    asked_by_id: int
    asked_at: InstantOut
    expires_at: InstantOut | None
    answered_at: InstantOut | None
    items: list[RankingItemOut]
    tasks: list[TaskOut]

    @staticmethod
    def resolve_items(ranking: Ranking) -> list[Any]:
        return Sheet(ranking).all_items

    @staticmethod
    def resolve_tasks(ranking: Ranking) -> list[Any]:
        return Sheet(ranking).tasks


class RankingIn(Schema):
    """By link a letter goes to the customer; told an agent, you send the answers yourself."""

    model_config = ConfigDict(extra="forbid")

    customer_id: Id
    expectation_ids: list[Id] = Field(max_length=50)
    method: Method = "order"
    mode: Mode = "agent"
    conversation_id: Id | None = None


class AnswerIn(Schema):
    """The answer to one question: the whole order, best and worst, or the one preferred."""

    model_config = ConfigDict(extra="forbid")

    task: TaskNumber
    order: list[Id] | None = Field(None, max_length=50)
    best: Id | None = None
    worst: Id | None = None
    preferred: Id | None = None


class AnswersIn(Schema):
    """Questions left out count for nothing."""

    model_config = ConfigDict(extra="forbid")

    answers: list[AnswerIn] = Field(max_length=100)
    may_be_given_up: list[Id] | None = Field(
        None, max_length=50, description="Ids of expectations; null where it was not asked."
    )


class RankingPage(Page[RankingOut]):
    pass


class RankingQuery(PageQuery):
    """Which rankings."""

    customer_id: IdFromAddress | None = None
    is_answered: WhetherFromQuery | None = None

    def choose(self, rows: QuerySet[Ranking]) -> QuerySet[Ranking]:
        """Return the rows that pass the filters."""
        if self.customer_id:
            rows = rows.filter(customer_id=self.customer_id)
        if self.is_answered is not None:
            rows = rows.filter(answered_at__isnull=not self.is_answered)
        return rows
