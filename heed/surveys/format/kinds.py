"""What the answers to questions can be compared with in conditions."""

from heed.core.expressions.checking import ANY, Kind, Kinds
from heed.surveys.format.choices import Choice
from heed.surveys.format.own_questions import BestWorst, Kano, Paired, Sum
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import (
    Choosing,
    Computed,
    Files,
    Line,
    Matrix,
    Question,
    Ranking,
    Rating,
    Selecting,
    SeveralOf,
    YesNo,
)
from heed.surveys.format.words import Input

TEXT = frozenset({Kind.TEXT})
NUMBER = frozenset({Kind.NUMBER})


def known_kinds(questionnaire: Questionnaire) -> dict[str, Kinds]:
    """The kinds of all names a condition may use, rows of tables and given values too."""
    found: dict[str, Kinds] = dict.fromkeys(questionnaire.given, ANY)
    for question in questionnaire.questions:
        found |= names_of(question)
    return found


def names_of(question: Question) -> dict[str, Kinds]:
    """The names under which parts of the answer to a question are known."""
    codes: Kinds = TEXT if question.missing else frozenset()
    found = {question.name: _kinds(question) | codes}
    if isinstance(question, Selecting) and question.has_other:
        found[f"{question.name}-Comment"] = TEXT
    for part, kinds in _parts(question).items():
        found[f"{question.name}.{part}"] = kinds | codes
    return found


def _kinds(question: Question) -> Kinds:
    match question:
        case SeveralOf() | Ranking() | Files():
            return frozenset({Kind.LIST})
        case Choosing() if not isinstance(question, Sum):
            return _of_values(question.choices) if not question.choices_from else ANY
        case Matrix() | Paired() | Kano() | BestWorst() | Sum():
            return frozenset({Kind.RECORD})
        case Computed():
            return ANY
    return _single(question)


def _single(question: Question) -> Kinds:
    match question:
        case Rating():
            return NUMBER
        case YesNo():
            return frozenset({Kind.TRUTH})
        case Line() if question.input is Input.NUMBER:
            return NUMBER
    return TEXT


def _of_values(choices: tuple[Choice, ...]) -> Kinds:
    found = {Kind.TEXT if isinstance(each.value, str) else Kind.NUMBER for each in choices}
    return frozenset(found) or TEXT


def _parts(question: Question) -> dict[str, Kinds]:
    match question:
        case Matrix():
            kinds = _of_values(question.columns)
            return {str(row.value): kinds for row in question.rows}
        case Paired():
            parts = [str(part) for part in question.parts]
            return _cells([str(row.value) for row in question.rows], parts, NUMBER)
        case Kano():
            rows = [str(row.value) for row in question.rows]
            return _cells(rows, ["functional", "dysfunctional"], NUMBER)
        case BestWorst():
            numbers = [str(number) for number, _set in enumerate(question.sets, start=1)]
            return _cells(numbers, ["best", "worst"], _of_values(question.choices))
        case Sum():
            return {str(choice.value): NUMBER for choice in question.choices}
    return {}


def _cells(rows: list[str], parts: list[str], kinds: Kinds) -> dict[str, Kinds]:
    return {f"{row}.{part}": kinds for row in rows for part in parts}
