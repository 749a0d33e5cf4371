from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.core.paging import page_before
from heed.expectations.models import Exceeding
from heed.expectations.queries.exceeding import exceedings_visible_to
from heed.expectations.queries.exceeding_effects import exceeding_effects


@needs("ledger.view")
def exceeding(request: SignedInRequest) -> HttpResponse:
    """What was given beyond the promise, by kind: its cost, its effect, and the rows."""
    now = timezone.now()
    kind = request.GET.get("kind", "")
    kind = kind if kind in Exceeding.Kind.values else ""
    rows = exceedings_visible_to(request.user)
    rows = rows.filter(kind=kind) if kind else rows
    effects = exceeding_effects(request.user, now=now)
    context = {
        "now": now,
        "kind": kind,
        "kind_name": Exceeding.Kind(kind).label if kind else "",
        "effects": effects if effects[0].n else [],
        "page": page_before(rows, moment="given_at", before=request.GET.get("cursor", "")),
    }
    return render(request, "workspace/exceeding.html", context)
