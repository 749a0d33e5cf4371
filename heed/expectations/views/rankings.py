from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from heed.accounts.http import SignedInRequest, back_to, needs, once, posted
from heed.conversations.models import Conversation
from heed.conversations.queries import correspondent_of
from heed.core.outbox import is_usable
from heed.customers.models import Customer
from heed.customers.queries import customers_visible_to, mail_address_of
from heed.expectations.forms.rankings import RankingForm, StepForm
from heed.expectations.models import Ranking
from heed.expectations.operations import rankings as operations
from heed.expectations.queries.rankings import Sheet, answered_rankings, rankings_visible_to
from heed.expectations.queries.records import current_expectations
from heed.expectations.ranking_rules import FEWEST
from heed.expectations.views.records import done, named_conversation, page_of, render_form


@needs("expectations.record")
@once
def ranking_ask(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Ask a customer what matters most: choose what is compared, how, and which way."""
    visible = customers_visible_to(request.user)
    customer = get_object_or_404(visible, pk=customer_id)
    conversation = named_conversation(request, customer)
    expectations = list(current_expectations(customer))
    form = RankingForm(
        posted(request),
        expectations=expectations,
        has_address=_has_address(customer, conversation),
    )
    back = back_to(request, page_of(customer, conversation))
    if request.method == "POST" and form.is_valid():
        ranking = operations.ask_ranking(
            customer=customer,
            conversation=conversation,
            expectations=form.cleaned_data["items"],
            method=form.cleaned_data["method"],
            mode=form.cleaned_data["mode"],
            actor=request.user,
            now=timezone.now(),
        )
        return _asked(request, ranking, back)
    context = {
        "form": form,
        "customer": customer,
        "back": back,
        "has_enough": len(expectations) >= FEWEST,
    }
    status = 422 if form.is_bound else 200
    return render_form(request, "expectations/ranking_ask.html", context, status=status)


def _has_address(customer: Customer, conversation: Conversation | None) -> bool:
    address = correspondent_of(conversation)[1] if conversation else mail_address_of(customer)
    return is_usable(address)


def _asked(request: SignedInRequest, ranking: Ranking, back: str) -> HttpResponse:
    if ranking.mode == Ranking.Mode.AGENT:
        return redirect(_address(ranking, back))
    messages.success(request, _("The link is on its way; the answer will stand here."))
    return done(request, back)


def _address(ranking: Ranking, back: str, *, step: int = 0) -> str:
    query = ({"step": step} if step else {}) | {"next": back}
    return f"{reverse('expectations:ranking', args=[ranking.pk])}?{urlencode(query)}"


@needs("expectations.view")
def ranking(request: SignedInRequest, ranking_id: int) -> HttpResponse:
    """The questions, asked on the phone; once answered, what came out."""
    chosen = get_object_or_404(rankings_visible_to(request.user), pk=ranking_id)
    back = back_to(request, page_of(chosen.customer, None))
    sheet = Sheet(chosen)
    is_open = chosen.mode == Ranking.Mode.AGENT and not chosen.answered_at
    if not (is_open and request.user.may("expectations.record")):
        return _summary(request, sheet, back)
    form = StepForm(posted(request), sheet=sheet, number=sheet.step(request.GET.get("step", "")))
    if request.method == "POST" and form.is_valid():
        return _taken(request, form, back)
    context = {
        "ranking": chosen,
        "customer": chosen.customer,
        "sheet": sheet,
        "form": form,
        "back": back,
        "address": request.path,
        "in_drawer": bool(request.htmx),
    }
    status = 422 if form.is_bound else 200
    return render_form(request, "expectations/ranking.html", context, status=status)


def _taken(request: SignedInRequest, form: StepForm, back: str) -> HttpResponse:
    """Keep what was said and go on; the last question closes the ranking."""
    chosen, actor, now = form.sheet.ranking, request.user, timezone.now()
    if form.task is None:
        operations.answer_ranking(
            ranking_id=chosen.pk, may_be_given_up=form.given_up, actor=actor, now=now
        )
        return redirect(_address(chosen, back))
    if not form.is_skipped:
        operations.keep_answers(ranking_id=chosen.pk, answers=[form.answer], actor=actor, now=now)
    if form.then == "keep":
        return HttpResponse(status=204)
    return redirect(_address(chosen, back, step=form.number + (not form.moved)))


def _summary(request: SignedInRequest, sheet: Sheet, back: str) -> HttpResponse:
    context = {
        "ranking": sheet.ranking,
        "customer": sheet.ranking.customer,
        "sheet": sheet,
        "ranked": sorted(sheet.items.values(), key=lambda item: item.rank or 0),
        "back": back,
        "now": timezone.now(),
    }
    return render_form(request, "expectations/ranking_summary.html", context, status=200)


@needs("expectations.view")
def rankings(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """What mattered most to a customer, each time she was asked."""
    customer = get_object_or_404(customers_visible_to(request.user), pk=customer_id)
    context = {
        "customer": customer,
        "answered": answered_rankings(customer),
        "back": back_to(request, page_of(customer, None)),
        "now": timezone.now(),
    }
    return render_form(request, "expectations/rankings.html", context, status=200)
