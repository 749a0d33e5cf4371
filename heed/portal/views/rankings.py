from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from heed.accounts.http import posted
from heed.accounts.queries import system_user
from heed.expectations.forms.rankings import StepForm
from heed.expectations.models import Ranking
from heed.expectations.operations.rankings import answer_ranking, keep_answers
from heed.expectations.queries.rankings import Sheet, ranking_with


@never_cache
def ranking(request: HttpRequest, token: str) -> HttpResponse:
    """What matters most, asked in the customer's language; reading the page changes nothing."""
    found = ranking_with(token)
    if found is None:
        raise Http404
    with translation.override(found.customer.language):
        return _page(request, found)


def _page(request: HttpRequest, found: Ranking) -> HttpResponse:
    now = timezone.now()
    context: dict[str, object] = {"ranking": found, "customer": found.customer}
    if found.answered_at:
        return render(request, "portal/ranking_answered.html", context)
    if found.expires_at and found.expires_at <= now:
        return render(request, "portal/ranking_expired.html", context, status=410)
    sheet = Sheet(found)
    form = StepForm(posted(request), sheet=sheet, number=sheet.step(request.GET.get("step", "")))
    if request.method != "POST" or not form.is_valid():
        context |= {"sheet": sheet, "form": form, "address": request.path}
        return render(request, "portal/ranking.html", context, status=422 if form.is_bound else 200)
    return _taken(request, form)


def _taken(request: HttpRequest, form: StepForm) -> HttpResponse:
    """Keep what was said and go on; the last question closes the ranking."""
    ranking_id, actor, now = form.sheet.ranking.pk, system_user(), timezone.now()
    if form.task is None:
        answer_ranking(ranking_id=ranking_id, may_be_given_up=form.given_up, actor=actor, now=now)
        return redirect(request.path)
    if not form.is_skipped:
        keep_answers(ranking_id=ranking_id, answers=[form.answer], actor=actor, now=now)
    if form.then == "keep":
        return HttpResponse(status=204)
    if form.moved:
        return redirect(f"{request.path}?step={form.number}#item-{form.moved}")
    return redirect(f"{request.path}?step={form.number + 1}")
