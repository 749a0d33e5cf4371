"""A sheet of an XLSX file as tables of text, read once and kept packed. Loads openpyxl."""

import tempfile
import warnings
import weakref
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import pyarrow as pa
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from heed.value.refusals import (
    FileEmpty,
    FileOfOtherKind,
    FileUnreadable,
    SheetTooLarge,
    SheetUnknown,
)

BATCH = 50_000
LOOKED_AT = 30
LARGEST_UNPACKED = 4 << 30
EXACT = 1e15  # whole numbers above it are no longer exact
BROKEN = (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, EOFError)
Cells = tuple[Any, ...]


class SheetPurchases:
    """One sheet: dates as ISO 8601 writes them, whole numbers without decimals, texts as they are.

    Formulas are never worked out: the value stored beside a formula is taken.
    """

    def __init__(self, path: Path, *, sheet: str, known: Callable[[Sequence[str]], int]) -> None:
        _refuse_bomb(path)
        self._kept = tempfile.TemporaryFile()  # noqa: SIM115  gone with the reader
        weakref.finalize(self, self._kept.close)
        try:
            self._read(path, sheet, known)
        except BROKEN as problem:
            raise FileUnreadable(file=path.name, problem=problem) from problem

    def tables(self) -> Iterator[pa.Table]:
        self._kept.seek(0)
        with pa.ipc.open_stream(self._kept) as stream:
            for batch in stream:
                yield pa.Table.from_batches([batch])

    def _read(self, path: Path, sheet: str, known: Callable[[Sequence[str]], int]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and rules that have no part in the rows
            book = load_workbook(path, read_only=True, data_only=True)
        try:
            names = [each.title for each in book.worksheets]
            if not names:
                raise FileOfOtherKind(file=path.name)
            if sheet and sheet not in names:
                raise SheetUnknown(file=path.name, sheet=sheet, sheets=", ".join(names))
            found = book[sheet or names[0]]
            found.reset_dimensions()  # programs store wrong ones
            cells = found.iter_rows(values_only=True)
            self._keep((row for row in cells if any(map(_says_something, row))), path, known)
        finally:
            book.close()

    def _keep(
        self, rows: Iterator[Cells], path: Path, known: Callable[[Sequence[str]], int]
    ) -> None:
        first = list(islice(rows, LOOKED_AT))
        if not first:
            raise FileEmpty(file=path.name)
        place = max(range(len(first)), key=lambda at: (known(_texts(first[at])), -at))
        header = _texts(first[place])
        while header and not header[-1]:
            header.pop()
        self.columns = tuple(header)
        self.typed = frozenset(self._write(first[place + 1 :], rows))

    def _write(self, first: Sequence[Cells], rest: Iterator[Cells]) -> set[int]:
        """Write all rows; return the places of columns that hold figures and nothing else."""
        width = len(self.columns)
        names = [str(place) for place in range(width)]
        schema = pa.schema(
            [("row", pa.int64()), ("is_ragged", pa.bool_()), *((n, pa.string()) for n in names)]
        )
        figures, texts, next_row = set[int](), set[int](), 1
        packed = pa.ipc.IpcWriteOptions(compression="lz4")
        with pa.ipc.new_stream(self._kept, schema, options=packed) as stream:
            batch = [*first, *islice(rest, BATCH)]
            while batch:
                ragged = [any(map(_says_something, row[width:])) for row in batch]
                whole = [(row + (None,) * width)[:width] for row in batch]
                columns = list(zip(*whole, strict=True))
                for place, values in enumerate(columns):
                    kinds = {type(value) for value in values if _says_something(value)}
                    figures |= {place} if kinds & {int, float} else set()
                    texts |= {place} if kinds - {int, float} else set()
                numbers = range(next_row, next_row + len(batch))
                arrays = [pa.array(_texts(values), pa.string()) for values in columns]
                stream.write_batch(
                    pa.record_batch(
                        [pa.array(numbers, pa.int64()), pa.array(ragged), *arrays], schema=schema
                    )
                )
                next_row += len(batch)
                batch = list(islice(rest, BATCH))
        return figures - texts


def _refuse_bomb(path: Path) -> None:
    """A few packed bytes can stand for more than any disk holds."""
    try:
        with ZipFile(path) as parts:
            if not any(each.filename.startswith("xl/") for each in parts.infolist()):
                raise FileOfOtherKind(file=path.name)
            size = sum(each.file_size for each in parts.infolist())
    except BadZipFile as problem:
        raise FileOfOtherKind(file=path.name) from problem
    if size > LARGEST_UNPACKED:
        raise SheetTooLarge(file=path.name, gigabytes=f"{size / (1 << 30):.0f}")


def _says_something(value: object) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _texts(row: Sequence[object]) -> list[str]:
    return [_text(value) for value in row]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()
