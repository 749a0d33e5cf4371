"""How the columns of a file are read: each once, with what is missing and strange in it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isnan
from operator import itemgetter

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from heed.measuring.asked import Column, listed
from heed.measuring.cells import (
    BLANKS,
    CODES,
    Language,
    Missing,
    Strange,
    decimal_of,
    number_or_nan,
)
from heed.measuring.layout import MOST_SHOWN, AnswerTable
from heed.measuring.refusals import NoAnswers, NotNumbers, OffTheScale

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]


@dataclass
class Reading:
    """What has been read of a file so far; each column is read once, whoever asks for it."""

    table: AnswerTable
    codes: Mapping[str, Missing] = field(default_factory=dict)  # as given, beside those known
    decimal: str = ""
    missing: dict[str, dict[str, int]] = field(default_factory=dict)
    strange: list[dict[str, object]] = field(default_factory=list)
    strange_counts: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    with_comma: list[str] = field(default_factory=list)
    _numbers: dict[tuple[int, float | None, float | None], Floats] = field(default_factory=dict)
    _texts: dict[int, Texts] = field(default_factory=dict)

    def tell(self, sentence: str) -> None:
        if sentence not in self.told:
            self.told.append(sentence)

    @property
    def read_as(self) -> list[str]:
        """How the file was understood, in sentences."""
        said = [*self.table.read_as, *self.told]
        for label, number in list(self.labels.values())[:1]:
            values = {"columns": listed(list(self.labels)), "label": label, "number": number}
            said.append(
                _("Labels are read by their number in %(columns)s: “%(label)s” as %(number)s.")
                % values
            )
        if self.with_comma:
            columns = listed(self.with_comma)
            said.append(_("Commas stand before decimals in %(columns)s.") % {"columns": columns})
        return said

    def numbers(self, column: Column, lowest: float | None, highest: float | None) -> Floats:
        """A column's numbers, nan where there is none on the scale."""
        key = (column.place, lowest, highest)
        if key not in self._numbers:
            self._numbers[key] = _Numbers(self, column, lowest, highest).read()
        return self._numbers[key]

    def texts(self, column: Column) -> Texts:
        """A column's texts as written, "" where there is no answer."""
        if column.place not in self._texts:
            self._texts[column.place] = self._read_texts(column)
        return self._texts[column.place]

    def _read_texts(self, column: Column) -> Texts:
        codes = {**BLANKS, **self.codes}
        written = list(map(itemgetter(column.place), self.table.rows))
        found, missing = dict[str, str](), Counter[str]()
        for cell, many in Counter(written).items():
            text = " ".join(cell.split())
            kind = codes.get(text.casefold())
            found[cell] = text if kind is None else ""
            if kind is not None:
                missing[kind.value] += many
        if missing:
            self.missing[column.column] = dict(missing)
        return np.array(list(map(found.__getitem__, written)), dtype=object)


class _Numbers:
    """One column read as numbers, with what is missing and what is strange in it."""

    def __init__(
        self, reading: Reading, column: Column, lowest: float | None, highest: float | None
    ) -> None:
        self.reading, self.column = reading, column
        self.lowest = -np.inf if lowest is None else lowest
        self.highest = np.inf if highest is None else highest
        table = reading.table
        self.texts = list(map(itemgetter(column.place), table.rows))
        self.kinds = Counter(self.texts)
        decimal = reading.decimal or decimal_of(self.kinds, is_comma_likely=table.is_comma_decimal)
        self.language = Language({**CODES, **reading.codes}, decimal)

    def read(self) -> Floats:
        means = {text: self._meaning(text) for text in self.kinds}
        self._refuse_strangers(means)
        self._count_missing(means)
        self._show_strange(means)
        self._say_how(means)
        numbers = {text: number_or_nan(meaning) for text, meaning in means.items()}
        return np.fromiter(map(numbers.__getitem__, self.texts), float, len(self.texts))

    def _meaning(self, text: str) -> float | Missing | Strange:
        meaning = self.language.meaning(text)
        if isinstance(meaning, float) and not self.lowest <= meaning <= self.highest:
            return Strange.OFF_THE_SCALE
        return meaning

    def _refuse_strangers(self, means: dict[str, float | Missing | Strange]) -> None:
        many = Counter[str]()
        for text, meaning in means.items():
            if not isinstance(meaning, Missing):
                kind = meaning.value if isinstance(meaning, Strange) else "read"
                many[kind] += self.kinds[text]
        filled = many.total()
        examples = {
            kind: "; ".join([text.strip() for text in means if means[text] is kind][:3])
            for kind in Strange
        }
        if not filled:
            raise NoAnswers(column=self.column.column)
        if many[Strange.NOT_A_NUMBER] * 2 > filled:
            raise NotNumbers(
                column=self.column.column,
                many=f"{many[Strange.NOT_A_NUMBER]:,}",
                filled=f"{filled:,}",
                examples=examples[Strange.NOT_A_NUMBER],
            )
        if many[Strange.OFF_THE_SCALE] * 2 > filled:
            raise OffTheScale(
                column=self.column.column,
                lowest=f"{self.lowest:g}",
                highest=f"{self.highest:g}",
                examples=examples[Strange.OFF_THE_SCALE],
            )

    def _count_missing(self, means: dict[str, float | Missing | Strange]) -> None:
        missing = Counter[str]()
        for text, meaning in means.items():
            if not isinstance(meaning, float):
                missing[meaning.value] += self.kinds[text]
        if missing:
            self.reading.missing[self.column.column] = dict(missing)

    def _show_strange(self, means: dict[str, float | Missing | Strange]) -> None:
        odd = {text for text, meaning in means.items() if isinstance(meaning, Strange)}
        if not odd:
            return
        for number, text in zip(self.reading.table.numbers, self.texts, strict=True):
            if text in odd:
                reason = str(means[text])
                self.reading.strange_counts[reason] += 1
                if len(self.reading.strange) < MOST_SHOWN:
                    place = {"column": self.column.column, "row": number}
                    self.reading.strange.append({**place, "value": text, "reason": reason})

    def _say_how(self, means: dict[str, float | Missing | Strange]) -> None:
        numbers = [text for text, meaning in means.items() if isinstance(meaning, float)]
        labels = [text for text in numbers if self.language.is_label(text)]
        if labels:
            example = (labels[0].strip(), f"{means[labels[0]]:g}")
            self.reading.labels.setdefault(self.column.column, example)
        if any("," in text for text in numbers) and self.language.decimal == ",":
            self.reading.with_comma.append(self.column.column)


def is_weight(value: float) -> bool:
    return not isnan(value) and value >= 0
