from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.expectations.queries.drift import drifts
from heed.expectations.queries.steering import steering_cells


@needs("ledger.view")
def steering(request: SignedInRequest) -> HttpResponse:
    """What to lower, raise or hold, topic by topic and tier by tier."""
    now = timezone.now()
    cells = steering_cells(request.user, now=now)
    shown = [cell for cell in cells if cell.is_known or cell.current]
    context = {
        "now": now,
        "topics": [
            (topic, list(rows)) for topic, rows in groupby(shown, key=lambda cell: cell.topic)
        ],
        "unknown": [cell for cell in cells if cell not in shown and not cell.tier],
        "drifts": [each for each in drifts(request.user, now=now) if each.is_alarming],
    }
    return render(request, "workspace/steering.html", context)
