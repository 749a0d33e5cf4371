from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.accounts.queries import colleagues_of
from heed.conversations.forms import AnswerForm
from heed.conversations.models import Conversation
from heed.conversations.queries import (
    conversations_visible_to,
    correspondent_of,
    waiting_conversations,
)
from heed.core.business_hours import BusinessHours
from heed.core.calendars import business_hours
from heed.core.paging import Page, page_before
from heed.expectations.forms.promises import PromiseForm
from heed.expectations.queries.due_advice import due_advice
from heed.expectations.queries.negotiations import negotiations_with
from heed.expectations.queries.proposals import Ground
from heed.workspace.queries.person import person
from heed.workspace.queries.thread import thread
from heed.workspace.views.customers import day_of

STATES = ("waiting", "open", "closed", "all")


def _listed(request: SignedInRequest, state: str, *, size: int) -> Page[Conversation]:
    if state == "waiting":
        return Page(list(waiting_conversations(request.user)[:size]), "")
    rows = conversations_visible_to(request.user)
    if state != "all":
        rows = rows.filter(state=state)
    if request.GET.get("whose") == "mine":
        rows = rows.filter(assignee=request.user)
    before = request.GET.get("cursor", "")
    return page_before(rows, moment="last_message_at", before=before, size=size)


def _hours_for(chosen: Conversation) -> BusinessHours:
    return business_hours(chosen.team.calendar_id if chosen.team else None)


def _state_of(request: SignedInRequest) -> str:
    asked = request.GET.get("state", "")
    return asked if asked in STATES else "open"


@needs("conversations.view")
def conversations(request: SignedInRequest) -> HttpResponse:
    state = _state_of(request)
    context = {
        "now": timezone.now(),
        "state": state,
        "whose": request.GET.get("whose", ""),
        "page": _listed(request, state, size=50),
    }
    return render(request, "workspace/conversations.html", context)


@needs("conversations.view")
def conversation(request: SignedInRequest, conversation_id: int) -> HttpResponse:
    visible = conversations_visible_to(request.user).select_related("customer__named_agent")
    chosen = get_object_or_404(visible, pk=conversation_id)
    state = _state_of(request)
    now, hours = timezone.now(), _hours_for(chosen)
    promise_form = PromiseForm(hours=hours, now=now)
    ground = Ground(
        chosen, hours, now, known_topics=promise_form.topics, company=request.organisation
    )
    shown = thread(chosen, ground)
    context = {
        "now": now,
        "state": state,
        "page": _listed(request, state, size=30),
        "conversation": chosen,
        "thread": shown,
        "to": correspondent_of(chosen, [each.message for each in shown]),
        "person": person(chosen.customer, now=now, on=day_of(request, now), most=20),
        "negotiations": list(negotiations_with(chosen.customer)[:4]),
        "answer_form": AnswerForm(),
        "promise_form": promise_form,
        "advice": due_advice(ground.advisor(None)),
        "back_query": f"conversation={chosen.pk}&next={quote(request.get_full_path())}",
        "colleagues": colleagues_of(request.user),
        "may_answer": request.user.may("conversations.answer"),
        "may_exclude": request.user.may("topics.change"),
        "may_change": request.user.may("conversations.change"),
    }
    return render(request, "workspace/conversation.html", context)
