"""The responses behind a figure: those that gave an answer, found in the database."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from heed.surveys.analysing.choices import Filters, Weight
from heed.surveys.answering.quality import QualityFlag
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Question, Ranking, YesNo
from heed.surveys.models import Response, Survey
from heed.surveys.queries.chosen import chosen_rows, require_choosable

Path = tuple[str | int, ...]
Compiled = tuple[str, tuple[Any, ...]]
TRUTHS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class Column:
    """A column of the table of answers: the question, and where its value stands in an answer."""

    question: Question
    path: Path


class Holds(Func):
    """Whether the part of a JSON column at `path` is the value, or a list with it."""

    output_field = BooleanField()

    def __init__(self, column: str, path: Path, value: object) -> None:
        super().__init__(column)
        self.path, self.value = path, value

    def as_sqlite(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - as Django calls it
        **extra_context: Any,  # noqa: ARG002
    ) -> Compiled:
        column, given = compiler.compile(self.source_expressions[0])
        sql = f"EXISTS (SELECT 1 FROM JSON_EACH({column}, %s) WHERE value = %s)"  # noqa: S608 - a column
        return sql, (*given, _sqlite_path(self.path), self.value)

    def as_postgresql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - as Django calls it
        **extra_context: Any,  # noqa: ARG002
    ) -> Compiled:
        column, given = compiler.compile(self.source_expressions[0])
        path = [str(step) for step in self.path]
        return f"(({column}) #> %s::text[]) @> %s::jsonb", (*given, path, json.dumps(self.value))


class IsThere(Func):
    """Whether a JSON column has anything at `path`."""

    output_field = BooleanField()

    def __init__(self, column: str, path: Path) -> None:
        super().__init__(column)
        self.path = path

    def as_sqlite(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - as Django calls it
        **extra_context: Any,  # noqa: ARG002
    ) -> Compiled:
        column, given = compiler.compile(self.source_expressions[0])
        return f"(JSON_TYPE({column}, %s) IS NOT NULL)", (*given, _sqlite_path(self.path))

    def as_postgresql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - as Django calls it
        **extra_context: Any,  # noqa: ARG002
    ) -> Compiled:
        column, given = compiler.compile(self.source_expressions[0])
        path = [str(step) for step in self.path]
        return f"((({column}) #> %s::text[]) IS NOT NULL)", (*given, path)


def _sqlite_path(path: Path) -> str:
    """The keys as they stand in the stored text, which has no characters beyond ASCII."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{json.dumps(step)}" for step in path)
    return f"${''.join(steps)}"


def column_named(questionnaire: Questionnaire, name: str) -> Column | None:
    """The column with a name, whole questions and whole rows too; None where there is none."""
    whole = questionnaire.question(name)
    if whole:
        return Column(whole, (whole.name,))
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        question = questionnaire.question(".".join(parts[:length]))
        if question:
            return Column(question, (question.name, *_steps(question, parts[length:])))
    return None


def _steps(question: Question, rest: Sequence[str]) -> Path:
    """What stands behind the name of a question: a row and a part, or a place of an order."""
    if isinstance(question, Ranking) and rest[0].isdecimal():
        return (max(int(rest[0]) - 1, 0),)
    return tuple(rest)


def counted_responses(survey: Survey, filters: Filters) -> QuerySet[Response]:
    """The responses that results count: those that the filters take, but not of robots."""
    return chosen_rows(survey, filters).exclude(Holds("flags", (), str(QualityFlag.ROBOT)))


def responses_behind(
    survey: Survey,
    column: Column | None,
    *,
    filters: Filters,
    values: Sequence[str] = (),
    state: str = "",
) -> QuerySet[Response]:
    """The responses that gave one of the values, or any, or none for the reason `state`.

    Raises what stands in `analysing.privacy`; those of an anonymous survey are shown by
    `told_order.told_page`.
    """
    require_choosable(survey, filters, Weight.NONE)
    rows = counted_responses(survey, filters)
    if column and state:
        return rows.filter(Holds("states", (column.question.name,), state))
    return rows.filter(_answered(column, values)) if column else rows


def _answered(column: Column, values: Sequence[str]) -> Q:
    if values:
        wanted = [each for value in values for each in _meant(column.question, value)]
        condition = Q(pk__in=())
        for value in wanted:
            condition |= Q(Holds("cleaned", column.path, value))
        return condition
    condition = Q(IsThere("cleaned", column.path))
    for code in column.question.missing:
        condition &= ~Q(Holds("cleaned", column.path, str(code)))
    return condition


def _meant(question: Question, value: str) -> list[object]:
    """What a value in an address can be in an answer."""
    if isinstance(question, YesNo):
        return [TRUTHS[value]] if value in TRUTHS else []
    number = value.removeprefix("-")
    is_whole = number.isascii() and number.isdigit() and len(number) < 16
    return [value, int(value)] if is_whole else [value]
