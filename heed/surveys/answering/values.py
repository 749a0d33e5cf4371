"""Answers as plain values: what is empty, what is tidied, how an answer is told in a text."""

import re
from collections.abc import Mapping

from heed.core.expressions.printing import number_text
from heed.surveys.answering.asked import Asked, AskedChoice
from heed.surveys.answering.limits import MOST_DEPTH
from heed.surveys.format.questions import YesNo
from heed.surveys.format.wording import AND, NO, YES
from heed.surveys.format.words import OTHER

UNUSABLE = re.compile("[\x00\ud800-\udfff]")
MOST_EXACT = 2**53


def tidied(answer: object, depth: int = 0) -> object:
    """The answer without what no database takes, without blanks around and without empty parts."""
    if isinstance(answer, str):
        return UNUSABLE.sub("", answer).strip() or None
    if depth > MOST_DEPTH:
        return None
    if isinstance(answer, list | tuple):
        parts = [tidied(each, depth + 1) for each in answer]
        return [each for each in parts if each is not None] or None
    if isinstance(answer, Mapping):
        named = {str(key): tidied(each, depth + 1) for key, each in answer.items()}
        return {key: each for key, each in named.items() if each is not None} or None
    return answer


def told(asked: Asked, answer: object, language: str) -> str:
    """An answer as it stands in a later question's text."""
    if isinstance(answer, list):
        return AND.in_language(language).join(told(asked, each, language) for each in answer)
    if isinstance(answer, bool):
        return _truth(asked, language, is_true=answer)
    if answer == OTHER and asked.comment:
        return asked.comment
    for choice in (*asked.choices, *asked.columns, *asked.missing):
        if choice.value == answer:
            return choice.text
    if isinstance(answer, int | float):
        return number_text(answer) if abs(answer) <= MOST_EXACT else ""
    return answer if isinstance(answer, str) else ""


def _truth(asked: Asked, language: str, *, is_true: bool) -> str:
    question = asked.question
    own = (question.yes if is_true else question.no) if isinstance(question, YesNo) else None
    return (own or (YES if is_true else NO)).in_language(language)


def row_answers(asked: Asked, answer: object, language: str) -> dict[str, str]:
    """How the answers to the rows of a table are told, by `question.row`."""
    if not isinstance(answer, Mapping):
        return {}
    return {f"{asked.name}.{row}": told(asked, each, language) for row, each in answer.items()}


def of_value(choices: tuple[AskedChoice, ...], value: object) -> AskedChoice | None:
    return next((each for each in choices if each.value == value), None)
