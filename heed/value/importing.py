"""Imports of purchases from the file to the last line, as the command runs them.

Loads the engine and the readers; pages and the worker import `operations` and `queries` instead.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.utils.translation import gettext

from heed.accounts.models import User
from heed.core import access
from heed.core.currencies import is_currency
from heed.core.progress import Bar
from heed.value.import_folder import imports_folder, rejects_file
from heed.value.kept_files import digest_of, write_rejects
from heed.value.models import ImportRun
from heed.value.operations.purchases import close_run, import_purchases
from heed.value.preview import preview_purchases
from heed.value.reading import open_purchases, places_of
from heed.value.refusals import CurrencyUnknown, FileChanged, SourceUnusable, TimeZoneUnknown
from heed.value.rules.columns import count_known
from heed.value.rules.settings import ImportSettings
from heed.value.staging import Staging, latest_purchase, scratch_folder
from heed.value.wordings import REJECTIONS


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


@dataclass(frozen=True)
class Taken:
    """A file that is in, and its run, which stays open until its figures are told."""

    outcome: Outcome
    run: ImportRun | None = None


def import_file(
    *,
    path: Path,
    settings: ImportSettings,
    actor: User,
    now: datetime,
    is_dry_run: bool = False,
    conclude: Callable[[], object] | None = None,
) -> Outcome:
    """Take in one file of purchases; with `is_dry_run` only say what would become of it.

    `conclude` is what else belongs to the import, done after the lines; killed before its end,
    the same import goes on and tells the figures of the whole.

    Raises what stands in `refusals`, before anything is written.
    """
    taken = take_in_file(path=path, settings=settings, actor=actor, now=now, is_dry_run=is_dry_run)
    if taken.run:
        if conclude:
            conclude()
        close_run(run=taken.run, now=now)
    return taken.outcome


def take_in_file(
    *, path: Path, settings: ImportSettings, actor: User, now: datetime, is_dry_run: bool = False
) -> Taken:
    """Take in one file of several; whoever calls closes the runs when all is done.

    A file that is in already, with a run that is open still, is not read again. Raises what
    stands in `refusals`, before anything is written.
    """
    access.require(actor, "purchases.import")
    check_settings(settings)
    digest = digest_of(path, settings.as_kept())
    open_run = ImportRun.objects.filter(digest=digest, told_at=None).first()
    if open_run and open_run.state == ImportRun.State.DONE and not is_dry_run:
        return Taken(_outcome(open_run, rejects_file(digest)), open_run)
    return _read_and_take_in(path, settings, digest, open_run, actor, now, is_dry_run=is_dry_run)


def _read_and_take_in(
    path: Path,
    settings: ImportSettings,
    digest: str,
    open_run: ImportRun | None,
    actor: User,
    now: datetime,
    *,
    is_dry_run: bool,
) -> Taken:
    pa.set_memory_pool(pa.system_memory_pool())  # gives back what it no longer needs
    known = partial(count_known, mapping=settings.mapping)
    file = open_purchases(path, encoding=settings.encoding, sheet=settings.sheet, known=known)
    places = places_of(file.columns, settings.mapping)
    latest = latest_purchase(open_run.started_at if open_run else now)
    with scratch_folder(imports_folder()) as scratch, Staging(scratch) as staged:
        bar = Bar(gettext("Reading"), None)
        staged.load(file, places, settings, latest, bar.advance)
        bar.end()
        if digest_of(path, settings.as_kept()) != digest:
            raise FileChanged(file=path.name)
        bar = Bar(gettext("Importing"), staged.row_count)
        if is_dry_run:
            seen = preview_purchases(staged=staged, source=settings.source, advance=bar.advance)
            bar.end()
            return Taken(Outcome(**asdict(seen), rejects_file=None))
        said = {row: str(REJECTIONS[reason]) for row, reason in staged.rejections().items()}
        rejects = write_rejects(file, said, digest)
        run = import_purchases(
            staged=staged,
            digest=digest,
            file_name=path.name,
            settings=settings,
            actor=actor,
            now=now,
            advance=bar.advance,
        )
        bar.end()
    return Taken(_outcome(run, rejects), run)


def _outcome(run: ImportRun, rejects: Path | None) -> Outcome:
    return Outcome(
        rows=run.rows,
        accepted=run.accepted,
        duplicates=run.duplicates,
        rejected=run.rejected,
        unmatched_returns=run.unmatched_returns,
        customers=run.customers,
        rejects_file=str(rejects) if rejects else None,
    )


def check_settings(settings: ImportSettings) -> None:
    """Raises CurrencyUnknown, SourceUnusable, TimeZoneUnknown."""
    if not is_currency(settings.currency):
        raise CurrencyUnknown(currency=settings.currency)
    if not 0 < len(settings.source.strip()) <= 100:
        raise SourceUnusable
    try:
        ZoneInfo(settings.time_zone)
    except (OSError, ValueError, LookupError) as problem:
        raise TimeZoneUnknown(time_zone=settings.time_zone) from problem
