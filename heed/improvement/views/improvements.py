from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from heed.accounts.http import SignedInRequest, back_to, needs, once, posted
from heed.improvement.forms import ImprovementForm, ResultForm
from heed.improvement.operations import improvements as operations
from heed.improvement.operations import moving
from heed.improvement.queries import improvements as queries


def _after(request: SignedInRequest, sentence: str, undo: str = "") -> HttpResponse:
    messages.success(request, sentence, extra_tags=undo)
    address = back_to(request, reverse("workspace:opportunities"))
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _page(
    request: SignedInRequest, name: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """Show a form in the drawer, or as a page of its own."""
    context = context | {
        "back": back_to(request, reverse("workspace:opportunities")),
        "now": timezone.now(),
    }
    template = f"improvement/{name}.html"
    return render(request, f"{template}#form" if request.htmx else template, context, status=status)


@needs("improvements.change")
@once
def improvement_open(request: SignedInRequest) -> HttpResponse:
    form = ImprovementForm(
        posted(request), actor=request.user, initial={"topic": request.GET.get("topic", "")}
    )
    if request.method == "POST" and form.is_valid():
        operations.open_improvement(actor=request.user, now=timezone.now(), **form.cleaned_data)
        return _after(request, _("The improvement is open."))
    return _page(request, "improvement_open", {"form": form}, status=422 if form.is_bound else 200)


@needs("ledger.view")
@once
def improvement(request: SignedInRequest, improvement_id: int) -> HttpResponse:
    """One improvement; a form on it closes it with what came of it."""
    chosen = get_object_or_404(queries.improvements(request.user), pk=improvement_id)
    form = ResultForm(posted(request))
    if request.method == "POST" and form.is_valid():
        moving.close_improvement(
            improvement_id=chosen.pk,
            result=form.cleaned_data["result"],
            actor=request.user,
            now=timezone.now(),
        )
        undo = reverse("improvement:improvement_reopen", args=[chosen.pk])
        return _after(request, _("Closed, with what came of it."), undo)
    context = {
        "form": form,
        "improvement": chosen,
        "may_change": request.user.may("improvements.change"),
    }
    return _page(request, "improvement", context, status=422 if form.is_bound else 200)


@needs("improvements.change")
@require_POST
def improvement_reopen(request: SignedInRequest, improvement_id: int) -> HttpResponse:
    chosen = get_object_or_404(queries.improvements(request.user), pk=improvement_id)
    moving.reopen_improvement(improvement_id=chosen.pk, actor=request.user, now=timezone.now())
    return _after(request, _("The improvement is open again."))
