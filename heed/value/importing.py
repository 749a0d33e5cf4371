"""One import from the file to the last line, as the command runs it.

Loads the engine and the readers; pages and the worker import `operations` and `queries` instead.
"""

import csv
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.conf import settings as django_settings
from django.utils.translation import gettext

from heed.accounts.models import User
from heed.core import access
from heed.core.currencies import is_currency
from heed.core.progress import Bar
from heed.value.models import ImportRun
from heed.value.operations.purchases import close_run, import_purchases
from heed.value.preview import Preview, preview_purchases
from heed.value.reading import PurchaseFile, open_purchases, places_of
from heed.value.refusals import CurrencyUnknown, FileChanged, SourceUnusable, TimeZoneUnknown
from heed.value.rules.settings import ImportSettings
from heed.value.staging import Staging, latest_purchase, rejected_rows, scratch_folder
from heed.value.wordings import REJECTIONS

CHUNK = 1 << 20


@dataclass(frozen=True)
class Outcome:
    """What became of a file; rows = accepted + duplicates + rejected."""

    rows: int
    accepted: int
    duplicates: int
    rejected: int
    unmatched_returns: int
    customers: int
    rejects_file: str | None

    def as_object(self) -> dict[str, object]:
        """The outcome as the command prints it for programs."""
        return asdict(self)


def import_file(
    *,
    path: Path,
    settings: ImportSettings,
    actor: User,
    now: datetime,
    is_dry_run: bool = False,
    conclude: Callable[[], object] | None = None,
) -> Outcome:
    """Take in a file of purchases; with `is_dry_run` only say what would become of it.

    `conclude` is what else belongs to the import, done after the lines; killed before its end,
    the same import goes on and tells the figures of the whole.

    Raises what stands in `refusals`, before anything is written.
    """
    access.require(actor, "purchases.import")
    _check(settings)
    pa.set_memory_pool(pa.system_memory_pool())  # gives back what it no longer needs
    file = open_purchases(path, encoding=settings.encoding)
    places = places_of(file.columns, settings.mapping)
    before = path.stat()
    digest = _digest(path, settings)
    stopped = ImportRun.objects.filter(digest=digest, told_at=None).first()
    latest = latest_purchase(stopped.started_at if stopped else now)
    folder = imports_folder()
    with scratch_folder(folder) as scratch, Staging(scratch) as staged:
        bar = Bar(gettext("Reading"), None)
        staged.load(file, places, settings, latest, bar.advance)
        bar.end()
        after = path.stat()
        if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
            raise FileChanged(file=path.name)
        rejects = None
        if not is_dry_run:
            rejects = _write_rejects(file, staged, folder / f"rejects-{digest[:12]}.csv")
        bar = Bar(gettext("Importing"), staged.row_count)
        result: ImportRun | Preview
        if is_dry_run:
            result = preview_purchases(staged=staged, source=settings.source, advance=bar.advance)
        else:
            result = import_purchases(
                staged=staged,
                digest=digest,
                file_name=path.name,
                settings=settings,
                actor=actor,
                now=now,
                advance=bar.advance,
            )
        bar.end()
    if isinstance(result, ImportRun):
        if conclude:
            conclude()
        close_run(run=result, now=now)
    return Outcome(
        rows=result.rows,
        accepted=result.accepted,
        duplicates=result.duplicates,
        rejected=result.rejected,
        unmatched_returns=result.unmatched_returns,
        customers=result.customers,
        rejects_file=str(rejects) if rejects else None,
    )


def imports_folder() -> Path:
    """Where rejected rows are kept and files are taken apart."""
    folder: Path = django_settings.HEED_HOME / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _check(settings: ImportSettings) -> None:
    if not is_currency(settings.currency):
        raise CurrencyUnknown(currency=settings.currency)
    if not 0 < len(settings.source.strip()) <= 100:
        raise SourceUnusable
    try:
        ZoneInfo(settings.time_zone)
    except (OSError, ValueError, LookupError) as problem:
        raise TimeZoneUnknown(time_zone=settings.time_zone) from problem


def _digest(path: Path, settings: ImportSettings) -> str:
    digest = hashlib.sha256(json.dumps(settings.as_kept(), sort_keys=True).encode())
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _write_rejects(file: PurchaseFile, staged: Staging, target: Path) -> Path | None:
    """Write the rejected rows with their reasons; return the file, or None where all are good."""
    rejections = staged.rejections()
    if not rejections:
        target.unlink(missing_ok=True)
        return None
    said = {row: str(REJECTIONS[reason]) for row, reason in rejections.items()}
    partial = target.with_name(f"{target.name}.{os.getpid()}.part")
    with partial.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["row", "reason", *file.columns])
        writer.writerows(rejected_rows(file.tables(), said))
    return partial.replace(target)
