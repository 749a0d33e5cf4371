import argparse

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heed.accounts.models import Organisation, User
from heed.cli.file_imports import run_import
from heed.cli.output import complain, say, tell_program
from heed.value.models import ImportRun
from heed.value.operations.undoing import undo_import
from heed.value.operations.valuing import ValuationFailed, revalue_customers
from heed.value.queries import imports

EXAMPLE = "heed import undo 12"
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "number", type=int, nargs="?", help="of the import; left out, the latest are listed"
    )
    parser.add_argument("--json", action="store_true", help="print one object")


def run(options: argparse.Namespace) -> int:
    return run_import(options, _undo)


def _undo(options: argparse.Namespace, company: Organisation, system: User) -> int:  # noqa: ARG001
    if options.number is None:
        return _list(options)
    known = ImportRun.objects.filter(pk=options.number).first()
    if known is None:
        complain(
            _("There is no import %(number)s. heed import undo lists the latest.")
            % {"number": options.number}
        )
        return 1
    undone = undo_import(run_id=known.pk, actor=system, now=timezone.now())
    if undone.kind == ImportRun.Kind.PURCHASES:
        try:
            revalue_customers(actor=system, now=timezone.now())
        except ValuationFailed as problem:
            complain(str(problem))
    kept = undone.changes.filter(what="created").count()
    removed = undone.accepted if undone.kind == "purchases" else undone.customers - kept
    if options.json:
        tell_program({"number": undone.pk, "removed": removed, "kept": kept})
    elif undone.kind == ImportRun.Kind.PURCHASES:
        said = ngettext(
            "%(file)s is undone: %(count)s line removed.",
            "%(file)s is undone: %(count)s lines removed.",
            removed,
        )
        say(said % {"file": undone.file_name, "count": f"{removed:,}"})
    else:
        said = _(
            "%(file)s is undone: %(removed)s customers removed, %(kept)s kept because something "
            "refers to them."
        )
        counts = {"removed": f"{removed:,}", "kept": f"{kept:,}"}
        say(said % ({"file": undone.file_name} | counts))
    return 0


def _list(options: argparse.Namespace) -> int:
    found = list(imports()[:SHOWN])
    if options.json:
        told = [
            {"number": each.pk, "kind": each.kind, "file": each.file_name, "state": each.state}
            for each in found
        ]
        tell_program({"imports": told})
        return 0
    for each in found:
        at = timezone.localtime(each.started_at)
        state = each.get_state_display()
        say(f"{each.pk:>6}  {at:%Y-%m-%d %H:%M}  {state}  {each.accepted:,}  {each.file_name}")
    if not found:
        say(_("Nothing was imported yet."))
    return 0
