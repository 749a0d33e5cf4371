"""Negotiations as they are read: what is open, what it may still cost, how it went."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from heed.accounts.models import User
from heed.accounts.queries import colleagues_of, in_teams_of
from heed.core.models import Event
from heed.customers.models import Customer
from heed.expectations import rules
from heed.expectations.models import Concession, Negotiation, Offer, Option
from heed.expectations.models.negotiations import OFFER_WAITS


def negotiations_visible_to(actor: User) -> QuerySet[Negotiation]:
    """Negotiations with customers of the actor's teams and of none, with what a row shows."""
    if not actor.may("negotiations.view"):
        return Negotiation.objects.none()
    rows = Negotiation.objects.filter(in_teams_of(actor, path="customer__team"))
    return rows.select_related("customer", "topic", "owner")


def open_negotiations(actor: User) -> QuerySet[Negotiation]:
    """Open negotiations the actor may see, the newest first."""
    return negotiations_visible_to(actor).filter(closed_at=None).order_by("-opened_at", "-pk")


def negotiations_with(customer: Customer) -> QuerySet[Negotiation]:
    """All negotiations with the customer: open ones first, then the newest."""
    rows = customer.negotiations.select_related("topic", "owner")
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")


def negotiations_to_move(actor: User) -> QuerySet[Negotiation]:
    """The actor's own open negotiations in which neither the customer nor a colleague is asked."""
    waiting = Offer.objects.filter(OFFER_WAITS, negotiation=OuterRef("pk"))
    asked = Concession.objects.filter(state=Concession.State.ASKED, negotiation=OuterRef("pk"))
    mine = open_negotiations(actor).filter(~Exists(waiting), ~Exists(asked), owner_id=actor.pk)
    return mine.order_by("opened_at", "pk")


def concessions_visible_to(actor: User) -> QuerySet[Concession]:
    """Steps of the negotiations the actor may see, in the order of their ladders."""
    if not actor.may("negotiations.view"):
        return Concession.objects.none()
    rows = Concession.objects.filter(in_teams_of(actor, path="negotiation__customer__team"))
    return rows.select_related(
        "negotiation__customer", "negotiation__owner", "asked_of", "asked_by", "answered_by"
    ).order_by("negotiation_id", "position")


def concessions_to_answer(actor: User) -> QuerySet[Concession]:
    """Steps somebody asks the actor about, the longest waiting first."""
    rows = Concession.objects.filter(asked_of_id=actor.pk, state=Concession.State.ASKED)
    return rows.select_related("negotiation__customer", "asked_by").order_by("asked_at", "pk")


def untold_steps(negotiation: Negotiation) -> list[Concession]:
    """Steps that were taken and that the customer has not been told of, in their order."""
    taken = negotiation.concessions.filter(answered_at__isnull=False, told_at=None)
    return list(taken.order_by("position"))


def approvers_for(actor: User) -> list[User]:
    """Colleagues who may approve a concession the actor asks for; never the actor."""
    people = colleagues_of(actor).exclude(pk=actor.pk)
    return [each for each in people if each.may("concessions.approve")]


@dataclass(frozen=True)
class Budget:
    """What a negotiation may cost us and what of it is spoken for, in minor units."""

    allowance_minor: int
    committed_minor: int

    @property
    def left_minor(self) -> int:
        return self.allowance_minor - self.committed_minor


def budget_left(negotiation: Negotiation) -> Budget:
    """The budget with what supervisors granted; steps and the dearest option on offer count."""
    rows = negotiation.concessions.order_by("position").values_list("kind", "state", "cost_minor")
    steps = [rules.Step(*row) for row in rows]
    offered = Option.objects.filter(
        Q(offer__withdrawn_at=None, offer__expired_at=None, offer__answered_at=None)
        | Q(is_chosen=True),
        offer__negotiation=negotiation,
    )
    dearest = max(offered.values_list("cost_minor", flat=True), default=0)
    return Budget(
        allowance_minor=rules.allowance(negotiation.budget_minor, steps),
        committed_minor=rules.committed(steps) + dearest,
    )


@dataclass(frozen=True)
class Moment:
    """One thing that happened in a negotiation, with the offer or the step it is about."""

    at: datetime
    kind: str
    actor: User | None
    payload: dict[str, Any]
    offer: Offer | None
    step: Concession | None


def course_of(negotiation: Negotiation) -> list[Moment]:
    """All that happened in the negotiation, the newest first; four queries."""
    happened = Event.objects.filter(subject_type="negotiation", subject_id=negotiation.pk)
    offers = {each.pk: each for each in negotiation.offers.prefetch_related("options")}
    steps = {each.pk: each for each in negotiation.concessions.all()}
    rows = list(happened.order_by("-at", "-pk"))
    people = User.objects.in_bulk({row.actor_id for row in rows if row.actor_id})
    return [
        Moment(
            at=row.at,
            kind=row.type.partition(".")[2],
            actor=people.get(row.actor_id or 0),
            payload=row.payload,
            offer=offers.get(row.payload.get("offer_id", 0)),
            step=steps.get(row.payload.get("concession_id", 0)),
        )
        for row in rows
    ]


def negotiation_ids_to_resume(*, now: datetime, most: int) -> list[int]:
    """Deferred negotiations whose time has come."""
    due = Negotiation.objects.filter(
        state=Negotiation.State.DEFERRED, deferred_until__lte=now
    ).order_by("deferred_until")
    return list(due.values_list("pk", flat=True)[:most])
