"""Where in a sheet the column names and the answers stand, and which rows are neither."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from statistics import median

from django.utils.translation import gettext as _

from heed.measuring.asked import squeezed
from heed.measuring.cells import CODES, Language, plain
from heed.measuring.refusals import FileEmpty, NoRows

LOOKED_AT = 200
MOST_SHOWN = 20
Cells = list[str]
_TOTAL = re.compile(
    r"(grand |sub)?totals?|sums?|averages?|mean|median|count|n|gesamt|summe|mittelwert|durchschnitt"
    r"|合计|总计|小计|平均|平均值|均值|总数",
    re.IGNORECASE,
)


@dataclass
class AnswerTable:
    """The rows of a file that hold answers, as written, and what was set aside.

    `numbers` are the rows' numbers in the file, counted from 1 with the column names, as a
    spreadsheet shows them.
    """

    file: str
    columns: tuple[str, ...]
    rows: list[Cells]
    numbers: list[int]
    total: int
    is_comma_decimal: bool = False
    set_aside: Counter[str] = field(default_factory=Counter)
    set_aside_rows: list[dict[str, object]] = field(default_factory=list)
    read_as: list[str] = field(default_factory=list)

    def copied(self) -> "AnswerTable":
        """A table of the same rows, from which rows can be taken without touching this one."""
        return replace(
            self,
            rows=list(self.rows),
            numbers=list(self.numbers),
            set_aside=self.set_aside.copy(),
            set_aside_rows=list(self.set_aside_rows),
            read_as=list(self.read_as),
        )

    def put_aside(self, number: int, reason: str) -> None:
        self.set_aside[reason] += 1
        if len(self.set_aside_rows) < MOST_SHOWN:
            self.set_aside_rows.append({"row": number, "reason": reason})

    def reasons(self) -> str:
        """What was set aside, by reason, in a line."""
        return ", ".join(f"{reason} {many:,}" for reason, many in self.set_aside.items()) or "–"


def answer_table(
    file: str, written: Sequence[Cells], *, read_as: Sequence[str], is_comma_decimal: bool
) -> AnswerTable:
    """The rows with answers under the line of column names. Raises FileEmpty, NoRows."""
    at = _header_at(written)
    if at is None:
        raise FileEmpty(file=file)
    header = list(written[at])
    while header and not header[-1].strip():
        header.pop()
    read_as = [*read_as, *_name_of_rows(header, written[at + 1 : at + LOOKED_AT])]
    last = next(place for place in range(len(written) - 1, -1, -1) if _is_filled(written[place]))
    table = AnswerTable(
        file=file,
        columns=_names(header),
        rows=[],
        numbers=[],
        total=last - at,
        is_comma_decimal=is_comma_decimal,
        read_as=list(read_as),
    )
    table.read_as += _said_of_header(table.columns, written, at)
    _take_rows(table, header, written[at + 1 : last + 1], first=at + 2)
    if not table.rows:
        raise NoRows(file=file, reasons=table.reasons())
    return table


def _name_of_rows(header: Cells, rows: Sequence[Cells]) -> list[str]:
    """R writes the rows' names without a name for their column: it gets one, and this is said."""
    wider = sum(len(row) == len(header) + 1 and bool(row[-1].strip()) for row in rows)
    if wider * 2 <= sum(map(_is_filled, rows)):
        return []
    header.insert(0, "(row)")
    return [_("The first column has no name; the others are moved one to the right.")]


def _filled(row: Cells) -> int:
    return sum(1 for cell in row if cell.strip())


def _is_filled(row: Cells) -> bool:
    return any(map(str.strip, row))


def _header_at(written: Sequence[Cells]) -> int | None:
    """The first row about as full as the rows are; what stands above is no table yet."""
    counts = [count for row in written[:LOOKED_AT] if (count := _filled(row))]
    if not counts:
        return None
    needed = 0.8 * min(median(counts), max(counts))
    for place, row in enumerate(written):
        if _filled(row) >= needed or _is_short_header(row, written[place + 1 : place + 2]):
            return place
    return None


