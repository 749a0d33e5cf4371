"""What questions with one answer take: a choice, several, an order, a point, a text, files."""

import math
from collections.abc import Iterator, Sequence

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from heed.surveys.answering.asked import Asked, AskedChoice
from heed.surveys.answering.limits import MOST_CHARACTERS
from heed.surveys.format.questions import (
    Comment,
    Line,
    Ranking,
    Rating,
    Selecting,
    SeveralOf,
    YesNo,
)
from heed.surveys.format.words import NONE, Input


def not_offered() -> str:
    return _("Please choose one of the answers offered.")


def is_among(answer: object, choices: Sequence[AskedChoice]) -> bool:
    return any(type(answer) is type(each.value) and answer == each.value for each in choices)


def is_point(answer: object, lowest: int, highest: int) -> bool:
    return isinstance(answer, int) and not isinstance(answer, bool) and lowest <= answer <= highest


def selection(_question: Selecting, asked: Asked, answer: object) -> Iterator[str]:
    if not is_among(answer, asked.choices):
        yield not_offered()


def point(question: Rating, _asked: Asked, answer: object) -> Iterator[str]:
    if not is_point(answer, question.lowest, question.highest):
        yield not_offered()


def truth(_question: YesNo, _asked: Asked, answer: object) -> Iterator[str]:
    if not isinstance(answer, bool):
        yield not_offered()


def several(question: SeveralOf, asked: Asked, answer: object) -> Iterator[str]:
    if not isinstance(answer, list) or not _are_among(answer, asked.choices):
        yield not_offered()
    elif NONE in answer and len(answer) > 1:
        yield _("“None” cannot be chosen together with something else.")
    elif NONE not in answer:
        yield from _count_problems(len(answer), question.fewest, question.most)


def order(question: Ranking, asked: Asked, answer: object) -> Iterator[str]:
    if not isinstance(answer, list) or not _are_among(answer, asked.choices):
        yield _("Please give each rank to one thing only.")
    elif not question.is_partial and len(answer) < len(asked.choices):
        yield _("Please rank everything.")
    elif question.is_partial:
        yield from _count_problems(len(answer), question.fewest, question.most)


def line(question: Line, _asked: Asked, answer: object) -> Iterator[str]:
    match question.input:
        case Input.NUMBER:
            yield from _number_problems(question, answer)
        case Input.DAY:
            yield from _day_problems(question, answer)
        case Input.TEXT:
            yield from _text_problems(answer, question.most_characters)


def comment(question: Comment, _asked: Asked, answer: object) -> Iterator[str]:
    yield from _text_problems(answer, question.most_characters)


def _are_among(answers: list[object], choices: Sequence[AskedChoice]) -> bool:
    """Whether all of them are offered, and none stands twice."""
    is_twice = len({str(each) for each in answers}) < len(answers)
    return not is_twice and all(is_among(each, choices) for each in answers)


def _count_problems(count: int, fewest: int, most: int) -> Iterator[str]:
    if count < fewest:
        yield _("Please choose at least %(fewest)s.") % {"fewest": fewest}
    if most and count > most:
        yield _("Please choose %(most)s at most.") % {"most": most}


def _text_problems(answer: object, most: int) -> Iterator[str]:
    allowed = min(most or MOST_CHARACTERS, MOST_CHARACTERS)
    if not isinstance(answer, str):
        yield _("Please write a text.")
    elif len(answer) > allowed:
        yield _("Please use %(most)s characters at most.") % {"most": f"{allowed:,}"}


def _number_problems(question: Line, answer: object) -> Iterator[str]:
    if not isinstance(answer, int | float) or isinstance(answer, bool) or not math.isfinite(answer):
        yield _("Please write a number, such as 12 or 3.5.")
        return
    if isinstance(question.least, int | float) and answer < question.least:
        yield _("Please write a number of at least %(least)s.") % {"least": question.least}
    if isinstance(question.most, int | float) and answer > question.most:
        yield _("Please write a number of at most %(most)s.") % {"most": question.most}


def _day_problems(question: Line, answer: object) -> Iterator[str]:
    if not isinstance(answer, str) or not is_day(answer):
        yield _("Please write a day, such as 2026-03-02.")
        return
    if isinstance(question.least, str) and answer < question.least:
        yield _("Please choose a day from %(least)s on.") % {"least": question.least}
    if isinstance(question.most, str) and answer > question.most:
        yield _("Please choose a day up to %(most)s.") % {"most": question.most}


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, written as 2026-03-02."""
    if len(text) != len("2026-03-02"):
        return False
    try:
        return parse_date(text) is not None
    except ValueError:
        return False
