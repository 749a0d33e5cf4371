from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.accounts.http import SignedInRequest, needs
from heed.core.paging import page_before
from heed.expectations.queries import keeping as queries
from heed.improvement.queries.links import make_address, of_keeping
from heed.workspace.forms import PERIODS
from heed.workspace.views.ledger import DAYS, start_of_day

WHOLE = {
    "agent": gettext_lazy("Agent"),
    "team": gettext_lazy("Team"),
    "topic": gettext_lazy("Topic"),
    "tier": gettext_lazy("Tier"),
}
FEW = 10


def _period(request: SignedInRequest) -> str:
    asked = request.GET.get("period", "")
    return asked if asked in dict(PERIODS) else "12"


def _context(request: SignedInRequest) -> dict[str, object]:
    asked, period = request.GET.get("by", ""), _period(request)
    by = asked if asked in WHOLE else "agent"
    days = DAYS.get(period)
    since = start_of_day(timezone.now() - timedelta(days=days)) if days else None
    sort = request.GET.get("sort", "name")
    rows = queries.keeping_by(by, request.user, since=since)
    if sort.removeprefix("-") in queries.SORTS:
        chosen = queries.SORTS[sort.removeprefix("-")]
        rows.sort(key=chosen, reverse=sort.startswith("-"))  # type: ignore[arg-type]
    return {
        "rows": rows,
        "by": by,
        "whole": WHOLE,
        "period": period,
        "periods": PERIODS,
        "since": since,
        "few": FEW,
        "has_few": any(row.counted < FEW for row in rows),
        "sees_ledger": request.user.may("ledger.view"),
    }


def _make_address(request: SignedInRequest, by: str, key: str, rows: list[queries.Keeping]) -> str:
    """Where the rate is made an improvement, with of how many it is the worst."""
    figure = of_keeping(by, key)
    if not (figure and rows):
        return ""
    worst = min(rows, key=lambda row: row.rate)
    return make_address(
        request.user,
        figure=figure,
        place=request.get_full_path(),
        topic=int(key) if by == "topic" else None,
        picked_of=len(rows) if worst.key == key else None,
    )


@needs("promises.view")
def keeping(request: SignedInRequest) -> HttpResponse:
    """How many of their promises agents, teams, topics and tiers kept."""
    return render(request, "workspace/keeping.html", _context(request))


@needs("promises.view")
def keeping_rows(request: SignedInRequest, by: str, key: str) -> HttpResponse:
    """The promises behind one figure: in the drawer, or with the page around it."""
    if by not in WHOLE:
        raise Http404
    shown = _context(request)
    rows = queries.rows_of(
        by,
        key,
        request.GET.get("outcome", ""),
        request.user,
        since=shown["since"],  # type: ignore[arg-type]
    )
    page = page_before(rows, moment="closed_at", before=request.GET.get("cursor", ""), size=20)
    drawer = {
        "page": page,
        "make_address": _make_address(request, by, key, shown["rows"]),  # type: ignore[arg-type]
        "now": timezone.now(),
        "title": _("Promises closed"),
        "back": f"{reverse('workspace:keeping')}?{request.GET.urlencode()}",
    }
    if request.htmx:
        return render(request, "workspace/keeping.html#drawer-rows", drawer)
    return render(request, "workspace/keeping.html", shown | drawer)
