from collections import Counter

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from heed.accounts.http import SignedInRequest, needs, once
from heed.surveys.forms.surveys import InviteForm
from heed.surveys.models import Invitation
from heed.surveys.operations.survey_invitations import invite_customers
from heed.surveys.operations.surveys import require_open
from heed.surveys.queries.inviting import MOST_AT_ONCE, plan_of
from heed.workspace.views.surveys import asked_of, open_link_of, survey_for


@needs("surveys.open")
@once
def survey_invite(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """Say whom to ask, see what the contact policy makes of it, then ask."""
    survey, now = survey_for(request.user, survey_id), timezone.now()
    require_open(survey, now=now)
    given = request.POST if request.method == "POST" else request.GET
    form = InviteForm(given if "percent" in given else None)
    plan = None
    if form.is_bound and form.is_valid():
        plan = plan_of(survey, actor=request.user, now=now, **form.choice())
    if plan and request.method == "POST":
        share = form.choice()["share"]
        invited = invite_customers(
            survey_id=survey.pk, customer_ids=plan.now, share=share, actor=request.user, now=now
        )
        _say(request, invited, rest=len(plan.ids) - len(plan.now))
        return redirect("workspace:survey", survey.pk)
    context = {"survey": survey, "form": form, "plan": plan, "most_at_once": MOST_AT_ONCE}
    status = 422 if form.is_bound and plan is None else 200
    return render(request, "workspace/survey_invite.html", context, status=status)


def _say(request: SignedInRequest, invited: list[Invitation], *, rest: int) -> None:
    counts = Counter(bool(each.skipped) for each in invited)
    asked = ngettext("%(n)s customer is asked.", "%(n)s customers are asked.", counts[False])
    messages.success(request, asked % {"n": counts[False]})
    if counts[True]:
        left = ngettext(
            "%(n)s is left in peace for now.", "%(n)s are left in peace for now.", counts[True]
        )
        messages.info(request, left % {"n": counts[True]})
    if rest:
        more = ngettext(
            "%(n)s more is to be decided upon; invite again.",
            "%(n)s more are to be decided upon; invite again.",
            rest,
        )
        messages.info(request, more % {"n": rest})


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
        "heading": asked_of(survey).title.in_language(get_language() or "en") or survey.name,
        "note": _("Scan with your telephone, or open the address."),
    }
    return render(request, "workspace/survey_qr.html", context)
