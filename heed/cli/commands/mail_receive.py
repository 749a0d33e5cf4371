import argparse
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error as DatabaseProblem
from django.utils import timezone

from heed.cli.mail_files import mails_in_folder, mails_in_mbox
from heed.cli.output import complain, say, standard_input, tell_program
from heed.conversations.operations.intake import STATES, Intake, receive, receive_all
from heed.conversations.operations.storing import Incoming
from heed.core.progress import Bar

EXAMPLE = "heed mail receive --json < mail.eml"
STORED, USAGE, TRY_AGAIN = 0, 2, 75
AT_ONCE = 50
MOST_BYTES_AT_ONCE = 20_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    many = parser.add_mutually_exclusive_group()
    many.add_argument(
        "--directory", type=Path, metavar="DIR", help="take in every file in DIR and below"
    )
    many.add_argument("--mbox", type=Path, metavar="FILE", help="take in every mail of an mbox")
    parser.add_argument("--json", action="store_true", help="print one object for programs")


def run(options: argparse.Namespace) -> int:
    """0 where every mail is stored, parked ones too; 75 where it should be tried again."""
    try:
        if options.directory:
            return _directory(options.directory, is_json=options.json)
        if options.mbox:
            return _mbox(options.mbox, is_json=options.json)
        return _one(standard_input(), is_json=options.json)
    except ObjectDoesNotExist:
        complain("Heed is not set up yet. Run “heed prepare”, then try again.")
    except (DatabaseProblem, OSError) as problem:
        complain(
            f"The mail could not be stored: {problem}. It can be handed over again; "
            "“heed check” says what is missing."
        )
    return TRY_AGAIN


def _one(content: bytes, *, is_json: bool) -> int:
    intake = receive(content=content, source="standard input", now=timezone.now())
    if is_json:
        tell_program(
            {
                "state": intake.state,
                "message": intake.message_id,
                "conversation": intake.conversation_id,
                "customer": intake.customer_id,
            }
        )
    else:
        say(_sentence(intake))
    return STORED


def _sentence(intake: Intake) -> str:
    where = f"conversation {intake.conversation_id} of customer {intake.customer_id}"
    return {
        "new": f"The mail opened {where}.",
        "continued": f"The mail continues {where}.",
        "duplicate": "The mail is here already; nothing was added.",
        "parked": "The mail is stored and parked: a person has to look at it.",
    }[intake.state]


def _directory(folder: Path, *, is_json: bool) -> int:
    if not folder.is_dir():
        complain(f"{folder} is not a folder. Name one that holds mails, one in a file.")
        return USAGE
    paths = mails_in_folder(folder)
    readable = [path for path in paths if os.access(path, os.R_OK)]
    for path in sorted({*paths} - {*readable}):
        complain(f"{path} may not be read and is left out. Allow reading it, then run this again.")
    mails = (Incoming(str(path), path.read_bytes()) for path in readable)
    _many(mails, total=len(readable), is_json=is_json)
    return STORED if readable == paths else TRY_AGAIN


def _mbox(file: Path, *, is_json: bool) -> int:
    if not file.is_file():
        complain(f"{file} is not a file. Name an mbox file.")
        return USAGE
    mails = (Incoming(f"{file.name} {n}", each) for n, each in enumerate(mails_in_mbox(file), 1))
    _many(mails, total=None, is_json=is_json)
    return STORED


def _many(mails: Iterator[Incoming], *, total: int | None, is_json: bool) -> None:
    counts = Counter(dict.fromkeys(STATES, 0))
    bar = Bar("Mails", total)
    for batch in _batches(mails):
        taken = receive_all(batch, now=timezone.now())
        counts.update(intake.state for intake in taken)
        bar.advance(len(taken))
    bar.end()
    result = {**counts, "total": counts.total()}
    if is_json:
        tell_program(result)
    else:
        say(
            f"{result['total']} mails: {result['new']} new, {result['continued']} continued, "
            f"{result['duplicate']} here already, {result['parked']} parked."
        )


def _batches(mails: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """The mails in groups, few enough and small enough to hold in memory."""
    batch: list[Incoming] = []
    for mail in mails:
        batch.append(mail)
        if len(batch) >= AT_ONCE or sum(len(each.content) for each in batch) > MOST_BYTES_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
