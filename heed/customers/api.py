"""Customers over HTTP, with their contact points and what is worth remembering about them."""

from typing import Any

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.accounts.models import Team, User
from heed.accounts.queries import colleagues_of, in_teams_of
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Order, PageQuery, Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.customers import operations, queries, schemas
from heed.customers.models import ContactPoint, Customer, Fact

endpoints = Endpoints("Customers")

RECENT = Order("last_activity_at")
NEWEST_FACT = Order("noted_at")


def _customer(actor: User, customer_id: int) -> Customer:
    rows = queries.customers_visible_to(actor).prefetch_related("contact_points")
    return found(rows, customer_id, "customer_id")


def _team(actor: User, team_id: int | None) -> Team | None:
    teams = Team.objects.filter(in_teams_of(actor, path="pk"))
    return found(teams, team_id, "team_id") if team_id else None


@endpoints.get("/customers", needs="customers.view", answer=schemas.CustomerPage)
def list_customers(request: SignedInRequest, query: Query[schemas.CustomerQuery]) -> Rows[Customer]:
    """Customers you may see, the most recently active first."""
    rows = query.choose(queries.customers_visible_to(request.user))
    return page_of(rows.prefetch_related("contact_points"), query, request, RECENT)


@endpoints.post("/customers", needs="customers.change", answer=schemas.CustomerOut)
def create_customer(request: SignedInRequest, payload: schemas.CustomerIn) -> Customer:
    """Create a customer with the contact points given."""
    return operations.create_customer(
        name=payload.name,
        email=payload.email,
        phone=payload.phone,
        language=payload.language,
        country=payload.country,
        team=_team(request.user, payload.team_id),
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.get("/customers/{customer_id}", needs="customers.view", answer=schemas.CustomerOut)
def get_customer(request: SignedInRequest, customer_id: IdFromAddress) -> Customer:
    """One customer."""
    return _customer(request.user, customer_id)


@endpoints.patch("/customers/{customer_id}", needs="customers.change", answer=schemas.CustomerOut)
def change_customer(
    request: SignedInRequest, customer_id: IdFromAddress, payload: schemas.CustomerChanges
) -> Customer:
    """Change the fields that are sent; the others stay."""
    actor = request.user
    customer = _customer(actor, customer_id)
    changes: dict[str, Any] = payload.model_dump(exclude_unset=True)
    if "team_id" in changes:
        changes["team"] = _team(actor, changes.pop("team_id"))
    if "named_agent_id" in changes:
        agent_id = changes.pop("named_agent_id")
        people = colleagues_of(actor)
        changes["named_agent"] = found(people, agent_id, "named_agent_id") if agent_id else None
    return operations.change_customer(
        customer=customer, changes=changes, actor=actor, now=timezone.now()
    )


@endpoints.post(
    "/customers/{customer_id}/contact-points",
    needs="customers.change",
    answer=schemas.ContactPointOut,
)
def add_contact_point(
    request: SignedInRequest, customer_id: IdFromAddress, payload: schemas.ContactPointIn
) -> ContactPoint:
    """Add a way to reach or recognise the customer; one that is there already is given back."""
    return operations.add_contact_point(
        customer=_customer(request.user, customer_id),
        kind=payload.kind,
        value=payload.value,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.get("/customers/{customer_id}/facts", needs="customers.view", answer=schemas.FactPage)
def list_facts(
    request: SignedInRequest, customer_id: IdFromAddress, query: Query[PageQuery]
) -> Rows[Fact]:
    """What is worth remembering about the customer, newest first."""
    facts = queries.facts_of(_customer(request.user, customer_id))
    return page_of(facts, query, request, NEWEST_FACT)


@endpoints.post("/customers/{customer_id}/facts", needs="customers.change", answer=schemas.FactOut)
def note_fact(
    request: SignedInRequest, customer_id: IdFromAddress, payload: schemas.FactIn
) -> Fact:
    """Remember something about the customer, with where it is known from."""
    return operations.note_fact(
        customer=_customer(request.user, customer_id),
        text=payload.text,
        kind=payload.kind,
        source=payload.source,
        actor=request.user,
        now=timezone.now(),
    )
