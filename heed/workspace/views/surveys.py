from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, needs, once, posted
from heed.accounts.models import User
from heed.core.links import link_to
from heed.core.paging import page_before
from heed.surveys.format.checks import problems_of
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.forms.surveys import OpenForm
from heed.surveys.models import Survey
from heed.surveys.operations.surveys import close_survey, open_survey
from heed.surveys.queries.progress import counts_of, progress_of
from heed.surveys.queries.responses import median_seconds, responses_visible_to, told_responses
from heed.surveys.queries.surveys import (
    open_token_of,
    questionnaires_visible_to,
    surveys_visible_to,
)
from heed.surveys.queries.versions import asked_in
from heed.workspace.views.questionnaires import found_for, ready_cards
from heed.workspace.views.survey_rounds import rounds_context

MOST_ENDED = 50
MOST_QUESTIONNAIRES = 100


def survey_for(actor: User, survey_id: int) -> Survey:
    return get_object_or_404(surveys_visible_to(actor), pk=survey_id)


def is_open(survey: Survey) -> bool:
    ended_at = survey.closed_at or survey.closes_at
    return ended_at is None or ended_at > timezone.now()


def open_link_of(survey: Survey) -> str:
    return link_to("portal:survey", open_token_of(survey)) if survey.has_open_link else ""


@needs("surveys.view")
def surveys(request: SignedInRequest) -> HttpResponse:
    """Surveys that run and that ended, and the questionnaires."""
    found = list(surveys_visible_to(request.user)[: 4 * MOST_ENDED])
    counts = counts_of(found)
    lines = [(each, counts.get(each.pk, {})) for each in found]
    drafts = questionnaires_visible_to(request.user)
    context = {
        "now": timezone.now(),
        "running": [line for line in lines if is_open(line[0])],
        "ended": [line for line in lines if not is_open(line[0])][:MOST_ENDED],
        "questionnaires": list(drafts.filter(archived_at=None)[:MOST_QUESTIONNAIRES]),
        "away": list(drafts.exclude(archived_at=None)[:MOST_QUESTIONNAIRES]),
        "may_design": request.user.may("surveys.design"),
        "cards": ready_cards(),
    }
    return render(request, "workspace/surveys.html", context)


@needs("surveys.open")
@once
def survey_open(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    """Put a questionnaire to people."""
    held = found_for(request.user, questionnaire_id)
    problems = problems_of(questionnaire_from(held.draft))
    form = OpenForm(posted(request), initial={"name": held.name})
    if request.method == "POST" and form.is_valid():
        opened = open_survey(
            questionnaire_id=held.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The survey is open."))
        return redirect("workspace:survey", opened.pk)
    context = {"form": form, "held": held, "problems": problems}
    status = 422 if form.is_bound else 200
    return render(request, "workspace/survey_open.html", context, status=status)


@needs("surveys.open")
@require_POST
def survey_close(request: SignedInRequest, survey_id: int) -> HttpResponse:
    survey = survey_for(request.user, survey_id)
    close_survey(survey_id=survey.pk, actor=request.user, now=timezone.now())
    messages.success(request, _("The survey has ended. What was answered stays."))
    return redirect("workspace:survey", survey.pk)


@needs("surveys.view")
def survey(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """How one survey goes, its link, and the latest answers."""
    found = survey_for(request.user, survey_id)
    asked = asked_in(found.version)
    progress = progress_of(found, asked, get_language() or "en")
    context: dict[str, Any] = {
        **rounds_context(request.user, found),
        "progress": progress,
        "median_seconds": median_seconds(found.pk),
        "is_open": is_open(found),
        "open_link": open_link_of(found),
        "page": None if found.is_anonymous else _latest(request, found),
        "has_told": found.is_anonymous and told_responses(found).exists(),
        "flags": [(flag_names().get(flag, flag), n) for flag, n in progress.flags],
        "most_stopped": max((each.stopped for each in progress.stops), default=0),
    }
    return render(request, "workspace/survey.html", context)


def _latest(request: SignedInRequest, survey: Survey) -> Any:
    """The newest responses, person by person."""
    rows = responses_visible_to(request.user).filter(survey=survey).select_related("customer")
    rows = rows.defer("answers", "states", "cleaned")
    before = request.GET.get("cursor", "")
    return page_before(rows, moment="submitted_at", before=before, size=20)


def flag_names() -> dict[str, str]:
    """What is doubtful about answers, as people say it."""
    return {
        "straight_lining": _("the same in every row"),
        "speeding": _("very quick"),
        "questionable_kano": _("contradictory"),
        "duplicate": _("the same as another"),
        "robot": _("a robot"),
        "after_end": _("after the end"),
        "impossible": _("does not fit the questionnaire"),
    }
