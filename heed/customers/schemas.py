"""Shape of what the API takes and gives about customers."""

from typing import Annotated

from django.conf import settings
from django.db.models import Q, QuerySet
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
    TimeZone,
)
from heed.customers import rules
from heed.customers.models import ContactPoint, Customer, Fact

Language = Annotated[str, OneOf(tuple(code for code, _name in settings.LANGUAGES))]
ContactKind = Annotated[str, OneOf(ContactPoint.Kind)]
FactKind = Annotated[str, OneOf(Fact.Kind)]
Tier = Annotated[str, OneOf(Customer.Tier)]
State = Annotated[str, OneOf(Customer.State)]
Stage = Annotated[str, OneOf(Customer.Stage)]


class ContactPointOut(Schema):
    """A way to reach or recognise a customer."""

    id: int
    kind: ContactKind
    value: str
    wrong_at: InstantOut | None = Field(description="When somebody else was found to answer there.")


class ContactPointIn(Schema):
    model_config = ConfigDict(extra="forbid")

    kind: ContactKind
    value: Annotated[str, Text(320)]


class CustomerOut(Schema):
    """A customer as every page shows her or him."""

    id: int
    name: str
    address_form: str
    language: str
    time_zone: str
    country: str
    team_id: int | None
    named_agent_id: int | None
    tier: Annotated[Tier | None, BlankAsNone]
    state: State
    stage: Stage
    contact_points: list[ContactPointOut]
    created_at: InstantOut
    last_contact_at: InstantOut | None
    last_activity_at: InstantOut


class CustomerIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Text(200)]
    email: Annotated[str, Text(320, is_needed=False)] = ""
    phone: Annotated[str, Text(320, is_needed=False)] = ""
    language: Language = "en"
    country: Annotated[str, Text(60, is_needed=False)] = ""
    team_id: Id | None = None


class CustomerChanges(Schema):
    """Only the fields sent are changed."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Text(200)] = ""
    address_form: Annotated[str, Text(200, is_needed=False)] = ""
    language: Language = "en"
    time_zone: TimeZone = ""
    country: Annotated[str, Text(60, is_needed=False)] = ""
    team_id: Id | None = None
    named_agent_id: Id | None = None


class FactOut(Schema):
    """Something worth remembering about a customer, and where it is known from."""

    id: int
    customer_id: int
    kind: FactKind
    text: str
    source: str
    noted_by_id: int
    noted_at: InstantOut


class FactIn(Schema):
    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Text(500)]
    kind: FactKind = "other"
    source: Annotated[str, Text(200)]


class CustomerPage(Page[CustomerOut]):
    pass


class FactPage(Page[FactOut]):
    pass


class CustomerQuery(PageQuery):
    """Which customers."""

    email: Annotated[str, Text(320)] | None = None
    reference: Annotated[str, Text(320)] | None = Field(
        None, description="The customer's number elsewhere."
    )
    tier: Tier | None = None
    state: State | None = None
    named_agent_id: IdFromAddress | None = None
    updated_since: Instant | None = Field(None, description="With something happening since.")

    def choose(self, rows: QuerySet[Customer]) -> QuerySet[Customer]:
        """Return the rows that pass the filters."""
        if self.email:
            rows = rows.filter(_has(ContactPoint.Kind.EMAIL, self.email))
        if self.reference:
            rows = rows.filter(_has(ContactPoint.Kind.REFERENCE, self.reference))
        if self.tier:
            rows = rows.filter(tier=self.tier)
        if self.state:
            rows = rows.filter(state=self.state)
        if self.named_agent_id:
            rows = rows.filter(named_agent_id=self.named_agent_id)
        if self.updated_since:
            rows = rows.filter(last_activity_at__gte=self.updated_since)
        return rows


def _has(kind: str, value: str) -> Q:
    key = rules.contact_key(kind, value)
    return Q(pk__in=ContactPoint.objects.filter(kind=kind, key=key).values("customer_id"))
