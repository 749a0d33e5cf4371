from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from heed.accounts.http import SignedInRequest, needs
from heed.accounts.queries import organisation
from heed.customers.models import Customer
from heed.value.queries import ValueOverview, customers_by_value, value_overview
from heed.workspace.queries.spread import spread


@needs("value.view")
def value(request: SignedInRequest) -> HttpResponse:
    tier = request.GET.get("tier", "")
    tier = tier if tier in Customer.Tier.values else ""
    overview = value_overview()
    before = request.GET.get("cursor", "")
    context = {
        "now": timezone.now(),
        "overview": overview,
        "parts": _parts(overview),
        "spread": spread(overview.rule) if overview.rule else [],
        "page": customers_by_value(request.user, tier=tier, before=before),
        "tier": tier,
        "may_import": request.user.may("purchases.import"),
        "currency": organisation().currency,
    }
    return render(request, "workspace/value.html", context)


def _parts(overview: ValueOverview) -> list[tuple[str, list[tuple[str, str, float]]]]:
    """Customers and their spend, each cut into the tiers."""
    tiers = overview.tiers
    return [
        (_("Customers"), [(each.value, str(each.label), each.customers) for each in tiers]),
        (
            _("Spend"),
            [(each.value, str(each.label), max(each.year_money_minor, 0)) for each in tiers],
        ),
    ]
