from django.http import HttpResponse
from django.shortcuts import render

from heed.accounts.http import SignedInRequest, needs
from heed.customers.models import Customer
from heed.expectations.queries.rankings import MOST_POOLED, pooled_importance
from heed.workspace.forms import TIERS


@needs("ledger.view")
def importance(request: SignedInRequest) -> HttpResponse:
    """What matters how much, over all customers or those of a tier."""
    asked = request.GET.get("tier", "")
    tier = asked if asked in Customer.Tier.values else ""
    context = {
        "pooled": pooled_importance(request.user, tier=tier),
        "tier": tier,
        "tiers": TIERS,
        "most": MOST_POOLED,
    }
    return render(request, "workspace/ledger_importance.html", context)
