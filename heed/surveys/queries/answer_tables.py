"""All answers of a survey as one table: a row for each response, a column for each question."""

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet

from heed.surveys.format.own_questions import BestWorst, Kano, Paired, Sum
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Block, Matrix, Question, Selecting
from heed.surveys.format.words import Role
from heed.surveys.models import Response, Survey

MOST_ROWS = 50_000
ALWAYS = ("response", "language", "way_of_asking", "flags")
NAMED = ("customer", "tier", "stage", "begun_at", "handed_in_at")
# Days and no names: nothing that leads to a person.
ANONYMOUS = ("handed_in_on",)


def answer_table(survey: Survey, questionnaire: Questionnaire) -> Iterator[list[object]]:
    """The head, then the complete responses in the order of their coming."""
    columns = [each for question in questionnaire.questions for each in _columns(question)]
    yield [*ALWAYS, *(ANONYMOUS if survey.is_anonymous else NAMED), *columns]
    rows: QuerySet[Response] = Response.objects.filter(
        survey=survey, ending=Response.Ending.COMPLETE
    )
    rows = rows.select_related("customer").order_by("submitted_at", "pk")
    shown = rows.order_by("fingerprint", "key") if survey.is_anonymous else rows
    for number, response in enumerate(shown[:MOST_ROWS].iterator(), start=1):
        answers = response.cleaned or {}
        yield [
            *(number, response.language, response.mode, " ".join(response.flags)),
            *_circumstances(survey, response),
            *(_value(answers, each) for each in columns),
        ]


def _circumstances(survey: Survey, response: Response) -> list[object]:
    handed_in = response.submitted_at
    if survey.is_anonymous:
        return [handed_in.date().isoformat() if handed_in else ""]
    return [
        response.customer.name if response.customer else "",
        response.tier,
        response.stage,
        response.started_at.isoformat(),
        handed_in.isoformat() if handed_in else "",
    ]


def _columns(question: Question) -> list[str]:
    """The columns of a question: its name, or one with each of its parts behind a full stop."""
    if isinstance(question, Block) or question.role is Role.TRAP:
        return []
    parts = _parts(question)
    if parts:
        return [f"{question.name}.{part}" for part in parts]
    if isinstance(question, Selecting) and question.has_other:
        return [question.name, f"{question.name}-Comment"]
    return [question.name]


def _parts(question: Question) -> list[str]:
    match question:
        case Matrix():
            return [str(row.value) for row in question.rows]
        case Sum():
            return [str(each.value) for each in question.choices]
        case Paired():
            return [f"{row.value}.{part}" for row in question.rows for part in question.parts]
        case Kano():
            sides = ("functional", "dysfunctional")
            return [f"{row.value}.{side}" for row in question.rows for side in sides]
        case BestWorst():
            numbers = range(1, len(question.sets) + 1)
            return [f"{number}.{part}" for number in numbers for part in ("best", "worst")]
    return []


def _value(answers: Mapping[str, object], column: str) -> object:
    """What stands in a column; what is a list has semicolons between."""
    value: object = answers.get(column)
    if value is None and "." in column:
        name, *path = column.split(".")
        value = answers.get(name)
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
    if isinstance(value, list):
        files = [
            str(each.get("name")) if isinstance(each, Mapping) else str(each) for each in value
        ]
        return "; ".join(files)
    if isinstance(value, bool):
        return int(value)
    return "" if value is None else value
