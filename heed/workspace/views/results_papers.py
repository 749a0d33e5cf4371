"""The results of a survey as a paper to hand on."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heed.core.papers.papers import Paper, pdf_of, table, words
from heed.surveys.models import Survey


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{quote(name)}"'
    return answer


def results_answer(survey: Survey, results: Any, *, language: str, name: str) -> HttpResponse:
    """All questions with their figures, each with n and interval."""
    moment = date_format(timezone.localtime(timezone.now()), "DATETIME_FORMAT")
    facts = _("%(moment)s. %(n)s complete responses. Intervals hold with 95 percent confidence.")
    paper = Paper(
        language=language.partition("-")[0],
        title=survey.name,
        subtitle=_("Results"),
        facts=[facts % {"moment": moment, "n": results.n}],
        footer=survey.name,
        parts=[part for result in results.questions for part in _parts(result)],
    )
    return pdf_answer(pdf_of(paper), name)


def _parts(result: Any) -> Iterator[dict[str, Any]]:
    yield words("heading", result.title)
    if result.is_hidden:
        yield words("note", _("Fewer than five people answered; not shown."))
        return
    yield words("note", f"n = {result.n}")
    if result.headline:
        figure = _figure(result.headline.estimate, str(result.headline.unit))
        yield words("lead", f"{result.headline.name} {figure}")
    head = [_("Answer"), _("How many"), _("Estimate with interval")]
    for each in result.tables:
        rows = [_row(row, str(each.unit)) for row in each.rows]
        yield table(title=each.title, head=head, rows=rows, numeric=[False, True, True])
    for text in result.texts:
        yield words("text", f"– {text}")


def _row(row: Any, unit: str) -> list[str]:
    label = row.label or _("Mean")
    if row.is_hidden:
        return [label, _("fewer than five"), ""]
    return [label, str(row.count), _figure(row.estimate, unit) if row.estimate else "–"]


def _figure(estimate: Any, unit: str) -> str:
    """A value with its interval, as a share, a net score or points."""
    value = _number(estimate.value, unit)
    if estimate.lower != estimate.lower:
        return value
    bounds = {"low": _number(estimate.lower, unit), "high": _number(estimate.upper, unit)}
    return f"{value} ({_('%(low)s to %(high)s') % bounds})"


def _number(value: float, unit: str) -> str:
    if unit == "share":
        return f"{value:.1%}"
    return f"{value:+.0f}" if unit == "net" else f"{value:.2f}"
