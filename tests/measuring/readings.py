"""Tables of answers in memory, and what a method says of them to people."""

import shlex
from collections.abc import Iterable

from heed.measuring.catalogue import method_named
from heed.measuring.layout import AnswerTable
from heed.measuring.parsers import options_of
from heed.measuring.report import measured

Rows = Iterable[tuple[str, int]]


def table_of(columns: str, rows: Rows) -> AnswerTable:
    """Rows as "5,4" with how often each occurs."""
    written = [row.split(",") for row, many in rows for _time in range(many)]
    numbers = list(range(2, 2 + len(written)))
    return AnswerTable("answers.csv", tuple(columns.split(",")), written, numbers, len(written))


def said(table: AnswerTable, command: str) -> list[str]:
    """The sentences of a command such as "nps --answer r"."""
    name, *arguments = shlex.split(command)
    method = method_named(name)
    report = measured(name, method, table, options_of(name, method, arguments))
    return list(method.read(report.found))
