import argparse

from heed.cli.output import say
from heed.cli.preparation import prepare

EXAMPLE = "heed prepare"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing unless it fails")


def run(options: argparse.Namespace) -> int:
    prepare()
    if not options.quiet:
        say("The database and the page files are ready.")
    return 0
