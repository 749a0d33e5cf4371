from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, back_to, needs, once, posted
from heed.customers.models import Customer
from heed.customers.queries import customers_visible_to
from heed.expectations.forms.standing import ConditionalForm, EndForm, GuaranteeForm, RepeatingForm
from heed.expectations.models import StandingPromise
from heed.expectations.operations import cases, repeating
from heed.expectations.operations import standing as operations
from heed.expectations.queries import standing as queries
from heed.expectations.queries.wordings import rule_said
from heed.expectations.views.records import done, named_conversation, page_of
from heed.measures.shares import share_estimate

MOST_MADE = 50
MAKE: dict[str, tuple[type[forms.Form], Callable[..., StandingPromise]]] = {
    "conditional": (ConditionalForm, operations.promise_on_condition),
    "repeating": (RepeatingForm, repeating.promise_repeatedly),
}


def _customer(request: SignedInRequest, customer_id: int) -> Customer:
    visible = customers_visible_to(request.user).select_related("team")
    return get_object_or_404(visible, pk=customer_id)


def _chosen(request: SignedInRequest, standing_id: int) -> StandingPromise:
    return get_object_or_404(queries.standing_visible_to(request.user), pk=standing_id)


def _in_words(rows: Any) -> list[tuple[StandingPromise, str]]:
    return [(standing, rule_said(standing)) for standing in rows]


@needs("promises.record")
@once
def standing_record(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """What is promised to a customer on condition or again and again, and more of it."""
    customer = _customer(request, customer_id)
    conversation = named_conversation(request, customer)
    asked = request.POST.get("kind", "")
    forms_shown = {kind: form(None) for kind, (form, _make) in MAKE.items()}
    if asked in MAKE:
        form_class, make = MAKE[asked]
        form = forms_shown[asked] = form_class(posted(request))
        if form.is_valid():
            make(
                customer=customer,
                conversation=conversation,
                actor=request.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("The standing promise is recorded."))
            return done(request, back_to(request, page_of(customer, conversation)))
    context = {
        "customer": customer,
        "conversation": conversation,
        "now": timezone.now(),
        "back": back_to(request, page_of(customer, conversation)),
        "conditional_form": forms_shown["conditional"],
        "repeating_form": forms_shown["repeating"],
        "open_form": asked,
        "standing": _in_words(queries.standing_to(customer)[:20]),
        "guarantees": _in_words(queries.guarantees_to(customer).filter(trigger="")),
    }
    status = 422 if asked in MAKE else 200
    return render(request, "expectations/standing_record.html", context, status=status)


@needs("promises.view")
def standing(request: SignedInRequest, standing_id: int) -> HttpResponse:
    """One standing promise: what it has made, and how much of that was kept."""
    return _page(request, _chosen(request, standing_id), EndForm())


def _page(
    request: SignedInRequest, chosen: StandingPromise, form: EndForm, *, status: int = 200
) -> HttpResponse:
    kept, counted = queries.kept_of_standing(chosen)
    is_public = chosen.kind == StandingPromise.Kind.GUARANTEE
    made = chosen.promises.select_related("customer", "owner", "topic").order_by("-due_at", "-pk")
    otherwise = (
        reverse("expectations:guarantees")
        if is_public or chosen.customer_id is None
        else reverse("workspace:customer", args=[chosen.customer_id])
    )
    context = {
        "standing": chosen,
        "rule": rule_said(chosen),
        "now": timezone.now(),
        "back": back_to(request, otherwise),
        "made": made[:MOST_MADE],
        "kept": share_estimate(kept, counted) if counted else None,
        "end_form": form,
        "may_end": request.user.may("guarantees.change" if is_public else "promises.close"),
        "may_record": request.user.may("promises.record"),
    }
    return render(request, "expectations/standing.html", context, status=status)


@needs("promises.record")
@require_POST
def standing_come_true(request: SignedInRequest, standing_id: int) -> HttpResponse:
    chosen = _chosen(request, standing_id)
    promise = cases.note_condition_met(
        standing_id=chosen.pk, actor=request.user, now=timezone.now()
    )
    messages.success(request, _("It is owed from now on; the promise stands in the ledger."))
    return done(request, reverse("expectations:promise", args=[promise.pk]))


@needs("promises.view")
@require_POST
def standing_end(request: SignedInRequest, standing_id: int) -> HttpResponse:
    chosen = _chosen(request, standing_id)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, chosen, form, status=422)
    operations.end_standing(
        standing_id=chosen.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("It has ended. What it has made stays owed."))
    return done(request, reverse("expectations:standing", args=[chosen.pk]))


@needs("promises.view")
def guarantees(request: SignedInRequest) -> HttpResponse:
    """What we promise everybody, with how it was kept."""
    rows = [
        (standing, rule, *queries.kept_of_standing(standing))
        for standing, rule in _in_words(queries.guarantees()[:30])
    ]
    shown = [
        (standing, rule, share_estimate(kept, counted) if counted else None)
        for standing, rule, kept, counted in rows
    ]
    context = {"guarantees": shown, "may_change": request.user.may("guarantees.change")}
    return render(request, "expectations/guarantees.html", context)


@needs("guarantees.change")
@once
def guarantee_give(request: SignedInRequest) -> HttpResponse:
    form = GuaranteeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        operations.guarantee(actor=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The guarantee is given; everybody can read it."))
        return done(request, reverse("expectations:guarantees"))
    status = 422 if form.is_bound else 200
    return render(request, "expectations/guarantee_give.html", {"form": form}, status=status)


@needs("promises.record")
@require_POST
@once
def guarantee_cover(request: SignedInRequest, customer_id: int, standing_id: int) -> HttpResponse:
    customer = _customer(request, customer_id)
    promise = cases.cover_case(
        standing_id=get_object_or_404(queries.guarantees(), pk=standing_id).pk,
        customer=customer,
        conversation=named_conversation(request, customer),
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("What is guaranteed is now promised to this customer."))
    return done(request, reverse("expectations:promise", args=[promise.pk]))
