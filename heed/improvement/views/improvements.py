from datetime import datetime, timedelta

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from heed.accounts.http import SignedInRequest, needs, once, posted
from heed.expectations.queries.topics import topics_in_use
from heed.improvement.forms import (
    CountsForm,
    ImprovementForm,
    InForceForm,
    NoteForm,
    ResultForm,
    initial_of,
)
from heed.improvement.models import Improvement
from heed.improvement.operations import improvements as operations
from heed.improvement.operations.moving import close_improvement
from heed.improvement.queries.cards import Card, card_of, tried_before
from heed.improvement.queries.effects import figure_now
from heed.improvement.queries.figures import figure_named
from heed.improvement.queries.foresight import Needed, needed_for
from heed.improvement.queries.history import history_of
from heed.improvement.queries.improvements import improvements
from heed.improvement.rules.effects import FEWEST_CASES
from heed.improvement.rules.figures import key_from
from heed.improvement.views.parts import after, page

FEWEST_PICKED = 3


def _prefilled(request: SignedInRequest) -> dict[str, object]:
    """What the address says of the improvement; what cannot be read is left out."""
    given = {name: request.GET.get(name, "") for name in ("topic", "place")}
    found: dict[str, object] = {name: value for name, value in given.items() if value}
    key = key_from(request.GET.get("figure", ""))
    if key:
        found |= {"figure": key.head, "tier": key.tier, "team": key.team}
    if request.GET.get("picked_of", "").isdecimal():
        found["picked_of"] = request.GET["picked_of"][:5]
    return found | {"reason": request.GET.get("finding", "")[:1000]}


@needs("improvements.propose")
@once
def improvement_open(request: SignedInRequest) -> HttpResponse:
    now, initial = timezone.now(), _prefilled(request)
    form = ImprovementForm(posted(request), actor=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        plan = form.plan()
        operations.open_improvement(actor=request.user, now=now, **vars(plan))
        return after(request, _("The improvement is open."))
    wanted = str(form["topic"].value() or "")
    topic = topics_in_use().filter(pk=wanted).first() if _is_key(wanted) else None
    context: dict[str, object] = {
        "form": form,
        "tried": tried_before(topic, request.user, now=now) if topic else [],
    }
    return page(request, "improvement_open", context, status=422 if form.is_bound else 200)


@needs("improvements.change")
@once
def improvement_change(request: SignedInRequest, improvement_id: int) -> HttpResponse:
    """Change an open improvement as it was when the form was read."""
    chosen = get_object_or_404(improvements(request.user), pk=improvement_id)
    form = ImprovementForm(posted(request), actor=request.user, initial=initial_of(chosen))
    if request.method == "POST" and form.is_valid():
        read = request.POST.get("changes", "")
        operations.change_improvement(
            improvement_id=chosen.pk,
            changes=int(read) if _is_key(read) else -1,
            plan=form.plan(),
            actor=request.user,
            now=timezone.now(),
        )
        return after(request, _("The improvement is changed."))
    context: dict[str, object] = {"form": form, "improvement": chosen}
    return page(request, "improvement_open", context, status=422 if form.is_bound else 200)


@needs("ledger.view")
@once
def improvement(request: SignedInRequest, improvement_id: int) -> HttpResponse:
    """One improvement; a form on it closes it with what came of it."""
    chosen = get_object_or_404(improvements(request.user), pk=improvement_id)
    form = ResultForm(posted(request))
    if request.method == "POST" and form.is_valid():
        close_improvement(
            improvement_id=chosen.pk,
            result=form.cleaned_data["result"],
            actor=request.user,
            now=timezone.now(),
        )
        undo = reverse("improvement:improvement_reopen", args=[chosen.pk])
        return after(request, _("Closed, with what came of it."), undo)
    return detail(request, chosen, form=form)


def detail(request: SignedInRequest, chosen: Improvement, **forms: Form) -> HttpResponse:
    """One improvement with its forms, one of which may come back with what is wrong."""
    now = timezone.now()
    card = card_of(chosen, now=now)
    topic = chosen.topic
    context: dict[str, object] = {
        "form": ResultForm(),
        "note_form": NoteForm(),
        "counts_form": CountsForm(),
        "in_force_form": InForceForm(initial={"effective_on": card.day}),
        "improvement": chosen,
        "card": card,
        "history": history_of(card),
        "tried": tried_before(topic, request.user, now=now, besides=chosen.pk) if topic else [],
        "needed": None if card.has_ended else _needed(card, now),
        "is_worst_of_many": (chosen.picked_of or 0) >= FEWEST_PICKED and not chosen.comparison,
        "may_change": request.user.may("improvements.change"),
        "may_note": request.user.may("improvements.propose"),
    }
    is_wrong = any(form.is_bound for form in forms.values())
    return page(request, "improvement", context | forms, status=422 if is_wrong else 200)


@needs("improvements.propose")
def tried(request: SignedInRequest) -> HttpResponse:
    """What was tried on a topic, beside the form of a new improvement."""
    wanted = request.GET.get("topic", "")
    topic = topics_in_use().filter(pk=wanted).first() if _is_key(wanted) else None
    found = tried_before(topic, request.user, now=timezone.now()) if topic else []
    return render(request, "improvement/tried.html", {"tried": found, "now": timezone.now()})


@needs("improvements.propose")
def figure_preview(request: SignedInRequest) -> HttpResponse:
    """The figure chosen in a form as it is now, and what it takes to notice the effect."""
    form, now = ImprovementForm(request.GET, actor=request.user), timezone.now()
    form.is_valid()
    figure = figure_named(form.figure) if form.figure else None
    context: dict[str, object] = {"figure": figure}
    if figure and not figure.is_by_hand:
        days = form.days("window_days", operations.WINDOW_DAYS)
        since = now - timedelta(days=days)
        estimate, cases = figure_now(figure, request.user, since=since, until=now)
        is_enough = estimate.n >= FEWEST_CASES
        said = [figure.say(each) for each in (estimate.value, estimate.lower, estimate.upper)]
        aim, is_compared = form.end("expected_to"), bool(form.cleaned_data.get("comparison"))
        ends = (estimate.value, aim) if aim is not None and is_enough else None
        context |= {"n": estimate.n, "said": said if is_enough else None, "days": days}
        context["needed"] = (
            needed_for(figure, cases, ends=ends, days=days, is_compared=is_compared)
            if ends
            else None
        )
    return render(request, "improvement/figure_preview.html", context)


def _needed(card: Card, now: datetime) -> Needed | None:
    """How long it takes to notice the effect, at the pace of the window just past."""
    row, figure = card.improvement, card.figure
    if figure is None or figure.is_by_hand or row.expected_from is None or row.expected_to is None:
        return None
    since = now - timedelta(days=row.window_days)
    _estimate, cases = figure_now(figure, row.opened_by, since=since, until=now)
    ends = (row.expected_from, row.expected_to)
    days, is_compared = row.window_days, bool(row.comparison)
    return needed_for(figure, cases, ends=ends, days=days, is_compared=is_compared)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
