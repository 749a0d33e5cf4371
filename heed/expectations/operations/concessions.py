"""The ladder of concessions: real steps, in order, within a budget, told only when taken (D1.7)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.models import Message
from heed.core import access, events
from heed.core.errors import DomainError
from heed.core.templatetags.amounts import spell_money
from heed.expectations.events import (
    ConcessionAnswered,
    ConcessionAsked,
    ConcessionPlanned,
    ConcessionTold,
)
from heed.expectations.models import Concession, Negotiation
from heed.expectations.operations.negotiations import locked, require_open
from heed.expectations.operations.offer_letters import send_letter
from heed.expectations.operations.promises import said
from heed.expectations.queries.negotiations import budget_left

Kind, State = Concession.Kind, Concession.State


class StepWordingMissing(DomainError):
    code = "concession.wording_missing"
    message = _("Say what we would give with this step.")


class StepCostNegative(DomainError):
    code = "concession.cost_negative"
    message = _("A step cannot cost %(cost)s. Give 0 or more.")


class SupervisorMissing(DomainError):
    code = "concession.supervisor_missing"
    message = _("Say which supervisor is to decide this step.")


class CannotApprove(DomainError):
    code = "concession.cannot_approve"
    message = _("%(name)s may not approve concessions. Choose a supervisor.")


class OwnApproval(DomainError):
    code = "concession.own_approval"
    message = _("Nobody approves what is her or his own. Another supervisor has to decide this.")


class EarlierStepOpen(DomainError):
    code = "concession.earlier_step_open"
    message = _(
        "Step %(position)s, “%(wording)s”, comes first and is not answered yet. "
        "Steps are taken in their order."
    )


class StepAlreadyAsked(DomainError):
    code = "concession.already_asked"
    message = _("This step was asked on %(asked_at)s already.")


class StepNotAsked(DomainError):
    code = "concession.not_asked"
    message = _("Nobody has been asked about this step yet. Ask first, then enter the answer.")


class StepAlreadyAnswered(DomainError):
    code = "concession.already_answered"
    message = _("This step was answered on %(answered_at)s already.")


class StepAnswerMissing(DomainError):
    code = "concession.answer_missing"
    message = _("Say what the answer was, and whose: that is what makes the step real.")


class BudgetExceeded(DomainError):
    code = "concession.budget_exceeded"
    message = _(
        "This step costs %(cost)s and %(left)s of the budget of %(budget)s is left. "
        "Ask a supervisor for it as a step of the ladder."
    )


class StepNotTaken(DomainError):
    code = "concession.not_taken"
    message = _("A step that was not taken cannot be told: nobody has been asked about it yet.")


class StepUnanswered(DomainError):
    code = "concession.unanswered"
    message = _(
        "A step that was not taken cannot be told: it was asked on %(asked_at)s and has no "
        "answer yet."
    )


class StepAlreadyTold(DomainError):
    code = "concession.already_told"
    message = _("The customer was told of this step on %(told_at)s already.")


class NothingToTell(DomainError):
    code = "concession.nothing_to_tell"
    message = _("Choose at least one answered step to tell the customer about.")


@transaction.atomic
def plan_concession(
    *,
    negotiation_id: int,
    kind: str,
    wording: str,
    actor: User,
    now: datetime,
    cost_minor: int = 0,
    asked_of: User | None = None,
) -> Concession:
    """Put a step at the end of the ladder; it is asked later, when its turn has come.

    Publishes ConcessionPlanned. Raises NegotiationEnded, StepWordingMissing, StepCostNegative,
    SupervisorMissing, CannotApprove, OwnApproval.
    """
    access.require(actor, "negotiations.conduct")
    negotiation = locked(negotiation_id)
    require_open(negotiation)
    if not wording.strip():
        raise StepWordingMissing
    if cost_minor < 0:
        raise StepCostNegative(cost=spell_money(cost_minor, negotiation.currency))
    if kind == Kind.SUPERVISOR:
        _require_other_supervisor(negotiation, asked_of, actor)
    last = negotiation.concessions.aggregate(last=Max("position"))["last"] or 0
    step = Concession.objects.create(
        negotiation=negotiation,
        position=last + 1,
        kind=kind,
        wording=wording.strip(),
        cost_minor=cost_minor,
        asked_of=None if kind == Kind.OWN else asked_of,
    )
    happened = ConcessionPlanned(
        customer_id=negotiation.customer_id, negotiation_id=negotiation.pk, concession_id=step.pk
    )
    events.publish(happened, actor=actor, at=now)
    return step


def _require_other_supervisor(negotiation: Negotiation, asked_of: User | None, actor: User) -> None:
    if asked_of is None:
        raise SupervisorMissing
    if not asked_of.may("concessions.approve"):
        raise CannotApprove(name=asked_of.name)
    if asked_of.pk in {actor.pk, negotiation.owner_id}:
        raise OwnApproval


def _locked_step(concession_id: int) -> tuple[Negotiation, Concession]:
    ids = Concession.objects.values_list("negotiation_id", flat=True)
    negotiation = locked(ids.get(pk=concession_id))
    return negotiation, Concession.objects.select_related("asked_of").get(pk=concession_id)


@transaction.atomic
def ask_concession(*, concession_id: int, actor: User, now: datetime) -> Concession:
    """Take the next step: ask whom it names; what lies in one's own authority is granted at once.

    Publishes ConcessionAsked, for one's own also ConcessionAnswered. Raises NegotiationEnded,
    StepAlreadyAsked, EarlierStepOpen, OwnApproval, BudgetExceeded.
    """
    access.require(actor, "negotiations.conduct")
    negotiation, step = _locked_step(concession_id)
    require_open(negotiation)
    if step.asked_at:
        raise StepAlreadyAsked(asked_at=said(step.asked_at))
    earlier = negotiation.concessions.filter(position__lt=step.position, answered_at=None).first()
    if earlier:
        raise EarlierStepOpen(position=earlier.position, wording=earlier.wording)
    if step.kind == Kind.SUPERVISOR:
        _require_other_supervisor(negotiation, step.asked_of, actor)
    else:
        _require_within_budget(negotiation, step)
    step.state = State.ASKED
    step.asked_at = now
    step.asked_by = actor
    step.save(update_fields=["state", "asked_at", "asked_by"])
    happened = ConcessionAsked(
        customer_id=negotiation.customer_id, negotiation_id=negotiation.pk, concession_id=step.pk
    )
    events.publish(happened, actor=actor, at=now)
    if step.kind == Kind.OWN:
        return _answer(negotiation, step, State.GRANTED, "", actor, now)
    return step


def _require_within_budget(negotiation: Negotiation, step: Concession) -> None:
    budget = budget_left(negotiation)
    if step.cost_minor > max(budget.left_minor, 0):
        currency = negotiation.currency
        raise BudgetExceeded(
            cost=spell_money(step.cost_minor, currency),
            left=spell_money(max(budget.left_minor, 0), currency),
            budget=spell_money(budget.allowance_minor, currency),
        )


@transaction.atomic
def answer_concession(
    *, concession_id: int, is_granted: bool, answer: str, actor: User, now: datetime
) -> Concession:
    """Enter the answer to a step that was asked; a supervisor's step only a supervisor answers.

    Who answers for somebody else says what the answer was; a supervisor says why not. What a
    supervisor grants comes on top of the budget. Publishes ConcessionAnswered. Raises
    StepNotAsked, StepAlreadyAnswered, OwnApproval, StepAnswerMissing, NegotiationEnded.
    """
    negotiation, step = _locked_step(concession_id)
    is_supervised = step.kind == Kind.SUPERVISOR
    access.require(actor, "concessions.approve" if is_supervised else "negotiations.conduct")
    require_open(negotiation)
    if step.state == State.PLANNED:
        raise StepNotAsked
    if step.answered_at:
        raise StepAlreadyAnswered(answered_at=said(step.answered_at))
    if is_supervised and actor.pk in {step.asked_by_id, negotiation.owner_id}:
        raise OwnApproval
    is_own_word = actor.pk == step.asked_of_id or is_supervised
    if not answer.strip() and not (is_granted and is_own_word):
        raise StepAnswerMissing
    state = State.GRANTED if is_granted else State.REFUSED
    return _answer(negotiation, step, state, answer, actor, now)


def _answer(
    negotiation: Negotiation,
    step: Concession,
    state: Concession.State,
    answer: str,
    actor: User,
    now: datetime,
) -> Concession:
    step.state = state
    step.answer = answer.strip()
    step.answered_at = now
    step.answered_by = actor
    step.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    happened = ConcessionAnswered(
        customer_id=negotiation.customer_id,
        negotiation_id=negotiation.pk,
        concession_id=step.pk,
        outcome=state.value,
    )
    events.publish(happened, actor=actor, at=now)
    return step


@transaction.atomic
def tell_concession(*, concession_id: int, actor: User, now: datetime) -> Concession:
    """Keep that the customer was told of a step, say on the phone: only of one that was taken.

    Publishes ConcessionTold. Raises StepNotTaken, StepUnanswered, StepAlreadyTold.
    """
    access.require(actor, "negotiations.conduct")
    negotiation, step = _locked_step(concession_id)
    return tell_within(negotiation, step, actor=actor, now=now)


@transaction.atomic
def tell_by_letter(
    *,
    negotiation_id: int,
    concession_ids: Collection[int],
    text: str,
    subject: str,
    token: str,
    actor: User,
    now: datetime,
) -> Message:
    """Write to the customer about steps that were taken, and keep that she or he was told.

    Publishes ConcessionTold for each step and what a letter publishes. Raises NothingToTell,
    StepNotTaken, StepUnanswered, StepAlreadyTold, OfferNeedsAddress, TextMissing.
    """
    access.require(actor, "negotiations.conduct")
    negotiation = locked(negotiation_id)
    steps = list(negotiation.concessions.filter(pk__in=concession_ids))
    if not steps:
        raise NothingToTell
    for step in steps:
        tell_within(negotiation, step, actor=actor, now=now)
    return send_letter(negotiation, text, subject=subject, token=token, actor=actor, now=now)


def tell_within(
    negotiation: Negotiation, step: Concession, *, actor: User, now: datetime
) -> Concession:
    """Mark a step that was taken as told; part of an operation. Publishes ConcessionTold."""
    if step.asked_at is None:
        raise StepNotTaken
    if step.answered_at is None:
        raise StepUnanswered(asked_at=said(step.asked_at))
    if step.told_at:
        raise StepAlreadyTold(told_at=said(step.told_at))
    step.told_at = now
    step.told_by = actor
    step.save(update_fields=["told_at", "told_by"])
    happened = ConcessionTold(
        customer_id=negotiation.customer_id, negotiation_id=negotiation.pk, concession_id=step.pk
    )
    events.publish(happened, actor=actor, at=now)
    return step
