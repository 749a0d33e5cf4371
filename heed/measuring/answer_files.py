"""Files of answers as people have them: CSV of any delimiter and encoding, XLSX, Parquet."""

import csv
import gzip
import importlib
import io
import re
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from heed.core.encodings import encoding_of, is_written_in
from heed.measuring.layout import AnswerTable, Cells, answer_table
from heed.measuring.refusals import (
    CharactersUnknown,
    FileMissing,
    FileOfOtherKind,
    FileUnreadable,
    QuoteLeftOpen,
)

WIDEST_FIELD = 1_000_000
LINES_LOOKED_AT = 200
DELIMITERS = ("\t", ";", "|", ",")
_GZIP, _ZIP, _PARQUET, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"


def read_answers(path: Path, *, encoding: str = "", sheet: str = "") -> AnswerTable:
    """Read a file of answers. Raises what stands in `refusals`."""
    if not path.is_file():
        raise FileMissing(file=path)
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
        if start == _PARQUET:
            return _packed_table(path, "heed.measuring.parquet_rows", sheet)
        if start == _ZIP:
            return _packed_table(path, "heed.measuring.xlsx_rows", sheet)
        if start == _OLE:
            raise FileOfOtherKind(file=path.name)
        content = gzip.decompress(path.read_bytes()) if start[:2] == _GZIP else path.read_bytes()
    except (OSError, EOFError) as problem:
        raise FileUnreadable(file=path.name, problem=problem) from problem
    return _text_table(path.name, content, encoding)


def _packed_table(path: Path, reader: str, sheet: str) -> AnswerTable:
    """The heavy readers are loaded only where a file needs them."""
    rows, read_as = importlib.import_module(reader).rows_of(path, sheet)
    return answer_table(path.name, rows, read_as=read_as, is_comma_decimal=False)


def _text_table(file: str, content: bytes, encoding: str) -> AnswerTable:
    def opened() -> io.BytesIO:
        return io.BytesIO(content)

    if encoding and not is_written_in(opened, encoding):
        raise CharactersUnknown(file=file, encoding=encoding)
    used = encoding or encoding_of(opened)
    text = content.decode(used).removeprefix("\ufeff")
    if "\0" in text[:1000]:
        raise FileOfOtherKind(file=file)
    told = re.match(r"sep=(.)\r?\n", text)
    text = text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter_of(text)
    csv.field_size_limit(WIDEST_FIELD)
    rows = _rows(file, text, delimiter)
    if told:
        rows.insert(0, [])
    if swallowed := _swallowed(rows, delimiter):
        said = _("In row %(row)s a cell holds what looks like whole rows: check its quotes.")
        read_as = [said % {"row": swallowed}]
    else:
        read_as = []
    is_usual = used in {"utf-8", "utf-8-sig"} or text.isascii()
    if not is_usual:
        read_as.append(_("The text is read as %(encoding)s.") % {"encoding": used})
    return answer_table(file, rows, read_as=read_as, is_comma_decimal=delimiter == ";")


def _rows(file: str, text: str, delimiter: str) -> list[Cells]:
    """All rows; a quotation mark that is never closed would swallow the rest of the file."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error as problem:
        if "unexpected end of data" in str(problem):
            raise QuoteLeftOpen(file=file) from problem
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as problem:
        raise FileUnreadable(file=file, problem=problem) from problem


def _swallowed(rows: list[Cells], delimiter: str) -> int:
    """The number of the first row with a cell that could be rows itself; 0 if there is none."""
    width = max((len(row) for row in rows[:LINES_LOOKED_AT]), default=0)
    for number, row in enumerate(rows, start=1):
        for cell in row:
            if "\n" in cell and width > 2 and cell.count(delimiter) >= width - 1:
                return number
    return 0


def _delimiter_of(text: str) -> str:
    """The delimiter that cuts the longest run of lines into as many cells each."""
    lines = text[:WIDEST_FIELD].splitlines(keepends=True)[:LINES_LOOKED_AT]

    def longest_run(delimiter: str) -> tuple[int, int]:
        rows = [row for row in _cut(lines, delimiter) if row]
        best, run, width = (0, 0), 0, 0
        for row in rows:
            run = run + 1 if len(row) == width else 1
            width = len(row)
            if width > 1:
                best = max(best, (run, width))
        return best

    runs = {each: longest_run(each) for each in DELIMITERS}
    most = max(runs.values())
    return next((each for each in DELIMITERS if runs[each] == most), ",") if most[0] else ","


def _cut(lines: Iterable[str], delimiter: str) -> list[Cells]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []
