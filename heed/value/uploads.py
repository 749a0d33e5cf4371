"""Looking at a file given on a page and taking it in, by the settings kept with it.

Loads the readers: it runs in a process of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils import timezone, translation

from heed.accounts.queries import organisation
from heed.core import files
from heed.core.errors import DomainError
from heed.value.import_folder import imports_folder
from heed.value.importing import Taken, take_in_file
from heed.value.importing_people import PeopleTaken, take_in_people
from heed.value.kept_files import digest_of
from heed.value.models import ImportRun, ImportUpload
from heed.value.operations.purchases import close_run
from heed.value.operations.uploads import as_plain, note_seen, note_taken_in, settings_of
from heed.value.reading import open_purchases
from heed.value.rules.columns import Columns, count_known, recognise, simplify
from heed.value.rules.people_columns import count_known_people, recognise_people
from heed.value.rules.settings import ImportSettings
from heed.value.staging import scratch_folder

ROWS_SHOWN = 20
LONGEST_CELL = 200
LONGEST_NAME = 100


@dataclass(frozen=True)
class Importer:
    """How files of a kind are read and taken in."""

    take_in: Callable[..., Taken | PeopleTaken]
    find: Callable[[Sequence[str], Mapping[str, str]], Columns]
    count: Callable[..., int]


IMPORTERS = {
    ImportRun.Kind.PURCHASES: Importer(take_in_file, recognise, count_known),
    ImportRun.Kind.CUSTOMERS: Importer(take_in_people, recognise_people, count_known_people),
}


def carry_out(upload_id: int) -> None:
    """Look at the file, or take it in, whichever is ordered."""
    upload = ImportUpload.objects.get(pk=upload_id)
    with translation.override(organisation().language), _named(upload) as path:
        if upload.state == ImportUpload.State.WAITING:
            _look(upload, path)
        elif upload.state == ImportUpload.State.ORDERED:
            _take_in(upload, path)


@contextmanager
def _named(upload: ImportUpload) -> Iterator[Path]:
    """The kept file under the name it was given with."""
    with scratch_folder(imports_folder()) as scratch:
        path = scratch / (Path(upload.file_name).name[-LONGEST_NAME:] or "upload")
        path.symlink_to(files.path_of(upload.file))
        yield path


def _look(upload: ImportUpload, path: Path) -> None:
    settings, importer = settings_of(upload), IMPORTERS[ImportRun.Kind(upload.kind)]
    seen: dict[str, Any] = {}
    problem = ""
    try:
        seen = _first_rows(path, settings, importer)
        taken = importer.take_in(
            path=path,
            settings=settings,
            actor=upload.uploaded_by,
            now=timezone.now(),
            is_dry_run=True,
        )
        seen["outcome"] = as_plain(taken.outcome)
    except DomainError as refusal:
        problem = str(refusal)
    note_seen(upload=upload, seen=seen, problem=problem, digest=_digest(upload, path, settings))


def _digest(upload: ImportUpload, path: Path, settings: ImportSettings) -> str:
    kept = settings.as_kept()
    if upload.kind == ImportRun.Kind.CUSTOMERS:
        kept = {"kind": "customers", **kept}
    return digest_of(path, kept)


def _first_rows(path: Path, settings: ImportSettings, importer: Importer) -> dict[str, Any]:
    known = partial(importer.count, mapping=settings.mapping)
    file = open_purchases(path, encoding=settings.encoding, sheet=settings.sheet, known=known)
    by_name = {simplify(column): column for column in file.columns}
    named = {
        field: by_name[simplify(name)]
        for field, name in settings.mapping.items()
        if simplify(name) in by_name
    }
    table = next(iter(file.tables()), None)
    cells = [] if table is None else [column.to_pylist() for column in table.columns[2:]]
    rows = islice(zip(*cells, strict=True), ROWS_SHOWN)
    return {
        "columns": [column[:LONGEST_CELL] for column in file.columns],
        "fields": dict(importer.find(file.columns, named).of),
        "rows": [[(text or "")[:LONGEST_CELL] for text in row] for row in rows],
    }


def _take_in(upload: ImportUpload, path: Path) -> None:
    importer = IMPORTERS[ImportRun.Kind(upload.kind)]
    try:
        taken = importer.take_in(
            path=path,
            settings=settings_of(upload),
            actor=upload.uploaded_by,
            now=timezone.now(),
        )
    except DomainError as refusal:
        note_taken_in(upload=upload, run=None, problem=str(refusal))
        return
    note_taken_in(upload=upload, run=taken.run, problem="")
    if taken.run:
        close_run(run=taken.run, now=timezone.now())
