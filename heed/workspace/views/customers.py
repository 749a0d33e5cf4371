from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.conversations.queries import conversations_of
from heed.core.paging import page_before
from heed.customers.forms import FactForm
from heed.customers.models import Customer
from heed.customers.queries import customers_visible_to
from heed.value.queries import monthly_spend, value_of, why_tier
from heed.workspace.queries.person import person
from heed.workspace.queries.timeline import GROUPS, timeline


@needs("customers.view")
def customers(request: SignedInRequest) -> HttpResponse:
    rows = customers_visible_to(request.user).select_related("named_agent")
    tier = request.GET.get("tier", "")
    if tier in Customer.Tier.values:
        rows = rows.filter(tier=tier)
    page = page_before(rows, moment="last_activity_at", before=request.GET.get("cursor", ""))
    context = {
        "now": timezone.now(),
        "page": page,
        "tier": tier,
        "tiers": Customer.Tier.choices,
        "may_change": request.user.may("customers.change"),
    }
    return render(request, "workspace/customers.html", context)


@needs("customers.view")
def customer(request: SignedInRequest, customer_id: int) -> HttpResponse:
    visible = customers_visible_to(request.user).select_related("named_agent", "team")
    chosen = get_object_or_404(visible, pk=customer_id)
    asked = request.GET.get("show", "")
    group = asked if asked in GROUPS else ""
    now, shown = timezone.now(), person(chosen)
    context = {
        "now": now,
        "customer": chosen,
        "person": shown,
        "is_overdue": shown.is_overdue(now),
        "may_change": request.user.may("customers.change"),
        "group": group,
        "timeline": timeline(
            chosen, request.user, group=group, before=request.GET.get("cursor", "")
        ),
        "conversations": list(conversations_of(chosen, request.user)[:10]),
        "value": value_of(chosen),
        "why_tier": str(why_tier(chosen)),
        "spend": monthly_spend(chosen, months=12),
        "fact_form": FactForm(),
    }
    return render(request, "workspace/customer.html", context)
