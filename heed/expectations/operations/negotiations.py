"""Negotiations begin, pause, change hands and end (D1.5, D1.8)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import organisation
from heed.conversations.models import Conversation
from heed.core import access, events
from heed.core.currencies import decimals_of, is_currency
from heed.core.errors import DomainError
from heed.core.instants import require_in_range
from heed.core.templatetags.amounts import spell_money
from heed.customers.models import Customer
from heed.customers.operations import note_activity, require_present
from heed.expectations import rules
from heed.expectations.events import (
    NegotiationClosed,
    NegotiationOpened,
    NegotiationResumed,
    OfferWithdrawn,
)
from heed.expectations.models import Expectation, Negotiation, Offer, Topic
from heed.expectations.models.negotiations import OFFER_WAITS
from heed.expectations.operations.expectations import require_own_conversation
from heed.expectations.operations.promises import said
from heed.expectations.operations.topics import require_in_use

State = Negotiation.State


class RequestMissing(DomainError):
    code = "negotiation.request_missing"
    message = _("Say what the customer asks for.")


class CurrencyUnknown(DomainError):
    code = "negotiation.currency_unknown"
    message = _("There is no currency “%(currency)s”. Give a code like EUR or CNY.")


class BudgetNegative(DomainError):
    code = "negotiation.budget_negative"
    message = _("A budget of %(budget)s is below nothing. Give 0 or more.")


class BudgetAboveTier(DomainError):
    code = "negotiation.budget_above_tier"
    message = _(
        "%(budget)s is more than the %(usual)s that a negotiation with this customer may cost. "
        "Open it with that, and ask a supervisor for what goes beyond."
    )


class ExpectationOfAnother(DomainError):
    code = "negotiation.expectation_of_another"
    message = _("The expectation is not a present one of %(customer)s. Choose one of hers or his.")


class NegotiationEnded(DomainError):
    code = "negotiation.ended"
    message = _(
        "This negotiation ended on %(closed_at)s: %(state)s. Take it up again where it is deferred "
        "or escalated, or open a new one."
    )


class NotPaused(DomainError):
    code = "negotiation.not_paused"
    message = _("Only what is deferred or escalated can be taken up; this one is: %(state)s.")


class ReasonMissing(DomainError):
    code = "negotiation.reason_missing"
    message = _("Say why, so that whoever reads this later understands it.")


class DeferredIntoPast(DomainError):
    code = "negotiation.deferred_into_past"
    message = _("%(until)s has passed. Defer to a time in the future.")


class EscalatedToOwner(DomainError):
    code = "negotiation.escalated_to_owner"
    message = _("%(name)s sees to this negotiation already. Escalate it to somebody else.")


class CannotConduct(DomainError):
    code = "negotiation.cannot_conduct"
    message = _("%(name)s may not conduct negotiations. Choose somebody who may.")


@transaction.atomic
def open_negotiation(
    *,
    customer: Customer,
    request: str,
    actor: User,
    now: datetime,
    topic: Topic | None = None,
    expectation: Expectation | None = None,
    conversation: Conversation | None = None,
    budget_minor: int | None = None,
    currency: str = "",
) -> Negotiation:
    """Take up a request that we answer with options; the budget follows the tier.

    A topic left out is that of the expectation. Only who may approve concessions sets a budget
    above that of the tier. Publishes NegotiationOpened. Raises CustomerGone, RequestMissing,
    ConversationOfAnother, ExpectationOfAnother, CurrencyUnknown, BudgetNegative, BudgetAboveTier.
    """
    access.require(actor, "negotiations.conduct")
    customer = require_present(customer)
    if not request.strip():
        raise RequestMissing
    require_own_conversation(customer, conversation)
    require_present_expectation(customer, expectation)
    require_in_use(topic)
    currency = currency or organisation().currency
    budget = _budget(customer, budget_minor, currency, actor)
    team = conversation.team if conversation and conversation.team_id else customer.team
    negotiation = Negotiation.objects.create(
        customer=customer,
        conversation=conversation,
        expectation=expectation,
        topic=topic or (expectation.topic if expectation else None),
        team=team,
        request=request.strip(),
        budget_minor=budget,
        currency=currency,
        owner=actor,
        opened_at=now,
        tier=customer.tier,
    )
    happened = NegotiationOpened(customer_id=customer.pk, negotiation_id=negotiation.pk)
    events.publish(happened, actor=actor, at=now)
    note_activity(customer_id=customer.pk, at=now)
    return negotiation


def require_present_expectation(customer: Customer, expectation: Expectation | None) -> None:
    """Raise ExpectationOfAnother unless the customer expects this now, or it is left out."""
    if expectation and (expectation.customer_id != customer.pk or expectation.superseded_at):
        raise ExpectationOfAnother(customer=customer)


def _budget(customer: Customer, wanted: int | None, currency: str, actor: User) -> int:
    if not is_currency(currency):
        raise CurrencyUnknown(currency=currency)
    usual = rules.budget_of(customer.tier, decimals_of(currency))
    if wanted is None:
        return usual
    if wanted < 0:
        raise BudgetNegative(budget=spell_money(wanted, currency))
    if wanted > usual and not actor.may("concessions.approve"):
        raise BudgetAboveTier(
            budget=spell_money(wanted, currency), usual=spell_money(usual, currency)
        )
    return wanted


def locked(negotiation_id: int) -> Negotiation:
    """The negotiation, locked until the transaction ends; all that belongs to it is changed so.

    The customer is locked first, as in every operation that reaches more than one of her rows.
    """
    Customer.objects.select_for_update(of=("self",)).get(negotiations=negotiation_id)
    rows = Negotiation.objects.select_for_update(of=("self",))
    return rows.select_related("customer", "owner", "topic").get(pk=negotiation_id)


def require_open(negotiation: Negotiation) -> None:
    """Raise NegotiationEnded where the negotiation has ended or is paused."""
    if negotiation.closed_at:
        raise NegotiationEnded(
            closed_at=said(negotiation.closed_at), state=negotiation.get_state_display()
        )


def withdraw_waiting(negotiation: Negotiation, *, actor: User, now: datetime) -> None:
    """Take back the offer that waits for an answer, where there is one; part of an operation."""
    for offer in Offer.objects.filter(OFFER_WAITS, negotiation=negotiation):
        Offer.objects.filter(pk=offer.pk).update(withdrawn_at=now)
        happened = OfferWithdrawn(
            customer_id=negotiation.customer_id, negotiation_id=negotiation.pk, offer_id=offer.pk
        )
        events.publish(happened, actor=actor, at=now)


def close(
    negotiation: Negotiation, state: Negotiation.State, because: str, *, actor: User, now: datetime
) -> Negotiation:
    """End an open negotiation that is locked; part of an operation. Publishes NegotiationClosed."""
    withdraw_waiting(negotiation, actor=actor, now=now)
    negotiation.state = state
    negotiation.closed_at = now
    negotiation.closed_by = actor
    negotiation.closed_because = because.strip()[:1000]
    negotiation.tier = negotiation.customer.tier
    negotiation.save(
        update_fields=[
            *("state", "closed_at", "closed_by", "closed_because", "tier"),
            *("topic", "deferred_until", "escalated_to"),
        ]
    )
    happened = NegotiationClosed(
        customer_id=negotiation.customer_id, negotiation_id=negotiation.pk, outcome=state.value
    )
    events.publish(happened, actor=actor, at=now)
    note_activity(customer_id=negotiation.customer_id, at=now)
    return negotiation


@transaction.atomic
def defer_negotiation(
    *, negotiation_id: int, until: datetime, because: str, actor: User, now: datetime
) -> Negotiation:
    """Let a negotiation rest until a time, when it opens again by itself.

    Publishes NegotiationClosed. Raises NegotiationEnded, ReasonMissing, DeferredIntoPast,
    InstantOutOfRange.
    """
    access.require(actor, "negotiations.conduct")
    negotiation = locked(negotiation_id)
    require_open(negotiation)
    if not because.strip():
        raise ReasonMissing
    require_in_range(until)
    if until <= now:
        raise DeferredIntoPast(until=said(until))
    negotiation.deferred_until = until
    return close(negotiation, State.DEFERRED, because, actor=actor, now=now)


@transaction.atomic
def escalate_negotiation(
    *, negotiation_id: int, to: User, because: str, actor: User, now: datetime
) -> Negotiation:
    """Hand a negotiation up to somebody, who is told and can take it up.

    Publishes NegotiationClosed. Raises NegotiationEnded, ReasonMissing, EscalatedToOwner,
    CannotConduct.
    """
    access.require(actor, "negotiations.conduct")
    negotiation = locked(negotiation_id)
    require_open(negotiation)
    if not because.strip():
        raise ReasonMissing
    if to.pk == negotiation.owner_id:
        raise EscalatedToOwner(name=to.name)
    if not to.may("negotiations.conduct"):
        raise CannotConduct(name=to.name)
    negotiation.escalated_to = to
    return close(negotiation, State.ESCALATED, because, actor=actor, now=now)


@transaction.atomic
def take_up_negotiation(*, negotiation_id: int, actor: User, now: datetime) -> Negotiation:
    """Go on with what was deferred or escalated; the actor sees to it from now on.

    Publishes NegotiationResumed. Raises NotPaused.
    """
    access.require(actor, "negotiations.conduct")
    negotiation = locked(negotiation_id)
    if negotiation.state not in {State.DEFERRED, State.ESCALATED}:
        raise NotPaused(state=negotiation.get_state_display())
    negotiation.owner = actor
    return _resume(negotiation, actor, now)


@transaction.atomic
def resume_deferred(*, negotiation_id: int, actor: User, now: datetime) -> bool:
    """Open a deferred negotiation whose time has come; return whether it was done now.

    Publishes NegotiationResumed.
    """
    negotiation = locked(negotiation_id)
    until = negotiation.deferred_until
    if negotiation.state != State.DEFERRED or until is None or until > now:
        return False
    _resume(negotiation, actor, now)
    return True


def _resume(negotiation: Negotiation, actor: User, now: datetime) -> Negotiation:
    negotiation.state = State.OPEN
    negotiation.closed_at = negotiation.closed_by = None
    negotiation.deferred_until = negotiation.escalated_to = None
    negotiation.closed_because = ""
    negotiation.save(
        update_fields=[
            *("state", "owner", "closed_at", "closed_by", "closed_because"),
            *("deferred_until", "escalated_to"),
        ]
    )
    happened = NegotiationResumed(
        customer_id=negotiation.customer_id, negotiation_id=negotiation.pk
    )
    events.publish(happened, actor=actor, at=now)
    return negotiation


def end_negotiations_of(customer_id: int, *, actor: User, now: datetime) -> None:
    """Let what is open with a customer who was erased rest for good; part of an operation.

    Publishes NegotiationClosed.
    """
    for negotiation_id in Negotiation.objects.filter(
        customer_id=customer_id, closed_at=None
    ).values_list("pk", flat=True):
        close(locked(negotiation_id), State.DEFERRED, "", actor=actor, now=now)
