"""What the customer says to an offer: once, by the link or to an agent."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import colleagues_of
from heed.core import access, events
from heed.core.errors import DomainError
from heed.customers.operations import note_contact, require_present
from heed.expectations.events import OfferAnswered
from heed.expectations.models import Negotiation, Offer, Option, Promise
from heed.expectations.operations.negotiations import close, locked
from heed.expectations.operations.promises import enter, said
from heed.expectations.queries import offers as queries
from heed.expectations.queries.owners import is_able, who_sees_to

LONGEST_SAYING = 5000


class AnswerRefused(DomainError):
    """What the customer may read about why the answer was not taken."""


class OfferAlreadyAnswered(AnswerRefused):
    code = "offer.already_answered"
    message = _("This offer was answered on %(answered_at)s. One answer counts, the first.")


class OfferExpired(AnswerRefused):
    code = "offer.expired"
    message = _("This offer was good until %(expires_at)s and has run out.")
    status = 410


class OfferWithdrawn(AnswerRefused):
    code = "offer.withdrawn"
    message = _("We withdrew this offer on %(withdrawn_at)s; it cannot be answered any more.")
    status = 410


class OptionOfAnother(AnswerRefused):
    code = "offer.option_of_another"
    message = _("This offer has no such option. Choose one of its %(count)s.")


class OptionNoLongerPossible(AnswerRefused):
    code = "offer.option_no_longer_possible"
    message = _(
        "“%(wording)s” was meant for %(due_at)s, which has passed, so we cannot promise it any "
        "more. Please choose another option, or tell us what you wish instead."
    )


class WishMissing(AnswerRefused):
    code = "offer.wish_missing"
    message = _("Please say what you wish instead.")


class SayingTooLong(AnswerRefused):
    code = "offer.saying_too_long"
    message = _("That has %(length)s characters; at most %(longest)s can be taken. Say it shorter.")


@transaction.atomic
def choose_option(*, offer_id: int, option_id: int, actor: User, now: datetime) -> Offer:
    """Take the customer's choice: it becomes our promise, and the negotiation ends agreed.

    An actor who is a person heard it from the customer. Publishes OfferAnswered, PromiseMade and
    NegotiationClosed. Raises OptionOfAnother, OptionNoLongerPossible, OfferAlreadyAnswered,
    OfferExpired, OfferWithdrawn.
    """
    access.require(actor, "negotiations.conduct")
    negotiation, offer = _waiting(offer_id, now)
    option = offer.options.filter(pk=option_id).first()
    if option is None:
        raise OptionOfAnother(count=offer.options.count())
    if option.due_at <= now:
        raise OptionNoLongerPossible(wording=option.wording, due_at=said(option.due_at))
    promise = Promise(
        customer=require_present(negotiation.customer),
        conversation=negotiation.conversation,
        wording=option.wording,
        due_at=option.due_at,
        topic=option.topic if option.topic and not option.topic.retired_at else None,
        value=option.value,
        owner=_keeper(negotiation, offer, now),
        made_by=actor,
        made_at=now,
    )
    enter(promise, actor=actor, now=now)
    Option.objects.filter(pk=option.pk).update(is_chosen=True, promise=promise)
    _answer(negotiation, offer, Offer.Answer.CHOSEN, actor, now)
    close(negotiation, Negotiation.State.AGREED, option.wording, actor=actor, now=now)
    return offer


def _keeper(negotiation: Negotiation, offer: Offer, now: datetime) -> User:
    """Who sees to what was chosen: the owner, or who is near where the owner has left or is away.

    A customer's yes is never refused because nobody of ours is there.
    """
    customer = negotiation.customer
    near = (negotiation.owner, offer.made_by, customer.named_agent)
    able = [each for each in near if each and is_able(each)]
    keeper = able[0] if able else colleagues_of(negotiation.owner).first() or negotiation.owner
    return who_sees_to(keeper, customer=customer, team=negotiation.team, at=now)


@transaction.atomic
def counter_offer(*, offer_id: int, wish: str, actor: User, now: datetime) -> Offer:
    """Take what the customer wishes instead; the negotiation goes on with a next offer.

    Publishes OfferAnswered. Raises WishMissing, SayingTooLong, OfferAlreadyAnswered,
    OfferExpired, OfferWithdrawn.
    """
    access.require(actor, "negotiations.conduct")
    if not wish.strip():
        raise WishMissing
    _require_short(wish)
    negotiation, offer = _waiting(offer_id, now)
    offer.counter_wish = wish.strip()
    return _answer(negotiation, offer, Offer.Answer.COUNTER, actor, now)


@transaction.atomic
def decline_offer(*, offer_id: int, actor: User, now: datetime, because: str = "") -> Offer:
    """Take the customer's no, with a reason or without; what comes next is the owner's to say.

    Publishes OfferAnswered. Raises SayingTooLong, OfferAlreadyAnswered, OfferExpired,
    OfferWithdrawn.
    """
    access.require(actor, "negotiations.conduct")
    _require_short(because)
    negotiation, offer = _waiting(offer_id, now)
    offer.declined_because = because.strip()
    return _answer(negotiation, offer, Offer.Answer.DECLINED, actor, now)


def _require_short(text: str) -> None:
    if len(text) > LONGEST_SAYING:
        raise SayingTooLong(length=len(text), longest=LONGEST_SAYING)


def _waiting(offer_id: int, now: datetime) -> tuple[Negotiation, Offer]:
    """The offer and its negotiation, locked, or why it cannot be answered any more."""
    negotiation = locked(Offer.objects.values_list("negotiation_id", flat=True).get(pk=offer_id))
    offer = Offer.objects.get(pk=offer_id)
    standing = queries.standing_of(offer, now=now)
    if standing == queries.ANSWERED:
        raise OfferAlreadyAnswered(answered_at=said(offer.answered_at or now))
    if standing == queries.WITHDRAWN:
        raise OfferWithdrawn(withdrawn_at=said(offer.withdrawn_at or now))
    if standing == queries.EXPIRED:
        raise OfferExpired(expires_at=said(offer.expires_at))
    return negotiation, offer


def _answer(
    negotiation: Negotiation, offer: Offer, answer: Offer.Answer, actor: User, now: datetime
) -> Offer:
    offer.answer = answer
    offer.answered_at = now
    offer.answered_to = actor if actor.role != User.Role.SYSTEM else None
    offer.save(
        update_fields=["answer", "answered_at", "answered_to", "counter_wish", "declined_because"]
    )
    happened = OfferAnswered(
        customer_id=negotiation.customer_id,
        negotiation_id=negotiation.pk,
        offer_id=offer.pk,
        answer=answer.value,
    )
    events.publish(happened, actor=actor, at=now)
    note_contact(customer_id=negotiation.customer_id, at=now)
    return offer
