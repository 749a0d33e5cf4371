"""What was expected of a thing, and what was perceived: the gap and what is made of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from heed.surveys.analysing.batteries import outcomes_of
from heed.surveys.analysing.commands import Setup, scale, setup_of
from heed.surveys.format.own_questions import Paired, Sum
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Question, Rating
from heed.surveys.format.words import Part, Role

PARTS = {
    Role.EXPECTATION: Part.EXPECTED,
    Role.PERCEPTION: Part.PERCEIVED,
    Role.ADEQUATE: Part.ADEQUATE,
    Role.DESIRED: Part.DESIRED,
    Role.IMPORTANCE: Part.IMPORTANCE,
}


@dataclass(frozen=True)
class Parts:
    """Things rated in several respects on one scale; `columns` are those of each respect."""

    subject: str
    title: str
    columns: dict[Part, tuple[str, ...]]
    items: tuple[str, ...]
    dimensions: dict[str, list[str]]
    lowest: int
    highest: int
    questions: tuple[Question, ...]

    def arguments(self, *parts: Part) -> tuple[str, ...]:
        named = [text for part in parts for text in (f"--{part}", *self.columns[part])]
        return (*named, *scale(self.lowest, self.highest))


def pair_setups(questionnaire: Questionnaire, language: str) -> Iterator[Setup]:
    """Gaps, SERVQUAL, the zone of tolerance and the test of the gap model."""
    both = (Part.PERCEIVED, Part.EXPECTED)
    zone = (Part.PERCEIVED, Part.ADEQUATE, Part.DESIRED)
    found = list(_parts_of(questionnaire, language))
    for method, needed in (("gap", both), ("zot", zone)):
        for each in found:
            if each.columns.keys() >= set(needed):
                yield _setup(method, each, *each.arguments(*needed))
    for each in found:
        if each.columns.keys() >= set(both) and len(each.dimensions) > 1:
            named = [f"{name}={','.join(items)}" for name, items in each.dimensions.items()]
            points = _points(questionnaire, list(each.dimensions))
            yield _setup("servqual", each, *each.arguments(*both), "--dimension", *named, *points)
    for outcome in outcomes_of(questionnaire)[:1]:
        for each in found:
            if each.columns.keys() >= set(both):
                arguments = (*each.arguments(*both), "--satisfaction", outcome.name)
                yield _setup("disconfirmation", each, *arguments)


def importance_parts(questionnaire: Questionnaire, language: str) -> Iterator[Parts]:
    """Things of which performance and importance were both asked."""
    for each in _parts_of(questionnaire, language):
        if each.columns.keys() >= {Part.PERCEIVED, Part.IMPORTANCE}:
            yield each


def _setup(method: str, parts: Parts, *arguments: str) -> Setup:
    return setup_of(method, parts.subject, parts.title, *arguments, asked=parts.questions)


def _parts_of(questionnaire: Questionnaire, language: str) -> Iterator[Parts]:
    for question in questionnaire.questions:
        if isinstance(question, Paired):
            yield _of_table(question, language)
    yield from _of_ratings(questionnaire)


def _of_table(question: Paired, language: str) -> Parts:
    dimensions: dict[str, list[str]] = {}
    for row in question.rows:
        if row.dimension:
            dimensions.setdefault(row.dimension, []).append(str(row.value))
    return Parts(
        question.name,
        question.shown(language),
        {part: (f"{question.name}.*.{part}",) for part in question.parts},
        tuple(str(row.value) for row in question.rows),
        dimensions,
        question.lowest,
        question.highest,
        (question,),
    )


def _of_ratings(questionnaire: Questionnaire) -> Iterator[Parts]:
    """Single ratings that name the same item, in the order in which it was perceived."""
    groups: dict[tuple[int, int], dict[str, dict[Part, Rating]]] = {}
    for each in questionnaire.questions:
        if isinstance(each, Rating) and each.item and each.role in PARTS:
            items = groups.setdefault((each.lowest, each.highest), {})
            items.setdefault(each.item, {})[PARTS[each.role]] = each
    for (lowest, highest), items in groups.items():
        parts = set.intersection(*(set(each) for each in items.values()))
        dimensions: dict[str, list[str]] = {}
        for rated in items.values():
            for part in parts & {Part.PERCEIVED}:
                if rated[part].dimension:
                    dimensions.setdefault(rated[part].dimension, []).append(rated[part].name)
        if len(parts) > 1:
            yield Parts(
                f"items-{lowest}-{highest}",
                _("Ratings from %(lowest)s to %(highest)s")
                % {"lowest": lowest, "highest": highest},
                {part: tuple(rated[part].name for rated in items.values()) for part in parts},
                tuple(items),
                dimensions,
                lowest,
                highest,
                tuple(rating for rated in items.values() for rating in rated.values()),
            )


def _points(questionnaire: Questionnaire, dimensions: list[str]) -> tuple[str, ...]:
    """The columns of the points shared out among the dimensions, in their order."""
    for question in questionnaire.questions:
        if isinstance(question, Sum) and question.role is Role.WEIGHT:
            named = {each.dimension or str(each.value): each for each in question.choices}
            if set(named) == set(dimensions):
                columns = [f"{question.name}.{named[each].value}" for each in dimensions]
                return ("--points", *columns)
    return ()
