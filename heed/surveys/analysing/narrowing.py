"""A questionnaire as if it had asked about some items alone."""

from collections.abc import Collection
from dataclasses import replace

from heed.surveys.analysing.batteries import HEADLINES
from heed.surveys.format.own_questions import Kano, Paired
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Matrix, Question


def items_of(questionnaire: Questionnaire) -> list[tuple[str, Question]]:
    """What can be about a topic: each question, or each row of one that has rows."""
    return [(item, question) for question in questionnaire.questions for item in _items(question)]


def _items(question: Question) -> list[str]:
    if isinstance(question, Matrix | Paired | Kano):
        return [f"{question.name}.{row.value}" for row in question.rows]
    return [question.name]


def narrowed(
    questionnaire: Questionnaire, *, about: Collection[str], others: Collection[str]
) -> Questionnaire:
    """Without what is not `about` a topic. Overall ratings stay, unless they are about `others`."""
    pages = []
    for page in questionnaire.pages:
        kept = [_narrowed(each, about, others) for each in page.questions]
        pages.append(replace(page, questions=tuple(each for each in kept if each)))
    return replace(questionnaire, pages=tuple(pages))


def _narrowed(
    question: Question, about: Collection[str], others: Collection[str]
) -> Question | None:
    if isinstance(question, Matrix | Paired | Kano):
        rows = [row for row in question.rows if f"{question.name}.{row.value}" in about]
        return replace(question, rows=tuple(rows)) if rows else None  # type: ignore[arg-type]
    is_overall = question.role in HEADLINES and question.name not in others
    return question if question.name in about or is_overall else None
