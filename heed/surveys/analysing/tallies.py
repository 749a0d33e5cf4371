"""How often what was said to each question, counted response by response."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from heed.surveys.format.own_questions import BestWorst, Kano, Paired, Sum
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import (
    Block,
    Choosing,
    Computed,
    Dropdown,
    Line,
    Matrix,
    OneOf,
    Question,
    Ranking,
    Rating,
    SeveralOf,
    YesNo,
)
from heed.surveys.format.words import Missing, Role

MOST_TEXTS = 30
Path = tuple[str, ...]
Said = defaultdict[Path, Counter[Any]]
WHOLE: Path = ()
SETS: Path = ("set",)
_CODES = frozenset(Missing)


@dataclass
class Tally:
    """What was said to one question: counts for each of its parts, and the latest texts."""

    question: Question
    n: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    said: Said = field(default_factory=lambda: defaultdict(Counter))
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
        count = _COUNTED.get(type(self.question))
        if count:
            count(self.said, value)

    def of(self, *path: str) -> Counter[Any]:
        """How often each value was said in one part."""
        return self.said.get(path, Counter())


def tallies_of(questionnaire: Questionnaire) -> list[Tally]:
    """An empty tally for each question that is answered."""
    return [
        Tally(each)
        for each in questionnaire.questions
        if not isinstance(each, Block) and each.role is not Role.TRAP
    ]


def _count_one(said: Said, value: Any) -> None:
    said[WHOLE][value] += 1


def _count_several(said: Said, value: Sequence[Any]) -> None:
    said[WHOLE].update(value)


def _count_number(said: Said, value: Any) -> None:
    if is_number(value):
        said[WHOLE][value] += 1


def _count_order(said: Said, value: Sequence[Any]) -> None:
    for place, each in enumerate(value, start=1):
        said[str(each),][place] += 1


def _count_table(said: Said, value: Mapping[str, Any]) -> None:
    for key, cell in value.items():
        if cell is not None:
            said[key,][cell] += 1


def _count_parts(said: Said, value: Mapping[str, Any]) -> None:
    for key, cell in value.items():
        if isinstance(cell, dict):
            for part, each in cell.items():
                if is_number(each):
                    said[key, part][each] += 1


def _count_picks(said: Said, value: Mapping[str, Any]) -> None:
    """The picks of each set, and how often it was answered."""
    for key, answer in value.items():
        said[SETS][key] += 1
        for pick, each in answer.items():
            said[pick,][each] += 1


# What is chosen, rated or written as a number; files and words are only counted.
_COUNTED: Mapping[type, Callable[[Said, Any], None]] = {
    Rating: _count_one,
    YesNo: _count_one,
    OneOf: _count_one,
    Dropdown: _count_one,
    SeveralOf: _count_several,
    Line: _count_number,
    Computed: _count_number,
    Ranking: _count_order,
    Matrix: _count_table,
    Sum: _count_table,
    Paired: _count_parts,
    Kano: _count_parts,
    BestWorst: _count_picks,
}


def shown_in(question: BestWorst, tally: Tally) -> Counter[Any]:
    """How often each thing was shown in a set that was answered."""
    answered = tally.of(*SETS)
    shown = Counter[Any]()
    for number, things in enumerate(question.sets, start=1):
        for each in things:
            shown[each] += answered[str(number)]
    return shown


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
