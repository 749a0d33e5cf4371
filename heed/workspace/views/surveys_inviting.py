import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heed.accounts.http import SignedInRequest, needs, once
from heed.surveys.forms.surveys import InviteForm, PriorityForm
from heed.surveys.operations.invitation_rounds import order_round, stop_round
from heed.surveys.operations.surveys import change_priority, require_open
from heed.surveys.queries.inviting import plan_of
from heed.surveys.queries.rounds import rounds_going_on, rounds_visible_to
from heed.surveys.queries.versions import asked_in
from heed.workspace.views.survey_rounds import rounds_context
from heed.workspace.views.surveys import open_link_of, survey_for


@needs("surveys.open")
@once
def survey_invite(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """Say whom to ask, see what the contact policy makes of it, then order it."""
    survey, now = survey_for(request.user, survey_id), timezone.now()
    require_open(survey, now=now)
    given = request.POST if request.method == "POST" else request.GET
    form = InviteForm(given if "percent" in given else None)
    is_usable = form.is_bound and form.is_valid()
    if is_usable and request.method == "POST":
        order = order_round(survey_id=survey.pk, actor=request.user, now=now, **form.choice())
        said = ngettext(
            "%(n)s customer is decided upon now, one after another.",
            "%(n)s customers are decided upon now, one after another.",
            order.total,
        )
        messages.success(request, said % {"n": order.total})
        return redirect("workspace:survey", survey.pk)
    context = {
        "now": now,
        "survey": survey,
        "form": form,
        "plan": plan_of(survey, actor=request.user, now=now, **form.choice())
        if is_usable
        else None,
        "is_inviting": rounds_going_on([survey.pk]).exists(),
    }
    status = 422 if form.is_bound and not is_usable else 200
    return render(request, "workspace/survey_invite.html", context, status=status)


@needs("surveys.view")
@require_safe
def survey_rounds(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """How far the invitations have come, alone, for the page that asks again and again."""
    survey = survey_for(request.user, survey_id)
    if not request.htmx:
        return redirect("workspace:survey", survey.pk)
    return render(request, "workspace/survey_rounds.html", rounds_context(request.user, survey))


@needs("surveys.open")
@require_POST
def survey_round_stop(request: SignedInRequest, round_id: int) -> HttpResponse:
    order = get_object_or_404(rounds_visible_to(request.user), pk=round_id)
    stop_round(round_id=order.pk, actor=request.user, now=timezone.now())
    messages.success(request, _("Nobody more is asked. Who was asked can answer."))
    return redirect("workspace:survey", order.survey_id)


@needs("surveys.open")
@require_POST
def survey_priority(request: SignedInRequest, survey_id: int) -> HttpResponse:
    survey = survey_for(request.user, survey_id)
    form = PriorityForm(request.POST)
    if form.is_valid():
        changed = change_priority(
            survey_id=survey.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
        )
        said = _("The priority of this survey is now: %(priority)s.")
        messages.success(request, said % {"priority": changed.get_priority_display()})
    return redirect("workspace:survey", survey.pk)


def qr_code(link: str) -> str:
    """The link as a picture that telephones read, inline SVG in the colour of the text."""
    drawn = segno.make(link, error="m", micro=False)
    text = drawn.svg_inline(scale=4, border=4, omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(text)  # noqa: S308 - made here of squares alone


@needs("surveys.view")
def survey_qr(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """A sheet to print and hang up, with the link as a QR code."""
    survey = survey_for(request.user, survey_id)
    link = open_link_of(survey)
    if not link:
        raise Http404
    context = {
        "survey": survey,
        "link": link,
        "code": qr_code(f"{link}?by=qr"),
        "heading": asked_in(survey.version).title.in_language(get_language() or "en")
        or survey.name,
        "note": _("Scan with your telephone, or open the address."),
    }
    return render(request, "workspace/survey_qr.html", context)
