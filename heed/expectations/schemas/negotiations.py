"""Shape of what the API takes and gives about negotiations, offers and concessions."""

from typing import Annotated

from django.db.models import QuerySet
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
    Whole,
)
from heed.customers.models import Customer
from heed.expectations.models import Concession, Negotiation, Offer, Option
from heed.expectations.operations.offer_answers import LONGEST_SAYING

LARGEST_MINOR = 10**15

Minor = Annotated[int, Field(ge=0, le=LARGEST_MINOR), Whole]
State = Annotated[str, OneOf(Negotiation.State)]
Mode = Annotated[str, OneOf(Offer.Mode)]
Answer = Annotated[str, OneOf(Offer.Answer)]
Kind = Annotated[str, OneOf(Concession.Kind)]
StepState = Annotated[str, OneOf(Concession.State)]
Reason = Annotated[str, Text(1000)]


class NegotiationOut(Schema):
    """A request that is answered with options, until it ends."""

    id: int
    customer_id: int
    conversation_id: int | None
    expectation_id: int | None
    topic_id: int | None
    team_id: int | None
    request: str
    budget_minor: int
    currency: str
    owner_id: int
    opened_at: InstantOut
    state: State
    closed_at: InstantOut | None
    closed_by_id: int | None
    closed_because: str
    deferred_until: InstantOut | None
    escalated_to_id: int | None
    tier: Annotated[Annotated[str, OneOf(Customer.Tier)] | None, BlankAsNone]


class NegotiationIn(Schema):
    model_config = ConfigDict(extra="forbid")

    customer_id: Id
    request: Annotated[str, Text(500)] = Field(description="What the customer asks for.")
    topic_id: Id | None = Field(None, description="That of the expectation, where left out.")
    expectation_id: Id | None = None
    conversation_id: Id | None = None
    budget_minor: Minor | None = Field(None, description="By the tier, where left out.")
    currency: Annotated[str, Text(3, is_needed=False)] = Field(
        "", description="That of the company, where left out."
    )


class DeclineIn(Schema):
    """Our no: with a text it goes out as a letter."""

    model_config = ConfigDict(extra="forbid")

    because: Reason = Field(description="The true reason.")
    topic_id: Id | None = Field(None, description="That of the negotiation, where left out.")
    text: Annotated[str, Text(20_000, is_needed=False)] = ""


class DeferralIn(Schema):
    model_config = ConfigDict(extra="forbid")

    until: Instant
    because: Reason


class EscalationIn(Schema):
    model_config = ConfigDict(extra="forbid")

    to_id: Id
    because: Reason


class NegotiationPage(Page[NegotiationOut]):
    pass


class NegotiationQuery(PageQuery):
    """Which negotiations."""

    customer_id: IdFromAddress | None = None
    owner_id: IdFromAddress | None = None
    topic_id: IdFromAddress | None = None
    state: State | None = None
    is_open: WhetherFromQuery | None = None

    def choose(self, rows: QuerySet[Negotiation]) -> QuerySet[Negotiation]:
        """Return the rows that pass the filters."""
        values = {
            "customer_id": self.customer_id,
            "owner_id": self.owner_id,
            "topic_id": self.topic_id,
            "state": self.state,
        }
        rows = rows.filter(**{field: value for field, value in values.items() if value is not None})
        return rows if self.is_open is None else rows.filter(closed_at__isnull=self.is_open)


class OptionOut(Schema):
    """One option; `cost_minor` is for us alone."""

    id: int
    position: int
    wording: str
    topic_id: int | None
    value: AmountOut | None
    due_at: InstantOut
    price_minor: int
    cost_minor: int
    fulfils: list[int] = Field(description="Ids of expectations.")
    is_chosen: bool
    promise_id: int | None

    @staticmethod
    def resolve_fulfils(option: Option) -> list[int]:
        return [each.pk for each in option.fulfils.all()]


class OfferOut(Schema):
    """Two to five options put before the customer at once, and the answer."""

    id: int
    negotiation_id: int
    mode: Mode
    introduction: str
    made_by_id: int
    made_at: InstantOut
    expires_at: InstantOut
    withdrawn_at: InstantOut | None
    expired_at: InstantOut | None
    answer: Annotated[Answer | None, BlankAsNone]
    answered_at: InstantOut | None
    answered_to_id: int | None = Field(description="Nobody, where it was answered by the link.")
    counter_wish: str
    declined_because: str
    options: list[OptionOut]

    @staticmethod
    def resolve_options(offer: Offer) -> list[Option]:
        return list(offer.options.all())


class OptionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    wording: Annotated[str, Text(500)] = Field(description="As the customer reads it.")
    due_at: Instant
    price_minor: Minor = 0
    cost_minor: Minor = 0
    topic_id: Id | None = None
    value: Amount | None = Field(None, description="In the unit of the topic.")
    fulfils: list[Id] = Field(default_factory=list, max_length=50)


class OfferIn(Schema):
    model_config = ConfigDict(extra="forbid")

    negotiation_id: Id
    mode: Mode
    expires_at: Instant
    options: list[OptionIn] = Field(max_length=20, description="Two to five.")
    introduction: Annotated[str, Text(5000, is_needed=False)] = ""
    tells: list[Id] = Field(
        default_factory=list, max_length=50, description="Steps the introduction tells of."
    )


class ChoiceIn(Schema):
    model_config = ConfigDict(extra="forbid")

    option_id: Id


class WishIn(Schema):
    model_config = ConfigDict(extra="forbid")

    wish: Annotated[str, Text(LONGEST_SAYING)]


class NoIn(Schema):
    model_config = ConfigDict(extra="forbid")

    because: Annotated[str, Text(LONGEST_SAYING, is_needed=False)] = ""


class OfferPage(Page[OfferOut]):
    pass


class OfferQuery(PageQuery):
    """Which offers."""

    negotiation_id: IdFromAddress | None = None

    def choose(self, rows: QuerySet[Offer]) -> QuerySet[Offer]:
        """Return the rows that pass the filters."""
        return rows.filter(negotiation_id=self.negotiation_id) if self.negotiation_id else rows


class ConcessionOut(Schema):
    """One step of the ladder."""

    id: int
    negotiation_id: int
    position: int
    kind: Kind
    wording: str
    cost_minor: int
    state: StepState
    asked_of_id: int | None
    asked_by_id: int | None
    asked_at: InstantOut | None
    answered_at: InstantOut | None
    answered_by_id: int | None
    answer: str
    told_at: InstantOut | None
    told_by_id: int | None


class ConcessionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    negotiation_id: Id
    kind: Kind
    wording: Annotated[str, Text(500)] = Field(description="What we would give.")
    cost_minor: Minor = 0
    asked_of_id: Id | None = Field(None, description="Who is asked; needed for a supervisor.")


class ConcessionAnswerIn(Schema):
    model_config = ConfigDict(extra="forbid")

    is_granted: Whether
    answer: Annotated[str, Text(500, is_needed=False)] = ""


class ConcessionPage(Page[ConcessionOut]):
    pass


class ConcessionQuery(PageQuery):
    """Which steps."""

    negotiation_id: IdFromAddress | None = None
    asked_of_id: IdFromAddress | None = None
    state: StepState | None = None

    def choose(self, rows: QuerySet[Concession]) -> QuerySet[Concession]:
        """Return the rows that pass the filters."""
        values = {
            "negotiation_id": self.negotiation_id,
            "asked_of_id": self.asked_of_id,
            "state": self.state,
        }
        return rows.filter(**{field: value for field, value in values.items() if value is not None})
