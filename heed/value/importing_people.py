"""Imports of customers from the file to the last row, as the command runs them.

Loads the readers; pages and the worker import `operations` and `queries` instead.
"""

import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa
from django.utils.translation import gettext

from heed.accounts.models import User
from heed.core import access
from heed.core.progress import Bar
from heed.customers.queries import compared_as
from heed.value.import_folder import imports_folder, rejects_file
from heed.value.importing import check_settings
from heed.value.kept_files import digest_of, write_rejects
from heed.value.models import ImportRun
from heed.value.operations.people import BATCH, Cells, import_customers, plan_rows
from heed.value.reading import PurchaseFile, open_purchases, places_of
from heed.value.refusals import FileChanged
from heed.value.rules.people import Directory, PeopleReason
from heed.value.rules.people_columns import PEOPLE_FIELDS, count_known_people, recognise_people
from heed.value.rules.settings import ImportSettings
from heed.value.staging import scratch_folder
from heed.value.wordings import PEOPLE_REJECTIONS


@dataclass(frozen=True)
class PeopleOutcome:
    """What became of a file of customers; rows = created + completed + unchanged + rejected."""

    rows: int
    created: int
    completed: int
    unchanged: int
    rejected: int
    rejects_file: str | None

    def as_object(self) -> dict[str, object]:
        """The outcome as the command prints it for programs."""
        return asdict(self)


@dataclass(frozen=True)
class PeopleTaken:
    """A file that is in, and its run, which stays open until its figures are told."""

    outcome: PeopleOutcome
    run: ImportRun | None = None


class PeopleRows:
    """The rows of a file of customers, by field."""

    def __init__(self, file: PurchaseFile, places: dict[str, int]) -> None:
        self._file, self._places = file, places
        self.row_count, self._is_float = self._counted()

    def _counted(self) -> tuple[int, bool]:
        """How many rows there are, and whether customer numbers were figures with `.0`."""
        count, is_float, at = 0, False, self._places.get("reference")
        is_figure = at is not None
        for table in self._file.tables():
            count += len(table)
            if at is None or not is_figure:
                continue
            for text in table[str(at)].to_pylist():
                plain = (text or "").strip()
                if plain:
                    whole, point, rest = plain.partition(".")
                    is_figure = is_figure and whole.isdigit() and rest.strip("0") == ""
                    is_float = is_float or bool(point)
        return count, is_float and is_figure

    def rows(self, since: int) -> Iterator[list[Cells]]:
        """Batches of rows after `since`, in the order of the file."""
        cells = islice(chain.from_iterable(map(self._cells, self._file.tables())), since, None)
        while batch := list(islice(cells, BATCH)):
            yield batch

    def _cells(self, table: pa.Table) -> Iterator[Cells]:
        columns = [table[str(place)].to_pylist() for place in self._places.values()]
        numbered = zip(table["row"].to_pylist(), table["is_ragged"].to_pylist(), strict=True)
        for (row, is_ragged), *texts in zip(numbered, *columns, strict=True):
            said = {name: text or "" for name, text in zip(self._places, texts, strict=True)}
            if self._is_float:
                said["reference"] = said["reference"].strip().partition(".")[0]
            yield Cells(row, is_ragged, said)


def take_in_people(
    *, path: Path, settings: ImportSettings, actor: User, now: datetime, is_dry_run: bool = False
) -> PeopleTaken:
    """Take in one file of customers; with `is_dry_run` only say what would become of it.

    Whoever calls closes the run when all is told; until then the file is not read again.
    Raises what stands in `refusals`, before anything is written.
    """
    access.require(actor, "customers.import")
    check_settings(settings)
    kept = {"kind": "customers", **settings.as_kept()}
    digest = digest_of(path, kept)
    open_run = ImportRun.objects.filter(digest=digest, told_at=None).first()
    if open_run and open_run.state == ImportRun.State.DONE and not is_dry_run:
        return PeopleTaken(_outcome(open_run, rejects_file(digest)), open_run)
    with scratch_folder(imports_folder()) as scratch:
        copy = scratch / path.name  # what is read row by row must not change in between
        shutil.copyfile(path, copy)
        if not digest_of(copy, kept) == digest == digest_of(path, kept):
            raise FileChanged(file=path.name)
        return _read_and_take_in(copy, settings, digest, actor, now, is_dry_run=is_dry_run)


def _read_and_take_in(
    path: Path,
    settings: ImportSettings,
    digest: str,
    actor: User,
    now: datetime,
    *,
    is_dry_run: bool,
) -> PeopleTaken:
    known = partial(count_known_people, mapping=settings.mapping)
    file = open_purchases(path, encoding=settings.encoding, sheet=settings.sheet, known=known)
    places = places_of(file.columns, settings.mapping, fields=PEOPLE_FIELDS, find=recognise_people)
    people = PeopleRows(file, places)
    bar = Bar(gettext("Importing"), people.row_count)
    if is_dry_run:
        outcome = _preview(people, bar)
        bar.end()
        return PeopleTaken(outcome)
    run = import_customers(
        file=people,
        digest=digest,
        file_name=path.name,
        settings=settings,
        actor=actor,
        now=now,
        advance=bar.advance,
    )
    bar.end()
    reasons = run.rejections.values_list("row", "reason")
    said = {row: str(PEOPLE_REJECTIONS[PeopleReason(reason)]) for row, reason in reasons}
    return PeopleTaken(_outcome(run, write_rejects(file, said, digest)), run)


def _preview(people: PeopleRows, bar: Bar) -> PeopleOutcome:
    """Count what would become of the rows, writing nothing."""
    directory = Directory(compared_as)
    created = completed = rejected = 0
    for cells in people.rows(0):
        found = plan_rows(cells, directory)
        plans = [each.plan for each in found if each.plan]
        created += sum(plan.is_new for plan in plans)
        completed += sum(not plan.is_new and not plan.is_empty for plan in plans)
        rejected += len(found) - len(plans)
        bar.advance(len(cells))
    unchanged = people.row_count - created - completed - rejected
    return PeopleOutcome(people.row_count, created, completed, unchanged, rejected, None)


def _outcome(run: ImportRun, rejects: Path | None) -> PeopleOutcome:
    return PeopleOutcome(
        rows=run.rows,
        created=run.customers,
        completed=run.accepted - run.customers,
        unchanged=run.duplicates,
        rejected=run.rejected,
        rejects_file=str(rejects) if rejects else None,
    )
