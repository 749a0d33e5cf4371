"""An offer: written, read out on the phone, and answered to an agent."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, needs, once
from heed.core.business_hours import BusinessHours
from heed.core.calendars import business_hours
from heed.core.wall_clock import local_day
from heed.expectations import rules
from heed.expectations.forms.offers import (
    NoForm,
    OfferForm,
    OptionForm,
    Row,
    WishForm,
    changed_rows,
    option_forms,
    row_of,
    written_rows,
)
from heed.expectations.models import Concession, Negotiation, Offer, Option
from heed.expectations.operations import offer_answers, offers
from heed.expectations.operations.offer_letters import has_address
from heed.expectations.queries import offers as queries
from heed.expectations.queries.negotiations import budget_left, untold_steps
from heed.expectations.queries.records import current_expectations
from heed.expectations.ready_sentences import said_of
from heed.expectations.views.negotiations import chosen, page, page_of_negotiation
from heed.expectations.views.records import done, render_form

GOOD_FOR_BUSINESS_DAYS = 3


@needs("negotiations.conduct")
@once
def offer_make(request: SignedInRequest, negotiation_id: int) -> HttpResponse:
    """Write two to five options; buttons add, copy, remove and take over options on the way."""
    negotiation = chosen(request, negotiation_id)
    now, hours = timezone.now(), _hours(negotiation)
    change = request.POST.get("change", "")
    steps = untold_steps(negotiation)
    if request.method != "POST":
        form = OfferForm(initial=_usual(request, negotiation, steps, now, hours), steps=steps)
        due_at = (rules.due_suggestions(now, hours) or (None,))[-1]
        options = option_forms(negotiation, rows=_again(request, negotiation), due_at=due_at)
        return _render(request, negotiation, form, options)
    if change:
        rows = changed_rows(
            written_rows(request.POST), change, _taken(request, negotiation, change)
        )
        form = OfferForm(initial=_plain(request.POST), steps=steps)
        return _render(request, negotiation, form, option_forms(negotiation, rows=rows))
    form = OfferForm(request.POST, steps=steps)
    options = option_forms(negotiation, data=request.POST)
    if not all([form.is_valid(), *[option.is_valid() for option in options]]):
        return _render(request, negotiation, form, options, status=422)
    made = offers.make_offer(
        negotiation_id=negotiation.pk,
        options=[option.draft() for option in options],
        actor=request.user,
        now=now,
        **form.cleaned_data,
    )
    if made.mode == Offer.Mode.PHONE:
        return done(request, reverse("expectations:offer_script", args=[made.pk]))
    messages.success(request, _("The offer is on its way."))
    return done(request, page_of_negotiation(negotiation))


def _hours(negotiation: Negotiation) -> BusinessHours:
    return business_hours(negotiation.team.calendar_id if negotiation.team else None)


def _usual(
    request: SignedInRequest,
    negotiation: Negotiation,
    steps: list[Concession],
    now: datetime,
    hours: BusinessHours,
) -> dict[str, object]:
    """By mail where there is an address; what was found out and not told yet comes first."""
    sentences = [said_of(step, negotiation.customer) for step in steps]
    by_mail = has_address(negotiation) and request.GET.get("mode") != Offer.Mode.PHONE
    last = hours.add_business_days(hours.next_opening(now), GOOD_FOR_BUSINESS_DAYS)
    until = hours.closing_of(local_day(ZoneInfo(hours.time_zone), last))
    return {
        "mode": Offer.Mode.MAIL if by_mail else Offer.Mode.PHONE,
        "expires_at": timezone.localtime(until),
        "introduction": "\n".join(sentences),
        "tells": [step.pk for step in steps],
    }


def _again(request: SignedInRequest, negotiation: Negotiation) -> list[Row]:
    """The options of an earlier offer to start the next one from, where one is named."""
    named = request.GET.get("from", "")
    if not (named.isascii() and named.isdigit() and len(named) < 19):
        return []
    earlier = get_object_or_404(negotiation.offers, pk=named)
    return [row_of(option, negotiation.currency) for option in earlier.options.all()]


def _taken(request: SignedInRequest, negotiation: Negotiation, change: str) -> Row | None:
    """The option of an offer to somebody else that is taken over, if that is what was pressed."""
    action, _separator, number = change.partition("-")
    if action != "take" or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    visible = queries.offers_visible_to(request.user).order_by().values("pk")
    same = {"offer__in": visible, "offer__negotiation__currency": negotiation.currency}
    return row_of(get_object_or_404(Option, pk=number, **same), negotiation.currency)


def _plain(data: QueryDict) -> dict[str, object]:
    return {name: data.get(name) for name in OfferForm.base_fields} | {
        "tells": data.getlist("tells")
    }


def _render(
    request: SignedInRequest,
    negotiation: Negotiation,
    form: OfferForm,
    options: list[OptionForm],
    *,
    status: int = 200,
) -> HttpResponse:
    expected = current_expectations(negotiation.customer).values_list("topic_id", flat=True)
    topic_ids = {each for each in (negotiation.topic_id, *expected) if each}
    context = {
        "negotiation": negotiation,
        "customer": negotiation.customer,
        "form": form,
        "options": options,
        "may_add": len(options) < offers.MOST,
        "may_remove": len(options) > offers.FEWEST,
        "budget": budget_left(negotiation),
        "has_address": has_address(negotiation),
        "now": timezone.now(),
        "before": queries.offered_to_others(
            request.user,
            topic_ids=topic_ids,
            currency=negotiation.currency,
        ),
    }
    return render_form(request, "expectations/offer_make.html", context, status=status)


def _offer(request: SignedInRequest, offer_id: int) -> Offer:
    return get_object_or_404(queries.offers_visible_to(request.user), pk=offer_id)


@needs("negotiations.conduct")
def offer_script(request: SignedInRequest, offer_id: int) -> HttpResponse:
    """The options large and numbered, to be read out; one key records each choice."""
    offer = _offer(request, offer_id)
    context = {
        "now": timezone.now(),
        "offer": offer,
        "negotiation": offer.negotiation,
        "customer": offer.negotiation.customer,
        "standing": queries.standing_of(offer, now=timezone.now()),
        "wish_form": WishForm(),
        "no_form": NoForm(),
    }
    return render(request, "expectations/offer_script.html", context)


@needs("negotiations.conduct")
@require_POST
@once
def offer_choose(request: SignedInRequest, offer_id: int) -> HttpResponse:
    offer = _offer(request, offer_id)
    option = request.POST.get("option", "")
    if not (option.isascii() and option.isdigit() and len(option) < 19):
        raise Http404
    offer_answers.choose_option(
        offer_id=offer.pk, option_id=int(option), actor=request.user, now=timezone.now()
    )
    messages.success(request, _("Agreed. What was chosen stands in the ledger as our promise."))
    return redirect(page_of_negotiation(offer.negotiation))


@needs("negotiations.conduct")
@require_POST
@once
def offer_counter(request: SignedInRequest, offer_id: int) -> HttpResponse:
    offer = _offer(request, offer_id)
    form = WishForm(request.POST)
    if not form.is_valid():
        return page(request, chosen(request, offer.negotiation_id), status=422, wish_form=form)
    offer_answers.counter_offer(
        offer_id=offer.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("The wish is kept. Make the next offer when you are ready."))
    return redirect(page_of_negotiation(offer.negotiation))


@needs("negotiations.conduct")
@require_POST
@once
def offer_decline(request: SignedInRequest, offer_id: int) -> HttpResponse:
    offer = _offer(request, offer_id)
    form = NoForm(request.POST)
    if not form.is_valid():
        return page(request, chosen(request, offer.negotiation_id), status=422, no_form=form)
    offer_answers.decline_offer(
        offer_id=offer.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("The no is kept. Make another offer, or end the negotiation."))
    return redirect(page_of_negotiation(offer.negotiation))


@needs("negotiations.conduct")
@require_POST
@once
def offer_withdraw(request: SignedInRequest, offer_id: int) -> HttpResponse:
    offer = _offer(request, offer_id)
    offers.withdraw_offer(offer_id=offer.pk, actor=request.user, now=timezone.now())
    messages.success(request, _("Withdrawn. The link in the letter says so from now on."))
    return redirect(page_of_negotiation(offer.negotiation))