def _is_short_header(row: Cells, below: Sequence[Cells]) -> bool:
    """Whether words stand one cell short above numbers, as R writes a table with names of rows."""
    return (
        bool(_filled(row) and below)
        and len(below[0]) == len(row) + 1
        and _has_number(below[0])
        and not _has_number(row)
    )


def _has_number(row: Cells) -> bool:
    return any(isinstance(Language().meaning(cell), float) for cell in row)


def _names(header: Sequence[str]) -> tuple[str, ...]:
    """The column names, doubled ones counted from the left: "x (1)", "x (2)"."""
    names = [squeezed(cell) or f"({place})" for place, cell in enumerate(header, start=1)]
    many, seen = Counter(names), Counter[str]()
    for place, name in enumerate(names):
        if many[name] > 1:
            seen[name] += 1
            names[place] = f"{name} ({seen[name]})"
    return tuple(names)


def _said_of_header(columns: Sequence[str], written: Sequence[Cells], at: int) -> list[str]:
    said = []
    if any(map(_is_filled, written[:at])):
        said.append(
            _("The column names stand in row %(row)s; what is above them is left out.")
            % {"row": at + 1}
        )
    language = Language()
    if all(isinstance(language.meaning(name.split(" (")[0]), float) for name in columns):
        said.append(
            _("The column names are numbers: does the file begin with answers? They are: %(names)s")
            % {"names": ", ".join(columns[:5])}
        )
    doubled = [each for each in columns if re.search(r".\(1\)$", each)]
    if doubled:
        said.append(
            _("Columns of the same name are counted from the left: %(names)s.")
            % {"names": ", ".join(doubled)}
        )
    return said


def _take_rows(table: AnswerTable, header: Cells, written: Sequence[Cells], *, first: int) -> None:
    width = len(table.columns)
    tail = _tail(written, width)
    for number, row in enumerate(written, start=first):
        reason = tail.get(number - first) or _not_answers(row, header, written)
        if reason:
            table.put_aside(number, reason)
        else:
            table.rows.append(row[:width])
            table.numbers.append(number)


def _not_answers(row: Cells, header: Cells, written: Sequence[Cells]) -> str:
    width = len(header)
    if not _is_filled(row):
        return "empty_row"
    if row[:width] == header:
        return "repeated_header"
    if len(row) < width or _is_filled(row[width:]):
        return "wrong_width"
    if _is_export_line(row) or (
        row is written[0] and len(written) > 1 and _is_export_line(written[1])
    ):
        return "export_line"
    return ""


def _is_export_line(row: Cells) -> bool:
    """The second line of names that Qualtrics writes, with its ids; above it stand questions."""
    return row[0].startswith('{"ImportId"')


def _tail(written: Sequence[Cells], width: int) -> dict[int, str]:
    """Totals and notes under the answers: place and reason, from the end upwards."""
    answers = _yes_or_no(written)
    judged = (
        (place, _below(written[place], width, answers)) for place in range(len(written) - 1, -1, -1)
    )
    return dict(takewhile(lambda each: each[1], judged))


def _yes_or_no(written: Sequence[Cells]) -> set[str]:
    """{"n"} where it stands in front of several rows: then it means no, and not how many."""
    many = sum(1 for row in written if row and plain(row[0]).casefold() == "n")
    return {"n"} if many > 1 else set()


def _below(row: Cells, width: int, answers: set[str]) -> str:
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return "empty_row"
    first = plain(filled[0]).rstrip(" :=")
    is_total = _TOTAL.fullmatch(first) and first.casefold() not in answers
    if is_total and (len(filled) > 1 or width > 1):
        return "total_row"
    is_sentence = len(filled) == 1 and width > 2 and re.search(r"[^\W\d]{2}", filled[0])
    if is_sentence and " " in filled[0] and filled[0].casefold() not in CODES:
        return "note"
    return ""
