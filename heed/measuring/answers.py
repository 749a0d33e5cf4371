"""The answers of a file as a method asks for them: numbers, texts, pairs, cases and weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from heed.measuring.asked import Column, column_meant, columns_meant, paired
from heed.measuring.reading import Reading

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]
Values = TypeVar("Values", bound=NDArray[Any])


@dataclass(frozen=True)
class Columns(Generic[Values]):
    """Columns that belong together, one after the other; `values` has shape (rows, columns)."""

    columns: tuple[str, ...]
    names: tuple[str, ...]
    stars: tuple[str, ...]
    values: Values


Items = Columns[Floats]
TextItems = Columns[Texts]


class Answers:
    """The rows of a file, or of one group of them; every array has one entry a row."""

    def __init__(
        self,
        reading: Reading,
        rows: NDArray[np.intp],
        *,
        cases: Column | None = None,
        weights: Floats | None = None,
    ) -> None:
        self.reading, self._rows = reading, rows
        self._cases, self._weights = cases, weights
        self.cases, self.case_names = self._numbered_cases()

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def weights(self) -> Floats | None:
        """How many people each row stands for; None where all stand for one."""
        return None if self._weights is None else self._weights[self._rows]

    def numbers(
        self, asked: Sequence[str], *, lowest: float | None = None, highest: float | None = None
    ) -> Items:
        """Columns as numbers; nan where an answer is missing, unreadable or off the scale."""
        return self._items(self._meant(asked), lowest, highest)

    def number(
        self, name: str, *, lowest: float | None = None, highest: float | None = None
    ) -> Floats:
        """One column as numbers."""
        column = column_meant(name, self.reading.table.columns)
        return self.reading.numbers(column, lowest, highest)[self._rows]

    def pairs(
        self,
        first: Sequence[str],
        second: Sequence[str],
        *,
        lowest: float | None = None,
        highest: float | None = None,
    ) -> tuple[Items, Items]:
        """Two lists of columns in the same order, joined by what the star stands for."""
        left, right = self._paired(first, second)
        return self._items(left, lowest, highest), self._items(right, lowest, highest)

    def choices(self, asked: Sequence[str]) -> TextItems:
        """Columns as texts; "" where an answer is missing."""
        return self._text_items(self._meant(asked))

    def text(self, name: str) -> Texts:
        """One column as texts."""
        column = column_meant(name, self.reading.table.columns)
        return self.reading.texts(column)[self._rows]

    def text_pairs(
        self, first: Sequence[str], second: Sequence[str]
    ) -> tuple[TextItems, TextItems]:
        """Two lists of columns of texts in the same order."""
        left, right = self._paired(first, second)
        return self._text_items(left), self._text_items(right)

    def tell(self, sentence: str) -> None:
        """Let the reader know how the file was understood; each sentence is said once."""
        self.reading.tell(sentence)

    def part(self, chosen: NDArray[np.bool_ | np.intp]) -> "Answers":
        """The answers of the chosen rows alone: a mask, or their places."""
        return Answers(self.reading, self._rows[chosen], cases=self._cases, weights=self._weights)

    def _meant(self, asked: Sequence[str]) -> list[Column]:
        return columns_meant(asked, self.reading.table.columns)

    def _paired(
        self, first: Sequence[str], second: Sequence[str]
    ) -> tuple[list[Column], list[Column]]:
        found = paired(self._meant(first), self._meant(second))
        return [left for left, _right in found], [right for _left, right in found]

    def _items(self, found: list[Column], lowest: float | None, highest: float | None) -> Items:
        values = [self.reading.numbers(each, lowest, highest)[self._rows] for each in found]
        return _together(found, np.array(values, dtype=float).reshape(-1, len(self)).T)

    def _text_items(self, found: list[Column]) -> TextItems:
        texts = np.empty((len(self), len(found)), dtype=object)
        for place, each in enumerate(found):
            texts[:, place] = self.reading.texts(each)[self._rows]
        return _together(found, texts)

    def _numbered_cases(self) -> tuple[NDArray[np.intp], list[str]]:
        if self._cases is None:
            names = [str(self.reading.table.numbers[row]) for row in self._rows]
            return np.arange(len(names)), names
        place, numbers = self._cases.place, dict[str, int]()
        rows = self.reading.table.rows
        found = [numbers.setdefault(rows[row][place].strip(), len(numbers)) for row in self._rows]
        return np.array(found, dtype=np.intp), list(numbers)


def _together(found: Sequence[Column], values: Values) -> Columns[Values]:
    return Columns(
        tuple(each.column for each in found),
        tuple(each.name for each in found),
        tuple(each.star for each in found),
        values,
    )
