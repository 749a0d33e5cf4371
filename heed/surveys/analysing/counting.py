"""The result of each question, from how often what was said."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from heed.measures.estimates import Estimate
from heed.measures.means import mean_estimate
from heed.measures.nps import net_promoter_score
from heed.measures.scores import effort_score, score
from heed.measures.shares import share_estimate
from heed.measures.widest import widest_mean_estimate
from heed.surveys.analysing.results import Headline, Result, Row, Table, Unit
from heed.surveys.analysing.tallies import WHOLE, Tally, shown_in
from heed.surveys.format.choices import Choice
from heed.surveys.format.own_questions import BestWorst, Kano, Paired, Sum
from heed.surveys.format.questions import (
    Computed,
    Files,
    Line,
    Matrix,
    Question,
    Ranking,
    Rating,
    Selecting,
    YesNo,
)
from heed.surveys.format.wording import NO, NONE_TEXT, OTHER_TEXT, PART_TEXTS, YES
from heed.surveys.format.words import NONE, OTHER, Input, Role

Counts = Mapping[Any, int]
Said = tuple[str, Counts, str]  # a label, what was said how often, and the column of it


@dataclass(frozen=True)
class Counting:
    """What is shown in a language; nothing that fewer than `fewest` said."""

    language: str
    fewest: int

    def result(self, tally: Tally) -> Result:
        question = tally.question
        result = Result(
            name=question.name,
            title=question.shown(self.language),
            type=question.type,
            n=tally.n,
            missing={
                key: n
                for key, n in tally.missing.items()
                if key not in {"answered", ""} and n >= self.fewest
            },
        )
        if tally.n < self.fewest:
            return _hidden(result)
        if isinstance(question, Files):
            return result
        tables = tuple(each for each in self._tables(question, tally) if each.rows)
        is_spread_hidden = isinstance(question, Rating) and not any(
            table.unit is Unit.SHARE for table in tables
        )
        headline = None if self._tells_few(question, tally) else _headline(question, tally)
        if headline and headline.unit is Unit.POINTS and is_spread_hidden:
            found = widest_mean_estimate(
                headline.estimate, lowest=headline.low, highest=headline.high
            )
            headline = replace(headline, estimate=found)
        return replace(
            result,
            headline=headline,
            tables=tables,
            texts=tuple(reversed(tally.texts)),
            is_spread_hidden=is_spread_hidden,
        )

    def _tells_few(self, question: Question, tally: Tally) -> bool:
        """Whether the headline is a share, and fewer than `fewest` gave one of its answers."""
        shares = {Role.NPS, Role.CSAT}
        if not isinstance(question, Rating) or question.role not in shares:
            return False
        return any(0 < many < self.fewest for many in _sides(question, tally))

    def _tables(self, question: Question, tally: Tally) -> Iterable[Table]:
        makers: tuple[tuple[type, Callable[[Any, Tally], Iterable[Table]]], ...] = (
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
                return make(question, tally)
        return ()

    def _shares(
        self,
        labels: Sequence[tuple[object, str]],
        said: Counts,
        n: int,
        *,
        column: str,
        title: str = "",
    ) -> Table:
        rows = [
            Row(
                label,
                _of(said, value),
                _share(said, value, n),
                column=column,
                value=_in_address(value),
            )
            for value, label in labels
        ]
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

    def _mean(self, label: str, said: Counts, column: str) -> Row:
        n = sum(said.values())
        if n < self.fewest or not n:
            return Row(label, is_hidden=bool(n))
        total = sum(value * many for value, many in said.items())
        squares = sum(value * value * many for value, many in said.items())
        return Row(label, n, mean_estimate(n, total, squares), column=column)

    def _label(self, choice: Choice) -> str:
        return choice.shown(self.language)

    def _means(self, lines: Sequence[Said], low: float, high: float, title: str = "") -> Table:
        rows = tuple(self._mean(*line) for line in lines)
        return Table(rows, Unit.POINTS, low, high, title)

    def _rating(self, question: Rating, tally: Tally) -> Iterable[Table]:
        words = {each.value: self._label(each) for each in question.labels}
        ends = {question.lowest: question.lowest_label, question.highest: question.highest_label}
        labels = [
            (point, _point(point, words.get(point) or _end(ends, point, self.language)))
            for point in range(question.lowest, question.highest + 1)
        ]
        said = tally.of(*WHOLE)
        spread = self._shares(labels, said, tally.n, column=question.name)
        # A mean beside a spread with two hidden counts would tell both, and so would its interval.
        is_hidden = any(row.is_hidden for row in spread.rows)
        if not is_hidden:
            yield spread
        if not _has_headline(question):
            means = self._means([("", said, question.name)], question.lowest, question.highest)
            yield _widest(means) if is_hidden else means

    def _yes_no(self, question: YesNo, tally: Tally) -> Iterable[Table]:
        labels = [
            (True, (question.yes or YES).in_language(self.language)),
            (False, (question.no or NO).in_language(self.language)),
        ]
        yield self._shares(labels, tally.of(*WHOLE), tally.n, column=question.name)

    def _chosen(self, question: Selecting, tally: Tally) -> Iterable[Table]:
        said = tally.of(*WHOLE)
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
        yield self._shares(labels, said, tally.n, column=question.name)

    def _ranking(self, question: Ranking, tally: Tally) -> Iterable[Table]:
        lines = [(label, said, "") for label, said, _column in self._lines(question.choices, tally)]
        yield self._means(lines, 1, max(len(question.choices), 2))

    def _sum(self, question: Sum, tally: Tally) -> Iterable[Table]:
        lines = [
            (label, _with_nothing(said, tally.n), column)
            for label, said, column in self._lines(question.choices, tally)
        ]
        yield self._means(lines, 0, question.total)

    def _lines(self, things: Sequence[Choice], tally: Tally, *part: str) -> list[Said]:
        name = tally.question.name
        return [
            (
                self._label(each),
                tally.of(str(each.value), *part),
                ".".join((name, str(each.value), *part)),
            )
            for each in things
        ]

    def _matrix(self, question: Matrix, tally: Tally) -> Iterable[Table]:
        points = [each.value for each in question.columns]
        numbers = [each for each in points if isinstance(each, int)]
        lines = [
            (label, _among(said, points), column)
            for label, said, column in self._lines(question.rows, tally)
        ]
        if len(numbers) == len(points) > 1:
            yield self._means(lines, min(numbers), max(numbers))
            return
        labels = [(each.value, self._label(each)) for each in question.columns]
        for label, said, column in lines:
            yield from self._spread(labels, said, column, label)

    def _spread(
        self, labels: Sequence[tuple[object, str]], said: Counts, column: str, title: str
    ) -> Iterable[Table]:
        n = sum(said.values())
        if n >= self.fewest:
            yield self._shares(labels, said, n, column=column, title=title)

    def _paired(self, question: Paired, tally: Tally) -> Iterable[Table]:
        for part in question.parts:
            title = PART_TEXTS[part].in_language(self.language)
            lines = self._lines(question.rows, tally, part)
            yield self._means(lines, question.lowest, question.highest, title)

    def _kano(self, question: Kano, tally: Tally) -> Iterable[Table]:
        labels = [(each.value, self._label(each)) for each in question.columns]
        for row in question.rows:
            for side, texts in (
                ("functional", row.functional),
                ("dysfunctional", row.dysfunctional),
            ):
                said = tally.of(str(row.value), side)
                column = f"{question.name}.{row.value}.{side}"
                yield from self._spread(labels, said, column, texts.in_language(self.language))

    def _best_worst(self, question: BestWorst, tally: Tally) -> Iterable[Table]:
        """How often a thing was the best, and the worst, of the sets in which it was shown."""
        shown = shown_in(question, tally)
        for pick, texts in (("best", question.best_label), ("worst", question.worst_label)):
            said = tally.of(pick)
            rows = [
                Row(
                    self._label(each),
                    said[each.value],
                    _share(said, each.value, shown[each.value]),
                )
                for each in question.choices
            ]
            yield Table(tuple(self._suppressed(rows)), title=texts.in_language(self.language))

    def _numbers(self, question: Line | Computed, tally: Tally) -> Iterable[Table]:
        is_words = isinstance(question, Line) and question.input is not Input.NUMBER
        said = Counter[Any]() if is_words else tally.of(*WHOLE)
        if said:
            low = min(said)
            yield self._means([("", said, question.name)], low, max(*said, low + 1))


def _in_address(value: object) -> str:
    """A value as addresses name it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _hidden(result: Result) -> Result:
    """Without figures, and without saying how few there are."""
    if not result.n:
        return result
    return Result(result.name, result.title, result.type, 0, is_hidden=True)


