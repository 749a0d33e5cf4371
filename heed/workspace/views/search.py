from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.workspace.queries.search import search_results


@needs("customers.view")
def search(request: SignedInRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    before = request.GET.get("cursor", "")
    results = search_results(
        request.user,
        asked,
        before_id=int(before)
        if before.isascii() and before.isdigit() and len(before) < 19
        else None,
    )
    context = {"now": timezone.now(), "asked": asked, "results": results}
    return render(request, "workspace/search.html", context)
