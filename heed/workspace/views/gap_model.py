from django.http import HttpResponse
from django.shortcuts import render

from heed.accounts.http import SignedInRequest, needs
from heed.expectations.queries.scope import Scope
from heed.workspace.queries import gap_model as queries


@needs("ledger.view")
def gap_model(request: SignedInRequest) -> HttpResponse:
    """Whether satisfaction follows the gap, and what looking at the gap alone costs."""
    context = {
        "model": queries.gap_model(Scope(request.user)),
        "needed": queries.NEEDED,
        "most": queries.MOST,
        "steps": queries.STEPS,
        "may_ask": request.user.may("settings.change"),
    }
    return render(request, "workspace/gap_model.html", context)
