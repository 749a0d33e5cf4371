from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, back_to, needs
from heed.accounts.models import User
from heed.accounts.queries import colleagues_of
from heed.expectations.forms.promises import (
    FulfilForm,
    HandOverForm,
    ProposeTimeForm,
    RenegotiateForm,
    WaiveForm,
)
from heed.expectations.models import Promise
from heed.expectations.operations import closing, times
from heed.expectations.operations import promises as operations
from heed.expectations.queries.owners import is_able
from heed.expectations.queries.promises import promises_visible_to
from heed.expectations.queries.standing import moved_from
from heed.expectations.queries.times import open_proposal
from heed.expectations.views.records import done


def _chosen(request: SignedInRequest, promise_id: int) -> Promise:
    shown = promises_visible_to(request.user).select_related(
        "conversation", "closed_by", "standing"
    )
    return get_object_or_404(shown, pk=promise_id)


def _page(
    request: SignedInRequest, promise: Promise, *, status: int = 200, **invalid: forms.Form
) -> HttpResponse:
    back = back_to(request, reverse("workspace:customer", args=[promise.customer_id]))
    context: dict[str, object] = {
        "promise": promise,
        "now": timezone.now(),
        "moved_from": moved_from(promise),
        "back": back,
        "fulfil_form": FulfilForm(),
        "renegotiate_form": RenegotiateForm(),
        "propose_form": ProposeTimeForm(),
        "proposed": open_proposal(promise),
        "waive_form": WaiveForm(),
        "colleagues": colleagues_of(request.user),
        "open_form": next(iter(invalid), "fulfil_form"),
        "may_close": request.user.may("promises.close"),
        "may_exceed": request.user.may("exceedings.record"),
        "may_take_over": _may_take_over(request.user, promise),
        "may_be_delivered": not promise.closed_at or _is_undelivered(promise),
    }
    name = "expectations/promise.html#detail" if request.htmx else "expectations/promise.html"
    return render(request, name, context | invalid, status=status)


def _may_take_over(user: User, promise: Promise) -> bool:
    is_others = promise.owner_id != user.pk and not promise.closed_at
    return is_others and is_able(user) and user.may("promises.record")


def _is_undelivered(promise: Promise) -> bool:
    return promise.outcome == Promise.Outcome.BROKEN and not promise.delivered_at


def _after(request: SignedInRequest, promise: Promise, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return done(
        request, back_to(request, reverse("workspace:customer", args=[promise.customer_id]))
    )


@needs("promises.view")
def promise(request: SignedInRequest, promise_id: int) -> HttpResponse:
    return _page(request, _chosen(request, promise_id))


@needs("promises.close")
@require_POST
def promise_fulfil(request: SignedInRequest, promise_id: int) -> HttpResponse:
    chosen = _chosen(request, promise_id)
    form = FulfilForm(request.POST)
    if not form.is_valid():
        return _page(request, chosen, status=422, fulfil_form=form)
    closed = closing.fulfil_promise(
        promise_id=chosen.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    return _after(request, chosen, _fulfilled(closed))


def _fulfilled(closed: Promise) -> str:
    if closed.outcome == Promise.Outcome.KEPT:
        return _("Kept. The customer will be asked how it was.")
    if closed.outcome == Promise.Outcome.LATE:
        return _("Delivered late. The customer will be asked how it was.")
    return _("Delivered, but the promise stays broken; its delivery is dated.")


@needs("promises.close")
@require_POST
def promise_renegotiate(request: SignedInRequest, promise_id: int) -> HttpResponse:
    chosen = _chosen(request, promise_id)
    form = RenegotiateForm(request.POST)
    if not form.is_valid():
        return _page(request, chosen, status=422, renegotiate_form=form)
    closing.renegotiate_promise(
        promise_id=chosen.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    return _after(request, chosen, _("The new due time stands; the old promise is kept, linked."))


@needs("promises.close")
@require_POST
def promise_propose_time(request: SignedInRequest, promise_id: int) -> HttpResponse:
    chosen = _chosen(request, promise_id)
    form = ProposeTimeForm(request.POST)
    if not form.is_valid():
        return _page(request, chosen, status=422, propose_form=form)
    times.propose_time(
        promise_id=chosen.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    return _after(request, chosen, _("The customer is asked by mail; until then nothing changes."))


@needs("promises.close")
@require_POST
def promise_waive(request: SignedInRequest, promise_id: int) -> HttpResponse:
    chosen = _chosen(request, promise_id)
    form = WaiveForm(request.POST)
    if not form.is_valid():
        return _page(request, chosen, status=422, waive_form=form)
    closing.waive_promise(
        promise_id=chosen.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    return _after(request, chosen, _("Waived. It does not count in the promise-keeping rate."))


@needs("promises.record")
@require_POST
def promise_hand_over(request: SignedInRequest, promise_id: int) -> HttpResponse:
    chosen = _chosen(request, promise_id)
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return _page(request, chosen, status=422)
    owner = get_object_or_404(colleagues_of(request.user), pk=form.cleaned_data["owner"])
    operations.hand_over_promise(
        promise_id=chosen.pk, owner=owner, actor=request.user, now=timezone.now()
    )
    return _after(request, chosen, _("%(name)s sees to it now.") % {"name": owner.name})
