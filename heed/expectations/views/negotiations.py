"""A negotiation: how it begins, its page with the whole course, how it pauses and ends."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, back_to, needs, once, posted
from heed.accounts.models import Organisation
from heed.accounts.queries import organisation
from heed.core.currencies import decimals_of
from heed.core.paging import page_before
from heed.customers.models import Customer
from heed.customers.queries import customers_visible_to
from heed.expectations import rules
from heed.expectations.forms.negotiations import DeferForm, EscalateForm, NegotiationForm
from heed.expectations.forms.offers import NoForm, WishForm
from heed.expectations.models import Negotiation, Offer
from heed.expectations.operations import negotiations as operations
from heed.expectations.operations.offer_letters import has_address
from heed.expectations.queries import offers as offer_queries
from heed.expectations.queries.negotiations import (
    budget_left,
    course_of,
    negotiations_visible_to,
    open_negotiations,
)
from heed.expectations.views.records import done, named_conversation, page_of, render_form


def chosen(request: SignedInRequest, negotiation_id: int) -> Negotiation:
    """The negotiation of this id among those the reader may see, else 404."""
    rows = negotiations_visible_to(request.user)
    rows = rows.select_related("conversation", "expectation__topic", "closed_by", "escalated_to")
    return get_object_or_404(rows, pk=negotiation_id)


def page_of_negotiation(negotiation: Negotiation) -> str:
    return reverse("expectations:negotiation", args=[negotiation.pk])


@needs("negotiations.view")
def negotiations(request: SignedInRequest) -> HttpResponse:
    """Open negotiations, or all that ended, one's own or everybody's one may see."""
    is_ended = request.GET.get("show") == "ended"
    whose = "mine" if request.GET.get("whose") == "mine" else "team"
    rows = open_negotiations(request.user)
    if is_ended:
        rows = negotiations_visible_to(request.user).filter(closed_at__isnull=False)
    if whose == "mine":
        rows = rows.filter(owner=request.user)
    page = page_before(rows, moment="opened_at", before=request.GET.get("cursor", ""))
    context = {"now": timezone.now(), "page": page, "is_ended": is_ended, "whose": whose}
    return render(request, "expectations/negotiations.html", context)


@needs("negotiations.conduct")
@once
def negotiation_open(request: SignedInRequest, customer_id: int) -> HttpResponse:
    visible = customers_visible_to(request.user).select_related("team")
    customer = get_object_or_404(visible, pk=customer_id)
    conversation = named_conversation(request, customer)
    company = organisation()
    form = NegotiationForm(posted(request), customer=customer, currency=company.currency)
    back = back_to(request, page_of(customer, conversation))
    if request.method == "POST" and form.is_valid():
        opened = operations.open_negotiation(
            customer=customer,
            conversation=conversation,
            actor=request.user,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return done(request, page_of_negotiation(opened))
    context = {"form": form, "customer": customer, "back": back, "usual": _usual(customer, company)}
    status = 422 if form.is_bound else 200
    return render_form(request, "expectations/negotiation_open.html", context, status=status)


def _usual(customer: Customer, company: Organisation) -> dict[str, object]:
    minor = rules.budget_of(customer.tier, decimals_of(company.currency))
    return {"minor": minor, "currency": company.currency}


@needs("negotiations.view")
def negotiation(request: SignedInRequest, negotiation_id: int) -> HttpResponse:
    return page(request, chosen(request, negotiation_id))


def page(
    request: SignedInRequest, shown: Negotiation, *, status: int = 200, **invalid: forms.Form
) -> HttpResponse:
    """The page of a negotiation, where given with the form that could not be taken."""
    now = timezone.now()
    offers = list(offer_queries.offers_of(shown, request.user))
    newest = offers[0] if offers else None
    steps = list(shown.concessions.select_related("asked_of", "asked_by", "answered_by"))
    next_step = next((step for step in steps if step.answered_at is None), None)
    context: dict[str, object] = {
        "now": now,
        "negotiation": shown,
        "customer": shown.customer,
        "newest": newest,
        "earlier": offers[1:],
        "waits": newest is not None and _waits(newest),
        "is_past": newest is not None and newest.expires_at <= now,
        "course": course_of(shown),
        "steps": steps,
        "next_step": next_step,
        "is_open": shown.closed_at is None,
        "budget": budget_left(shown),
        "has_address": has_address(shown),
        "has_untold": any(step.answered_at and not step.told_at for step in steps),
        "may_conduct": request.user.may("negotiations.conduct"),
        "open_form": next(iter(invalid), ""),
        "wish_form": WishForm(),
        "no_form": NoForm(),
        "defer_form": DeferForm(),
        "escalate_form": EscalateForm(actor=request.user),
    }
    return render(request, "expectations/negotiation.html", context | invalid, status=status)


def _waits(offer: Offer) -> bool:
    return not (offer.answered_at or offer.withdrawn_at or offer.expired_at)


@needs("negotiations.conduct")
@require_POST
def negotiation_defer(request: SignedInRequest, negotiation_id: int) -> HttpResponse:
    shown = chosen(request, negotiation_id)
    form = DeferForm(request.POST)
    if not form.is_valid():
        return page(request, shown, status=422, defer_form=form)
    operations.defer_negotiation(
        negotiation_id=shown.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("Deferred. It comes back by itself at that time."))
    return done(request, page_of_negotiation(shown))


@needs("negotiations.conduct")
@require_POST
def negotiation_escalate(request: SignedInRequest, negotiation_id: int) -> HttpResponse:
    shown = chosen(request, negotiation_id)
    form = EscalateForm(request.POST, actor=request.user)
    if not form.is_valid():
        return page(request, shown, status=422, escalate_form=form)
    operations.escalate_negotiation(
        negotiation_id=shown.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    name = form.cleaned_data["to"].name
    messages.success(request, _("Escalated. %(name)s is told of it.") % {"name": name})
    return done(request, page_of_negotiation(shown))


@needs("negotiations.conduct")
@require_POST
def negotiation_take_up(request: SignedInRequest, negotiation_id: int) -> HttpResponse:
    shown = chosen(request, negotiation_id)
    operations.take_up_negotiation(negotiation_id=shown.pk, actor=request.user, now=timezone.now())
    messages.success(request, _("You see to this negotiation now."))
    return done(request, page_of_negotiation(shown))
