"""Files of purchases as tables of text: CSV of any delimiter and encoding, XLSX, Parquet.

Everything comes out as written, one Arrow table of strings after the other, so that the rest
of the import has one way only. Loaded by the import's own process alone.
"""

import csv
import gzip
import importlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO, Protocol, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from heed.core.encodings import encoding_of, is_written_in
from heed.value.refusals import (
    CharactersUnknown,
    ColumnsMissing,
    ColumnsUnclear,
    ColumnUnknown,
    FieldUnknown,
    FileEmpty,
    FileMissing,
    FileOfOtherKind,
    FileUnreadable,
)
from heed.value.rules.columns import FIELDS, Columns, recognise, simplify

BATCH = 50_000
WIDEST_FIELD = 1_000_000
LOOKED_AT = 30
DELIMITERS = ",;\t|"
_GZIP, _ZIP, _PARQUET, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"


class PurchaseFile(Protocol):
    """A file of purchases: its columns, and its rows again and again.

    Each table has `row` (from 1), `is_ragged` and then one string column per column of the file,
    named by its place. `typed` are the places of columns whose figures need no interpretation.
    """

    columns: tuple[str, ...]
    typed: frozenset[int]

    def tables(self) -> Iterator[pa.Table]: ...


def _names_nothing(_columns: Sequence[str]) -> int:
    return 0


def open_purchases(
    path: Path,
    *,
    encoding: str = "",
    sheet: str = "",
    known: Callable[[Sequence[str]], int] = _names_nothing,
) -> PurchaseFile:
    """Return the file's reader by what is in it. Raises what stands in `refusals`.

    `known` counts how many names of a line are those of columns: the line with most is taken for
    the one with the column names, and what stands above it is passed over.
    """
    if not path.is_file():
        raise FileMissing(file=path)
    try:
        with path.open("rb") as stream:
            start = stream.read(8)
        if start[:4] == _PARQUET:
            return ParquetPurchases(path)
        if start[:4] == _ZIP:
            return _sheet(path, sheet, known)
        if start[:4] == _OLE:
            raise FileOfOtherKind(file=path.name)
        is_packed = start[:2] == _GZIP
        return CsvPurchases(path, encoding=encoding, is_packed=is_packed, known=known)
    except (OSError, EOFError, pa.ArrowException) as problem:
        raise FileUnreadable(file=path.name, problem=problem) from problem


def _sheet(path: Path, sheet: str, known: Callable[[Sequence[str]], int]) -> PurchaseFile:
    """The reader of spreadsheets is loaded only where a file is one."""
    reader = importlib.import_module("heed.value.sheets").SheetPurchases
    return cast(PurchaseFile, reader(path, sheet=sheet, known=known))


def _table(first_row: int, ragged: Sequence[bool], columns: Sequence[pa.Array]) -> pa.Table:
    rows = pa.array(range(first_row, first_row + len(ragged)), pa.int64())
    names = ["row", "is_ragged", *(str(place) for place in range(len(columns)))]
    return pa.table([rows, pa.array(ragged, pa.bool_()), *columns], names=names)


