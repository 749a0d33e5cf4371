"""What questions with an answer for each row, set or choice take."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeGuard

from django.utils.translation import gettext as _

from heed.surveys.answering.asked import Asked, AskedChoice
from heed.surveys.answering.single_rules import is_among, is_point, not_offered
from heed.surveys.format.own_questions import BestWorst, Kano, Paired, Sum
from heed.surveys.format.questions import Matrix
from heed.surveys.format.scales import points_of


def matrix(question: Matrix, asked: Asked, answer: object) -> Iterator[str]:
    if not _has_rows(answer, asked.rows) or not all(
        is_among(each, asked.columns) or _is_in(each, question.missing) for each in answer.values()
    ):
        yield not_offered()


def paired(question: Paired, asked: Asked, answer: object) -> Iterator[str]:
    if not _has_rows(answer, asked.rows):
        yield not_offered()
        return
    allowed = [*points_of(question), *question.missing]
    yield from _cell_problems(answer.values(), question.parts, allowed)


def kano(question: Kano, asked: Asked, answer: object) -> Iterator[str]:
    if not _has_rows(answer, asked.rows):
        yield not_offered()
        return
    allowed = [*(each.value for each in asked.columns), *question.missing]
    yield from _cell_problems(answer.values(), ("functional", "dysfunctional"), allowed)


def best_worst(_question: BestWorst, asked: Asked, answer: object) -> Iterator[str]:
    sets = {each.key: [choice.value for choice in each.choices] for each in asked.sets}
    if not isinstance(answer, dict) or not set(answer) <= set(sets):
        yield not_offered()
        return
    for key, each in answer.items():
        problems = list(_cell_problems([each], ("best", "worst"), sets[key]))
        yield from problems
        if not problems and each["best"] == each["worst"]:
            yield _("The most and the least important cannot be the same.")


def total(question: Sum, asked: Asked, answer: object) -> Iterator[str]:
    if not _has_rows(answer, asked.choices) or not all(
        is_point(each, 0, question.total) for each in answer.values()
    ):
        yield _("Please give whole numbers from 0 to %(total)s.") % {"total": question.total}
    elif sum(answer.values()) != question.total:
        shown = {"total": question.total, "sum": sum(answer.values())}
        yield _("All numbers together must be %(total)s; now they are %(sum)s.") % shown


def _has_rows(answer: object, rows: Sequence[AskedChoice]) -> TypeGuard[dict[str, Any]]:
    """Whether an answer is an object of these rows."""
    return isinstance(answer, dict) and set(answer) <= {str(each.value) for each in rows}


def _is_in(answer: object, allowed: Iterable[object]) -> bool:
    return any(type(answer) is type(each) and answer == each for each in map(_plain, allowed))


def _plain(value: object) -> object:
    return str(value) if isinstance(value, str) else value


def _cell_problems(
    cells: Iterable[object], parts: Collection[str], allowed: Collection[object]
) -> Iterator[str]:
    """What is wrong with rows that are answered in several parts; each thing is said once."""
    rows = list(cells)
    if not all(isinstance(each, dict) and set(each) <= set(parts) for each in rows):
        yield not_offered()
        return
    answered = [each for each in rows if isinstance(each, dict)]
    if any(not _is_in(value, allowed) for each in answered for value in each.values()):
        yield not_offered()
    elif any(len(each) < len(parts) for each in answered):
        yield _("Please answer all parts of a row, or none.")
