"""What people want: features, the most and least important, orders."""

from collections.abc import Iterator

from heed.surveys.analysing.commands import TASKS, Setup, missing_codes, setup_of
from heed.surveys.format.own_questions import BestWorst, Kano
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Matrix, Ranking
from heed.surveys.format.words import Role

TABLES = {5: "berger", 3: "three-level"}


def preference_setups(questionnaire: Questionnaire, language: str) -> Iterator[Setup]:
    """Kano, best–worst and rankings, each question by itself."""
    questions = questionnaire.questions
    for each in questions:
        if isinstance(each, Kano) and len(each.columns) in TABLES:
            yield _kano(each, questionnaire, language)
    for each in questions:
        if isinstance(each, BestWorst):
            arguments = (
                *("--case", "response", "--offered", "shown_*"),
                *("--best", "best", "--worst", "worst"),
                *missing_codes([each]),
            )
            yield Setup("maxdiff", each.name, each.shown(language), arguments, "maxdiff", TASKS)
    for each in questions:
        if isinstance(each, Ranking) and each.choices:
            places = ("--places", f"{each.name}.*")
            yield setup_of("ranking", each.name, each.shown(language), *places, asked=[each])


def _kano(question: Kano, questionnaire: Questionnaire, language: str) -> Setup:
    sides = (
        *("--functional", f"{question.name}.*.functional"),
        *("--dysfunctional", f"{question.name}.*.dysfunctional"),
        *("--table", TABLES[len(question.columns)]),
    )
    importance = _importance(question, questionnaire)
    if importance is None:
        return setup_of("kano", question.name, question.shown(language), *sides, asked=[question])
    weights = ("--importance", f"{importance.name}.*")
    asked = [question, importance]
    return setup_of("kano", question.name, question.shown(language), *sides, *weights, asked=asked)


def _importance(question: Kano, questionnaire: Questionnaire) -> Matrix | None:
    """A table that asks how important these very features are."""
    features = {row.value for row in question.rows}
    tables = [each for each in questionnaire.questions if isinstance(each, Matrix)]
    asked = [each for each in tables if each.role is Role.IMPORTANCE]
    return next((each for each in asked if {row.value for row in each.rows} == features), None)
