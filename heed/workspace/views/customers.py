from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.conversations.queries import conversations_of
from heed.core.paging import page_before
from heed.core.wall_clock import local_day
from heed.customers.forms import FactForm
from heed.customers.models import Customer
from heed.customers.queries import customers_visible_to
from heed.expectations.queries.exceeding import exceedings_for
from heed.expectations.queries.levels import levels_in_force
from heed.expectations.queries.negotiations import negotiations_with
from heed.loyalty.queries.departures import departures_of
from heed.value.queries import monthly_spend, tier_said, value_of
from heed.workspace.queries.person import person
from heed.workspace.queries.timeline import GROUPS, timeline


def day_of(request: SignedInRequest, now: datetime) -> date:
    """The day it is where the company is."""
    return local_day(ZoneInfo(request.organisation.time_zone), now)


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
    chosen = visible.filter(pk=customer_id).first()
    if chosen is None:
        return redirect("workspace:customer", get_object_or_404(visible, absorbed=customer_id).pk)
    asked = request.GET.get("show", "")
    group = asked if asked in GROUPS else ""
    now = timezone.now()
    on = day_of(request, now)
    shown = replace(person(chosen, now=now, on=on), levels=levels_in_force(on))
    negotiations = list(negotiations_with(chosen)[:10])
    conversations = list(conversations_of(chosen, request.user)[:10])
    exceedings = list(exceedings_for(chosen)[:5])
    known = (*shown.rows, *negotiations, *conversations, *exceedings)
    value = value_of(chosen)
    context = {
        "now": now,
        "customer": chosen,
        "person": shown,
        "is_overdue": shown.is_overdue(now),
        "may_change": request.user.may("customers.change"),
        "may_exclude": request.user.may("topics.change"),
        "negotiations": negotiations,
        "group": group,
        "timeline": timeline(
            chosen, request.user, group=group, before=request.GET.get("cursor", ""), known=known
        ),
        "conversations": conversations,
        "value": value,
        "why_tier": tier_said(chosen.tier, value),
        "spend": monthly_spend(chosen, months=12, rule=value.rule) if value else [],
        "fact_form": FactForm(),
        "exceedings": exceedings,
        "departures": list(departures_of(chosen)[:10]),
        "may_record_departure": request.user.may("departures.record") and not chosen.erased_at,
        "may_exceed": request.user.may("exceedings.record") and not chosen.erased_at,
    }
    return render(request, "workspace/customer.html", context)
