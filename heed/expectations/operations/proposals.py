"""Promises found in what we wrote are proposed; a person takes them into the ledger, or not."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.models import Message
from heed.core import access, events
from heed.core.errors import DomainError
from heed.core.instants import require_in_range
from heed.expectations.events import ProposalDismissed, ProposalReopened, ProposalTaken
from heed.expectations.models import Offer, Promise, Proposal, Ranking, Topic
from heed.expectations.operations.promises import DueTimePast, record_promise, said
from heed.expectations.queries.advice import hours_of
from heed.expectations.queries.owners import is_able, who_sees_to
from heed.expectations.queries.proposals import (
    is_recorded,
    message_to_read,
    promises_in,
    wording_of,
)

LONGEST_WHY = 500
OURS = (Message.Direction.OUTBOUND, Message.Direction.NOTE)


class ProposalWithoutTime(DomainError):
    code = "proposal.without_time"
    message = _("“%(wording)s” names no time. Say by when, then take it into the ledger.")


class ProposalDecided(DomainError):
    code = "proposal.decided"
    message = _("“%(wording)s” was marked as no promise. Undo that first.")


class ProposalInLedger(DomainError):
    code = "proposal.in_ledger"
    message = _("“%(wording)s” stands in the ledger. Waive or renegotiate the promise there.")


@transaction.atomic
def propose_promises(*, message_id: int, now: datetime) -> int:
    """Keep the promises found in a letter or note of ours, once for each place; return how many.

    What the message's own promise line or an open promise of the conversation says already is not
    proposed. What customers wrote, what was sent automatically, and letters that put an offer or a
    ranking before the customer are never read.
    """
    message = message_to_read(message_id)
    if message.direction not in OURS or message.kind != Message.Kind.MESSAGE:
        return 0
    if _asks_the_customer(message):
        return 0
    conversation, customer = message.conversation, message.conversation.customer
    if customer.erased_at:
        return 0
    hours = hours_of(conversation.team or customer.team)
    found = promises_in(message.text, customer=customer, hours=hours, now=message.at)
    known = [
        *message.promises.all(),
        *Promise.objects.filter(conversation=conversation, message=None, closed_at=None),
    ]
    rows = [
        Proposal(
            message=message,
            start=each.span[0],
            end=each.span[1],
            wording=wording_of(each),
            due_at=each.due_at,
            is_vague=each.vague,
            why=each.why[:LONGEST_WHY],
            found_at=now,
        )
        for each in found
        if not is_recorded(each, known)
    ]
    before = Proposal.objects.filter(message=message).count()
    Proposal.objects.bulk_create(rows, ignore_conflicts=True)
    return Proposal.objects.filter(message=message).count() - before


def _asks_the_customer(message: Message) -> bool:
    """Whether the letter carries an offer or a ranking: wishes and options, not promises."""
    mail = message.outgoing_id
    asking = Offer.objects.filter(mail=mail).exists() or Ranking.objects.filter(mail=mail).exists()
    return mail is not None and asking


@transaction.atomic
def take_proposal(
    *,
    proposal_id: int,
    actor: User,
    now: datetime,
    wording: str = "",
    due_at: datetime | None = None,
    topic: Topic | None = None,
    is_separate: bool = False,
) -> Promise:
    """Enter a promise found in the ledger, as it was found or as given; again, give what stands.

    Who wrote it sees to it, or who does so meanwhile. Publishes PromiseMade and ProposalTaken.
    Raises ProposalWithoutTime, ProposalDecided, ProposalInLedger, DueTimePast, and
    what record_promise raises.
    """
    access.require(actor, "promises.record")
    proposal = _locked(proposal_id)
    if proposal.promise:
        return proposal.promise
    if proposal.state == Proposal.State.TAKEN:
        raise ProposalInLedger(wording=proposal.wording)
    if proposal.state == Proposal.State.DISMISSED:
        raise ProposalDecided(wording=proposal.wording)
    due_at = due_at or proposal.due_at
    if due_at is None:
        raise ProposalWithoutTime(wording=proposal.wording)
    require_in_range(due_at)
    if due_at <= now:
        raise DueTimePast(due_at=said(due_at))
    conversation = proposal.message.conversation
    promise = record_promise(
        customer=conversation.customer,
        wording=wording.strip() or proposal.wording,
        due_at=due_at,
        topic=topic,
        owner=_owner(proposal.message, actor, now),
        conversation=conversation,
        message=proposal.message,
        is_separate=is_separate,
        actor=actor,
        now=now,
    )
    proposal.promise = promise  # words said twice in a letter are one promise
    _decide(proposal, Proposal.State.TAKEN, actor, now)
    happened = ProposalTaken(
        customer_id=conversation.customer_id, proposal_id=proposal.pk, promise_id=promise.pk
    )
    events.publish(happened, actor=actor, at=now)
    return promise


def _owner(message: Message, actor: User, now: datetime) -> User:
    author, conversation = message.author, message.conversation
    if author is None or not is_able(author):
        return actor
    customer = conversation.customer
    team = conversation.team or customer.team
    return who_sees_to(author, customer=customer, team=team, at=now)


@transaction.atomic
def dismiss_proposal(*, proposal_id: int, actor: User, now: datetime) -> Proposal:
    """Mark what was found as no promise; can be undone. Publishes ProposalDismissed.

    Raises ProposalInLedger.
    """
    access.require(actor, "promises.record")
    proposal = _locked(proposal_id)
    if proposal.state == Proposal.State.TAKEN:
        raise ProposalInLedger(wording=proposal.wording)
    if proposal.state == Proposal.State.OPEN:
        _decide(proposal, Proposal.State.DISMISSED, actor, now)
        happened = ProposalDismissed(
            customer_id=proposal.message.conversation.customer_id, proposal_id=proposal.pk
        )
        events.publish(happened, actor=actor, at=now)
    return proposal


@transaction.atomic
def reopen_proposal(*, proposal_id: int, actor: User, now: datetime) -> Proposal:
    """Propose again what was marked as no promise. Publishes ProposalReopened."""
    access.require(actor, "promises.record")
    proposal = _locked(proposal_id)
    if proposal.state == Proposal.State.DISMISSED:
        proposal.state, proposal.decided_by, proposal.decided_at = Proposal.State.OPEN, None, None
        proposal.save(update_fields=["state", "decided_by", "decided_at"])
        happened = ProposalReopened(
            customer_id=proposal.message.conversation.customer_id, proposal_id=proposal.pk
        )
        events.publish(happened, actor=actor, at=now)
    return proposal


def _locked(proposal_id: int) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",))
    related = ("message__author", "message__conversation__customer__team", "promise")
    return rows.select_related(*related).get(pk=proposal_id)


def _decide(proposal: Proposal, state: str, actor: User, now: datetime) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor, now
    proposal.save(update_fields=["state", "decided_by", "decided_at", "promise"])
