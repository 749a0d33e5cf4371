from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.improvement.forms import BoardForm
from heed.improvement.models import ENDED
from heed.improvement.queries import board as queries


@needs("ledger.view")
def board(request: SignedInRequest) -> HttpResponse:
    """Improvements by state; those that ended stand below, with what they did."""
    form, now = BoardForm(request.GET, owners=queries.owners(request.user)), timezone.now()
    form.is_valid()
    chosen = form.cleaned_data
    owner, topic, state = chosen.get("owner"), chosen.get("topic"), chosen.get("state") or ""
    columns = queries.board(
        request.user,
        owner=owner.pk if owner else None,
        topic=topic.pk if topic else None,
        state=state,
        now=now,
    )
    shown = [column for column in columns if not state or column.state == state]
    context = {
        "form": form,
        "now": now,
        "state": state,
        "open_columns": [each for each in shown if each.state not in ENDED],
        "ended_columns": [each for each in shown if each.state in ENDED],
        "is_empty": not any(column.total for column in columns),
        "is_filtered": bool(owner or topic or state),
        "may_change": request.user.may("improvements.change"),
        "may_propose": request.user.may("improvements.propose"),
    }
    return render(request, "improvement/board.html", context)
