"""Best-worst tasks of a file, in the three shapes such files have."""

import argparse
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from heed.measures.best_worst import BestWorstTask
from heed.measuring.answer_files import read_answers
from heed.measuring.answers import Answers, TextItems
from heed.measuring.asked import columns_meant
from heed.measuring.refusals import Misuse, NotMeasurable

BEST, WORST = {"best", "b", "most", "1", "+1"}, {"worst", "w", "least", "-1"}


class TasksRead(NamedTuple):
    """Tasks that were answered in full, their items, and how many could not be used."""

    tasks: list[BestWorstTask]
    items: list[str]
    left_out: int


class _Written(NamedTuple):
    """A task as it stands in the file: "" where nothing was picked."""

    offered: list[str]
    best: str
    worst: str
    person: str | None


def tasks_of(answers: Answers, options: argparse.Namespace) -> TasksRead:
    """The tasks of a file with one row an item, a task or a person. Raises Misuse."""
    persons = _persons(answers, is_named=bool(options.case))
    if options.picked:
        written = list(_by_item(answers, options, persons))
    elif options.design:
        written = list(_by_person(answers, options))
    elif options.offered and len(options.best) == len(options.worst) == 1:
        written = list(_by_task(answers, options, persons))
    else:
        raise Misuse(
            _(
                "Name the columns of one shape: --task, --item and --picked; or --offered, --best "
                "and --worst; or --best and --worst of all tasks with --design FILE."
            )
        )
    named = _named(written, options.names)
    tasks = [
        BestWorstTask(each.offered, each.best, each.worst, each.person)
        for each in named
        if each.best in each.offered and each.worst in each.offered and each.best != each.worst
    ]
    items = options.names or sorted({item for each in named for item in each.offered})
    return TasksRead(tasks, items, len(written) - len(tasks))


def _persons(answers: Answers, *, is_named: bool) -> list[str | None]:
    if not is_named:
        return [None] * len(answers)
    return [answers.case_names[case] for case in answers.cases]


def _by_item(
    answers: Answers, options: argparse.Namespace, persons: Sequence[str | None]
) -> Iterator[_Written]:
    """One row an item shown: person, task, item, and whether it was picked."""
    if not (options.task and options.item):
        raise Misuse(_("With --picked, name the columns --task and --item as well."))
    tasks, items = answers.text(options.task), answers.text(options.item)
    picked = [text.casefold() for text in answers.text(options.picked)]
    known = [place for place in range(len(answers)) if items[place]]

    def of(place: int) -> tuple[str, str]:
        return persons[place] or "", tasks[place]

    for (_person, _task), places in groupby(sorted(known, key=of), key=of):
        rows = list(places)
        best = [items[row] for row in rows if picked[row] in BEST]
        worst = [items[row] for row in rows if picked[row] in WORST]
        yield _Written(
            [items[row] for row in rows],
            best[0] if len(best) == 1 else "",
            worst[0] if len(worst) == 1 else "",
            persons[rows[0]],
        )


def _by_task(
    answers: Answers, options: argparse.Namespace, persons: Sequence[str | None]
) -> Iterator[_Written]:
    """One row a task: the items shown, the best and the worst."""
    offered = answers.choices(options.offered)
    best, worst = answers.choices(options.best), answers.choices(options.worst)
    shown = [[item for item in row if item] for row in offered.values]
    picks = [[row[0] for row in side.values] for side in (best, worst)]
    for place, (one, other) in enumerate(_as_items(answers, shown, *picks)):
        yield _Written(shown[place], one, other, persons[place])


def _by_person(answers: Answers, options: argparse.Namespace) -> Iterator[_Written]:
    """One row a person: the best and the worst of each task of a design in another file."""
    design = design_of(options.design, options.offered)
    best, worst = answers.text_pairs(options.best, options.worst)
    if len(best.columns) != len(design):
        raise NotMeasurable(
            why=_("the design has %(tasks)s tasks and the file answers to %(columns)s.")
            % {"tasks": len(design), "columns": len(best.columns)}
        )
    persons = [answers.case_names[case] for case in answers.cases]
    shown = design * len(persons)
    picks = [_row_by_row(side) for side in (best, worst)]
    for place, (one, other) in enumerate(_as_items(answers, shown, *picks)):
        yield _Written(shown[place], one, other, persons[place // len(design)])


def _row_by_row(side: TextItems) -> list[str]:
    return [text for row in side.values for text in row]


def design_of(path: Path, asked: Sequence[str]) -> list[list[str]]:
    """The items of each task: one row a task; the first column is its number, unless asked for."""
    table = read_answers(path)
    meant = columns_meant(asked, table.columns) if asked else []
    places = [each.place for each in meant] or list(range(1, len(table.columns)))
    cells = [[" ".join(row[place].split()) for place in places] for row in table.rows]
    return [[item for item in row if item] for row in cells]


def _as_items(
    answers: Answers, shown: Sequence[Sequence[str]], best: Sequence[str], worst: Sequence[str]
) -> list[tuple[str, str]]:
    """Picks as items; where they are numbers and no items, they count the items shown from 1."""
    picked = [
        (text, items) for side in (best, worst) for text, items in zip(side, shown, strict=True)
    ]
    filled = [(text, items) for text, items in picked if text]
    is_by_place = any(text not in items for text, items in filled) and all(
        text.isdecimal() and 1 <= int(text) <= len(items) for text, items in filled
    )
    if not is_by_place:
        return list(zip(best, worst, strict=True))
    answers.tell(_("Best and worst are read as places among the items shown, counted from 1."))
    return [
        tuple(items[int(text) - 1] if text else "" for text in pair)  # type: ignore[misc]
        for pair, items in zip(zip(best, worst, strict=True), shown, strict=True)
    ]


def _named(written: Sequence[_Written], names: Sequence[str]) -> list[_Written]:
    """Items by name, where the file has their numbers and names were given."""
    found = {item for each in written for item in each.offered}
    is_by_number = bool(names) and all(
        item.isdecimal() and 1 <= int(item) <= len(names) for item in found
    )
    if not is_by_number:
        unknown = found - set(names) if names else set()
        if unknown:
            raise NotMeasurable(
                why=_("these items are not among --names: %(items)s.")
                % {"items": ", ".join(sorted(unknown))}
            )
        return list(written)
    name = {item: names[int(item) - 1] for item in found} | {"": ""}
    return [
        _Written(
            [name[item] for item in each.offered],
            name.get(each.best, ""),
            name.get(each.worst, ""),
            each.person,
        )
        for each in written
    ]
