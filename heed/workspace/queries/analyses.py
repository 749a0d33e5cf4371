"""What a snapshot of an analysis shows in the reader's language, ready for page and file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from heed.core.templatetags.plots import cells_of
from heed.surveys.analysing.choices import Choice
from heed.surveys.analysing.setups import Setup, setups_of
from heed.surveys.format.own_questions import BestWorst, Kano, Paired
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Choosing, Matrix
from heed.surveys.models import Analysis, Survey
from heed.surveys.queries.analyses import analysis_of

NUMBER = re.compile(r"[-−+<]?\s?[.\d][\d,.]*\s?%?(\s.*)?|–")


@dataclass(frozen=True)
class Cell:
    text: str
    is_number: bool = False
    column: str = ""  # of the answers behind it


@dataclass(frozen=True)
class Block:
    """A heading, a sentence, or a table; what it is not is empty."""

    heading: str = ""
    text: str = ""
    title: str = ""
    head: Sequence[Cell] = ()
    rows: Sequence[Sequence[Cell]] = ()
    note: str = ""


@dataclass(frozen=True)
class Picture:
    """A figure as the partial of plots shows it."""

    title: str
    note: str
    wide: SafeString
    narrow: SafeString
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Trend:
    """How the first headline of a survey went, and the snapshot the picture is of."""

    setup: Setup
    picture: Picture | None
    analysis: Analysis | None


@dataclass(frozen=True)
class Shown:
    reading: Sequence[str]
    blocks: Sequence[Block]
    pictures: Sequence[Picture]
    refusal: str
    n: int
    rows: int
    left_out: Mapping[str, int]
    missing: int
    set_aside: Mapping[str, int]
    command: str


def shown_of(
    analysis: Analysis, setup: Setup, questionnaire: Questionnaire, language: str
) -> Shown:
    """The snapshot in a language."""
    content = analysis.content or {}
    shown = _in_language(content.get("shown", {}), language) or {}
    columns = _columns(questionnaire, setup, language)
    found = content.get("object") or {}
    missing = found.get("missing") or {}
    return Shown(
        reading=shown.get("reading", ()),
        blocks=[_block(each, columns) for each in shown.get("blocks", ())],
        pictures=[_picture(each) for each in shown.get("figures", ())],
        refusal=_in_language(content.get("refusal", {}), language) or "",
        n=content.get("n") or 0,
        rows=content.get("rows") or 0,
        left_out={key: n for key, n in (content.get("left_out") or {}).items() if n},
        missing=sum(sum(kinds.values()) for kinds in missing.values()),
        set_aside=found.get("set_aside") or {},
        command=content.get("command", ""),
    )


def _in_language(texts: Mapping[str, Any], language: str) -> Any:
    return texts.get(language) or texts.get("en")


def _columns(questionnaire: Questionnaire, setup: Setup, language: str) -> dict[str, str]:
    """The column of each thing by its label, as tables name it in their first cell."""
    found = {}
    for question in questionnaire.questions:
        if question.name == setup.subject or not questionnaire.question(setup.subject):
            found[question.shown(language)] = question.name
        if question.name != setup.subject:
            continue
        if isinstance(question, Matrix | Paired | Kano):
            for row in question.rows:
                found[row.shown(language)] = f"{question.name}.{row.value}"
        elif isinstance(question, Choosing) and not isinstance(question, BestWorst):
            found |= {each.shown(language): question.name for each in question.choices}
    return found


def _block(block: Mapping[str, Any], columns: Mapping[str, str]) -> Block:
    table = block.get("table")
    if not table:
        return Block(heading=block.get("heading", ""), text=block.get("text", ""))
    rows = [[_cell(text, at, columns) for at, text in enumerate(row)] for row in table["rows"]]
    numeric = [at > 0 and _is_numeric(row[at] for row in rows) for at in range(len(table["head"]))]
    aligned = [
        [replace(cell, is_number=is_number) for cell, is_number in zip(row, numeric, strict=True)]
        for row in rows
    ]
    head = [Cell(text, is_number) for text, is_number in zip(table["head"], numeric, strict=True)]
    return Block(title=table["title"], head=head, rows=aligned, note=table["note"])


def _is_numeric(cells: Any) -> bool:
    return all(not cell.text or NUMBER.fullmatch(cell.text) for cell in cells)


def _cell(text: str, at: int, columns: Mapping[str, str]) -> Cell:
    return Cell(text, column=_column_of(text, columns) if at == 0 else "")


def _column_of(text: str, columns: Mapping[str, str]) -> str:
    """The column a label means; a long label is cut and ends in dots."""
    if text in columns or not text.endswith("…"):
        return columns.get(text, "")
    beginning = text.removesuffix("…")
    return next((name for label, name in columns.items() if label.startswith(beginning)), "")


def _picture(figure: Mapping[str, Any]) -> Picture:
    return Picture(
        title=figure["title"],
        note=figure["note"],
        wide=mark_safe(figure["wide"]),  # noqa: S308 - the renderer's own SVG, its texts escaped
        narrow=mark_safe(figure["narrow"]),  # noqa: S308
        headings=figure["headings"],
        rows=cells_of(figure["rows"]),
    )


def results_in(analysis: Analysis, language: str) -> Any:
    """The results question by question as a snapshot keeps them; None where it has none."""
    shown = _in_language((analysis.content or {}).get("shown", {}), language) or {}
    return _with_unknown(shown.get("results"))


def _with_unknown(part: Any) -> Any:
    """Estimates whose bounds are not known have no number there again, instead of nothing."""
    if isinstance(part, list):
        return [_with_unknown(each) for each in part]
    if not isinstance(part, dict):
        return part
    is_estimate = {"value", "lower", "upper", "n"} <= part.keys()
    return {
        key: nan if is_estimate and each is None else _with_unknown(each)
        for key, each in part.items()
    }


def trend_of(survey: Survey, questionnaire: Questionnaire, language: str) -> Trend | None:
    """The first headline over time; its picture where somebody had it made."""
    setups = setups_of(questionnaire, language=language, is_anonymous=survey.is_anonymous)
    setup = next((each for each in setups if each.method == "trend"), None)
    if setup is None:
        return None
    analysis = analysis_of(survey, Choice(setup.method, setup.subject))
    is_ready = analysis is not None and analysis.state == Analysis.State.READY
    shown = shown_of(analysis, setup, questionnaire, language) if analysis and is_ready else None
    return Trend(setup, next(iter(shown.pictures), None) if shown else None, analysis)
