from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.accounts.models import User
from heed.expectations.queries.disappointment import MOST, by_disappointment
from heed.expectations.queries.proposals import open_proposals
from heed.workspace.queries import today as queries
from heed.workspace.queries.calling import appointments_until
from heed.workspace.queries.negotiating import turns_of


def whose_work(request: SignedInRequest) -> str:
    """`mine` or `team`: as asked for, else an agent's own and everybody's for others."""
    asked = request.GET.get("whose", "")
    usual = "mine" if request.user.role == User.Role.AGENT else "team"
    return asked if asked in {"mine", "team"} else usual


@needs("customers.view")
def today(request: SignedInRequest) -> HttpResponse:
    now, actor, whose = timezone.now(), request.user, whose_work(request)
    parked_mails, parked_tasks = queries.parked(actor)
    order = "disappointment" if request.GET.get("order") == "disappointment" else "due"
    context = {
        "now": now,
        "whose": whose,
        "order": order,
        "parked_mails": parked_mails,
        "parked_tasks": parked_tasks,
        "notices": queries.unread_notices(actor, now=now),
        "turns": turns_of(actor),
        "appointments": appointments_until(actor, now=now, until=queries.end_of_day(now)),
        "written": open_proposals(actor, is_own=whose == "mine").order_by().count(),
        "day": queries.day_so_far(actor, whose=whose, now=now),
    }
    work = _by_disappointment if order == "disappointment" else _by_due_time
    return render(request, "workspace/today.html", context | work(actor, whose, now))


def _by_due_time(actor: User, whose: str, now: datetime) -> dict[str, object]:
    return {
        "due": queries.now_due(actor, whose=whose, now=now),
        "waiting": queries.waiting(actor, whose=whose),
        "coming": queries.coming_up(actor, whose=whose, now=now),
    }


def _by_disappointment(actor: User, whose: str, now: datetime) -> dict[str, object]:
    places, total = by_disappointment(actor, is_own=whose == "mine", now=now)
    return {"work": queries.Part(list(places[: queries.MOST]), total), "most": MOST}
