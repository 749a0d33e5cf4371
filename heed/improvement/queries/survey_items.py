"""What a questionnaire asks on a scale: questions, rows of a matrix, parts of a pair."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from heed.surveys.format.own_questions import Paired
from heed.surveys.format.questions import Matrix, Question, Rating
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.format.words import Role
from heed.surveys.models import QuestionnaireVersion

POINTS_FOR_TWO_BOXES = 5


@dataclass(frozen=True)
class Item:
    """One thing that is rated from `lowest` to `highest`; `path` leads to it in the answers."""

    path: tuple[str, ...]
    question: Question
    part: str
    lowest: int
    highest: int

    @property
    def name(self) -> str:
        return ".".join(self.path)

    @property
    def top_from(self) -> int:
        """The least answer that counts as one of the top boxes."""
        points = self.highest - self.lowest + 1
        return self.highest - (1 if points >= POINTS_FOR_TWO_BOXES else 0)

    def shown(self, language: str) -> str:
        title = self.question.shown(language)
        return f"{title} · {self.part}" if self.part else title


@dataclass(frozen=True)
class Form:
    """A questionnaire as it was asked last: its name and its questions."""

    name: str
    questions: tuple[Question, ...]


def newest_forms(questionnaire_ids: Collection[int]) -> dict[int, Form]:
    """The newest published version of each questionnaire; one statement."""
    rows = QuestionnaireVersion.objects.filter(questionnaire__in=questionnaire_ids)
    newest = {
        row.questionnaire_id: row
        for row in rows.select_related("questionnaire").order_by("questionnaire", "number")
    }
    return {
        pk: Form(row.questionnaire.name, questionnaire_from(row.definition).questions)
        for pk, row in newest.items()
    }


def item_called(name: str, questions: Sequence[Question]) -> Item | None:
    return next((each for each in items_of(questions) if each.name == name), None)


def items_of(questions: Sequence[Question]) -> Iterator[Item]:
    """Everything that is rated on a scale of numbers, in its order."""
    for question in questions:
        if question.role is Role.TRAP:
            continue
        if isinstance(question, Rating):
            yield Item((question.name,), question, "", question.lowest, question.highest)
        elif isinstance(question, Matrix):
            yield from _of_matrix(question)
        elif isinstance(question, Paired):
            yield from _of_pair(question)


def _of_pair(question: Paired) -> Iterator[Item]:
    for row in question.rows:
        for part in question.parts:
            path = (question.name, str(row.value), str(part))
            shown = f"{row.value} · {part}"
            yield Item(path, question, shown, question.lowest, question.highest)


def _of_matrix(question: Matrix) -> Iterator[Item]:
    points = [each.value for each in question.columns]
    numbers = [each for each in points if isinstance(each, int)]
    if len(numbers) < 2 or len(numbers) < len(points):
        return
    for row in question.rows:
        path = (question.name, str(row.value))
        yield Item(path, question, str(row.value), min(numbers), max(numbers))
