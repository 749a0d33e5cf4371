"""Tables for a terminal: aligned by what is seen, Chinese signs two places wide."""

import shutil
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

NARROWEST = 8  # of the first column


@dataclass(frozen=True)
class Table:
    """Rows under a head; the first column stands left, the others right."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    title: str = ""


def lines_of(table: Table, width: int | None = None) -> list[str]:
    """The lines of a table, without columns that say nothing in any row.

    What is wider than the terminal follows below, row by row again.
    """
    every = [[printable(str(cell)) for cell in row] for row in (table.head, *table.rows)]
    widths = [max(places(cell) for cell in column) for column in zip(*every, strict=True)]
    room = _terminal_width() if width is None else width
    if room:
        widths[0] = min(widths[0], max(NARROWEST, room - 2 - max(widths[1:], default=0)))
    lines = [table.title] if table.title else []
    told = [place for place in range(1, len(widths)) if any(row[place] for row in every[1:])]
    for number, block in enumerate(_blocks(widths, told, room)):
        lines += [""] * bool(number)
        lines += [_line(row, widths, block) for row in every]
    return [*lines, *([table.note] if table.note else [])]


def _blocks(widths: Sequence[int], told: Sequence[int], room: int) -> list[list[int]]:
    """The places of the columns that stand side by side; the first one leads every block."""
    blocks, used = [[0]], widths[0]
    for place in told:
        width = widths[place]
        if room and used + 2 + width > room and len(blocks[-1]) > 1:
            blocks.append([0])
            used = widths[0]
        blocks[-1].append(place)
        used += 2 + width
    return blocks


def places(text: str) -> int:
    """How many places a text takes on a terminal."""
    return sum(_places(sign) for sign in text)


def _places(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def printable(text: str) -> str:
    """A text that moves no cursor: what is not a sign is a space."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _line(row: Sequence[str], widths: Sequence[int], block: Sequence[int]) -> str:
    first = _cut(row[0], widths[0])
    cells = [first + " " * (widths[0] - places(first))]
    cells += [" " * (widths[place] - places(row[place])) + row[place] for place in block[1:]]
    return "  ".join(cells).rstrip()


def _cut(text: str, width: int) -> str:
    if places(text) <= width:
        return text
    kept = ""
    for sign in text:
        if places(kept + sign) > width - 1:
            break
        kept += sign
    return kept + "…"


def _terminal_width() -> int:
    """0 where nobody looks at a terminal: a file has room."""
    is_seen = sys.stdout is not None and sys.stdout.isatty()
    return shutil.get_terminal_size().columns if is_seen else 0
