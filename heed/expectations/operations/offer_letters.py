"""The letter that carries an offer, and letters of a negotiation, each in its conversation."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import organisation
from heed.conversations.models import Message
from heed.conversations.operations.answering import answer, open_conversation
from heed.conversations.queries import correspondent_of
from heed.core import outbox
from heed.core.errors import DomainError
from heed.core.links import link_to
from heed.core.models import OutgoingMail
from heed.core.templatetags.amounts import spell_money
from heed.customers.models import Customer
from heed.customers.queries import mail_address_of
from heed.expectations.models import Negotiation, Offer
from heed.expectations.queries.offers import token_of


class OfferNeedsAddress(DomainError):
    code = "offer.needs_address"
    message = _(
        "No mail address of %(customer)s is known to which a letter could go. "
        "Tell her or him on the phone instead, or enter an address first."
    )


def zone_of(customer: Customer) -> ZoneInfo:
    """The customer's time zone, else the company's."""
    return ZoneInfo(customer.time_zone or organisation().time_zone)


def has_address(negotiation: Negotiation) -> bool:
    """Whether a letter of this negotiation has somewhere to go."""
    conversation = negotiation.conversation
    address = (
        correspondent_of(conversation)[1] if conversation else mail_address_of(negotiation.customer)
    )
    return outbox.is_usable(address)


def send_letter(
    negotiation: Negotiation, text: str, *, subject: str, token: str, actor: User, now: datetime
) -> Message:
    """Send a letter into the negotiation's conversation, which is opened where there is none.

    Part of an operation. Raises OfferNeedsAddress, TextMissing.
    """
    customer = negotiation.customer
    if not has_address(negotiation):
        raise OfferNeedsAddress(customer=customer.name)
    if negotiation.conversation:
        return answer(
            conversation=negotiation.conversation, text=text, token=token, actor=actor, now=now
        )
    message = open_conversation(
        customer=customer, subject=subject, text=text, token=token, actor=actor, now=now
    )
    negotiation.conversation = message.conversation
    negotiation.save(update_fields=["conversation"])
    return message


def send_offer(offer: Offer, *, actor: User, now: datetime) -> OutgoingMail | None:
    """Write the options to the customer, in her or his language, with a personal link."""
    negotiation = offer.negotiation
    customer = negotiation.customer
    with translation.override(customer.language), timezone.override(zone_of(customer)):
        text = render_to_string("expectations/offer.txt", _contents(offer, actor))
        subject = gettext("What we can offer you")
    message = send_letter(
        negotiation, text, subject=subject, token=f"offer {offer.pk}", actor=actor, now=now
    )
    return message.outgoing


def _contents(offer: Offer, actor: User) -> dict[str, object]:
    negotiation = offer.negotiation
    link = link_to("portal:offer", token_of(offer))
    options = [
        {
            "number": option.position,
            "wording": option.wording,
            "due": _moment(option.due_at),
            "price": spell_money(option.price_minor, negotiation.currency)
            if option.price_minor
            else "",
            "link": f"{link}?option={option.position}",
        }
        for option in offer.options.all()
    ]
    return {
        "offer": offer,
        "customer": negotiation.customer,
        "company": organisation(),
        "agent": actor,
        "options": options,
        "until": _moment(offer.expires_at),
        "link": link,
    }


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
