"""The columns of the table of answers: one for each question, or one for each of its parts."""

from collections.abc import Mapping

from heed.surveys.format.own_questions import BestWorst, Kano, Paired, Sum
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Block, Matrix, Question, Ranking, Selecting
from heed.surveys.format.words import Role

SIDES = ("functional", "dysfunctional")
PICKS = ("best", "worst")


def columns_of(questionnaire: Questionnaire) -> list[str]:
    """All columns, in the order of the questions."""
    return [each for question in questionnaire.questions for each in columns_of_question(question)]


def columns_of_question(question: Question) -> list[str]:
    """The columns of a question: its name, or one with each of its parts behind a full stop."""
    if isinstance(question, Block) or question.role is Role.TRAP:
        return []
    parts = _parts(question)
    if parts:
        return [f"{question.name}.{part}" for part in parts]
    if isinstance(question, Selecting) and question.has_other:
        return [question.name, f"{question.name}-Comment"]
    return [question.name]


def _parts(question: Question) -> list[str]:
    match question:
        case Matrix():
            return [str(row.value) for row in question.rows]
        case Sum():
            return [str(each.value) for each in question.choices]
        case Paired():
            return [f"{row.value}.{part}" for row in question.rows for part in question.parts]
        case Kano():
            return [f"{row.value}.{side}" for row in question.rows for side in SIDES]
        case BestWorst():
            numbers = range(1, len(question.sets) + 1)
            return [f"{number}.{part}" for number in numbers for part in PICKS]
        case Ranking() if question.choices:
            return [str(place) for place in range(1, len(question.choices) + 1)]
    return []


def value_in(answers: Mapping[str, object], column: str) -> object:
    """What stands in a column; what is a list has semicolons between."""
    value: object = answers.get(column)
    if value is None and "." in column:
        name, *path = column.split(".")
        value = answers.get(name)
        for step in path:
            value = _step_into(value, step)
    if isinstance(value, list):
        files = [
            str(each.get("name")) if isinstance(each, Mapping) else str(each) for each in value
        ]
        return "; ".join(files)
    if isinstance(value, bool):
        return int(value)
    return "" if value is None else value


def _step_into(value: object, step: str) -> object:
    """A part of an answer: by its name, or by its place from 1 where it is an order."""
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, list):
        return value[int(step) - 1] if step.isdecimal() and int(step) <= len(value) else None
    return None
