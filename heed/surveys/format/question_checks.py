"""Whether each question can be answered."""

import math
from collections.abc import Iterator, Sequence

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from heed.surveys.format.choices import Choice
from heed.surveys.format.own_questions import BestWorst, Kano, Paired, Sum
from heed.surveys.format.problems import Problem
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import (
    Block,
    Choosing,
    Comment,
    Computed,
    Files,
    Line,
    Matrix,
    Question,
    Ranking,
    Rating,
    Selecting,
    SeveralOf,
)
from heed.surveys.format.scales import MOST_POINTS, points_of
from heed.surveys.format.words import KEPT_VALUES, Input, Role


def question_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """What keeps single questions from being answered."""
    earlier: dict[str, Question] = {}
    for path, _page, question in questionnaire.placed():
        for key, sentence in _problems(question, earlier):
            yield Problem(f"{path}.{key}" if key else path, sentence)
        earlier[question.name] = question


MOST_TOTAL = 1_000_000

Found = Iterator[tuple[str, str]]


def _problems(question: Question, earlier: dict[str, Question]) -> Found:
    if question.is_required and (
        isinstance(question, Block | Computed) or question.role is Role.TRAP
    ):
        yield "isRequired", _("Nobody can answer this, so it cannot be required.")
    if isinstance(question, Choosing):
        yield from _carried(question, earlier)
        yield from _chosen(question)
    match question:
        case Rating() | Paired():
            yield from _scale(question)
        case Line():
            yield from _line(question)
    match question:
        case Matrix():
            yield from _values("columns", question.columns)
            yield from _values("rows", question.rows)
        case Paired() | Kano():
            yield from _values("rows", question.rows)
        case BestWorst():
            yield from _values("choices", question.choices)
            yield from _sets(question)
    yield from _limits(question)
    if isinstance(question, Kano) and [each.value for each in question.columns] != [1, 2, 3, 4, 5]:
        yield "columns", _("A Kano question has the answers 1 to 5, from like to dislike.")
    if isinstance(question, Paired) and len(set(question.parts)) < max(2, len(question.parts)):
        yield "parts", _("A pair asks at least two different things of each row.")


def _limits(question: Question) -> Found:
    """Numbers that must not be negative, and points to share out."""
    if isinstance(question, Line | Comment) and question.most_characters < 0:
        yield "maxLength", _("A limit cannot be negative.")
    if isinstance(question, Files) and question.most_bytes < 0:
        yield "maxSize", _("A limit cannot be negative.")
    if isinstance(question, Sum) and not 1 <= question.total <= MOST_TOTAL:
        yield "total", _("From 1 to 1,000,000 points can be shared out.")


def _carried(question: Choosing, earlier: dict[str, Question]) -> Found:
    if not question.choices_from:
        if not question.choices:
            yield "choices", _("There is nothing to choose.")
        return
    source = earlier.get(question.choices_from)
    if not isinstance(source, Selecting | Ranking):
        shown = {"name": question.choices_from}
        message = _("“%(name)s” is not an earlier question with choices.") % shown
        yield "choicesFromQuestion", message


def _chosen(question: Choosing) -> Found:
    if question.choices:
        yield from _values("choices", question.choices)
    if not isinstance(question, SeveralOf | Ranking):
        return
    if question.most and question.fewest > question.most:
        yield "minSelectedChoices", _("More must be chosen than may be chosen.")
    if not question.choices_from and question.fewest > len(question.choices):
        yield "minSelectedChoices", _("More must be chosen than there are choices.")
    if isinstance(question, Ranking) and not question.is_partial and question.most:
        yield "maxSelectedChoices", _("Only a partial ranking (selectToRankEnabled) has a limit.")


def _values(key: str, choices: Sequence[Choice]) -> Found:
    if not choices:
        yield key, _("There is nothing to choose.")
    taken = set()
    for place, each in enumerate(choices):
        written = str(each.value)
        if written in taken:
            yield f"{key}[{place}]", _("“%(value)s” stands there twice.") % {"value": written}
        if written in KEPT_VALUES:
            message = _("“%(value)s” has a meaning of its own; choose another value.")
            yield f"{key}[{place}]", message % {"value": written}
        if not written.strip() or ("." in written and key == "rows"):
            yield (
                f"{key}[{place}]",
                _("A value is not empty, and that of a row has no full stop."),
            )
        taken.add(written)


def _scale(question: Rating | Paired) -> Found:
    if not question.lowest < question.highest < question.lowest + MOST_POINTS:
        yield "rateMax", _("A scale goes up, over 2 to 101 points.")
    if not isinstance(question, Rating) or not question.labels:
        return
    if [each.value for each in question.labels] != list(points_of(question)):
        yield "rateValues", _("All points of the scale are listed here in order, or none.")


def _line(question: Line) -> Found:
    for key, limit in (("min", question.least), ("max", question.most)):
        if limit is not None and not _is_limit(limit, question.input):
            yield (
                key,
                _("A number, or for days a day such as 2026-03-02, was expected."),
            )
    least, most = question.least, question.most
    both_numbers = isinstance(least, int | float) and isinstance(most, int | float)
    both_texts = isinstance(least, str) and isinstance(most, str)
    if (both_numbers or both_texts) and least > most:  # type: ignore[operator]
        yield "max", _("The highest answer lies below the lowest.")


def _is_limit(limit: object, kind: Input) -> bool:
    if kind is Input.NUMBER:
        return isinstance(limit, int | float) and math.isfinite(limit)
    if kind is Input.DAY and isinstance(limit, str) and len(limit) == len("2026-03-02"):
        try:
            return parse_date(limit) is not None
        except ValueError:
            return False
    return False


def _sets(question: BestWorst) -> Found:
    values = {each.value for each in question.choices}
    if not question.sets:
        yield "sets", _("There is no set to choose from.")
    for place, each in enumerate(question.sets):
        if len(each) < 2 or len(set(each)) < len(each) or not set(each) <= values:
            yield (
                f"sets[{place}]",
                _("A set shows two or more different choices of its question."),
            )
