"""The `heed` command: finds the subcommand, prepares Django for it, and runs it."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

import django
from django.apps import apps
from django.conf import settings

from heed.cli.output import OutputLost, complain
from heed.config.env import BadSetting

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = {
    "demo": "create an invented company with believable data and serve it",
    "serve": "serve the pages and run the worker",
    "worker": "run the worker alone",
    "check": "say whether everything is in order, and what is missing",
    "prepare": "create or update the database and the files the pages need",
    "user add": "add a person who can sign in",
    "import purchases": "take in files of purchases (CSV, XLSX, Parquet)",
    "import customers": "take in files of customers (CSV, XLSX, Parquet)",
    "import undo": "take a whole import back, or list the latest",
    "mail receive": "take in one mail, a folder of mails or an mbox file",
    "mail parse": "show what is understood of one mail, storing nothing",
    "promise find": "find the promises in texts, one a line, storing nothing",
    "promise backtest": "say how well promises made from a log of cases would have been kept",
    "text train": "learn sentiment or topics from labelled texts, and say how well",
    "text classify": "say what texts are about or how content they are, one a line",
    "measure": "work a method out on a file of answers: gaps, drivers, Kano and more",
    "customers duplicates": "say which rows in a file of customers are one person",
    "value score": "say what each customer in a file of purchases is worth, and why",
}
# Run by other commands in a process of its own.
INTERNAL = {"demo make": "create the invented company without serving it"}
WITHOUT_DJANGO = {"demo", "serve"}
# Only the texts of Django: no database, and quick to start.
WITHOUT_ROOMS = {"measure", "text train", "text classify", "customers duplicates", "value score"}
STORING = {
    *("worker", "user add", "mail receive"),
    *("import purchases", "import customers", "import undo"),
}
TRY_AGAIN = 75  # to a mail server: keep the mail and hand it over later


class Command(Protocol):
    """What a module in `heed.cli.commands` offers."""

    EXAMPLE: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace) -> int: ...


def _load(name: str) -> Command:
    module = importlib.import_module(f"heed.cli.commands.{name.replace(' ', '_')}")
    return cast(Command, module)


def _help() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  heed {name:<{width}}  {text}" for name, text in COMMANDS.items()]
    return "\n".join(
        [
            "Heed: what customers expect, what we promised, what they perceived.",
            "",
            *lines,
            "",
            "heed COMMAND --help tells more, with an example.",
            "",
        ]
    )


def _find(arguments: Sequence[str]) -> tuple[str, Sequence[str]] | None:
    for length in (2, 1):
        name = " ".join(arguments[:length])
        if len(arguments) >= length and name in COMMANDS | INTERNAL:
            return name, arguments[length:]
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    found = _find(given)
    if found is None:
        is_asked = not given or given[0] in {"-h", "--help", "help"}
        stream = sys.stdout if is_asked else sys.stderr
        if not is_asked:
            stream.write(f"heed: there is no command “{' '.join(given[:2])}”.\n\n")
        stream.write(_help())
        return 0 if is_asked else 2
    name, rest = found
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
    # Read when NumPy loads. Matrices here are small: threads would only wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        return _run(name, rest)
    except BadSetting as problem:
        sys.stderr.write(f"{problem}\n")
        return _failed(name)
    except OutputLost as problem:
        if str(problem):
            complain(str(problem))
        return problem.code


def _failed(name: str) -> int:
    return TRY_AGAIN if name == "mail receive" else 1


def _set_up_texts() -> None:
    if not settings.configured:
        settings.configure(
            LANGUAGE_CODE="en", LOCALE_PATHS=[ROOT / "locale"], TIME_ZONE="UTC", USE_I18N=True
        )
        apps.populate([])


def _run(name: str, rest: Sequence[str]) -> int:
    if name in WITHOUT_ROOMS:
        _set_up_texts()
    elif name not in WITHOUT_DJANGO:
        django.setup()
    command = _load(name)
    parser = argparse.ArgumentParser(
        prog=f"heed {name}",
        description=(COMMANDS | INTERNAL)[name].capitalize() + ".",
        epilog=f"example:\n  {command.EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_arguments(parser)
    options = parser.parse_args(rest)
    if name in STORING:
        problem = importlib.import_module("heed.cli.preparation").prepare_if_new()
        if problem:
            sys.stderr.write(f"{problem}\n")
            return _failed(name)
    return command.run(options)


if __name__ == "__main__":
    sys.exit(main())
