"""Which rows of a file a method is given, and the groups they fall into."""

import argparse
from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext as _

from heed.measuring.answers import Answers
from heed.measuring.asked import Column, column_meant, natural
from heed.measuring.cells import Missing
from heed.measuring.layout import AnswerTable
from heed.measuring.reading import Reading, is_weight
from heed.measuring.refusals import NoRows


def usable_answers(
    table: AnswerTable, options: argparse.Namespace, *, several_rows_a_case: bool
) -> Answers:
    """The rows with a case and a weight where these are asked for. Raises DomainError."""
    reading = Reading(table, _codes(options.missing), options.decimal)
    case = _only(options.case, table)
    if case:
        _keep(table, _with_case(table, case, several_rows_a_case=several_rows_a_case))
    weights = None
    weight = _only(getattr(options, "weight", ""), table)
    if weight:
        found = reading.numbers(weight, None, None)
        kept = np.array([is_weight(each) for each in found], dtype=bool)
        _keep(table, ["" if each else "no_weight" for each in kept])
        reading = Reading(table, reading.codes, options.decimal)
        weights = found[kept]
    if not table.rows:
        raise NoRows(file=table.file, reasons=table.reasons())
    return Answers(reading, np.arange(len(table.rows)), cases=case, weights=weights)


def groups_of(answers: Answers, by: list[str]) -> Iterator[tuple[dict[str, str], Answers]]:
    """Each combination of names in the columns of `by`, in natural order, with its answers."""
    found = answers.choices(by)
    rows: dict[tuple[str, ...], list[int]] = {}
    for row, key in enumerate(map(tuple, found.values)):
        rows.setdefault(key, []).append(row)
    without = sum(len(each) for key, each in rows.items() if not all(key))
    if without:
        answers.tell(
            _("Rows without a group: %(many)s. They count in the result of all.")
            % {"many": f"{without:,}"}
        )
    for key in sorted(filter(all, rows), key=lambda key: [*map(natural, key)]):
        part = answers.part(np.array(rows[key], dtype=np.intp))
        yield dict(zip(found.columns, key, strict=True)), part


def _codes(given: list[tuple[str, Missing]]) -> dict[str, Missing]:
    codes = {}
    for code, kind in given:
        codes[" ".join(code.split()).casefold()] = kind
        try:
            codes[f"{float(code):g}"] = kind
        except ValueError:
            continue
    return codes


def _only(name: str, table: AnswerTable) -> Column | None:
    return column_meant(name, table.columns) if name else None


def _with_case(table: AnswerTable, case: Column, *, several_rows_a_case: bool) -> list[str]:
    reasons, seen = [], set[str]()
    for row in table.rows:
        name = row[case.place].strip()
        is_again = name in seen and not several_rows_a_case
        reasons.append("repeated_case" if is_again else "" if name else "no_case")
        seen.add(name)
    return reasons


def _keep(table: AnswerTable, reasons: list[str]) -> None:
    """Keep the rows without a reason, and put the others aside."""
    kept = [place for place, reason in enumerate(reasons) if not reason]
    for number, reason in zip(table.numbers, reasons, strict=True):
        if reason:
            table.put_aside(number, reason)
    table.rows[:] = [table.rows[place] for place in kept]
    table.numbers[:] = [table.numbers[place] for place in kept]
