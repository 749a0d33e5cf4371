import argparse

from heed.cli.output import say
from heed.core.worker import run_until_signalled

EXAMPLE = "heed worker"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The worker takes its settings from the environment alone."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    run_until_signalled()
    say("The worker has ended; what was waiting is done at the next start.")
    return 0
