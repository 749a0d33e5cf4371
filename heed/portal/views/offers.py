from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from heed.accounts.queries import organisation, system_user
from heed.core.errors import DomainError
from heed.expectations.models import Offer, Option
from heed.expectations.operations import offer_answers as operations
from heed.expectations.queries import offers as queries
from heed.portal.forms import ChoiceForm, DeclineForm, WishForm

ENDED = {
    queries.EXPIRED: ("portal/offer_expired.html", 410),
    queries.WITHDRAWN: ("portal/offer_withdrawn.html", 410),
}


@never_cache
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """An offer, in the customer's language and time; reading the page changes nothing."""
    shown = queries.offer_with(token)
    if shown is None:
        return render(request, "portal/offer_unknown.html", status=404)
    customer = shown.negotiation.customer
    zone = ZoneInfo(customer.time_zone or organisation().time_zone)
    with translation.override(customer.language), timezone.override(zone):
        try:
            return _answered(request, shown) if request.method == "POST" else _page(request, shown)
        except DomainError as refusal:  # a customer is told in a letter, not on a page of the desk
            return _refused(request, shown, refusal)


def _page(
    request: HttpRequest, shown: Offer, *, wish: WishForm | None = None, status: int = 200
) -> HttpResponse:
    standing = queries.standing_of(shown, now=timezone.now())
    context = _context(shown)
    if standing == queries.ANSWERED:
        return render(request, "portal/offer_answered.html", context)
    if standing in ENDED:
        template, gone = ENDED[standing]
        return render(request, template, context, status=gone)
    chosen = _numbered(shown, request.GET.get("option", ""))
    if chosen and wish is None:
        return render(request, "portal/offer_confirm.html", context | {"option": chosen})
    forms = {"wish_form": wish or WishForm(), "decline_form": DeclineForm()}
    return render(request, "portal/offer.html", context | forms, status=status)


def _context(shown: Offer) -> dict[str, object]:
    return {
        "offer": shown,
        "negotiation": shown.negotiation,
        "customer": shown.negotiation.customer,
        "options": list(shown.options.all()),
        "now": timezone.now(),
    }


def _numbered(shown: Offer, number: str) -> Option | None:
    """The option of this number that can still be chosen."""
    if not (number.isascii() and number.isdigit() and len(number) < 4):
        return None
    return shown.options.filter(position=number, due_at__gt=timezone.now()).first()


def _answered(request: HttpRequest, shown: Offer) -> HttpResponse:
    """Take the answer of one of the three forms, and show what stands now."""
    answer = request.POST.get("answer", "")
    now, actor = timezone.now(), system_user()
    choice, wish, no = ChoiceForm(request.POST), WishForm(request.POST), DeclineForm(request.POST)
    if answer == Offer.Answer.CHOSEN and choice.is_valid():
        option_id = choice.cleaned_data["option"]
        if not shown.options.filter(pk=option_id, is_chosen=True).exists():  # else: pressed twice
            operations.choose_option(offer_id=shown.pk, option_id=option_id, actor=actor, now=now)
    elif answer == Offer.Answer.COUNTER:
        if not wish.is_valid():
            return _page(request, shown, wish=wish.shortened(), status=422)
        operations.counter_offer(offer_id=shown.pk, actor=actor, now=now, **wish.cleaned_data)
    elif answer == Offer.Answer.DECLINED and no.is_valid():
        operations.decline_offer(offer_id=shown.pk, actor=actor, now=now, **no.cleaned_data)
    return redirect(request.path)


def _refused(request: HttpRequest, shown: Offer, refusal: DomainError) -> HttpResponse:
    shown.refresh_from_db()
    is_for_customers = isinstance(refusal, operations.AnswerRefused)
    context = _context(shown) | {"refusal": refusal if is_for_customers else ""}
    if isinstance(refusal, operations.OfferAlreadyAnswered):
        return render(request, "portal/offer_answered_before.html", context, status=409)
    standing = queries.standing_of(shown, now=timezone.now())
    template = ENDED[standing][0] if standing in ENDED else "portal/offer_refused.html"
    return render(request, template, context, status=refusal.status)
