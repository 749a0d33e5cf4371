"""When a questionnaire is done: what counts, what became of each question, which quotas."""

from collections.abc import Mapping

from heed.core.expressions.evaluation import is_met
from heed.surveys.answering.asked import Asked
from heed.surveys.answering.sitting import Sitting
from heed.surveys.answering.walk import walk
from heed.surveys.format.questionnaire import Quota
from heed.surveys.format.questions import Block, Computed
from heed.surveys.format.words import Role


def cleaned(sitting: Sitting, answers: Mapping[str, object]) -> dict[str, object]:
    """The answers that count: to questions that are shown, and allowed; with computed values.

    The words to “other” stay beside them. What a robot wrote into the trap is left out.
    """
    done = walk(sitting, answers)
    found = {}
    for name, asked in done.asked.items():
        if asked.question.role is Role.TRAP:
            continue
        for each in (name, asked.comment_name):
            if each in done.values:
                found[each] = done.values[each]
    return found


def states_of(sitting: Sitting, answers: Mapping[str, object]) -> dict[str, str]:
    """What became of each question: answered, a missing code, skipped or not_asked."""
    done = walk(sitting, answers)
    return {
        question.name: _state(done.asked.get(question.name), done.values.get(question.name))
        for question in sitting.questionnaire.questions
        if not isinstance(question, Block | Computed) and question.role is not Role.TRAP
    }


def _state(asked: Asked | None, value: object) -> str:
    if asked is None:
        return "not_asked"
    if value is None:
        return "skipped"
    return str(value) if value in list(asked.question.missing) else "answered"


def quotas_of(sitting: Sitting, answers: Mapping[str, object]) -> tuple[Quota, ...]:
    """The quotas this person counts for."""
    values = walk(sitting, answers).values
    quotas = sitting.questionnaire.quotas
    return tuple(each for each in quotas if is_met(each.expression, values))


def full_quotas(
    sitting: Sitting, answers: Mapping[str, object], counts: Mapping[str, int]
) -> tuple[Quota, ...]:
    """The quotas this person would count for and that are full; `counts` are those so far."""
    own = quotas_of(sitting, answers)
    return tuple(each for each in own if counts.get(each.name, 0) >= each.limit)
