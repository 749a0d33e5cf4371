"""What people answered, question by question: how many said what, and what follows from it.

No figure stands without its n and interval. In an anonymous survey what fewer than five people
said is not shown, nor what would let it be worked out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from heed.measures.estimates import Estimate
from heed.measures.means import mean_estimate
from heed.measures.nps import net_promoter_score
from heed.measures.scores import effort_score, score
from heed.measures.shares import share_estimate
from heed.surveys.answering.quality import QualityFlag
from heed.surveys.format.choices import Choice
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
    Selecting,
    SeveralOf,
    YesNo,
)
from heed.surveys.format.wording import NO, NONE_TEXT, OTHER_TEXT, PART_TEXTS, YES
from heed.surveys.format.words import NONE, OTHER, Input, Missing, Role
from heed.surveys.models import Response, Survey

FEWEST = 5
MOST_TEXTS = 30
MOST_RESPONSES = 20_000


class Unit(StrEnum):
    SHARE = "share"
    POINTS = "points"
    NET = "net"  # -100..100


@dataclass(frozen=True)
class Row:
    """One line: how many said it, and the estimate. Hidden where too few said it."""

    label: str
    count: int = 0
    estimate: Estimate | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class Table:
    """Lines of one unit; `low` and `high` are the ends of their scale."""

    rows: tuple[Row, ...]
    unit: Unit = Unit.SHARE
    low: float = 0.0
    high: float = 1.0
    title: str = ""


@dataclass(frozen=True)
class Headline:
    """The figure a question stands for by its role, such as NPS."""

    name: str
    estimate: Estimate
    unit: Unit
    low: float
    high: float


@dataclass(frozen=True)
class Result:
    """What is known of one question. `missing` are the states of those who gave no value."""

    name: str
    title: str
    type: str
    n: int
    missing: Mapping[str, int] = field(default_factory=dict)
    headline: Headline | None = None
    tables: tuple[Table, ...] = ()
    texts: tuple[str, ...] = ()
    is_hidden: bool = False
    is_spread_hidden: bool = False


@dataclass(frozen=True)
class Results:
    """`left_out` are complete responses that a robot gave."""

    n: int
    left_out: int
    questions: tuple[Result, ...]


def results_of(survey: Survey, questionnaire: Questionnaire, language: str) -> Results:
    """The complete responses to a survey, the newest 20,000 at most, counted."""
    rows = Response.objects.filter(survey=survey, ending=Response.Ending.COMPLETE)
    found = list(
        rows.order_by("-submitted_at", "-pk").values_list("cleaned", "states", "flags")[
            :MOST_RESPONSES
        ]
    )
    kept = [
        (cleaned or {}, states or {})
        for cleaned, states, flags in found
        if QualityFlag.ROBOT not in (flags or [])
    ]
    counter = _Counting(language, fewest=FEWEST if survey.is_anonymous else 1)
    questions = tuple(
        counter.result(question, kept)
        for question in questionnaire.questions
        if not isinstance(question, Block) and question.role is not Role.TRAP
    )
    return Results(len(kept), len(found) - len(kept), questions)


Answered = Sequence[tuple[Mapping[str, Any], Mapping[str, str]]]


@dataclass(frozen=True)
class _Counting:
    language: str
    fewest: int

    def result(self, question: Question, kept: Answered) -> Result:
        given = [answers.get(question.name) for answers, _states in kept]
        codes = set(Missing)
        values = [each for each in given if each is not None and not _is_code(each, codes)]
        missing = Counter(states.get(question.name, "") for _answers, states in kept)
        result = Result(
            name=question.name,
            title=question.shown(self.language),
            type=question.type,
            n=len(values),
            missing={
                key: n
                for key, n in missing.items()
                if key not in {"answered", ""} and n >= self.fewest
            },
        )
        if len(values) < self.fewest:
            return _hidden(result)
        if isinstance(question, Files):
            return result
        tables = tuple(each for each in self._tables(question, values) if each.rows)
        texts = self._texts(question, values)
        headline = _headline(question, values)
        is_spread_hidden = isinstance(question, Rating) and not any(
            table.unit is Unit.SHARE for table in tables
        )
        return replace(
            result,
            headline=headline,
            tables=tables,
            texts=texts,
            is_spread_hidden=is_spread_hidden,
        )

    def _tables(self, question: Question, values: list[Any]) -> Iterable[Table]:
        makers: tuple[tuple[type, Callable[[Any, list[Any]], Iterable[Table]]], ...] = (
            (Rating, self._rating),
            (YesNo, self._yes_no),
            (Ranking, self._ranking),
            (Sum, self._sum),
            (Selecting, self._chosen),
            (Matrix, self._matrix),
            (Paired, self._paired),
            (Kano, self._kano),
            (BestWorst, self._best_worst),
            (Line, self._numbers),
            (Computed, self._numbers),
        )
        for kind, make in makers:
            if isinstance(question, kind):
                return make(question, values)
        return ()

    def _shares(
        self, labels: Sequence[tuple[object, str]], said: Counter[Any], n: int, title: str = ""
    ) -> Table:
        rows = [Row(label, said[value], share_estimate(said[value], n)) for value, label in labels]
        return Table(tuple(self._suppressed(rows)), title=title)

    def _suppressed(self, rows: list[Row]) -> list[Row]:
        """Counts of 1 to 4 are hidden, and one more where the sum would give the only one away."""
        small = {at for at, each in enumerate(rows) if 0 < each.count < self.fewest}
        if len(small) == 1:
            others = [at for at, each in enumerate(rows) if each.count and at not in small]
            small |= set(sorted(others, key=lambda at: rows[at].count)[:1])
        return [
            Row(each.label, is_hidden=True) if at in small else each for at, each in enumerate(rows)
        ]

    def _mean(self, label: str, values: Sequence[float]) -> Row:
        if len(values) < self.fewest or not values:
            return Row(label, is_hidden=bool(values))
        total, squares = sum(values), sum(each * each for each in values)
        return Row(label, len(values), mean_estimate(len(values), total, squares))

    def _label(self, choice: Choice) -> str:
        return choice.shown(self.language)

    def _rating(self, question: Rating, values: list[Any]) -> Iterable[Table]:
        words = {each.value: self._label(each) for each in question.labels}
        ends = {question.lowest: question.lowest_label, question.highest: question.highest_label}
        labels = [
            (point, _point(point, words.get(point) or _end(ends, point, self.language)))
            for point in range(question.lowest, question.highest + 1)
        ]
        spread = self._shares(labels, Counter(values), len(values))
        # A mean beside a spread with two hidden counts would tell both.
        if not any(row.is_hidden for row in spread.rows):
            yield spread
        if not _has_headline(question):
            yield self._means([("", values)], question.lowest, question.highest)

    def _means(
        self, lines: Sequence[tuple[str, Sequence[float]]], low: float, high: float, title: str = ""
    ) -> Table:
        rows = tuple(self._mean(label, values) for label, values in lines)
        return Table(rows, Unit.POINTS, low, high, title)

    def _yes_no(self, question: YesNo, values: list[Any]) -> Iterable[Table]:
        labels = [
            (True, (question.yes or YES).in_language(self.language)),
            (False, (question.no or NO).in_language(self.language)),
        ]
        yield self._shares(labels, Counter(values), len(values))

    def _chosen(self, question: Selecting, values: list[Any]) -> Iterable[Table]:
        several = isinstance(question, SeveralOf)
        said = Counter(each for value in values for each in (value if several else [value]))
        labels: list[tuple[object, str]] = [
            (each.value, self._label(each)) for each in question.choices
        ]
        known = {value for value, _label in labels}
        labels += [
            (each, str(each)) for each in said if each not in known and each not in {OTHER, NONE}
        ]
        if OTHER in said and OTHER not in known:
            labels.append((OTHER, (question.other_text or OTHER_TEXT).in_language(self.language)))
        if NONE in said and NONE not in known:
            labels.append((NONE, NONE_TEXT.in_language(self.language)))
        yield self._shares(labels, said, len(values))

    def _ranking(self, question: Ranking, values: list[Any]) -> Iterable[Table]:
        places = {
            each.value: [value.index(each.value) + 1 for value in values if each.value in value]
            for each in question.choices
        }
        lines = [(self._label(each), places[each.value]) for each in question.choices]
        yield self._means(lines, 1, max(len(question.choices), 2))

    def _sum(self, question: Sum, values: list[Any]) -> Iterable[Table]:
        lines = [
            (self._label(each), [value.get(str(each.value), 0) for value in values])
            for each in question.choices
        ]
        yield self._means(lines, 0, question.total)

    def _matrix(self, question: Matrix, values: list[Any]) -> Iterable[Table]:
        points = [each.value for each in question.columns]
        if all(isinstance(each, int) for each in points) and len(points) > 1:
            lines = [
                (self._label(row), [point for point in _cells(values, row) if point in points])
                for row in question.rows
            ]
            numbers = [each for each in points if isinstance(each, int)]
            yield self._means(lines, min(numbers), max(numbers))
            return
        labels = [(each.value, self._label(each)) for each in question.columns]
        for row in question.rows:
            cells = [each for each in _cells(values, row) if each in points]
            if len(cells) >= self.fewest:
                yield self._shares(labels, Counter(cells), len(cells), self._label(row))

    def _paired(self, question: Paired, values: list[Any]) -> Iterable[Table]:
        for part in question.parts:
            lines = [
                (self._label(row), _numbers(_part(values, row, part))) for row in question.rows
            ]
            title = PART_TEXTS[part].in_language(self.language)
            yield self._means(lines, question.lowest, question.highest, title)

    def _kano(self, question: Kano, values: list[Any]) -> Iterable[Table]:
        labels = [(each.value, self._label(each)) for each in question.columns]
        for row in question.rows:
            for part, texts in (
                ("functional", row.functional),
                ("dysfunctional", row.dysfunctional),
            ):
                cells = _numbers(_part(values, row, part))
                if len(cells) >= self.fewest:
                    title = texts.in_language(self.language)
                    yield self._shares(labels, Counter(cells), len(cells), title)

    def _best_worst(self, question: BestWorst, values: list[Any]) -> Iterable[Table]:
        """How often a thing was the best, and the worst, of the sets in which it was shown."""
        sets = {str(number): one for number, one in enumerate(question.sets, start=1)}
        shown, said = Counter[Any](), {"best": Counter[Any](), "worst": Counter[Any]()}
        for value in values:
            for key, answer in value.items():
                shown.update(sets.get(key, ()))
                for part, counts in said.items():
                    counts[answer.get(part)] += 1
        for part, texts in (("best", question.best_label), ("worst", question.worst_label)):
            rows = [
                Row(
                    self._label(each),
                    said[part][each.value],
                    share_estimate(said[part][each.value], shown[each.value]),
                )
                for each in question.choices
            ]
            yield Table(tuple(self._suppressed(rows)), title=texts.in_language(self.language))

    def _numbers(self, question: Line | Computed, values: list[Any]) -> Iterable[Table]:
        numbers = _numbers(values)
        if isinstance(question, Line) and question.input is not Input.NUMBER:
            return
        if numbers:
            yield self._means([("", numbers)], min(numbers), max(*numbers, min(numbers) + 1))

    def _texts(self, question: Question, values: list[Any]) -> tuple[str, ...]:
        if isinstance(question, Choosing | Rating | YesNo) or not isinstance(
            next(iter(values), None), str
        ):
            return ()
        return tuple(str(each) for each in values[:MOST_TEXTS])


def _hidden(result: Result) -> Result:
    """Without figures, and without saying how few there are."""
    if not result.n:
        return result
    return Result(result.name, result.title, result.type, 0, is_hidden=True)


def _is_code(value: object, codes: set[Missing]) -> bool:
    return isinstance(value, str) and value in codes


def _point(point: int, word: str) -> str:
    return f"{point} · {word}" if word else str(point)


def _end(ends: Mapping[int, Any], point: int, language: str) -> str:
    return ends[point].in_language(language) if point in ends else ""


def _cells(values: list[Any], row: Choice) -> list[Any]:
    return [cell for value in values if (cell := value.get(str(row.value))) is not None]


def _part(values: list[Any], row: Choice, part: str) -> list[Any]:
    cells = [each for each in _cells(values, row) if isinstance(each, dict)]
    return [each.get(part) for each in cells]


def _numbers(values: Iterable[Any]) -> list[float]:
    return [each for each in values if isinstance(each, int | float) and not isinstance(each, bool)]


def _has_headline(question: Question) -> bool:
    return isinstance(question, Rating) and question.role in {Role.NPS, Role.CSAT, Role.CES}


def _headline(question: Question, values: list[Any]) -> Headline | None:
    """The figure of the role, where the scale is the one it is made for."""
    if not isinstance(question, Rating):
        return None
    scale = (question.lowest, question.highest)
    if question.role is Role.NPS and scale == (0, 10):
        found = net_promoter_score(values).score
        hundreds = {key: 100 * getattr(found, key) for key in ("value", "lower", "upper")}
        return Headline("NPS", replace(found, **hundreds), Unit.NET, -100, 100)
    if question.role is Role.CES and scale == (1, 7):
        return Headline("CES", effort_score(values).mean, Unit.POINTS, 1, 7)
    if question.role is Role.CSAT:
        boxes = score(values, lowest=scale[0], highest=scale[1], boxes=2).top_boxes
        return Headline("CSAT", boxes, Unit.SHARE, 0, 1)
    return None
