from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from heed.accounts.http import SignedInRequest, needs
from heed.core.paging import page_before
from heed.surveys.analysing.choices import Filters
from heed.surveys.format.own_questions import Kano, Paired
from heed.surveys.format.questions import Matrix, SeveralOf, YesNo
from heed.surveys.format.wording import NO, PART_TEXTS, YES
from heed.surveys.models import Response, Survey
from heed.surveys.queries.anonymity import require_enough
from heed.surveys.queries.answer_texts import said_by_nobody
from heed.surveys.queries.answers import (
    Column,
    column_named,
    counted_responses,
    responses_behind,
)
from heed.surveys.queries.responses import responses_visible_to
from heed.surveys.queries.told_order import told_page
from heed.surveys.queries.versions import asked_in
from heed.workspace.views.surveys import flag_names, survey_for
from heed.workspace.views.surveys_analyses import FILTERS, choice_form, language

SIZE = 20
MOST_VALUES = 20
MOST_CHARACTERS = 200


@needs("surveys.view")
def survey_answers(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """The responses behind a figure: those that gave an answer, chosen as the figure was."""
    survey = survey_for(request.user, survey_id)
    require_enough(survey)
    name, state = request.GET.get("question", ""), request.GET.get("state", "")
    values = [each[:MOST_CHARACTERS] for each in request.GET.getlist("value")[:MOST_VALUES]]
    column = column_named(asked_in(survey.version), name) if name else None
    if name and column is None:
        raise Http404
    form = choice_form(survey, request.GET, takes_weights=False)
    form.is_valid()
    rows = responses_behind(survey, column, filters=form.filters(), values=values, state=state)
    rows = rows.filter(pk__in=responses_visible_to(request.user).order_by().values("pk"))
    rows = rows.select_related("customer").defer("answers", "states")
    if survey.is_anonymous:
        shown = _together(request, survey, column, rows, form.filters())
    else:
        shown = _one_by_one(request, column, rows)
    context = shown | {
        "now": timezone.now(),
        "survey": survey,
        "form": form,
        "asked": _asked(column, language()),
        "said": [_said(column, value) for value in values] if column else [],
        "state": state,
        "column": column,
        "kept": [
            *((key, value) for key, value in (("question", name), ("state", state)) if value),
            *(("value", value) for value in values),
        ],
        "filtered": [key for key in FILTERS if request.GET.get(key)],
        "flags": flag_names(),
    }
    return render(request, "workspace/survey_answers.html", context)


def _one_by_one(
    request: SignedInRequest, column: Column | None, rows: QuerySet[Response]
) -> dict[str, Any]:
    """Who answered, the newest first."""
    before = request.GET.get("cursor", "")
    page = page_before(rows, moment="submitted_at", before=before, size=SIZE)
    return {"page": page, "lines": [(row, _answer(column, row.cleaned)) for row in page.rows]}


def _together(
    request: SignedInRequest,
    survey: Survey,
    column: Column | None,
    rows: QuerySet[Response],
    filters: Filters,
) -> dict[str, Any]:
    """What was answered to an anonymous survey, and nothing of who answered."""
    among, number = counted_responses(survey, filters), request.GET.get("page", "")
    told = told_page(rows, among=among, number=number, size=SIZE)
    lines = [
        (_answer(column, row.cleaned), said_by_nobody(row, language())) for row in told.object_list
    ]
    return {"told": told, "told_lines": lines}


def _answer(column: Column | None, cleaned: Any) -> str:
    """What one person answered there, where it is said in a few words."""
    value = cleaned
    for step in column.path if column else ():
        is_list = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if isinstance(value, dict):
            value = value.get(str(step))
        else:
            value = value[step] if is_list and isinstance(step, int) else None
    if column is None or isinstance(value, dict) or value is None:
        return ""
    values = value if isinstance(value, list) else [value]
    plain = [str(each).lower() if isinstance(each, bool) else str(each) for each in values]
    return ", ".join(_said(column, each) for each in plain)


def _asked(column: Column | None, code: str) -> list[str]:
    """The question, and the row and the part that is meant of it."""
    if column is None:
        return []
    question, steps = column.question, [str(step) for step in column.path[1:]]
    names: dict[str, str] = {str(part): text.in_language(code) for part, text in PART_TEXTS.items()}
    if isinstance(question, Matrix | Paired | Kano):
        names |= {str(row.value): row.shown(code) for row in question.rows}
    sides = {"functional": _("if it is there"), "dysfunctional": _("if it is missing")}
    return [question.shown(code), *(names.get(step, sides.get(step, step)) for step in steps)]


def _said(column: Column, value: str) -> str:
    """An answer as it is called."""
    question: Any = column.question
    if isinstance(question, YesNo):
        texts, otherwise = (question.no, NO) if value in {"false", "0"} else (question.yes, YES)
        return str((texts or otherwise).in_language(language()))
    choices = getattr(question, "choices", ()) or getattr(question, "columns", ())
    if isinstance(question, SeveralOf | Matrix | Kano) or choices:
        named: dict[str, str] = {str(each.value): each.shown(language()) for each in choices}
        return named.get(value, value)
    return value
