"""Trying out a condition with all answers there can be, where these are few."""

from collections.abc import Sequence
from itertools import product
from math import prod

from heed.core.expressions.checking import names_in
from heed.core.expressions.evaluation import is_met
from heed.core.expressions.tree import Expression
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Matrix, Question, Rating, Selecting, SeveralOf, YesNo
from heed.surveys.format.scales import points_of
from heed.surveys.format.words import OTHER

MOST_TRIALS = 1500


def is_never_met(condition: Expression, questionnaire: Questionnaire) -> bool:
    """Whether no answers meet a condition; False too where there are too many to try out."""
    names = sorted(names_in(condition))
    domains = [answers_of(name, questionnaire) for name in names]
    if not all(domains) or prod(len(each) for each in domains) > MOST_TRIALS:
        return False
    return not any(
        is_met(condition, dict(zip(names, answers, strict=True))) for answers in product(*domains)
    )


def answers_of(name: str, questionnaire: Questionnaire) -> Sequence[object]:
    """All answers a name can have, no answer among them; empty where they cannot be listed."""
    whole, _stop, row = name.partition(".")
    question = questionnaire.question(whole)
    if question is None:
        return ()
    found = _row_answers(question, row) if row else _answers(question)
    return (None, *question.missing, *found) if found else ()


def _answers(question: Question) -> list[object]:
    if isinstance(question, Rating):
        return list(points_of(question))
    if isinstance(question, YesNo):
        return [True, False]
    if not isinstance(question, Selecting) or isinstance(question, SeveralOf):
        return []
    if question.choices_from:
        return []
    own_words = [OTHER] if question.has_other else []
    return [*(each.value for each in question.choices), *own_words]


def _row_answers(question: Question, row: str) -> list[object]:
    if isinstance(question, Matrix) and row in {str(each.value) for each in question.rows}:
        return [each.value for each in question.columns]
    return []
