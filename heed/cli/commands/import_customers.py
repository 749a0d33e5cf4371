import argparse
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from heed.accounts.models import Organisation, User
from heed.cli.file_imports import add_file_arguments, run_import, taken_in
from heed.cli.output import say, tell_program
from heed.value.importing_people import PeopleOutcome, PeopleTaken, take_in_people
from heed.value.kept_files import files_named
from heed.value.operations.purchases import close_run
from heed.value.rules.settings import ImportSettings

EXAMPLE = "heed import customers customers.xlsx --map reference=Account --dry-run"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_file_arguments(parser)
    parser.add_argument(
        "--source",
        default="customers",
        help="where facts are known from, unless a column says; default %(default)s",
    )


def run(options: argparse.Namespace) -> int:
    return run_import(options, _import)


def _import(options: argparse.Namespace, company: Organisation, system: User) -> int:
    now = timezone.now()
    settings = ImportSettings(
        currency=company.currency,
        time_zone=company.time_zone,
        source=options.source.strip(),
        mapping=dict(options.map),
        encoding=options.encoding,
        sheet=options.sheet,
    )
    files = files_named(options.files)
    taken = taken_in(
        files,
        options,
        lambda path: take_in_people(
            path=path, settings=settings, actor=system, now=now, is_dry_run=options.dry_run
        ),
        lambda each: _sentence(each.outcome, is_dry_run=options.dry_run),
    )
    for each in taken:
        if each and each.run:
            close_run(run=each.run, now=now)
    _tell(files, taken, options)
    return 0 if all(taken) else 1


def _tell(
    files: Sequence[Path], taken: Sequence[PeopleTaken | None], options: argparse.Namespace
) -> None:
    outcomes = {path: each.outcome for path, each in zip(files, taken, strict=True) if each}
    sums = {name: sum(getattr(each, name) for each in outcomes.values()) for name in SUMMED}
    total = PeopleOutcome(**sums, rejects_file=None)
    if options.json and len(files) > 1:
        told = [{"file": str(path), **each.as_object()} for path, each in outcomes.items()]
        refused = len(files) - len(outcomes)
        tell_program({"files": told, "refused": refused, "total": total.as_object()})
    elif options.json:
        for outcome in outcomes.values():
            tell_program(outcome.as_object())
    elif outcomes:
        shown = total if len(files) > 1 else next(iter(outcomes.values()))
        say(_sentence(shown, is_dry_run=options.dry_run))


SUMMED = tuple(each.name for each in fields(PeopleOutcome) if each.name != "rejects_file")


def _sentence(outcome: PeopleOutcome, *, is_dry_run: bool) -> str:
    counts = {name: f"{getattr(outcome, name):,}" for name in SUMMED}
    if is_dry_run:
        return (
            _(
                "Of %(rows)s rows %(created)s would create a customer and %(completed)s complete "
                "one; %(unchanged)s say nothing new, %(rejected)s would be rejected. Nothing was "
                "written (--dry-run)."
            )
            % counts
        )
    if outcome.rejects_file:
        return _(
            "Of %(rows)s rows %(created)s created a customer and %(completed)s completed one; "
            "%(unchanged)s said nothing new, %(rejected)s were rejected (reasons in %(file)s)."
        ) % (counts | {"file": outcome.rejects_file})
    return (
        _(
            "Of %(rows)s rows %(created)s created a customer and %(completed)s completed one; "
            "%(unchanged)s said nothing new, %(rejected)s were rejected."
        )
        % counts
    )
