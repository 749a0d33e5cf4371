from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language

from heed.accounts.http import SignedInRequest, needs
from heed.surveys.analysing.choices import Choice
from heed.surveys.analysing.commands import RESULTS
from heed.surveys.models import Analysis, Survey
from heed.surveys.operations.analyses import ask_for_analysis
from heed.surveys.queries.analyses import analysis_of, told_count
from heed.surveys.queries.anonymity import require_enough, require_named
from heed.surveys.queries.answer_tables import answer_table
from heed.surveys.queries.answer_texts import said_in
from heed.surveys.queries.responses import responses_visible_to
from heed.surveys.queries.results import results_of
from heed.surveys.queries.versions import asked_in
from heed.workspace.queries.analyses import results_in, trend_of
from heed.workspace.views.results_papers import results_answer
from heed.workspace.views.surveys import flag_names, survey_for
from heed.workspace.views.workbooks import csv_answer, workbook_answer

ENDINGS = ("csv", "xlsx", "pdf")
COUNTED_AT_ONCE = 2_000
WHOLE = Choice(RESULTS)


@needs("surveys.view")
def survey_response(request: SignedInRequest, survey_id: int, response_id: int) -> HttpResponse:
    """What one person answered, as questions and answers."""
    survey = survey_for(request.user, survey_id)
    rows = responses_visible_to(request.user).filter(survey=survey)
    require_named(survey)
    response = get_object_or_404(rows.select_related("customer", "version"), pk=response_id)
    names = flag_names()
    context = {
        "now": timezone.now(),
        "survey": survey,
        "response": response,
        "said": said_in(response),
        "flags": [names.get(flag, flag) for flag in response.flags],
    }
    return render(request, "workspace/survey_response.html", context)


@needs("surveys.view")
def survey_results(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """Question by question: counted now where there are few, else the snapshot of it."""
    survey = survey_for(request.user, survey_id)
    context = {"now": timezone.now(), "survey": survey, **_results(request, survey)}
    if request.htmx and context["is_waiting"] and request.method == "GET":
        return HttpResponse(status=204)
    context["trend"] = trend_of(survey, asked_in(survey.version), get_language() or "en")
    return render(request, "workspace/survey_results.html", context)


def _results(request: SignedInRequest, survey: Survey) -> dict[str, Any]:
    complete = told_count(survey)
    if complete <= COUNTED_AT_ONCE:
        results: Any = results_of(survey, asked_in(survey.version), get_language() or "en")
        return {"results": results, "is_waiting": False, "analysis": None, "newer": 0}
    analysis = analysis_of(survey, WHOLE)
    if request.method == "POST":
        analysis = ask_for_analysis(
            survey_id=survey.pk, choice=WHOLE, actor=request.user, now=timezone.now()
        )
    return {
        "results": results_in(analysis, get_language() or "en") if analysis else None,
        "analysis": analysis,
        "is_waiting": analysis is not None and analysis.state == Analysis.State.WAITING,
        "is_large": True,
        "newer": complete - analysis.responses if analysis and analysis.made_at else 0,
    }


@needs("surveys.view")
def survey_export(request: SignedInRequest, survey_id: int, ending: str) -> HttpResponse:
    """All complete answers as a file; as PDF what follows from them."""
    survey = survey_for(request.user, survey_id)
    if ending not in ENDINGS:
        raise Http404
    require_enough(survey)
    name = f"{slugify(survey.name) or 'survey'}-{survey.pk}.{ending}"
    language = get_language() or "en"
    if ending == "pdf":
        results = results_of(survey, asked_in(survey.version), language)
        return results_answer(survey, results, language=language, name=name)
    rows: Iterable[list[object]] = answer_table(survey, asked_in(survey.version))
    if ending == "csv":
        return csv_answer(rows, name)
    return workbook_answer({"answers": rows}, name)
