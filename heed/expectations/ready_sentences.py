"""Sentences ready to be said to a customer, in her or his language."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from heed.customers.models import Customer
from heed.expectations.models import Concession

Kind = Concession.Kind

STEPS: dict[tuple[str, bool], LazyText] = {
    (Kind.STOCK, True): _("I asked our warehouse for you, and it is possible: %(wording)s"),
    (Kind.STOCK, False): _("I asked our warehouse about “%(wording)s”; they cannot do it."),
    (Kind.COLLEAGUE, True): _("I asked a colleague for you, and it is possible: %(wording)s"),
    (Kind.COLLEAGUE, False): _("I asked a colleague about “%(wording)s”; it is not possible."),
    (Kind.SUPERVISOR, True): _("I asked for you, and it was approved: %(wording)s"),
    (Kind.SUPERVISOR, False): _("I asked for approval of “%(wording)s”; it was not given."),
    (Kind.OWN, True): _("I have looked at what I can decide myself, and I give you: %(wording)s"),
}

DECLINING: dict[str, tuple[LazyText, ...]] = {
    "willing": (
        _("I would have liked to make this possible for you."),
        _("I have looked for a way to do what you ask for."),
    ),
    "acknowledged": (
        _("I understand why it matters to you, and your wish makes sense."),
        _("You are not the first to ask for this, and rightly so."),
    ),
    "instead": (
        _("What I can do for you instead: "),
        _("For your next order I add a voucher for you, as a thank you for your understanding."),
    ),
    "passed_on": (
        _("I have passed your wish on: it is counted when we decide what we offer next."),
    ),
}


def said_of(step: Concession, customer: Customer) -> str:
    """What may be told of a step that was answered: that it was asked, and what came of it."""
    is_granted = step.state == Concession.State.GRANTED
    with translation.override(customer.language):
        return str(STEPS[step.kind, is_granted]) % {"wording": step.wording}


def ready_to_decline(customer: Customer) -> dict[str, list[str]]:
    """The sentences for each part of a kind refusal; the true reason has none."""
    with translation.override(customer.language):
        return {part: [str(each) for each in texts] for part, texts in DECLINING.items()}


def as_letter(customer: Customer, paragraphs: Iterable[str], *, signed: Iterable[str]) -> str:
    """A whole letter of these paragraphs; those that say nothing are left out."""
    with translation.override(customer.language):
        greeting = str(_("Dear %(person)s,")) % {"person": customer.address_form or customer.name}
    body = [each.strip() for each in paragraphs if each.strip()]
    return "\n\n".join([greeting, *body, "\n".join(signed)])
