from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.accounts.models import User
from heed.workspace.queries import today as queries


def whose_work(request: SignedInRequest) -> str:
    """`mine` or `team`: as asked for, else an agent's own and everybody's for others."""
    asked = request.GET.get("whose", "")
    usual = "mine" if request.user.role == User.Role.AGENT else "team"
    return asked if asked in {"mine", "team"} else usual


@needs("customers.view")
def today(request: SignedInRequest) -> HttpResponse:
    now, actor, whose = timezone.now(), request.user, whose_work(request)
    parked_mails, parked_tasks = queries.parked(actor)
    context = {
        "now": now,
        "whose": whose,
        "due": queries.now_due(actor, whose=whose, now=now),
        "waiting": queries.waiting(actor, whose=whose),
        "coming": queries.coming_up(actor, whose=whose, now=now),
        "parked_mails": parked_mails,
        "parked_tasks": parked_tasks,
        "notices": queries.unread_notices(actor),
        "day": queries.day_so_far(actor, whose=whose, now=now),
    }
    return render(request, "workspace/today.html", context)
