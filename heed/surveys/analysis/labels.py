"""What items are called by people, instead of the columns they stand in."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from heed.surveys.analysing.columns import groups_of
from heed.surveys.format.choices import Choice
from heed.surveys.format.own_questions import BestWorst, Kano, Paired
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Choosing, Matrix, Question
from heed.surveys.format.wording import PART_TEXTS
from heed.surveys.models import Response

LONGEST = 60


def labels_of(questionnaire: Questionnaire, language: str) -> dict[str, str]:
    """The names that methods give to columns and answers, and what each is called."""
    labels = {str(mode): str(mode.label) for mode in Response.Mode}
    for question in questionnaire.questions:
        labels.update(_of_choices(question, language))
    for group in groups_of(questionnaire):
        question_asked = questionnaire.question(group.name)
        if question_asked and not group.paths:
            labels[group.name] = _short(question_asked.shown(language))
    return labels


def _of_choices(question: Question, language: str) -> Iterator[tuple[str, str]]:
    """By their value, as a star stands for them, and by their column."""
    for each in _things(question):
        value, label = str(each.value), _short(each.shown(language))
        if not value.lstrip("+-").isdecimal():
            yield value, label
        yield f"{question.name}.{value}", label
        if isinstance(question, Paired):
            for part in question.parts:
                words = PART_TEXTS[part].in_language(language)
                yield f"{question.name}.{value}.{part}", f"{label} ({words})"


def _things(question: Question) -> tuple[Choice, ...]:
    match question:
        case Matrix() | Paired() | Kano():
            return tuple(question.rows)
        case BestWorst() | Choosing():
            return question.choices
    return ()


def _short(text: str) -> str:
    """A label that a chart has room for."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"


def relabelled(found: Any, labels: Mapping[str, str]) -> Any:
    """A copy of what a method found in which each name is the label of it; figures stay."""
    if isinstance(found, Enum):
        return found
    if isinstance(found, str):
        return labels.get(found, found)
    if isinstance(found, dict):
        items = found.items()
        return {relabelled(key, labels): relabelled(value, labels) for key, value in items}
    if isinstance(found, list | tuple):
        return _each_relabelled(found, labels)
    if is_dataclass(found) and not isinstance(found, type):
        renamed = copy(found)
        for each in fields(found):
            object.__setattr__(renamed, each.name, relabelled(getattr(found, each.name), labels))
        return renamed
    return found


def _each_relabelled(found: Sequence[Any], labels: Mapping[str, str]) -> Any:
    values = [relabelled(each, labels) for each in found]
    if hasattr(found, "_fields"):
        return type(found)(*values)
    return values if isinstance(found, list) else tuple(values)
