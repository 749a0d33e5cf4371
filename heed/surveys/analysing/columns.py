"""The columns of the table of answers: one for each question, or one for each of its parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from heed.surveys.format.own_questions import BestWorst, Kano, Paired, Sum
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Block, Matrix, Question, Ranking, Selecting
from heed.surveys.format.words import Role

SIDES = ("functional", "dysfunctional")
PICKS = ("best", "worst")
OTHER_TEXT = "-Comment"


@dataclass(frozen=True)
class Group:
    """The columns of one question; `paths` lead to the parts of its answer, where it has parts."""

    name: str
    columns: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...] = ()

    def cells(self, answers: Mapping[str, object]) -> list[object]:
        """What stands in each column; a code for no answer stands in all."""
        given = answers.get(self.name)
        if not self.paths:
            return [_plain(answers.get(each)) for each in self.columns]
        if given is None or isinstance(given, str):
            return [given or ""] * len(self.columns)
        if isinstance(given, list):
            return [*map(_plain, given[: len(self.columns)])] + [""] * (
                len(self.columns) - len(given)
            )
        return [_plain(_part(given, path)) for path in self.paths]

    def is_named_in(self, arguments: Sequence[str]) -> bool:
        """Whether an argument names one of the columns, or is a pattern of them."""
        patterns = [each.partition("*")[0] for each in arguments if "*" in each]
        return not {*self.columns}.isdisjoint(arguments) or any(
            column.startswith(start) for start in patterns for column in self.columns
        )


def groups_of(questionnaire: Questionnaire) -> tuple[Group, ...]:
    """Each question that has columns, in the order of the questionnaire."""
    return tuple(
        _group(question)
        for question in questionnaire.questions
        if not isinstance(question, Block) and question.role is not Role.TRAP
    )


def columns_of(questionnaire: Questionnaire) -> list[str]:
    """All columns, in the order of the questions."""
    return [each for group in groups_of(questionnaire) for each in group.columns]


def _group(question: Question) -> Group:
    paths = tuple(_paths(question))
    if paths:
        columns = tuple(".".join((question.name, *path)) for path in paths)
        return Group(question.name, columns, paths)
    if isinstance(question, Selecting) and question.has_other:
        return Group(question.name, (question.name, f"{question.name}{OTHER_TEXT}"))
    return Group(question.name, (question.name,))


def _paths(question: Question) -> Iterator[tuple[str, ...]]:
    match question:
        case Matrix():
            yield from ((str(row.value),) for row in question.rows)
        case Sum():
            yield from ((str(each.value),) for each in question.choices)
        case Paired():
            yield from ((str(row.value), part) for row in question.rows for part in question.parts)
        case Kano():
            yield from ((str(row.value), side) for row in question.rows for side in SIDES)
        case BestWorst():
            numbers = range(1, len(question.sets) + 1)
            yield from ((str(number), pick) for number in numbers for pick in PICKS)
        case Ranking():
            yield from ((str(place),) for place in range(1, len(question.choices) + 1))


def _part(value: object, path: tuple[str, ...]) -> object:
    """A part of an answer by the names that lead to it."""
    for step in path:
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def _plain(value: object) -> object:
    """What is a list has semicolons between; yes is 1 and no is 0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list):
        named = [each.get("name") if isinstance(each, dict) else each for each in value]
        return "; ".join(map(str, named))
    return value
