"""Answers as people read them: a question and what was said to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from heed.surveys.answering.asked import Asked
from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.sitting import Sitting
from heed.surveys.answering.values import told
from heed.surveys.format.own_questions import Kano, Paired
from heed.surveys.format.questions import Block, Files
from heed.surveys.format.wording import PART_TEXTS
from heed.surveys.format.words import OTHER, Role
from heed.surveys.models import Response
from heed.surveys.queries.responses import sitting_of
from heed.surveys.queries.versions import asked_under


@dataclass(frozen=True)
class Said:
    """One question and its answer: one text, or a line for each row of a table."""

    name: str
    title: str
    text: str
    lines: tuple[tuple[str, str], ...] = ()


def said_in(response: Response) -> list[Said]:
    """What was answered, question by question as it was shown, in the language of the answers."""
    return _said_in(response, sitting_of(response))


def said_by_nobody(response: Response, language: str) -> list[Said]:
    """What was answered, in a language and an order that tell nothing of who answered."""
    return _said_in(response, Sitting(asked_under(response.version_id), 0, language))


def _said_in(response: Response, sitting: Sitting) -> list[Said]:
    answers = response.cleaned if response.cleaned is not None else response.answers
    pages = pages_of(sitting, answers)
    return [
        _said(asked, sitting.language)
        for page in pages
        for asked in page.questions
        if not isinstance(asked.question, Block) and asked.question.role is not Role.TRAP
    ]


def _said(asked: Asked, language: str) -> Said:
    value = asked.value
    if isinstance(value, Mapping):
        return Said(asked.name, asked.title, "", tuple(_lines(asked, value, language)))
    if isinstance(asked.question, Files) and isinstance(value, list):
        names = [str(each.get("name", "")) for each in value if isinstance(each, dict)]
        return Said(asked.name, asked.title, ", ".join(names))
    text = "" if value is None else told(asked, value, language)
    if isinstance(value, list) and OTHER in value and asked.comment:
        text = f"{text} ({asked.comment})"
    return Said(asked.name, asked.title, text)


def _lines(asked: Asked, value: Mapping[str, object], language: str) -> list[tuple[str, str]]:
    if asked.sets:
        names = {str(each.value): each.text for each in asked.choices}
        sets = [row for row in value.values() if isinstance(row, Mapping)]
        return [
            (names.get(str(row.get("best")), ""), names.get(str(row.get("worst")), ""))
            for row in sets
        ]
    rows = {str(each.value): each for each in (*asked.rows, *asked.choices)}
    given = [*(key for key in rows if key in value), *(key for key in value if key not in rows)]
    return [
        (rows[key].text if key in rows else key, _cell(asked, value[key], language))
        for key in given
    ]


def _cell(asked: Asked, cell: object, language: str) -> str:
    if not isinstance(cell, Mapping):
        return told(asked, cell, language)
    said = {str(part): told(asked, each, language) for part, each in cell.items()}
    if isinstance(asked.question, Paired):
        names = {str(part): text.in_language(language) for part, text in PART_TEXTS.items()}
        return " · ".join(f"{names.get(part, part)} {text}" for part, text in said.items())
    if isinstance(asked.question, Kano):
        return " / ".join(said.values())
    return " · ".join(said.values())
