import argparse
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from heed.accounts.models import Organisation, User
from heed.cli.file_imports import add_file_arguments, run_import
from heed.cli.output import complain, say, tell_program
from heed.core.errors import DomainError
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
    taken = [_take_in(path, settings, system, now, options, len(files)) for path in files]
    for each in taken:
        if each and each.run:
            close_run(run=each.run, now=now)
    _tell(files, taken, options)
    return 0 if all(taken) else 1


def _take_in(
    path: Path,
    settings: ImportSettings,
    system: User,
    now: datetime,
    options: argparse.Namespace,
    many: int,
) -> PeopleTaken | None:
    """One file of the command; where it is refused the others are taken in all the same."""
    try:
        taken = take_in_people(
            path=path, settings=settings, actor=system, now=now, is_dry_run=options.dry_run
        )
    except DomainError as refusal:
        complain(str(refusal))
        return None
    if many > 1 and not options.json:
        say(f"{path}: {_sentence(taken.outcome, is_dry_run=options.dry_run)}")
    return taken


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
