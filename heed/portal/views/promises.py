from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heed.accounts.queries import organisation
from heed.customers.queries import customer_with_token
from heed.expectations.queries.promises import promises_to
from heed.expectations.queries.standing import guarantees as guarantees_given
from heed.expectations.queries.standing import guarantees_to

MOST_SHOWN = 60


@require_safe
def guarantees(request: HttpRequest) -> HttpResponse:
    """What we promise everybody, for everybody to read."""
    given = guarantees_given().filter(tier="")
    return render(request, "portal/guarantees.html", {"guarantees": given})


@require_safe
@never_cache
def promises(request: HttpRequest, token: str) -> HttpResponse:
    """What we promised one customer, in her language and her time, by her personal link."""
    customer = customer_with_token(token)
    if customer is None:
        raise Http404
    zone = ZoneInfo(customer.time_zone or organisation().time_zone)
    rows = list(promises_to(customer)[:MOST_SHOWN])
    with translation.override(customer.language), timezone.override(zone):
        context = {
            "customer": customer,
            "now": timezone.now(),
            "open": [promise for promise in rows if not promise.closed_at],
            "closed": [promise for promise in rows if promise.closed_at],
            "guarantees": list(guarantees_to(customer)),
            "zone": zone.key,
        }
        answer = render(request, "portal/promises.html", context)
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
