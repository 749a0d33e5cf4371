import argparse
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heed.accounts.models import Organisation, User
from heed.cli.file_imports import add_file_arguments, run_import, taken_in
from heed.cli.output import complain, say, tell_program
from heed.core.written_moments import ORDERS
from heed.value.importing import Outcome, Taken, take_in_file
from heed.value.kept_files import files_named
from heed.value.operations.purchases import close_run
from heed.value.operations.valuing import ValuationFailed, revalue_customers
from heed.value.rules.settings import ImportSettings

EXAMPLE = "heed import purchases orders.csv --map customer_id=Buyer --timezone Europe/London"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_file_arguments(parser)
    parser.add_argument(
        "--currency", help="of lines that name none; the organisation's if left out"
    )
    parser.add_argument("--timezone", help="of dates without one; the organisation's if left out")
    parser.add_argument(
        "--source",
        default="purchases",
        help="the system that numbered the orders; default %(default)s",
    )
    parser.add_argument("--date-order", choices=ORDERS, default="", help="of day, month and year")
    parser.add_argument(
        "--decimal-mark", choices=[".", ","], default="", help="before the decimals"
    )


def run(options: argparse.Namespace) -> int:
    return run_import(options, _import)


def _import(options: argparse.Namespace, company: Organisation, system: User) -> int:
    now = timezone.now()
    settings = _settings(options, company)
    files = files_named(options.files)
    taken = taken_in(
        files,
        options,
        lambda path: take_in_file(
            path=path, settings=settings, actor=system, now=now, is_dry_run=options.dry_run
        ),
        lambda each: _sentence(each.outcome, is_dry_run=options.dry_run),
    )
    good = [each for each in taken if each]
    runs = [each.run for each in good if each.run]
    if runs:
        _revalue(system)
    for each in runs:
        close_run(run=each, now=now)
    _tell(files, taken, options)
    return 0 if len(good) == len(files) else 1


def _settings(options: argparse.Namespace, company: Organisation) -> ImportSettings:
    return ImportSettings(
        currency=(options.currency or company.currency).upper(),
        time_zone=options.timezone or company.time_zone,
        source=options.source.strip(),
        mapping=dict(options.map),
        decimal_mark=options.decimal_mark,
        date_order=options.date_order,
        encoding=options.encoding,
        sheet=options.sheet,
    )


def _tell(
    files: Sequence[Path], taken: Sequence[Taken | None], options: argparse.Namespace
) -> None:
    outcomes = {path: each.outcome for path, each in zip(files, taken, strict=True) if each}
    if len(files) == 1:
        for outcome in outcomes.values():
            if options.json:
                tell_program(outcome.as_object())
            else:
                say(_sentence(outcome, is_dry_run=options.dry_run))
        return
    total = {name: sum(getattr(each, name) for each in outcomes.values()) for name in SUMMED}
    refused = len(files) - len(outcomes)
    if options.json:
        told = [{"file": str(path), **each.as_object()} for path, each in outcomes.items()]
        tell_program({"files": told, "refused": refused, "total": total})
        return
    counts = {name: f"{value:,}" for name, value in total.items()}
    counts |= {"files": f"{len(outcomes):,}", "refused": f"{refused:,}"}
    say(
        _(
            "%(files)s files together: %(rows)s rows, %(accepted)s accepted, %(duplicates)s known "
            "already, %(rejected)s rejected; %(refused)s files could not be read."
        )
        % counts
    )


SUMMED = tuple(
    each.name for each in fields(Outcome) if each.name not in {"customers", "rejects_file"}
)


def _revalue(system: User) -> None:
    try:
        revalue_customers(actor=system, now=timezone.now())
    except ValuationFailed as problem:
        complain(str(problem))


def _sentence(outcome: Outcome, *, is_dry_run: bool) -> str:
    counts = {
        "rows": f"{outcome.rows:,}",
        "accepted": f"{outcome.accepted:,}",
        "duplicates": f"{outcome.duplicates:,}",
        "rejected": f"{outcome.rejected:,}",
        "customers": f"{outcome.customers:,}",
        "unmatched": f"{outcome.unmatched_returns:,}",
        "file": outcome.rejects_file,
    }
    if is_dry_run:
        return (
            _(
                "Of %(rows)s rows %(accepted)s would be accepted, %(duplicates)s are known already "
                "and %(rejected)s would be rejected; %(customers)s customers, %(unmatched)s "
                "unmatched returns. Nothing was written (--dry-run)."
            )
            % counts
        )
    if outcome.rejects_file:
        return (
            _(
                "Of %(rows)s rows %(accepted)s were accepted, %(duplicates)s were known already "
                "and %(rejected)s were rejected (reasons in %(file)s); %(customers)s customers, "
                "%(unmatched)s unmatched returns."
            )
            % counts
        )
    return (
        ngettext(
            "%(rows)s row: %(accepted)s accepted, %(duplicates)s known already; "
            "%(customers)s customers, %(unmatched)s unmatched returns.",
            "%(rows)s rows: %(accepted)s accepted, %(duplicates)s known already; "
            "%(customers)s customers, %(unmatched)s unmatched returns.",
            outcome.rows,
        )
        % counts
    )
