from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.core.paging import page_before
from heed.expectations.queries.announcements import (
    announcements_visible_to,
    by_month,
    median_lengths,
    place_name,
    reliability,
)
from heed.expectations.queries.series import series_known
from heed.workspace.forms import AnnouncedForm
from heed.workspace.queries.reliability import diagram_of


def _context(request: SignedInRequest) -> dict[str, object]:
    now, rows = timezone.now(), announcements_visible_to(request.user)
    places = reliability(rows)
    return {
        "now": now,
        "places": [(place_name(each.place), each, diagram_of(each)) for each in places],
        "months": by_month(rows),
        "length": median_lengths(rows),
        "series": series_known(now=now),
    }


@needs("ledger.view")
def advice(request: SignedInRequest) -> HttpResponse:
    """Whether the times we announce are kept, and what is known to announce them by."""
    return render(request, "workspace/advice.html", _context(request))


@needs("ledger.view")
def advice_rows(request: SignedInRequest) -> HttpResponse:
    """The announced times behind one figure: in the drawer, or with the page around it."""
    form = AnnouncedForm(request.GET)
    if not form.is_valid():
        raise Http404
    rows = form.choose(announcements_visible_to(request.user))
    before = request.GET.get("cursor", "")
    page = page_before(rows, moment="announced_at", before=before, size=20)
    context = {
        "announced": page,
        "place_name": place_name(form.cleaned_data["place"]) if form.cleaned_data["place"] else "",
        "now": timezone.now(),
        "back": reverse("workspace:advice"),
    }
    if request.htmx:
        return render(request, "workspace/advice.html#rows", context)
    return render(request, "workspace/advice.html", _context(request) | context)
