from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.core.paging import page_before
from heed.customers.models import Customer
from heed.expectations.models import Topic
from heed.expectations.queries import ledger as queries
from heed.expectations.queries.ledger_rows import FIGURES, rows_behind
from heed.expectations.queries.levels import levels_in_force
from heed.expectations.queries.scope import Scope
from heed.expectations.queries.standards import today
from heed.improvement.queries.links import make_address, of_ledger
from heed.measures.estimates import Estimate
from heed.workspace.forms import ScopeForm

DAYS = {"12": 365, "3": 91, "1": 30}


def _scope(request: SignedInRequest) -> tuple[Scope, dict[str, str]]:
    form = ScopeForm(request.GET)
    form.is_valid()
    chosen = {name: form.cleaned_data.get(name) or "" for name in ("tier", "period", "by")}
    chosen["period"] = chosen["period"] or "12"
    days = DAYS.get(chosen["period"])
    since = start_of_day(timezone.now() - timedelta(days=days)) if days else None
    return Scope(request.user, since=since, tier=chosen["tier"]), chosen


def _make_address(request: SignedInRequest, topic: Topic | None, figure: str, tier: str) -> str:
    """Where the figure is made an improvement."""
    if topic is None:
        return ""
    place, key = request.get_full_path(), of_ledger(topic, figure, tier)
    return make_address(request.user, figure=key, place=place, topic=topic.pk)


def start_of_day(at: datetime) -> datetime:
    """Periods are of whole days, which the summaries of the ledger are kept by."""
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _context(request: SignedInRequest) -> dict[str, object]:
    scope, chosen = _scope(request)
    levels = levels_in_force(today(timezone.now()))
    rows = [row for row in queries.ledger(scope, levels) if not row.is_empty or row.open_promises]
    return {
        "form": ScopeForm(initial=chosen),
        "chosen": chosen,
        "felt": [row for row in rows if not row.is_measured],
        "measured": [row for row in rows if row.is_measured],
        "tier_columns": Customer.Tier.choices,
        "tier_rows": [_by_tier(row, chosen["period"]) for row in rows] if chosen["by"] else [],
    }


def _by_tier(row: queries.LedgerRow, period: str) -> dict[str, object]:
    """The gap and the promise-keeping rate of a topic, tier by tier."""
    return {
        "row": row,
        "gaps": [
            _cell(row, "gap", row.gap_of_tier(tier), tier, name, period)
            for tier, name in Customer.Tier.choices
        ],
        "kept": [
            _cell(row, "kept", row.kept_of_tier(tier), tier, name, period)
            for tier, name in Customer.Tier.choices
        ],
    }


def _cell(
    row: queries.LedgerRow,
    figure: str,
    estimate: Estimate | None,
    tier: str,
    name: object,
    period: str,
) -> dict[str, object]:
    key = row.topic.key if row.topic else "none"
    address = reverse("workspace:ledger_rows", args=[key, figure])
    query = urlencode({"tier": tier, "period": period, "by": "tier"})
    return {
        "estimate": estimate,
        "name": name,
        "url": f"{address}?{query}",
        "heat": _heat(estimate),
    }


def _heat(estimate: Estimate | None) -> int:
    """0, 1 for a gap below zero, 2 for one whose whole interval lies below."""
    if estimate is None or estimate.value >= 0:
        return 0
    return 2 if estimate.has_interval and estimate.upper < 0 else 1


@needs("ledger.view")
def ledger(request: SignedInRequest) -> HttpResponse:
    return render(request, "workspace/ledger.html", _context(request))


@needs("ledger.view")
def ledger_rows(request: SignedInRequest, topic: str, figure: str) -> HttpResponse:
    """The rows behind one figure: in the drawer, or with the ledger around it."""
    if figure not in FIGURES:
        raise Http404
    chosen = None if topic == "none" else get_object_or_404(Topic, key=topic)
    scope = _scope(request)[0]
    behind = rows_behind(scope, chosen, figure)
    before = request.GET.get("cursor", "")
    page = page_before(behind.rows, moment=behind.moment, before=before, size=20)
    context = {
        "topic": chosen,
        "figure": figure,
        "kind": behind.kind,
        "page": page,
        "make_address": _make_address(request, chosen, figure, scope.tier),
        "now": timezone.now(),
        "back": f"{reverse('workspace:ledger')}?{request.GET.urlencode()}",
    }
    if request.htmx:
        return render(request, "workspace/ledger.html#rows", context)
    return render(request, "workspace/ledger.html", _context(request) | context)