def _of(said: Counts, value: object) -> int:
    return said.get(value, 0)


def _widest(means: Table) -> Table:
    """The same means, between bounds that tell nothing of how answers spread."""
    rows = (
        replace(
            row,
            estimate=widest_mean_estimate(row.estimate, lowest=means.low, highest=means.high),
        )
        if row.estimate
        else row
        for row in means.rows
    )
    return replace(means, rows=tuple(rows))


def _share(said: Counts, value: object, n: int) -> Estimate:
    return share_estimate(_of(said, value), n)


def _with_nothing(said: Counts, n: int) -> Counts:
    """With 0 points from those who gave a thing none."""
    return Counter(said) + Counter({0: n - sum(said.values())})


def _among(said: Counts, points: Sequence[object]) -> Counts:
    return Counter({value: many for value, many in said.items() if value in points})


def _point(point: int, word: str) -> str:
    return f"{point} · {word}" if word else str(point)


def _end(ends: Mapping[int, Any], point: int, language: str) -> str:
    return ends[point].in_language(language) if point in ends else ""


def _has_headline(question: Question) -> bool:
    return isinstance(question, Rating) and question.role in {Role.NPS, Role.CSAT, Role.CES}


def _sides(question: Rating, tally: Tally) -> Sequence[int]:
    """How many are on each side of the share that a headline tells."""
    said, highest = tally.of(*WHOLE), question.highest
    if question.role is Role.NPS:
        promoters = sum(many for value, many in said.items() if value >= highest - 1)
        passives = sum(many for value, many in said.items() if highest - 3 <= value < highest - 1)
        return promoters, passives, said.total() - promoters - passives
    top = sum(many for value, many in said.items() if value >= highest - 1)
    return top, said.total() - top


def _headline(question: Question, tally: Tally) -> Headline | None:
    """The figure of the role, where the scale is the one it is made for."""
    if not isinstance(question, Rating) or not _has_headline(question):
        return None
    values = list(tally.of(*WHOLE).elements())
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
