from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from heed.accounts.http import SignedInRequest, needs
from heed.core.errors import DomainError
from heed.surveys.models import Response, Survey
from heed.surveys.queries.answer_tables import answer_table
from heed.surveys.queries.answer_texts import said_in
from heed.surveys.queries.responses import responses_visible_to
from heed.surveys.queries.results import results_of
from heed.workspace.views.surveys import FEWEST_SHOWN, asked_of, flag_names, survey_for
from heed.workspace.views.workbooks import csv_answer, workbook_answer

ENDINGS = ("csv", "xlsx")


class TooFewToShow(DomainError):
    code = "survey.too_few_to_show"
    message = _(
        "This survey is anonymous: single answers are shown from %(fewest)s on. Wait for more."
    )


def _require_enough(survey: Survey) -> None:
    """Single answers of an anonymous survey are shown only among several."""
    complete = Response.objects.filter(survey=survey, ending=Response.Ending.COMPLETE)
    if survey.is_anonymous and complete.count() < FEWEST_SHOWN:
        raise TooFewToShow(fewest=FEWEST_SHOWN)


@needs("surveys.view")
def survey_response(request: SignedInRequest, survey_id: int, response_id: int) -> HttpResponse:
    """What one person answered, as questions and answers."""
    survey = survey_for(request.user, survey_id)
    rows = responses_visible_to(request.user).filter(survey=survey)
    response = get_object_or_404(rows.select_related("customer", "version"), pk=response_id)
    _require_enough(survey)
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
    survey = survey_for(request.user, survey_id)
    results = results_of(survey, asked_of(survey), get_language() or "en")
    context = {"now": timezone.now(), "survey": survey, "results": results}
    return render(request, "workspace/survey_results.html", context)


@needs("surveys.view")
def survey_export(request: SignedInRequest, survey_id: int, ending: str) -> HttpResponse:
    """All complete answers as a file."""
    survey = survey_for(request.user, survey_id)
    if ending not in ENDINGS:
        raise Http404
    _require_enough(survey)
    rows: Iterable[list[object]] = answer_table(survey, asked_of(survey))
    name = f"{slugify(survey.name) or 'survey'}-{survey.pk}.{ending}"
    if ending == "csv":
        return csv_answer(rows, name)
    return workbook_answer({"answers": rows}, name)
