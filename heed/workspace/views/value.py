from django.http import HttpResponse
from django.shortcuts import render

from heed.accounts.http import SignedInRequest, needs
from heed.accounts.queries import organisation
from heed.customers.models import Customer
from heed.value.queries import customers_by_value, value_overview


@needs("value.view")
def value(request: SignedInRequest) -> HttpResponse:
    tier = request.GET.get("tier", "")
    tier = tier if tier in Customer.Tier.values else ""
    before = request.GET.get("cursor", "")
    context = {
        "overview": value_overview(),
        "page": customers_by_value(request.user, tier=tier, before=before),
        "tier": tier,
        "currency": organisation().currency,
    }
    return render(request, "workspace/value.html", context)
