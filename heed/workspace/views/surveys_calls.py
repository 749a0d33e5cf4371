"""The call list of a survey: who is called next, how it goes, and putting customers on it."""

from collections import Counter
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, needs, once
from heed.surveys.forms.interviews import ListForm
from heed.surveys.models import CallAttempt, Invitation, Survey
from heed.surveys.operations.call_lists import list_customers, require_callable
from heed.surveys.operations.interviews import (
    TAKEN_BACK_WITHIN,
    take_back_attempt,
    take_call,
    take_next_call,
)
from heed.surveys.queries.call_figures import call_figures_of
from heed.surveys.queries.call_plans import MOST_AT_ONCE, call_plan_of
from heed.surveys.queries.interviews import (
    appointments_of,
    held_by,
    interviews_visible_to,
    latest_attempts,
    lines_without_number,
    to_call,
)
from heed.surveys.queries.versions import asked_in
from heed.workspace.queries.calling import SHOWN, listed_lines
from heed.workspace.views.surveys import is_open, survey_for

LATEST = 12


@needs("surveys.view")
def survey_calls(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """Who is to be called next, and how the calls go."""
    survey, now, actor = survey_for(request.user, survey_id), timezone.now(), request.user
    may_call = actor.may("surveys.conduct") and is_open(survey)
    appointments = appointments_of(actor, now=now, until=now + timedelta(days=7))
    own = list(appointments.filter(survey=survey)[:5])
    context = {
        "now": now,
        "survey": survey,
        "is_open": is_open(survey),
        "may_call": may_call,
        "may_list": actor.may("surveys.open") and is_open(survey) and not survey.is_anonymous,
        "figures": call_figures_of(survey, asked_in(survey.version)),
        "lines": listed_lines(survey, actor=actor, now=now, without=[each.pk for each in own]),
        "shown": SHOWN,
        "due": to_call(survey, actor=actor, now=now).count(),
        "without_number": lines_without_number(survey, actor=actor).count(),
        "held": held_by(survey, actor=actor, now=now),
        "appointments": own,
        "latest": _latest(survey, request, may_call=may_call),
    }
    return render(request, "workspace/survey_calls.html", context)


def _latest(
    survey: Survey, request: SignedInRequest, *, may_call: bool
) -> list[tuple[CallAttempt, bool]]:
    """The newest calls, each with whether it can be taken back."""
    now, seen, found = timezone.now(), set(), []
    for attempt in latest_attempts(survey, actor=request.user)[:LATEST]:
        is_last = attempt.interview_id not in seen
        seen.add(attempt.interview_id)
        is_fresh = now - attempt.at <= TAKEN_BACK_WITHIN
        is_own = attempt.by_id == request.user.pk and may_call
        is_undoable = attempt.outcome != CallAttempt.Outcome.COMPLETE
        found.append((attempt, is_last and is_fresh and is_own and is_undoable))
    return found


@needs("surveys.open")
@once
def survey_call_list(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """Say whom to call, see what the contact policy makes of it, then put them on the list."""
    survey, now = survey_for(request.user, survey_id), timezone.now()
    require_callable(survey, now=now)
    given = request.POST if request.method == "POST" else request.GET
    form = ListForm(given if "percent" in given else None)
    plan = None
    if form.is_bound and form.is_valid():
        plan = call_plan_of(survey, actor=request.user, now=now, **form.choice())
    if plan and request.method == "POST":
        done = list_customers(survey_id=survey.pk, actor=request.user, now=now, **form.choice())
        _say(request, done, rest=plan.total - len(done))
        return redirect("workspace:survey_calls", survey.pk)
    context = {"survey": survey, "form": form, "plan": plan, "most_at_once": MOST_AT_ONCE}
    status = 422 if form.is_bound and plan is None else 200
    return render(request, "workspace/survey_call_list.html", context, status=status)


def _say(request: SignedInRequest, done: list[Invitation], *, rest: int) -> None:
    counts = Counter(bool(each.skipped) for each in done)
    listed = ngettext(
        "%(n)s customer is on the call list.",
        "%(n)s customers are on the call list.",
        counts[False],
    )
    messages.success(request, listed % {"n": counts[False]})
    if counts[True]:
        left = ngettext(
            "%(n)s is left in peace for now.", "%(n)s are left in peace for now.", counts[True]
        )
        messages.info(request, left % {"n": counts[True]})
    if rest > 0:
        more = ngettext(
            "%(n)s more is to be decided upon; put them on the list again.",
            "%(n)s more are to be decided upon; put them on the list again.",
            rest,
        )
        messages.info(request, more % {"n": rest})


@needs("surveys.conduct")
@require_POST
def survey_call_next(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """Take the next line that is due, and open it."""
    survey = survey_for(request.user, survey_id)
    line = take_next_call(survey_id=survey.pk, actor=request.user, now=timezone.now())
    if line is None:
        messages.info(request, _("Nobody is to be called now. The list says who comes next."))
        return redirect("workspace:survey_calls", survey.pk)
    return redirect("workspace:survey_call", survey.pk, line.pk)


@needs("surveys.conduct")
@require_POST
def survey_call_take(request: SignedInRequest, survey_id: int, interview_id: int) -> HttpResponse:
    """Take a line chosen by hand, whatever the hour."""
    survey = survey_for(request.user, survey_id)
    rows = interviews_visible_to(request.user).filter(survey=survey)
    line = get_object_or_404(rows, pk=interview_id)
    take_call(interview_id=line.pk, actor=request.user, now=timezone.now())
    return redirect("workspace:survey_call", survey.pk, line.pk)


@needs("surveys.conduct")
@require_POST
def survey_call_take_back(
    request: SignedInRequest, survey_id: int, attempt_id: int
) -> HttpResponse:
    """Undo the outcome of a call and open the line again."""
    survey = survey_for(request.user, survey_id)
    attempt = get_object_or_404(latest_attempts(survey, actor=request.user), pk=attempt_id)
    line = take_back_attempt(attempt_id=attempt.pk, actor=request.user, now=timezone.now())
    messages.success(request, _("The entry is undone; say again what came of the call."))
    return redirect("workspace:survey_call", survey.pk, line.pk)


def undo_of(survey: Survey, attempt: CallAttempt) -> str:
    """Where an entry is taken back, for the notice that says it is made."""
    return reverse("workspace:survey_call_take_back", args=[survey.pk, attempt.pk])
