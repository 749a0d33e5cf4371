from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from heed.accounts.queries import organisation, system_user
from heed.core.errors import DomainError
from heed.expectations.models import ProposedTime
from heed.expectations.operations.times import answer_proposed_time
from heed.expectations.queries.times import proposed_time_with


@never_cache
def proposed_time(request: HttpRequest, token: str) -> HttpResponse:
    """Another due time to agree to or not; reading the page changes nothing."""
    proposed = proposed_time_with(token)
    if proposed is None:
        raise Http404
    customer = proposed.promise.customer
    zone = ZoneInfo(customer.time_zone or organisation().time_zone)
    with translation.override(customer.language), timezone.override(zone):
        if request.method == "POST":
            return _answered(request, proposed)
        return _page(request, proposed)


def _page(request: HttpRequest, proposed: ProposedTime) -> HttpResponse:
    now = timezone.now()
    promise = proposed.promise
    is_settled = bool(proposed.withdrawn_at or promise.closed_at) and not proposed.answered_at
    is_open = not proposed.answered_at and not is_settled
    context = {
        "proposed": proposed,
        "promise": promise,
        "customer": promise.customer,
        "is_settled": is_settled,
        "is_late": is_open and now > promise.due_at,
        "is_past": is_open and proposed.due_at <= now,
    }
    return render(request, "portal/proposed_time.html", context)


def _answered(request: HttpRequest, proposed: ProposedTime) -> HttpResponse:
    is_agreed = request.POST.get("answer") == "agree"
    if not is_agreed and request.POST.get("answer") != "decline":
        return _page(request, proposed)
    try:
        answer_proposed_time(
            proposed_id=proposed.pk, is_agreed=is_agreed, actor=system_user(), now=timezone.now()
        )
    except DomainError as refusal:  # a customer is told in a letter, not on a page of the desk
        context = {"customer": proposed.promise.customer, "refusal": refusal}
        return render(request, "portal/refused.html", context, status=refusal.status)
    proposed.refresh_from_db()
    return _page(request, proposed)
