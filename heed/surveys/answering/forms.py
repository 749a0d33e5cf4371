"""The fields of a page's form as answers. Their names are in docs/questionnaires.md.

What does not read as a number stays a text, so that the check can say so.
"""

import re
from collections.abc import Mapping, Sequence

from heed.surveys.answering.asked import Asked, AskedPage, Choices
from heed.surveys.answering.values import tidied
from heed.surveys.format.own_questions import BestWorst, Kano, Paired, Sum
from heed.surveys.format.questions import (
    Block,
    Computed,
    Files,
    Line,
    Matrix,
    Question,
    Ranking,
    Rating,
    SeveralOf,
    YesNo,
)
from heed.surveys.format.words import Input

WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
NUMBER = re.compile(r"[+-]?[0-9]{1,15}[.,][0-9]{1,15}")
TRUTHS = {"true": True, "false": False}

Fields = Mapping[str, Sequence[str]]


def answers_from_fields(page: AskedPage, fields: Fields) -> dict[str, object]:
    """The answers to a page by name; a question left empty is None, so that it can be merged."""
    answers: dict[str, object] = {}
    for asked in page.questions:
        if isinstance(asked.question, Block | Computed | Files):
            continue
        answers[asked.name] = _code(asked, fields) or tidied(_answer(asked, fields))
        if (words := _first(fields, asked.comment_name)) is not None:
            answers[asked.comment_name] = tidied(words)
    return answers


def _first(fields: Fields, name: str) -> str | None:
    return next(iter(fields.get(name, ())), None)


def _code(asked: Asked, fields: Fields) -> str | None:
    """The missing code somebody ticked."""
    code = _first(fields, f"{asked.name}-missing")
    return code if code in list(asked.question.missing) else None


def _answer(asked: Asked, fields: Fields) -> object:
    question, name = asked.question, asked.name
    if isinstance(question, Matrix | Paired | Kano | BestWorst | Sum):
        return _table(asked, fields)
    if isinstance(question, SeveralOf):
        return [_choice(asked.choices, each) for each in fields.get(name, ())]
    if isinstance(question, Ranking):
        return _ranking(asked, fields)
    written = _first(fields, name)
    if isinstance(question, Rating) or (
        isinstance(question, Line) and question.input is Input.NUMBER
    ):
        return number_from(written)
    if isinstance(question, YesNo):
        return TRUTHS.get(written or "", written)
    return _choice(asked.choices, written)


def _choice(choices: Choices, written: str | None) -> object:
    """The value that was written as a text."""
    return next((each.value for each in choices if str(each.value) == written), written)


def number_from(written: str | None) -> object:
    """The number that was written, else the text itself."""
    text = (written or "").strip()
    if WHOLE.fullmatch(text):
        return int(text)
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else written


def _ranking(asked: Asked, fields: Fields) -> object:
    """In the order given, or by the rank written beside each; equal ranks cannot be ordered."""
    if asked.name in fields:
        return [_choice(asked.choices, each) for each in fields[asked.name] if each]
    written = [
        (number_from(rank), each.value)
        for each in asked.choices
        if (rank := (_first(fields, f"{asked.name}.{each.value}") or "").strip())
    ]
    ranks = [(rank, value) for rank, value in written if isinstance(rank, int)]
    if len(ranks) < len(written) or len({rank for rank, _value in ranks}) < len(ranks):
        return "; ".join(str(rank) for rank, _value in written)
    return [value for _rank, value in sorted(ranks, key=lambda pair: pair[0])]


def _table(asked: Asked, fields: Fields) -> object:
    question = asked.question
    if isinstance(question, Matrix):
        return {row: _cell(asked, each) for row, each in _cells(asked, fields, asked.rows)}
    if isinstance(question, Sum):
        return {row: number_from(each) for row, each in _cells(asked, fields, asked.choices)}
    keys = [each.key for each in asked.sets] or [str(each.value) for each in asked.rows]
    return {
        key: {
            part: _part(asked, written)
            for part in _parts(question)
            if (written := _first(fields, f"{asked.name}.{key}.{part}"))
        }
        for key in keys
    }


def _parts(question: Question) -> tuple[str, ...]:
    if isinstance(question, Paired):
        return tuple(str(part) for part in question.parts)
    return ("best", "worst") if isinstance(question, BestWorst) else ("functional", "dysfunctional")


def _cells(asked: Asked, fields: Fields, rows: Choices) -> list[tuple[str, str]]:
    return [
        (str(each.value), written)
        for each in rows
        if (written := (_first(fields, f"{asked.name}.{each.value}") or "").strip())
    ]


def _cell(asked: Asked, written: str) -> object:
    return _choice(asked.columns, written)


def _part(asked: Asked, written: str) -> object:
    if isinstance(asked.question, BestWorst):
        return _choice(asked.choices, written)
    return number_from(written)
