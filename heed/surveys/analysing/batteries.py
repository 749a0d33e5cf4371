"""Items that are rated on one scale, and what they may explain."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from heed.surveys.format.own_questions import Paired
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Matrix, Question, Rating
from heed.surveys.format.words import Part, Role

OUTCOMES = (Role.OVERALL, Role.OUTCOME, Role.CSAT, Role.NPS, Role.VALUE)
# What sums a service up explains nothing of it.
HEADLINES = frozenset({*OUTCOMES, Role.CES, Role.LOYALTY})
JUSTICE = frozenset({Role.DISTRIBUTIVE, Role.PROCEDURAL, Role.INTERACTIONAL})


@dataclass(frozen=True)
class Battery:
    """Items on one scale; `columns` names theirs, by a pattern where one fits."""

    subject: str
    title: str
    columns: tuple[str, ...]
    items: tuple[str, ...]  # as a star stands for them, or whole columns
    lowest: int
    highest: int
    questions: tuple[Question, ...]

    @property
    def scale(self) -> tuple[int, int]:
        return self.lowest, self.highest


def batteries_of(questionnaire: Questionnaire, language: str) -> tuple[Battery, ...]:
    """All batteries of at least two items: matrices, what was perceived, and single ratings."""
    found = [*_of_tables(questionnaire, language), *_of_ratings(questionnaire)]
    return tuple(each for each in found if len(each.items) > 1)


def outcomes_of(questionnaire: Questionnaire) -> tuple[Rating, ...]:
    """The ratings that items may explain, the most general first."""
    found = [
        each
        for each in questionnaire.questions
        if isinstance(each, Rating) and each.role in OUTCOMES
    ]
    return tuple(sorted(found, key=lambda each: OUTCOMES.index(each.role or Role.VALUE)))


def numbered_scale(matrix: Matrix) -> tuple[int, int] | None:
    """The ends of a matrix whose columns are points of a scale."""
    points = [each.value for each in matrix.columns if isinstance(each.value, int)]
    if len(points) < len(matrix.columns) or len(points) < 2:
        return None
    return min(points), max(points)


def battery_of(matrix: Matrix, language: str) -> Battery | None:
    """A matrix as a battery, where its columns are points."""
    ends = numbered_scale(matrix)
    if ends is None:
        return None
    items = tuple(str(row.value) for row in matrix.rows)
    pattern = f"{matrix.name}.*"
    return Battery(
        matrix.name, matrix.shown(language), (pattern,), items, *ends, questions=(matrix,)
    )


def _of_tables(questionnaire: Questionnaire, language: str) -> Iterator[Battery]:
    for question in questionnaire.questions:
        if isinstance(question, Matrix) and question.role is not Role.IMPORTANCE:
            battery = battery_of(question, language)
            yield from [battery] if battery else []
        if isinstance(question, Paired) and Part.PERCEIVED in question.parts:
            yield Battery(
                question.name,
                question.shown(language),
                (f"{question.name}.*.{Part.PERCEIVED}",),
                tuple(str(row.value) for row in question.rows),
                question.lowest,
                question.highest,
                (question,),
            )


def _of_ratings(questionnaire: Questionnaire) -> Iterator[Battery]:
    """Ratings on one scale that play one part."""
    groups: dict[tuple[str, int, int], list[Rating]] = {}
    for each in questionnaire.questions:
        if isinstance(each, Rating) and each.role not in HEADLINES | {Role.TRAP, Role.IMPORTANCE}:
            role = "justice" if each.role in JUSTICE else str(each.role or each.scale or "")
            groups.setdefault((role, each.lowest, each.highest), []).append(each)
    for (role, lowest, highest), ratings in groups.items():
        names = tuple(each.name for each in ratings)
        ends = {"lowest": lowest, "highest": highest}
        yield Battery(
            f"ratings-{role}-{lowest}-{highest}" if role else f"ratings-{lowest}-{highest}",
            _("Ratings from %(lowest)s to %(highest)s") % ends,
            names,
            names,
            lowest,
            highest,
            tuple(ratings),
        )
