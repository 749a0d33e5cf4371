"""Files of purchases and customers given on a page: looked at, taken in, taken back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from heed.accounts.http import SignedInRequest, needs
from heed.value.forms import LABELS, ReadingForm, UploadForm
from heed.value.models import ImportRun, ImportUpload
from heed.value.operations.undoing import order_undo
from heed.value.operations.uploads import read_upload_so, start_upload, upload_file
from heed.value.queries import imports as all_imports
from heed.value.queries import open_uploads, rejects_of, run_of_upload

SHOWN = 20


@needs("purchases.import")
def imports(request: SignedInRequest) -> HttpResponse:
    """The files taken in, and a form for another one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        upload = upload_file(
            kind=given["kind"],
            source=given["source"].strip(),
            file_name=given["file"].name,
            size=given["file"].size,
            parts=given["file"].chunks(),
            actor=request.user,
            now=timezone.now(),
        )
        return redirect("workspace:import_upload", upload.pk)
    context = {
        "now": timezone.now(),
        "form": form,
        "uploads": open_uploads()[:SHOWN],
        "page": Paginator(all_imports(), SHOWN).get_page(request.GET.get("page")),
        "may_undo": request.user.may("imports.undo"),
    }
    return render(request, "workspace/imports.html", context, status=422 if form.errors else 200)


@needs("purchases.import")
def import_upload(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """One file: its columns and first rows, what would become of it, and what became."""
    upload = get_object_or_404(ImportUpload.objects.select_related("run"), pk=upload_id)
    now = timezone.now()
    if request.method == "POST" and "start" in request.POST:
        start_upload(upload_id=upload.pk, actor=request.user, now=now)
        return redirect("workspace:import_upload", upload.pk)
    form = ReadingForm(
        request.POST or None,
        kind=upload.kind,
        columns=upload.seen.get("columns", []),
        recognised=upload.seen.get("fields", {}),
        initial=_initial(upload),
    )
    if request.method == "POST" and form.is_valid():
        read_upload_so(upload_id=upload.pk, changes=form.changes, actor=request.user, now=now)
        return redirect("workspace:import_upload", upload.pk)
    run = run_of_upload(upload) if upload.state in {"ordered", "done"} else None
    context = {
        "now": now,
        "upload": upload,
        "form": form,
        "run": run,
        "has_rejects": bool(run and rejects_of(run)),
        "total": upload.seen.get("outcome", {}).get("rows", 0),
        "heads": _heads(upload),
        "is_waiting": upload.state in {"waiting", "ordered"},
    }
    return render(
        request, "workspace/import_upload.html", context, status=422 if form.errors else 200
    )


def _initial(upload: ImportUpload) -> dict[str, Any]:
    mapping = upload.settings.get("mapping", {})
    return {**upload.settings, **{f"of_{name}": column for name, column in mapping.items()}}


def _heads(upload: ImportUpload) -> list[tuple[str, str]]:
    """Each column with the field it holds; empty where it is passed over."""
    fields = {column: LABELS[name] for name, column in upload.seen.get("fields", {}).items()}
    return [(name, str(fields.get(name, ""))) for name in upload.seen.get("columns", [])]


@needs("purchases.import")
def import_rejects(request: SignedInRequest, run_id: int) -> HttpResponse:  # noqa: ARG001
    """The rows that were rejected, with the reason of each, to be mended and taken in again."""
    path = rejects_of(get_object_or_404(ImportRun, pk=run_id))
    if path is None:
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rejects-{run_id}.csv"'
    return answer


@needs("imports.undo")
def import_undo(request: SignedInRequest, run_id: int) -> HttpResponse:
    """Ask whether a whole import is to be taken back, and have it done."""
    run = get_object_or_404(ImportRun, pk=run_id)
    if request.method == "POST":
        order_undo(run_id=run.pk, actor=request.user, now=timezone.now())
        messages.success(request, _("%(file)s is being undone.") % {"file": run.file_name})
        return redirect("workspace:imports")
    return render(request, "workspace/import_undo.html", {"run": run, "now": timezone.now()})
