import argparse
from functools import partial
from pathlib import Path

from django.db import DatabaseError, OperationalError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heed.accounts.models import Organisation, User
from heed.accounts.queries import organisation, system_user
from heed.cli.output import complain, say, tell_program
from heed.core.errors import DomainError
from heed.core.written_moments import ORDERS
from heed.value.importing import Outcome, import_file
from heed.value.operations.valuing import ValuationFailed, revalue_customers
from heed.value.rules.settings import ImportSettings

EXAMPLE = "heed import purchases orders.csv --map customer_id=Buyer --timezone Europe/London"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV (also gzipped) or Parquet")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        type=_pair,
        metavar="FIELD=COLUMN",
        help="the column of a field, where its name does not tell; can be repeated",
    )
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
    parser.add_argument("--encoding", default="", help="such as gb18030, where it is not detected")
    parser.add_argument("--dry-run", action="store_true", help="count only, write nothing")
    parser.add_argument("--json", action="store_true", help="print one object")


def _pair(text: str) -> tuple[str, str]:
    field, equals, column = text.partition("=")
    if not (field.strip() and equals and column.strip()):
        raise argparse.ArgumentTypeError(f"expected FIELD=COLUMN, got {text!r}")
    return field.strip(), column.strip()


def run(options: argparse.Namespace) -> int:
    try:
        company, system = organisation(), system_user()
    except (Organisation.DoesNotExist, User.DoesNotExist, DatabaseError):
        complain(_("Heed is not set up yet. Run heed prepare first."))
        return 1
    with translation.override(company.language):
        try:
            outcome = _import(options, company, system)
        except DomainError as refusal:
            complain(str(refusal))
            return 1
        except KeyboardInterrupt:
            complain(_("Stopped. Run the same command again: it goes on where it was."))
            return 130
        except OperationalError as problem:
            complain(
                _("The database gave up (%(problem)s). Run the same command again: it goes on.")
                % {"problem": str(problem).strip()}
            )
            return 1
        if options.json:
            tell_program(outcome.as_object())
        else:
            say(_sentence(outcome, is_dry_run=options.dry_run))
    return 0


def _import(options: argparse.Namespace, company: Organisation, system: User) -> Outcome:
    settings = ImportSettings(
        currency=(options.currency or company.currency).upper(),
        time_zone=options.timezone or company.time_zone,
        source=options.source.strip(),
        mapping=dict(options.map),
        decimal_mark=options.decimal_mark,
        date_order=options.date_order,
        encoding=options.encoding,
    )
    return import_file(
        path=options.file,
        settings=settings,
        actor=system,
        now=timezone.now(),
        is_dry_run=options.dry_run,
        conclude=partial(_revalue, system),
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
