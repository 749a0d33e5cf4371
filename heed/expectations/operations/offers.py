"""Options are put before a customer, and answered once (D1.5, D1.8)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.core.instants import require_in_range
from heed.core.templatetags.amounts import spell_money
from heed.customers.operations import note_activity, require_present
from heed.expectations.events import OfferExpired, OfferMade, OfferWithdrawn
from heed.expectations.models import Expectation, Negotiation, Offer, Option, Topic
from heed.expectations.models.negotiations import OFFER_WAITS
from heed.expectations.operations.concessions import tell_within
from heed.expectations.operations.negotiations import (
    locked,
    require_open,
    require_present_expectation,
)
from heed.expectations.operations.offer_letters import send_offer
from heed.expectations.operations.promises import said
from heed.expectations.operations.topics import require_in_use
from heed.expectations.queries.negotiations import budget_left

FEWEST, MOST = 2, 5


class TooFewOptions(DomainError):
    code = "offer.too_few_options"
    message = _(
        "%(count)s option is no choice: with at least %(fewest)s the customer chooses, "
        "with one she or he can only say yes or no. Add another."
    )


class TooManyOptions(DomainError):
    code = "offer.too_many_options"
    message = _(
        "%(count)s options are hard to choose between, and harder to hear on the phone. "
        "Keep the best %(most)s."
    )


class OptionWordingMissing(DomainError):
    code = "offer.option_wording_missing"
    message = _("Option %(number)s says nothing. Say what we offer, as the customer will read it.")


class OptionsAlike(DomainError):
    code = "offer.options_alike"
    message = _("Options %(first)s and %(second)s say the same. Word them so that they differ.")


class OptionDuePast(DomainError):
    code = "offer.option_due_past"
    message = _("Option %(number)s is due on %(due_at)s, which has passed. Give a time to come.")


class OptionAmountNegative(DomainError):
    code = "offer.option_amount_negative"
    message = _("Option %(number)s has an amount of %(amount)s. Give 0 or more.")


class OptionValueWithoutUnit(DomainError):
    code = "offer.option_value_without_unit"
    message = _("Option %(number)s has the value %(value)s and no measured topic to measure it by.")


class OptionAboveBudget(DomainError):
    code = "offer.option_above_budget"
    message = _(
        "Option %(number)s costs us %(cost)s and %(left)s of the budget is left. "
        "Ask a supervisor for the rest as a step of the ladder, or offer less."
    )


class OfferExpiryPast(DomainError):
    code = "offer.expiry_past"
    message = _("The offer would be good until %(expires_at)s, which has passed.")


class OfferWaits(DomainError):
    code = "offer.waits"
    message = _(
        "The offer of %(made_at)s still waits for an answer. Withdraw it before you make another."
    )


class OfferNotWaiting(DomainError):
    code = "offer.not_waiting"
    message = _("This offer no longer waits for an answer; there is nothing to withdraw.")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One option as it is to be put before the customer; amounts in minor units."""

    wording: str
    due_at: datetime
    price_minor: int = 0
    cost_minor: int = 0
    topic: Topic | None = None
    value: Decimal | None = None
    fulfils: Sequence[Expectation] = ()


@transaction.atomic
def make_offer(
    *,
    negotiation_id: int,
    options: Sequence[Draft],
    mode: str,
    expires_at: datetime,
    actor: User,
    now: datetime,
    introduction: str = "",
    tells: Collection[int] = (),
) -> Offer:
    """Put two to five options before the customer: by mail with a personal link, or on the phone.

    One offer waits at a time. `tells` are the ids of steps of the ladder that the introduction
    tells of; only steps that were taken can be told. Publishes OfferMade, ConcessionTold, by mail
    also what a letter publishes. Raises NegotiationEnded, CustomerGone, OfferWaits,
    OfferExpiryPast, OfferNeedsAddress, StepNotTaken, StepUnanswered, StepAlreadyTold,
    InstantOutOfRange and, for what is wrong with the options, refusals that name the number of
    the option.
    """
    access.require(actor, "negotiations.conduct")
    negotiation = locked(negotiation_id)
    require_open(negotiation)
    require_present(negotiation.customer)
    waiting = Offer.objects.filter(OFFER_WAITS, negotiation=negotiation).first()
    if waiting:
        raise OfferWaits(made_at=said(waiting.made_at))
    require_in_range(expires_at)
    if expires_at <= now:
        raise OfferExpiryPast(expires_at=said(expires_at))
    _require_choice(options)
    left = budget_left(negotiation).left_minor
    for number, option in enumerate(options, start=1):
        _require_sense(negotiation, option, number, left, now)
    offer = Offer.objects.create(
        negotiation=negotiation,
        mode=mode,
        introduction=introduction.strip(),
        made_by=actor,
        made_at=now,
        expires_at=expires_at,
    )
    for number, option in enumerate(options, start=1):
        _add(offer, option, number)
    for step in negotiation.concessions.filter(pk__in=tells):
        tell_within(negotiation, step, actor=actor, now=now)
    if mode == Offer.Mode.MAIL:
        offer.mail = send_offer(offer, actor=actor, now=now)
        offer.save(update_fields=["mail"])
    happened = OfferMade(
        customer_id=negotiation.customer_id, negotiation_id=negotiation.pk, offer_id=offer.pk
    )
    events.publish(happened, actor=actor, at=now)
    note_activity(customer_id=negotiation.customer_id, at=now)
    return offer


