"""Files given on a page: kept, looked at and taken in by a child process; readers are heavy."""

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import organisation
from heed.core import access, events, files
from heed.core.errors import DomainError
from heed.value.events import UploadOrdered
from heed.value.models import ImportRun, ImportUpload
from heed.value.queries import settings_used_before
from heed.value.rules.settings import ImportSettings

TIME_LIMIT_SECONDS = 1_500
LEASE = timedelta(seconds=TIME_LIMIT_SECONDS + 60)
MOST_BYTES = 100 * 1024 * 1024
State = ImportUpload.State


class UploadTooLarge(DomainError):
    code = "imports.upload_too_large"
    message = _(
        "%(file)s has %(megabytes)s MB; 100 MB can be uploaded. Import larger files on the "
        "machine with heed import."
    )


class UploadNotReady(DomainError):
    code = "imports.upload_not_ready"
    message = _("%(file)s is not ready to be taken in. Look at what stands in the way first.")


class UploadFailed(DomainError):
    code = "imports.upload_failed"
    message = _("%(file)s could not be worked on: %(problem)s. It is tried again by itself.")


def permission_for(kind: str) -> str:
    """What who imports such a file must be allowed."""
    return "customers.import" if kind == ImportRun.Kind.CUSTOMERS else "purchases.import"


def upload_file(
    *,
    kind: str,
    source: str,
    file_name: str,
    size: int,
    parts: Iterable[bytes],
    actor: User,
    now: datetime,
) -> ImportUpload:
    """Keep a file and have it looked at, with the mapping last used for its source.

    Publishes UploadOrdered. Raises UploadTooLarge.
    """
    access.require(actor, permission_for(kind))
    if size > MOST_BYTES:
        raise UploadTooLarge(file=file_name, megabytes=f"{size / (1 << 20):.0f}")
    company = organisation()
    settings = settings_used_before(kind=kind, source=source) or ImportSettings(
        currency=company.currency, time_zone=company.time_zone, source=source
    )
    digest = files.keep_in_parts(parts)
    with transaction.atomic():
        upload = ImportUpload.objects.create(
            kind=kind,
            file=digest,
            file_name=file_name[-255:],
            size=size,
            settings=settings.as_kept(),
            uploaded_by=actor,
            uploaded_at=now,
        )
        events.publish(UploadOrdered(upload_id=upload.pk), actor=actor, at=now)
    return upload


@transaction.atomic
def read_upload_so(
    *, upload_id: int, changes: Mapping[str, object], actor: User, now: datetime
) -> ImportUpload:
    """Change how the file is to be read, and have it looked at again. Publishes UploadOrdered."""
    upload = _locked(upload_id, actor)
    if upload.state in {State.ORDERED, State.DONE}:
        raise UploadNotReady(file=upload.file_name)
    settings = replace(ImportSettings(**upload.settings), **changes)  # type: ignore[arg-type]
    upload.settings = settings.as_kept()
    upload.state, upload.problem = State.WAITING, ""
    upload.save(update_fields=["settings", "state", "problem"])
    events.publish(UploadOrdered(upload_id=upload.pk), actor=actor, at=now)
    return upload


@transaction.atomic
def start_upload(*, upload_id: int, actor: User, now: datetime) -> ImportUpload:
    """Have the file taken in. Publishes UploadOrdered. Raises UploadNotReady."""
    upload = _locked(upload_id, actor)
    if upload.state != State.READY:
        raise UploadNotReady(file=upload.file_name)
    upload.state = State.ORDERED
    upload.save(update_fields=["state"])
    events.publish(UploadOrdered(upload_id=upload.pk), actor=actor, at=now)
    return upload


def _locked(upload_id: int, actor: User) -> ImportUpload:
    upload = ImportUpload.objects.select_for_update().get(pk=upload_id)
    access.require(actor, permission_for(upload.kind))
    return upload


def carry_out_upload(*, upload_id: int) -> None:
    """Do what is ordered for a file, in a child process; nothing where it is done or gone.

    Call it outside a transaction. Raises UploadFailed, and leaves it as it was.
    """
    upload = ImportUpload.objects.filter(pk=upload_id).first()
    if upload is None or upload.state not in {State.WAITING, State.ORDERED}:
        return
    with tempfile.TemporaryFile("w+", encoding="utf-8") as complaints:
        try:
            subprocess.run(  # noqa: S603  nothing in it is given by anybody
                [sys.executable, "-P", "-m", "heed.value.uploading", str(upload_id)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                text=True,
                check=True,
                timeout=TIME_LIMIT_SECONDS,
            )
        except subprocess.TimeoutExpired as problem:
            raise UploadFailed(file=upload.file_name, problem=problem) from problem
        except subprocess.CalledProcessError as problem:
            complaints.seek(0)
            last = complaints.read().strip().rpartition("\n")[2] or str(problem)
            raise UploadFailed(file=upload.file_name, problem=last) from problem


def note_seen(
    *, upload: ImportUpload, seen: Mapping[str, object], problem: str, digest: str
) -> None:
    """Keep what was found in a file, and what stands in the way of taking it in."""
    ImportUpload.objects.filter(pk=upload.pk, state=State.WAITING).update(
        seen=dict(seen),
        problem=problem,
        digest=digest,
        state=State.REFUSED if problem else State.READY,
    )


def note_taken_in(*, upload: ImportUpload, run: ImportRun | None, problem: str) -> None:
    """Keep that a file is in, or why it is not."""
    ImportUpload.objects.filter(pk=upload.pk, state=State.ORDERED).update(
        run=run, problem=problem, state=State.REFUSED if problem else State.DONE
    )


def settings_of(upload: ImportUpload) -> ImportSettings:
    """How the file is to be read."""
    return ImportSettings(**upload.settings)


def as_plain(outcome: object) -> dict[str, object]:
    """The figures of an outcome, to be kept with the upload."""
    return asdict(outcome)  # type: ignore[call-overload, no-any-return]
