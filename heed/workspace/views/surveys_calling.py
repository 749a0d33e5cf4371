"""The script screen: an interviewer with a customer on the telephone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, needs, once
from heed.surveys.answering.asked import AskedPage
from heed.surveys.answering.forms import answers_from_fields
from heed.surveys.answering.onward import Problems, onward
from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.sitting import Sitting
from heed.surveys.answering.steps import page_after, page_before, progress
from heed.surveys.forms.interviews import (
    OutcomeForm,
    frame_language,
    read_aloud,
    tongue_for,
    tongues_of,
)
from heed.surveys.forms.shown import questions_context
from heed.surveys.models import CallAttempt, Interview, Response
from heed.surveys.operations.interviews import (
    begin_interview,
    complete_interview,
    keep_said,
    record_attempt,
    release_call,
)
from heed.surveys.operations.responses import AnswersImpossible, change_language
from heed.surveys.queries.interviews import interviews_visible_to, response_of, zone_of
from heed.surveys.queries.invitations import key_of
from heed.surveys.queries.responses import sitting_of
from heed.surveys.queries.sittings import sitting_before
from heed.workspace.queries.calling import sheet_of
from heed.workspace.views.surveys import survey_for
from heed.workspace.views.surveys_calls import undo_of


@dataclass(frozen=True)
class Call:
    """A line with what was answered so far; `page` is the one that is shown or was sent."""

    line: Interview
    response: Response | None
    sitting: Sitting
    page: AskedPage | None

    @property
    def answers(self) -> dict[str, object]:
        return self.response.answers if self.response else {}

    @property
    def is_first(self) -> bool:
        return self.page is None or page_before(self.sitting, self.answers, self.page.name) is None

    def address(self, page: AskedPage | None = None, anchor: str = "") -> str:
        here = reverse("workspace:survey_call", args=[self.line.survey_id, self.line.pk])
        return f"{here}?{urlencode({'page': page.name})}{anchor}" if page else here

    def is_held_by(self, user_id: int) -> bool:
        """Whether it is before this interviewer; also past the time, while nobody else took it."""
        return self.line.interviewer_id == user_id and self.line.held_until is not None


def call_of(request: SignedInRequest, survey_id: int, interview_id: int) -> Call:
    survey = survey_for(request.user, survey_id)
    rows = interviews_visible_to(request.user).filter(survey=survey)
    line = get_object_or_404(rows.select_related("survey__questionnaire"), pk=interview_id)
    response = response_of(line)
    if response:
        sitting = sitting_of(response)
        return Call(line, response, sitting, _page(sitting, response, request.GET.get("page", "")))
    before = sitting_before(survey, key_of(line.invitation), "")
    wished = request.GET.get("language") or line.invitation.customer.language
    language = tongue_for(before.questionnaire, wished)
    return Call(line, None, sitting_before(survey, key_of(line.invitation), language), None)


def _page(sitting: Sitting, response: Response, name: str) -> AskedPage | None:
    """The page asked for, else where she stopped, else the one after that."""
    pages = {page.name: page for page in pages_of(sitting, response.answers)}
    after = page_after(sitting, response.answers, response.page or None)
    found = pages.get(name) or pages.get(response.page) or after
    return found or next(iter(reversed(pages.values())), None)


@needs("surveys.conduct")
def survey_call(request: SignedInRequest, survey_id: int, interview_id: int) -> HttpResponse:
    """Read the script, or send a page of it."""
    call, now = call_of(request, survey_id, interview_id), timezone.now()
    if said := _over(call):
        messages.info(request, said)
        return redirect("workspace:survey_calls", survey_id)
    if not call.is_held_by(request.user.pk):
        return _shown(request, call, now, is_read_only=True)
    if request.method != "POST":
        return _shown(request, call, now)
    is_of_a_page = "page" in request.GET  # else it is the introduction, sent again maybe
    if call.response is None or call.page is None or not is_of_a_page:
        return _begun(request, call, now)
    return _sent(request, call, call.page, now)


def _over(call: Call) -> str:
    """Why nobody calls any more, empty while somebody does."""
    customer = call.line.invitation.customer
    if call.line.invitation.answered_at:
        told = _("%(customer)s has answered already; there is nothing left to ask.")
    elif call.line.ending or customer.erased_at or customer.surveys_declined_at:
        told = _("%(customer)s need not be called any more.")
    else:
        return ""
    return told % {"customer": customer.name}


def _begun(request: SignedInRequest, call: Call, now: datetime) -> HttpResponse:
    wished = request.POST.get("language", call.sitting.language)
    begin_interview(
        interview_id=call.line.pk,
        language=tongue_for(call.sitting.questionnaire, wished),
        actor=request.user,
        now=now,
    )
    return redirect(call.address())


def _said(request: SignedInRequest, call: Call, page: AskedPage) -> dict[str, object]:
    """All answers so far with those of the page that was sent."""
    shown = read_aloud(page, call.sitting.language)
    return {**call.answers, **answers_from_fields(shown, dict(request.POST.lists()))}


def _sent(request: SignedInRequest, call: Call, page: AskedPage, now: datetime) -> HttpResponse:
    answers = _said(request, call, page)
    wish = request.POST.get("language", "")
    if wish and call.response:
        _keep(request, call, answers, page, now)
        language = tongue_for(call.sitting.questionnaire, wish)
        change_language(response_id=call.response.pk, language=language, now=now)
        return redirect(call.address(page))
    if request.POST.get("then") == "back":
        before = page_before(call.sitting, answers, page.name) or page
        _keep(request, call, answers, before, now)
        return redirect(call.address(before))
    way = onward(call.sitting, answers, page)
    _keep(request, call, answers, way.page or page, now)
    if way.page is None:
        return _handed_in(request, call, answers, now)
    if way.problems:
        return _again(request, call, way.page, way.problems, now)
    return redirect(call.address(way.page, f"#q{way.place}" if way.place else ""))


def _keep(
    request: SignedInRequest,
    call: Call,
    answers: Mapping[str, object],
    page: AskedPage,
    now: datetime,
) -> None:
    keep_said(
        interview_id=call.line.pk, answers=answers, page=page.name, actor=request.user, now=now
    )


def _handed_in(
    request: SignedInRequest, call: Call, answers: Mapping[str, object], now: datetime
) -> HttpResponse:
    try:
        complete_interview(interview_id=call.line.pk, actor=request.user, now=now)
    except AnswersImpossible as refusal:
        for page in pages_of(call.sitting, answers):
            if any(each.name in refusal.problems for each in page.questions):
                return _again(request, call, page, refusal.problems, now)
        raise
    done = _("Complete: the answers of %(customer)s are kept.")
    messages.success(request, done % {"customer": call.line.invitation.customer.name})
    return redirect("workspace:survey_calls", call.line.survey_id)


def _again(
    request: SignedInRequest, call: Call, page: AskedPage, problems: Problems, now: datetime
) -> HttpResponse:
    """The page with what cannot be taken as it is."""
    response = response_of(call.line)
    shown = next(
        (
            each
            for each in pages_of(call.sitting, response.answers if response else {})
            if each.name == page.name
        ),
        page,
    )
    again = Call(call.line, response, call.sitting, shown)
    return _shown(request, again, now, problems=problems)


def _shown(
    request: SignedInRequest,
    call: Call,
    now: datetime,
    *,
    problems: Problems | None = None,
    is_read_only: bool = False,
) -> HttpResponse:
    sitting, language = call.sitting, call.sitting.language
    context: dict[str, object] = {
        "now": now,
        "line": call.line,
        "survey": call.line.survey,
        "response": call.response,
        "is_read_only": is_read_only,
        "sheet": sheet_of(
            call.line, sitting=sitting, response=call.response, actor=request.user, now=now
        ),
        "call_language": language,
        "frame_language": frame_language(language),
        "tongues": tongues_of(sitting.questionnaire),
        "title": sitting.text(sitting.questionnaire.title) or call.line.survey.name,
        "introduction": sitting.text(sitting.questionnaire.description),
        "address": call.address(call.page),
        "is_first": call.is_first,
        "outcomes": CallAttempt.Outcome,
    }
    if call.page:
        pages = pages_of(sitting, call.answers)
        names = [each.name for each in pages]
        context |= questions_context(read_aloud(call.page, language), problems) | {
            "number": names.index(call.page.name) + 1 if call.page.name in names else 1,
            "count": len(pages),
            "share": round(progress(pages, call.page.name) * 100),
            "is_last": page_after(sitting, call.answers, call.page.name) is None,
        }
    status = 422 if problems else 200
    return render(request, "workspace/interview.html", context, status=status)


@needs("surveys.conduct")
@require_POST
@once
def survey_call_outcome(
    request: SignedInRequest, survey_id: int, interview_id: int
) -> HttpResponse:
    """Keep what was said on the page before her, and what came of the call."""
    call, now = call_of(request, survey_id, interview_id), timezone.now()
    customer = call.line.invitation.customer
    if call.page and call.is_held_by(request.user.pk):
        _keep(request, call, _said(request, call, call.page), call.page, now)
    form = OutcomeForm(request.POST, zone=zone_of(customer), now=now)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect(call.address(call.page))
    attempt = record_attempt(
        interview_id=call.line.pk, actor=request.user, now=now, **form.attempt()
    )
    told = _("%(customer)s: %(outcome)s.")
    messages.success(
        request,
        told % {"customer": customer.name, "outcome": attempt.get_outcome_display()},
        extra_tags=undo_of(call.line.survey, attempt),
    )
    return redirect("workspace:survey_calls", survey_id)


@needs("surveys.conduct")
@require_POST
def survey_call_release(
    request: SignedInRequest, survey_id: int, interview_id: int
) -> HttpResponse:
    """Put the line back without a call."""
    call = call_of(request, survey_id, interview_id)
    release_call(interview_id=call.line.pk, actor=request.user, now=timezone.now())
    return redirect("workspace:survey_calls", survey_id)