def _require_choice(options: Sequence[Draft]) -> None:
    if len(options) < FEWEST:
        raise TooFewOptions(count=len(options), fewest=FEWEST)
    if len(options) > MOST:
        raise TooManyOptions(count=len(options), most=MOST)
    seen: dict[tuple[str, int, datetime], int] = {}
    for number, option in enumerate(options, start=1):
        mark = (" ".join(option.wording.split()).casefold(), option.price_minor, option.due_at)
        if mark in seen:
            raise OptionsAlike(first=seen[mark], second=number)
        seen[mark] = number


def _require_sense(
    negotiation: Negotiation, option: Draft, number: int, left: int, now: datetime
) -> None:
    currency = negotiation.currency
    if not option.wording.strip():
        raise OptionWordingMissing(number=number)
    require_in_range(option.due_at)
    if option.due_at <= now:
        raise OptionDuePast(number=number, due_at=said(option.due_at))
    lowest = min(option.price_minor, option.cost_minor)
    if lowest < 0:
        raise OptionAmountNegative(number=number, amount=spell_money(lowest, currency))
    require_in_use(option.topic)
    is_measured = option.topic is not None and option.topic.kind == Topic.Kind.MEASURED
    if option.value is not None and not is_measured:
        raise OptionValueWithoutUnit(number=number, value=option.value.normalize())
    for expectation in option.fulfils:
        require_present_expectation(negotiation.customer, expectation)
    if option.cost_minor > max(left, 0):
        raise OptionAboveBudget(
            number=number,
            cost=spell_money(option.cost_minor, currency),
            left=spell_money(max(left, 0), currency),
        )


def _add(offer: Offer, draft: Draft, number: int) -> None:
    option = Option.objects.create(
        offer=offer,
        position=number,
        wording=draft.wording.strip(),
        topic=draft.topic,
        value=draft.value,
        due_at=draft.due_at,
        price_minor=draft.price_minor,
        cost_minor=draft.cost_minor,
    )
    option.fulfils.set(draft.fulfils)


@transaction.atomic
def withdraw_offer(*, offer_id: int, actor: User, now: datetime) -> Offer:
    """Take back an offer that nobody has answered. Publishes OfferWithdrawn.

    Raises OfferNotWaiting.
    """
    access.require(actor, "negotiations.conduct")
    negotiation = locked(Offer.objects.values_list("negotiation_id", flat=True).get(pk=offer_id))
    if not Offer.objects.filter(OFFER_WAITS, pk=offer_id).update(withdrawn_at=now):
        raise OfferNotWaiting
    happened = OfferWithdrawn(
        customer_id=negotiation.customer_id, negotiation_id=negotiation.pk, offer_id=offer_id
    )
    events.publish(happened, actor=actor, at=now)
    return Offer.objects.get(pk=offer_id)


@transaction.atomic
def expire_offer(*, offer_id: int, actor: User, now: datetime) -> bool:
    """Mark an unanswered offer whose time has passed, once; return whether it was done now.

    Publishes OfferExpired.
    """
    negotiation = locked(Offer.objects.values_list("negotiation_id", flat=True).get(pk=offer_id))
    gone = Offer.objects.filter(OFFER_WAITS, pk=offer_id, expires_at__lte=now)
    if not gone.update(expired_at=now):
        return False
    happened = OfferExpired(
        customer_id=negotiation.customer_id, negotiation_id=negotiation.pk, offer_id=offer_id
    )
    events.publish(happened, actor=actor, at=now)
    return True
