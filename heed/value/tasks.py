from datetime import datetime

from heed.accounts.queries import system_user
from heed.core.models import Event
from heed.value.models import ImportRun
from heed.value.operations import undoing, uploads
from heed.value.operations.valuing import revalue_customers
from heed.value.queries import is_valuation_stale

UPLOAD_LEASE = uploads.LEASE


def revalue_when_stale(*, now: datetime) -> None:
    """Value the customers again after an import, and at least once a day."""
    if is_valuation_stale(now=now):
        revalue_customers(actor=system_user(), now=now)


def carry_out_upload(event: Event, *, now: datetime) -> None:  # noqa: ARG001
    """Look at a file given on a page, or take it in."""
    uploads.carry_out_upload(upload_id=event.payload["upload_id"])


def undo_import(event: Event, *, now: datetime) -> None:
    """Take a whole import back, in the name of who ordered it."""
    run = ImportRun.objects.select_related("undone_by").get(pk=event.payload["run_id"])
    if run.undone_by and run.state == ImportRun.State.UNDOING:
        undoing.undo_import(run_id=run.pk, actor=run.undone_by, now=now)
