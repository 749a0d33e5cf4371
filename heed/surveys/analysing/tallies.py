"""How often what was said to each question, counted response by response."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from heed.surveys.format.own_questions import BestWorst, Kano, Paired, Sum
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import (
    Block,
    Choosing,
    Computed,
    Files,
    Line,
    Matrix,
    Question,
    Ranking,
    Rating,
    SeveralOf,
    YesNo,
)
from heed.surveys.format.words import Input, Missing, Role

MOST_TEXTS = 30
Path = tuple[str, ...]
WHOLE: Path = ()
SHOWN: Path = ("shown",)
_CODES = frozenset(Missing)


@dataclass
class Tally:
    """What was said to one question: counts for each of its parts, and the latest texts."""

    question: Question
    n: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    said: dict[Path, Counter[Any]] = field(default_factory=dict)
    texts: deque[str] = field(default_factory=lambda: deque(maxlen=MOST_TEXTS))

    def take(self, answers: Mapping[str, Any], states: Mapping[str, str]) -> None:
        """Count one response."""
        name = self.question.name
        self.missing[states.get(name, "")] += 1
        value = answers.get(name)
        if value is None or (isinstance(value, str) and value in _CODES):
            return
        self.n += 1
        if isinstance(value, str) and not isinstance(self.question, Choosing | Rating | YesNo):
            self.texts.append(value)
        for path, each in _said(self.question, value):
            self._counter(path)[each] += 1

    def of(self, *path: str) -> Counter[Any]:
        """How often each value was said in one part."""
        return self.said.get(path, Counter())

    def _counter(self, path: Path) -> Counter[Any]:
        found = self.said.get(path)
        if found is None:
            found = self.said[path] = Counter()
        return found


def tallies_of(questionnaire: Questionnaire) -> list[Tally]:
    """An empty tally for each question that is answered."""
    return [
        Tally(each)
        for each in questionnaire.questions
        if not isinstance(each, Block) and each.role is not Role.TRAP
    ]


def _said(question: Question, value: Any) -> Iterator[tuple[Path, Any]]:
    """The parts of an answer, and what was said in each."""
    match question:
        case Files():
            return
        case SeveralOf():
            yield from ((WHOLE, each) for each in value)
        case Ranking():
            yield from (((str(each),), place) for place, each in enumerate(value, start=1))
        case Sum():
            keys = [str(each.value) for each in question.choices]
            yield from (((key,), value.get(key, 0)) for key in keys)
        case Matrix():
            yield from (((key,), cell) for key, cell in value.items() if cell is not None)
        case Paired() | Kano():
            yield from _said_in_parts(value)
        case BestWorst():
            yield from _picked(question, value)
        case Line(input=Input.NUMBER) | Computed():
            yield from [(WHOLE, value)] if is_number(value) else []
        case Rating() | YesNo() | Choosing():
            yield WHOLE, value


def _said_in_parts(value: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for key, cell in value.items():
        if isinstance(cell, dict):
            yield from (((key, part), each) for part, each in cell.items() if is_number(each))


def _picked(question: BestWorst, value: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """The picks of each set, and what was shown in it."""
    for key, answer in value.items():
        shown: Sequence[object] = _set_numbered(question, key)
        yield from ((SHOWN, each) for each in shown)
        yield from (((pick,), answer.get(pick)) for pick in ("best", "worst"))


def _set_numbered(question: BestWorst, key: str) -> Sequence[object]:
    place = int(key) if key.isdecimal() else 0
    return question.sets[place - 1] if 0 < place <= len(question.sets) else ()


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
