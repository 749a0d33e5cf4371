from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from heed.accounts.http import SignedInRequest, needs
from heed.accounts.models import User
from heed.expectations.queries.standards import today
from heed.surveys.analysing.choices import Choice
from heed.surveys.analysing.setups import Setup, setup_for
from heed.surveys.forms.analyses import ChoiceForm, method_name, method_question
from heed.surveys.models import Analysis, Survey
from heed.surveys.operations.analyses import ask_for_analysis
from heed.surveys.queries.analyses import (
    analysis_of,
    modes_of,
    setups_for,
    told_count,
)
from heed.surveys.queries.analysis_cards import Card, cards_of
from heed.surveys.queries.item_topics import topics_of_items
from heed.surveys.queries.versions import asked_in
from heed.workspace.queries.analyses import Shown, shown_of
from heed.workspace.views.surveys import survey_for

FILTERS = ("tier", "stage", "mode", "language", "topic", "period", "since", "until")


@dataclass(frozen=True)
class Opened:
    """One analysis as an address asks for it, and its snapshot where there is one."""

    survey: Survey
    setup: Setup
    form: ChoiceForm
    choice: Choice
    analysis: Analysis | None

    @property
    def shown(self) -> Shown | None:
        if self.analysis is None or not self.analysis.content:
            return None
        asked = asked_in(self.survey.version)
        return shown_of(self.analysis, self.setup, asked, get_language() or "en")


def language() -> str:
    return get_language() or "en"


def opened(actor: User, survey_id: int, method: str, given: QueryDict) -> Opened:
    """Find the analysis of an address; a survey without such questions has no such page."""
    survey = survey_for(actor, survey_id)
    setups = setups_for(survey, language=language())
    first = next((each.subject for each in setups if each.method == method), "")
    setup = setup_for(setups, method=method, subject=given.get("subject", first))
    if setup is None:
        raise Http404
    form = choice_form(survey, given, takes_weights=setup.takes_weights)
    form.is_valid()
    choice = form.choice(setup.method, setup.subject)
    return Opened(survey, setup, form, choice, analysis_of(survey, choice))


def choice_form(survey: Survey, given: QueryDict, *, takes_weights: bool) -> ChoiceForm:
    tied = topics_of_items(survey.questionnaire)
    return ChoiceForm(
        given,
        survey=survey,
        today=today(timezone.now()),
        modes=modes_of(survey),
        topics={topic.key: str(topic) for topic in tied.values()},
        takes_weights=takes_weights,
    )


@needs("surveys.view")
def survey_analyses(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """The analyses that fit the questionnaire, under what they are about."""
    survey = survey_for(request.user, survey_id)
    complete = told_count(survey)
    setups = [each for each in setups_for(survey, language=language()) if each.command]
    cards = cards_of(survey, setups, language())
    context = {
        "now": timezone.now(),
        "survey": survey,
        "complete": complete,
        "groups": _groups(survey, cards, complete) if complete else [],
    }
    return render(request, "workspace/survey_analyses.html", context)


def _groups(survey: Survey, cards: Iterable[Card], complete: int) -> list[dict[str, Any]]:
    """The cards under the question they are about, in the order of the first of each."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for card in cards:
        page = address_of(survey, card.setup)
        groups.setdefault(card.setup.title, []).append(
            {
                "card": card,
                "name": method_name(card.setup.method),
                "question": method_question(card.setup.method),
                "address": page,
                "newer": complete - card.responses if card.made_at else 0,
            }
        )
    return [{"title": title, "cards": found} for title, found in groups.items()]


def address_of(survey: Survey, setup: Setup, name: str = "survey_analysis") -> str:
    page = reverse(f"workspace:{name}", args=[survey.pk, setup.method])
    query = QueryDict(mutable=True)
    if setup.subject:
        query["subject"] = setup.subject
    return f"{page}?{query.urlencode()}" if query else page


@needs("surveys.view")
def survey_analysis(request: SignedInRequest, survey_id: int, method: str) -> HttpResponse:
    """One analysis: read it, choose whose answers; sent by POST, have it made anew."""
    found = opened(request.user, survey_id, method, request.GET)
    if request.method == "POST" and found.form.is_valid():
        analysis = ask_for_analysis(
            survey_id=found.survey.pk, choice=found.choice, actor=request.user, now=timezone.now()
        )
        if not request.htmx:
            return redirect(request.get_full_path())
        found = Opened(found.survey, found.setup, found.form, found.choice, analysis)
    elif _is_still_waiting(request, found):
        return HttpResponse(status=204)
    status = 200 if found.form.is_valid() else 422
    return render(
        request, "workspace/survey_analysis.html", _context(request, found), status=status
    )


def _is_still_waiting(request: SignedInRequest, found: Opened) -> bool:
    """Whether the page only looks whether there is something new, and there is not."""
    is_waiting = found.analysis and found.analysis.state == Analysis.State.WAITING
    return bool(request.htmx) and bool(is_waiting)


def _context(request: SignedInRequest, found: Opened) -> dict[str, Any]:
    analysis = found.analysis
    complete = told_count(found.survey)
    kept = request.GET.copy()
    behind = QueryDict(mutable=True)
    behind.update({key: kept.get(key, "") for key in FILTERS if kept.get(key)})
    return {
        "now": timezone.now(),
        "survey": found.survey,
        "setup": found.setup,
        "name": method_name(found.setup.method),
        "question": method_question(found.setup.method),
        "form": found.form,
        "analysis": analysis,
        "is_waiting": analysis is not None and analysis.state == Analysis.State.WAITING,
        "is_refused": analysis is not None and analysis.state == Analysis.State.REFUSED,
        "shown": found.shown,
        "complete": complete,
        "newer": complete - analysis.responses if analysis and analysis.made_at else 0,
        "about": found.setup.subject if _asks(found) else "",
        "query": kept.urlencode(),
        "behind": behind.urlencode(),
        "may_date": found.setup.method == "kano" and request.user.may("standards.change"),
    }


def _asks(found: Opened) -> bool:
    """Whether the analysis is about one question of that name."""
    return asked_in(found.survey.version).question(found.setup.subject) is not None
