"""The rows of a sheet of an XLSX file as text, as a person sees them. Loads openpyxl."""

import warnings
from datetime import date, datetime, time
from pathlib import Path
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook

from heed.measuring.refusals import FileOfOtherKind, FileUnreadable, SheetUnknown

BROKEN = (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, EOFError)


def rows_of(path: Path, sheet: str) -> tuple[list[list[str]], list[str]]:
    """The rows as text, and what must be known of how they were read. Raises DomainError.

    A formula is never worked out: the value stored beside it is taken.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and rules that have no part in the answers
            book = load_workbook(path, read_only=True, data_only=True)
    except KeyError as problem:
        raise FileOfOtherKind(file=path.name) from problem
    except BROKEN as problem:
        raise FileUnreadable(file=path.name, problem=problem) from problem
    try:
        rows, read_as = _rows_meant(path, book, sheet)
    except BROKEN as problem:
        raise FileUnreadable(file=path.name, problem=problem) from problem
    finally:
        book.close()
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows], read_as


def _rows_meant(path: Path, book: Workbook, sheet: str) -> tuple[list[list[str]], list[str]]:
    """Those of the sheet named, or of the longest: covers and notes stand before and behind."""
    names = [each.title for each in book.worksheets]
    if sheet and sheet not in names:
        raise SheetUnknown(file=path.name, sheet=sheet, sheets=", ".join(names))
    if not names:
        raise FileOfOtherKind(file=path.name)
    every = {name: _rows(book, name) for name in ([sheet] if sheet else names)}
    longest = max(every, key=lambda name: sum(map(any, every[name])))
    if len(every) == 1:
        return every[longest], []
    said = _("Of %(many)s sheets the longest is read, %(sheet)s; name another one with --sheet.")
    return every[longest], [said % {"many": len(every), "sheet": longest}]


def _rows(book: Workbook, sheet: str) -> list[list[str]]:
    found = book[sheet]
    found.reset_dimensions()  # programs store wrong ones
    return [[_text(value) for value in row] for row in found.iter_rows(values_only=True)]


def _text(value: object) -> str:
    """Whole numbers without decimals; dates as ISO 8601 writes them."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
