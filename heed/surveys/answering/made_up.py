"""Answers made up at random, for previews and load tests."""

from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

from heed.surveys.answering.asked import Asked
from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.sitting import Sitting
from heed.surveys.format import own_questions, questions
from heed.surveys.format.words import NONE, OTHER, Input, Role

SHARE_SKIPPED = 0.1
SHARE_MISSING = 0.05
WORDS = ("quick", "friendly", "slow", "clear", "expensive", "helpful", "late", "good")
DAY = "2026-03-02"


def made_up_answers(sitting: Sitting) -> dict[str, object]:
    """Answers to the whole questionnaire that pass every check; the seed decides them.

    The questionnaire has to be one that can be answered (no `checks.problems_of`).
    """
    random = Random(sitting.seed)  # noqa: S311 - made up, not secret
    answers: dict[str, object] = {}
    met: set[str] = set()
    while fresh := _fresh(sitting, answers, met):
        for asked in fresh:
            answers |= _answers(asked, random)
        met |= {asked.name for asked in fresh}
    return answers


def _fresh(sitting: Sitting, answers: dict[str, object], met: set[str]) -> list[Asked]:
    """The questions of the first page that shows some not yet met."""
    for page in pages_of(sitting, answers):
        if fresh := [each for each in page.questions if each.name not in met]:
            return fresh
    return []


def _answers(asked: Asked, random: Random) -> dict[str, object]:
    value = _answer(asked, random)
    if value is None:
        return {}
    chosen = value if isinstance(value, list) else [value]
    if OTHER in chosen and any(each.value == OTHER for each in asked.choices):
        return {asked.name: value, asked.comment_name: random.choice(WORDS)}
    return {asked.name: value}


def _answer(asked: Asked, random: Random) -> object:
    question = asked.question
    make = MAKERS.get(type(question))
    if make is None or question.role is Role.TRAP:
        return None
    if not asked.is_required and random.random() < SHARE_SKIPPED:
        return None
    if question.missing and random.random() < SHARE_MISSING:
        return str(random.choice(question.missing))
    return make(question, asked, random)


def _one(_question: questions.Selecting, asked: Asked, random: Random) -> object:
    return random.choice(asked.choices).value


def _several(question: questions.SeveralOf, asked: Asked, random: Random) -> object:
    values = [each.value for each in asked.choices if each.value != NONE]
    most = min(question.most or len(values), len(values))
    count = random.randint(min(max(question.fewest, 1), most), most)
    return random.sample(values, count)


def _order(question: questions.Ranking, asked: Asked, random: Random) -> object:
    values = [each.value for each in asked.choices]
    most = min(question.most or len(values), len(values)) if question.is_partial else len(values)
    return random.sample(values, most)


def _point(question: questions.Rating, _asked: Asked, random: Random) -> object:
    return random.randint(question.lowest, question.highest)


def _truth(question: questions.YesNo, _asked: Asked, random: Random) -> object:
    return question.is_consent or random.random() < 0.5


def _line(question: questions.Line, asked: Asked, random: Random) -> object:
    least, most = question.least, question.most
    if question.input is Input.NUMBER:
        lowest = least if isinstance(least, int | float) else 0
        highest = most if isinstance(most, int | float) else lowest + 100
        drawn = random.randint(int(lowest), max(int(lowest), int(highest)))
        return min(max(drawn, lowest), highest)
    if question.input is Input.DAY:
        day = least if isinstance(least, str) else DAY
        return min(day, most) if isinstance(most, str) else day
    return _text(question, asked, random)


def _text(question: Any, _asked: Asked, random: Random) -> object:
    words = " ".join(random.sample(WORDS, 3))
    return words[: question.most_characters].strip() if question.most_characters else words


def _file(question: questions.Files, _asked: Asked, _random: Random) -> object:
    wanted = question.accepted.split(",")[0].strip()
    ending = wanted if wanted.startswith(".") else ".txt"
    kind = wanted.replace("*", "png") if "/" in wanted else "text/plain"
    return [{"key": "made-up", "name": f"file{ending}", "type": kind, "size": 1}]


def _matrix(_question: questions.Matrix, asked: Asked, random: Random) -> object:
    return {str(each.value): random.choice(asked.columns).value for each in asked.rows}


def _paired(question: own_questions.Paired, asked: Asked, random: Random) -> object:
    return {
        str(row.value): {
            part.value: random.randint(question.lowest, question.highest) for part in question.parts
        }
        for row in asked.rows
    }


def _kano(_question: own_questions.Kano, asked: Asked, random: Random) -> object:
    return {
        str(row.value): {
            part: random.choice(asked.columns).value for part in ("functional", "dysfunctional")
        }
        for row in asked.rows
    }


def _best_worst(_question: own_questions.BestWorst, asked: Asked, random: Random) -> object:
    drawn = {each.key: random.sample(each.choices, 2) for each in asked.sets}
    return {key: {"best": pair[0].value, "worst": pair[1].value} for key, pair in drawn.items()}


def _sum(question: own_questions.Sum, asked: Asked, random: Random) -> object:
    cuts = sorted(random.randint(0, question.total) for _each in asked.choices[1:])
    bounds = [0, *cuts, question.total]
    shares = [after - before for before, after in pairwise(bounds)]
    return {str(each.value): share for each, share in zip(asked.choices, shares, strict=True)}


MAKERS: dict[type[questions.Question], Callable[[Any, Asked, Random], object]] = {
    questions.OneOf: _one,
    questions.Dropdown: _one,
    questions.SeveralOf: _several,
    questions.Ranking: _order,
    questions.Rating: _point,
    questions.YesNo: _truth,
    questions.Line: _line,
    questions.Comment: _text,
    questions.Files: _file,
    questions.Matrix: _matrix,
    own_questions.Paired: _paired,
    own_questions.Kano: _kano,
    own_questions.BestWorst: _best_worst,
    own_questions.Sum: _sum,
}