class ParquetPurchases:
    """A Parquet file, each value written as text."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
        self.columns = tuple(schema.names)
        self.typed = frozenset(
            place for place, column in enumerate(schema) if _is_number(column.type)
        )

    def tables(self) -> Iterator[pa.Table]:
        first_row = 1
        with pq.ParquetFile(self._path) as file:
            for batch in file.iter_batches(BATCH):
                columns = [_as_text(column) for column in batch.columns]
                yield _table(first_row, [False] * len(batch), columns)
                first_row += len(batch)


def _is_number(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    )


def _as_text(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_nested(column.type):
        return pa.array([str(value) for value in column.to_pylist()], pa.string())
    return pc.cast(column, pa.string())


class CsvPurchases:
    """A text file with one line of column names, packed by gzip or not."""

    typed: frozenset[int] = frozenset()

    def __init__(
        self,
        path: Path,
        *,
        encoding: str,
        is_packed: bool,
        known: Callable[[Sequence[str]], int] = _names_nothing,
    ) -> None:
        self._path, self._is_packed = path, is_packed
        self.encoding = self._encoding(encoding)
        csv.field_size_limit(WIDEST_FIELD)
        with self._open() as stream:
            first = list(islice((line for line in stream if line.strip()), LOOKED_AT))
        told = re.fullmatch(r"sep=(.)\s*", first[0]) if first else None
        self.delimiter, place = _layout(
            first[1:] if told else first, told[1] if told else DELIMITERS, known
        )
        self._passed_over = place + bool(told)
        header = next(self._rows(), None)
        if not header or not any(name.strip() for name in header):
            raise FileEmpty(file=path.name)
        self.columns = tuple(name.strip() for name in header)

    def tables(self) -> Iterator[pa.Table]:
        rows = islice(self._rows(), 1, None)
        first_row, width = 1, len(self.columns)
        while batch := list(islice(rows, BATCH)):
            ragged = [len(row) != width for row in batch]
            if any(ragged):
                batch = [(row + [""] * width)[:width] for row in batch]
            columns = [pa.array(values, pa.string()) for values in zip(*batch, strict=True)]
            yield _table(first_row, ragged, columns)
            first_row += len(batch)

    def _rows(self) -> Iterator[list[str]]:
        with self._open() as stream:
            reader = csv.reader(stream, delimiter=self.delimiter)
            filled = (row for row in reader if row)
            try:
                yield from islice(filled, self._passed_over, None)
            except (csv.Error, UnicodeError, EOFError, OSError) as problem:
                where = f"{reader.line_num}: {problem}"
                raise FileUnreadable(file=self._path.name, problem=where) from problem

    def _open(self) -> IO[str]:
        if self._is_packed:
            return gzip.open(self._path, "rt", encoding=self.encoding, newline="")
        return self._path.open(encoding=self.encoding, newline="")

    def _open_bytes(self) -> BinaryIO:
        return cast(BinaryIO, gzip.open(self._path) if self._is_packed else self._path.open("rb"))

    def _encoding(self, named: str) -> str:
        """The encoding named, if the file is written in it, else the one the file shows."""
        if not named:
            return encoding_of(self._open_bytes)
        if not is_written_in(self._open_bytes, named):
            raise CharactersUnknown(file=self._path.name, encoding=named)
        return named


def _layout(
    lines: Sequence[str], marks: str, known: Callable[[Sequence[str]], int]
) -> tuple[str, int]:
    """The delimiter, and how many rows stand above that of the column names.

    That is the row with most names of columns, the first of them; cut into most columns.
    """
    best, chosen = (-1, 0, 0), (marks[0], 0)
    for mark in marks:
        rows = (row for row in csv.reader(lines, delimiter=mark) if row)
        for place, row in enumerate(rows):
            told = (known(row), -place, len(row))
            if told > best:
                best, chosen = told, (mark, place)
    return chosen


def places_of(
    columns: Sequence[str],
    mapping: Mapping[str, str],
    *,
    fields: Mapping[str, str] = FIELDS,
    find: Callable[[Sequence[str], Mapping[str, str]], Columns] = recognise,
) -> dict[str, int]:
    """Which column holds which field. Raises where that is missing, unclear or misnamed."""
    listed = ", ".join(columns)
    named = {
        field: _column(columns, field, name, listed, fields) for field, name in mapping.items()
    }
    found = find(columns, named)
    for field, names in found.unclear:
        raise ColumnsUnclear(field=field, columns=", ".join(names), example=names[0])
    if found.missing:
        missing = ", ".join(found.missing)
        raise ColumnsMissing(fields=missing, columns=listed, field=found.missing[0])
    return {field: columns.index(column) for field, column in found.of.items()}


def _column(
    columns: Sequence[str], field: str, name: str, listed: str, fields: Mapping[str, str]
) -> str:
    if field not in fields:
        raise FieldUnknown(field=field, fields=", ".join(fields))
    for column in columns:
        if column == name or simplify(column) == simplify(name):
            return column
    raise ColumnUnknown(column=name, columns=listed, field=field)
