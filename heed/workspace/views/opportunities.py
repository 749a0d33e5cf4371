from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.core.paging import page_before
from heed.customers.models import Customer
from heed.expectations.models import Topic
from heed.expectations.queries.positions import positions
from heed.value.queries import valued_currency
from heed.workspace.forms import TIERS
from heed.workspace.queries import opportunities as queries

MOMENTS = {"asked": "recorded_at", "unaware": "recorded_at", "declined": "closed_at"}


def _tier(request: SignedInRequest) -> str:
    tier = request.GET.get("tier", "")
    return tier if tier in Customer.Tier.values else ""


def _context(request: SignedInRequest) -> dict[str, object]:
    now, tier = timezone.now(), _tier(request)
    return {
        "now": now,
        "tier": tier,
        "tiers": TIERS,
        "rows": queries.opportunities(request.user, tier=tier, now=now),
        "positions": positions(request.user, tier=tier, now=now),
        "currency": valued_currency(),
        "may_improve": request.user.may("improvements.change"),
        "may_see_value": request.user.may("value.view"),
    }


@needs("ledger.view")
def opportunities(request: SignedInRequest) -> HttpResponse:
    return render(request, "workspace/opportunities.html", _context(request))


@needs("ledger.view")
def opportunity_rows(request: SignedInRequest, topic: str, figure: str) -> HttpResponse:
    """The rows behind one figure: in the drawer, or with the list around it."""
    if figure not in MOMENTS:
        raise Http404
    chosen = None if topic == "none" else get_object_or_404(Topic, key=topic)
    now = timezone.now()
    rows = queries.rows_behind(request.user, chosen, figure, tier=_tier(request), now=now)
    page = page_before(rows, moment=MOMENTS[figure], before=request.GET.get("cursor", ""), size=20)
    context: dict[str, object] = {
        "topic": chosen,
        "figure": figure,
        "page": page,
        "now": now,
        "back": f"{reverse('workspace:opportunities')}?{request.GET.urlencode()}",
    }
    if request.htmx:
        context |= {"currency": valued_currency(), "may_see_value": request.user.may("value.view")}
        return render(request, "workspace/opportunity_rows.html", context)
    return render(request, "workspace/opportunities.html", _context(request) | context)
