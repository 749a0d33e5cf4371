"""What the commands that take in files have in common: their arguments, and how they end."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from django.db import DatabaseError, OperationalError
from django.utils import translation
from django.utils.translation import gettext as _

from heed.accounts.models import Organisation, User
from heed.accounts.queries import organisation, system_user
from heed.cli.file_options import add_reading_options
from heed.cli.output import complain, say
from heed.core.errors import DomainError

Taken = TypeVar("Taken")


def add_file_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE|FOLDER",
        help="CSV (also gzipped), XLSX or Parquet, or a folder of them",
    )
    add_reading_options(parser)
    parser.add_argument("--sheet", default="", help="of an XLSX file; the first if left out")
    parser.add_argument("--dry-run", action="store_true", help="count only, write nothing")
    parser.add_argument("--json", action="store_true", help="print one object")


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


def taken_in(
    files: Sequence[Path],
    options: argparse.Namespace,
    take_in: Callable[[Path], Taken],
    sentence: Callable[[Taken], str],
) -> list[Taken | None]:
    """What became of each file; where one is refused the others are taken in all the same."""
    taken: list[Taken | None] = []
    for path in files:
        try:
            found = take_in(path)
        except DomainError as refusal:
            complain(str(refusal))
            taken.append(None)
            continue
        if len(files) > 1 and not options.json:
            say(f"{path}: {sentence(found)}")
        taken.append(found)
    return taken
