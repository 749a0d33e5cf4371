from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from heed.accounts.http import SignedInRequest, needs
from heed.core.papers.papers import Paper, pdf_of, picture, table, words
from heed.surveys.models import Analysis
from heed.surveys.queries.anonymity import require_enough
from heed.surveys.queries.chosen import narrowed_to_topic
from heed.surveys.queries.other_tables import table_of
from heed.surveys.queries.versions import asked_in
from heed.workspace.queries.analyses import Shown
from heed.workspace.views.results_papers import pdf_answer
from heed.workspace.views.surveys_analyses import Opened, address_of, language, opened
from heed.workspace.views.workbooks import csv_answer, workbook_answer

Rows = list[list[object]]
ENDINGS = ("csv", "xlsx", "pdf")


@needs("surveys.view")
def survey_analysis_file(
    request: SignedInRequest, survey_id: int, method: str, ending: str
) -> HttpResponse:
    """What the page of an analysis shows, as a file; one that is not made yet leads to its page."""
    if ending not in ENDINGS:
        raise Http404
    found = opened(request.user, survey_id, method, request.GET)
    shown = found.shown
    if shown is None or found.analysis is None or found.analysis.made_at is None:
        return redirect(address_of(found.survey, found.setup))
    name = f"{slugify(found.survey.name) or 'survey'}-{method}.{ending}"
    if ending == "pdf":
        return _pdf(found, shown, found.analysis, name)
    tables = dict(_tables(shown))
    said = [found.setup.title, *_facts(found, shown, found.analysis), *shown.reading]
    reading: Rows = [[each] for each in said]
    if ending == "xlsx":
        return workbook_answer({_("Reading"): reading, **tables}, name)
    for title, rows in tables.items():
        reading += [[], [title], *rows]
    return csv_answer(reading, name)


def _facts(found: Opened, shown: Shown, analysis: Analysis) -> list[str]:
    """What it rests on: survey, when made, how many."""
    made = analysis.made_at
    facts = [found.survey.name]
    if made:
        facts.append(
            _("Made %(moment)s, rests on %(n)s complete responses; %(used)s rows are used.")
            % {
                "moment": date_format(localtime(made), "DATETIME_FORMAT"),
                "n": analysis.responses,
                "used": shown.n,
            }
        )
    chosen = [
        f"{bound.label}: {dict(bound.field.choices).get(bound.value(), bound.value())}"
        for bound in found.form
        if bound.value() and hasattr(bound.field, "choices")
    ]
    return [*facts, *chosen]


def _tables(shown: Shown) -> Iterator[tuple[str, Rows]]:
    """The tables under titles that a sheet can have: short, each once, without marks."""
    taken = set[str]()
    for number, block in enumerate(shown.blocks, start=1):
        if not block.head:
            continue
        plain = "".join(each for each in block.title if each not in r"[]:*?/\'")[:25].strip()
        title = plain if plain and plain not in taken else f"{plain} {number}".strip()
        taken.add(title)
        head: list[object] = [cell.text for cell in block.head]
        note: Rows = [[block.note]] if block.note else []
        rows: Rows = [[cell.text for cell in row] for row in block.rows]
        yield title, [head, *rows, *note]


def _pdf(found: Opened, shown: Shown, analysis: Analysis, name: str) -> HttpResponse:
    parts = [words("lead", each) for each in shown.reading]
    parts += [picture(title=p.title, note=p.note, svg=p.wide) for p in shown.pictures]
    for block in shown.blocks:
        if block.heading:
            parts.append(words("heading", block.heading))
        elif block.head:
            rows = [[cell.text for cell in row] for row in block.rows]
            numeric = [cell.is_number for cell in block.head]
            head = [cell.text for cell in block.head]
            parts.append(table(title=block.title, head=head, rows=rows, numeric=numeric))
            parts += [words("note", block.note)] if block.note else []
        elif block.text:
            parts.append(words("text", block.text))
    if shown.command:
        parts.append(words("note", shown.command))
    paper = Paper(
        language=language().partition("-")[0],
        title=f"{found.survey.name}: {found.setup.title}",
        subtitle="",
        facts=_facts(found, shown, analysis),
        footer=found.survey.name,
        parts=parts,
    )
    return pdf_answer(pdf_of(paper), name)


@needs("surveys.view")
def survey_analysis_table(request: SignedInRequest, survey_id: int, method: str) -> HttpResponse:
    """The table of answers an analysis is worked out from, for its command line."""
    found = opened(request.user, survey_id, method, request.GET)
    require_enough(found.survey)
    topic = found.choice.filters.topic
    asked = narrowed_to_topic(found.survey, asked_in(found.survey.version), topic)
    rows = table_of(found.survey, asked, found.choice, found.setup)
    return csv_answer(rows, found.setup.file)
