from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, back_to, needs, once, posted
from heed.conversations.models import Conversation
from heed.conversations.queries import thread_of
from heed.customers.models import Customer
from heed.customers.queries import customers_visible_to
from heed.expectations import rules
from heed.expectations.forms.expectations import ExpectationForm
from heed.expectations.models import Expectation
from heed.expectations.operations import expectations as operations
from heed.expectations.queries.history import expectation_history, just_recorded
from heed.expectations.queries.levels import levels_in_force
from heed.expectations.queries.records import expectations_visible_to, topics
from heed.expectations.queries.standards import today
from heed.expectations.views.records import done, named_conversation, page_of, render_form

KEPT = ("conversation", "message", "next")  # what the next entry of a row is still about


@needs("expectations.record")
@once
def expectation_record(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Enter what a customer expects; several in a row from one drawer."""
    customer = get_object_or_404(customers_visible_to(request.user), pk=customer_id)
    conversation = named_conversation(request, customer)
    sources = rules.likely_sources(_place(request, conversation))
    first = {"source": sources[0], "wording": request.GET.get("wording", "")[:500].strip()}
    levels = levels_in_force(today(timezone.now()))
    form = ExpectationForm(
        posted(request),
        initial=first,
        sources=sources,
        levels={topic_id: row.level for topic_id, row in levels.items()},
    )
    back = back_to(request, page_of(customer, conversation))
    if request.method == "POST" and form.is_valid():
        entry = operations.record_expectation(
            customer=customer,
            conversation=conversation,
            actor=request.user,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return _after(request, entry, back)
    context = {
        "form": form,
        "customer": customer,
        "back": back,
        "recorded": _just_recorded(request, customer),
        "now": timezone.now(),
    }
    status = 422 if form.is_bound else 200
    return render_form(request, "expectations/expectation_record.html", context, status=status)


def _place(request: SignedInRequest, conversation: Conversation | None) -> str:
    """Where the words were read: a note tells of a call, all else of a conversation is written."""
    if conversation is None:
        return ""
    wanted = _ids(request.GET.get("message", ""))
    chosen = thread_of(conversation).filter(pk__in=wanted).first()
    return chosen.direction if chosen else "inbound"


def _ids(text: str) -> list[int]:
    """The numbers of a list written with commas; what is none is left out."""
    parts = [part for part in text.split(",") if part.isascii() and part.isdigit()]
    return [int(part) for part in parts[:50] if len(part) < 19]


def _just_recorded(request: SignedInRequest, customer: Customer) -> list[Expectation]:
    ids = _ids(request.GET.get("recorded", ""))
    return just_recorded(request.user, customer, ids) if ids else []


def _after(request: SignedInRequest, entry: Expectation, back: str) -> HttpResponse:
    undo = reverse("expectations:expectation_withdraw", args=[entry.pk])
    if request.POST.get("then") == "next":
        ids = [*_ids(request.GET.get("recorded", "")), entry.pk]
        query = {name: request.GET[name] for name in KEPT if name in request.GET}
        query |= {"next": back, "recorded": ",".join(map(str, ids))}
        return redirect(f"{request.path}?{urlencode(query)}")
    tags = f"{undo}?{urlencode({'next': back})}"
    messages.success(request, _("The expectation stands in the ledger."), extra_tags=tags)
    return done(request, back)


@needs("expectations.record")
@require_POST
def expectation_withdraw(request: SignedInRequest, expectation_id: int) -> HttpResponse:
    """Take back an entry just made; from the drawer, go on with the next one there."""
    visible = expectations_visible_to(request.user)
    entry = get_object_or_404(visible, pk=expectation_id)
    operations.withdraw_expectation(expectation_id=entry.pk, actor=request.user, now=timezone.now())
    if not request.htmx:
        messages.success(request, _("Taken back. What stood before stands again."))
    return redirect(back_to(request, page_of(entry.customer, None)))


@needs("expectations.view")
def expectation_history_of_topic(
    request: SignedInRequest, customer_id: int, topic_id: int
) -> HttpResponse:
    """What a customer expected on a topic from when on, and what changed each time."""
    customer = get_object_or_404(customers_visible_to(request.user), pk=customer_id)
    topic = get_object_or_404(topics(), pk=topic_id)
    steps = expectation_history(customer, topic)
    context = {
        "customer": customer,
        "topic": topic,
        "steps": list(reversed(steps)),
        "drawn": [(step.entry.recorded_at, step.expected) for step in steps],
        "back": back_to(request, page_of(customer, None)),
        "now": timezone.now(),
    }
    name = "expectations/expectation_history.html"
    return render(request, f"{name}#detail" if request.htmx else name, context)
