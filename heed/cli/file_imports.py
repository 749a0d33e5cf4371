"""What the commands that take in files have in common: their arguments, and how they end."""

import argparse
from collections.abc import Callable
from pathlib import Path

from django.db import DatabaseError, OperationalError
from django.utils import translation
from django.utils.translation import gettext as _

from heed.accounts.models import Organisation, User
from heed.accounts.queries import organisation, system_user
from heed.cli.output import complain
from heed.core.errors import DomainError


def add_file_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE|FOLDER",
        help="CSV (also gzipped), XLSX or Parquet, or a folder of them",
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        type=_pair,
        metavar="FIELD=COLUMN",
        help="the column of a field, where its name does not tell; can be repeated",
    )
    parser.add_argument("--sheet", default="", help="of an XLSX file; the first if left out")
    parser.add_argument("--encoding", default="", help="such as gb18030, where it is not detected")
    parser.add_argument("--dry-run", action="store_true", help="count only, write nothing")
    parser.add_argument("--json", action="store_true", help="print one object")


def _pair(text: str) -> tuple[str, str]:
    field, equals, column = text.partition("=")
    if not (field.strip() and equals and column.strip()):
        raise argparse.ArgumentTypeError(f"expected FIELD=COLUMN, got {text!r}")
    return field.strip(), column.strip()


def run_import(
    options: argparse.Namespace,
    take_in: Callable[[argparse.Namespace, Organisation, User], int],
) -> int:
    """Run an import in the organisation's language, and say it plainly where it ends early."""
    try:
        company, system = organisation(), system_user()
    except (Organisation.DoesNotExist, User.DoesNotExist, DatabaseError):
        complain(_("Heed is not set up yet. Run heed prepare first."))
        return 1
    with translation.override(company.language):
        try:
            return take_in(options, company, system)
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
