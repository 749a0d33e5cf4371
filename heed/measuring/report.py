"""What a method found in a file: one object for programs, tables and sentences for people."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from heed.core.errors import DomainError
from heed.core.plots.figures import Figure
from heed.core.progress import track
from heed.measuring.answer_files import read_answers
from heed.measuring.answers import Answers
from heed.measuring.catalogue import Method, has_plot, takes_several_rows_a_case
from heed.measuring.cells import Missing
from heed.measuring.layout import AnswerTable
from heed.measuring.objects import plain_object
from heed.measuring.refusals import NotMeasurable, why_of
from heed.measuring.tables import lines_of
from heed.measuring.usable import groups_of, usable_answers

STRANGE_SHOWN = 5


@dataclass(frozen=True)
class Group:
    """One group's result, or why there is none."""

    names: dict[str, str]
    rows: int
    found: Any = None
    refusal: DomainError | None = None


@dataclass
class Report:
    """The result of all answers and of each group, and how the file was read."""

    name: str
    method: Method
    options: argparse.Namespace
    answers: Answers
    found: Any
    groups: list[Group] = field(default_factory=list)

    @property
    def figure(self) -> Figure | None:
        """The chart of all answers, where the method has one."""
        return self.method.plot(self.found) if has_plot(self.method) else None


def report_of(name: str, method: Method, options: argparse.Namespace) -> Report:
    """Read the file of `options` and measure it. Raises DomainError and Misuse."""
    table = read_answers(options.file, encoding=options.encoding, sheet=options.sheet)
    return measured(name, method, table, options)


def measured(name: str, method: Method, table: AnswerTable, options: argparse.Namespace) -> Report:
    """What the method finds in a table of answers, which stays as it is.

    Raises DomainError where it cannot be measured, Misuse where options do not go together.
    """
    several = takes_several_rows_a_case(method)
    answers = usable_answers(table.copied(), options, several_rows_a_case=several)
    report = Report(name, method, options, answers, _found(method, answers, options))
    if options.by:
        groups = list(groups_of(answers, options.by))
        for names, part in track(groups, total=len(groups), label=_("Groups")):
            report.groups.append(_group(method, names, part, options))
    return report


def _group(
    method: Method, names: dict[str, str], answers: Answers, options: argparse.Namespace
) -> Group:
    try:
        return Group(names, len(answers), _found(method, answers, options))
    except DomainError as refusal:
        return Group(names, len(answers), refusal=refusal)


def _found(method: Method, answers: Answers, options: argparse.Namespace) -> Any:
    """What the method finds; what its measure cannot take is a refusal with that reason."""
    try:
        return method.measure(answers, options)
    except ValueError as problem:
        raise NotMeasurable(why=why_of(problem)) from problem


def as_object(report: Report) -> dict[str, Any]:
    """What `--json` prints, without `seconds`."""
    reading = report.answers.reading
    table = reading.table
    found: dict[str, Any] = {
        "method": report.name,
        "file": table.file,
        "rows": table.total,
        "rows_used": len(table.rows),
        "set_aside": dict(table.set_aside),
        "set_aside_rows": table.set_aside_rows,
        "missing": reading.missing,
        "strange": reading.strange,
        "read_as": reading.read_as,
        "weight": getattr(report.options, "weight", "") or None,
        "confidence": report.options.confidence,
        "result": plain_object(report.found),
    }
    if report.options.by:
        found["by_group"] = [_group_object(each) for each in report.groups]
    return found


def _group_object(group: Group) -> dict[str, Any]:
    known: dict[str, Any] = {"group": group.names, "rows": group.rows}
    if group.refusal:
        return {**known, "error": group.refusal.code, "why": str(group.refusal)}
    return {**known, "result": plain_object(group.found)}


def lines(report: Report) -> Iterator[str]:
    """What people read: what it means, what it rests on, and all figures."""
    yield from report.method.read(report.found)
    yield ""
    yield from _about_file(report)
    yield ""
    yield from _shown(report.method, report.found)
    for group in report.groups:
        names = ", ".join(f"{column} = {name}" for column, name in group.names.items())
        yield ""
        yield _("%(group)s (%(rows)s rows)") % {"group": names, "rows": f"{group.rows:,}"}
        if group.refusal:
            yield str(group.refusal)
        else:
            yield from report.method.read(group.found)
            yield ""
            yield from _shown(report.method, group.found)


def _shown(method: Method, found: Any) -> Iterator[str]:
    for place, block in enumerate(method.show(found)):
        if isinstance(block, str):
            yield block
        else:
            yield from [""] * bool(place)
            yield from lines_of(block)


def _about_file(report: Report) -> Iterator[str]:
    reading = report.answers.reading
    table = reading.table
    yield _("%(rows)s rows, %(used)s used.") % {
        "rows": f"{table.total:,}",
        "used": f"{len(table.rows):,}",
    }
    for reason, many in table.set_aside.items():
        yield _("Rows set aside, %(reason)s: %(many)s.") % {"reason": reason, "many": f"{many:,}"}
    for kind in Missing:
        many = sum(kinds.get(kind, 0) for kinds in reading.missing.values())
        if many:
            yield _("Answers missing, %(kind)s: %(many)s.") % {"kind": kind, "many": f"{many:,}"}
    for odd in reading.strange[:STRANGE_SHOWN]:
        yield _("Row %(row)s, %(column)s: “%(value)s” is left out (%(reason)s).") % odd
    rest = reading.strange_counts.total() - len(reading.strange[:STRANGE_SHOWN])
    if rest > 0:
        yield _("… and %(more)s more like these (with --json).") % {"more": f"{rest:,}"}
    yield from reading.read_as
