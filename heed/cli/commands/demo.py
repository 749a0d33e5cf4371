"""Makes the invented company in a child process that ends, then serves it.

It does not load Django, so it costs next to nothing while it serves.
"""

import argparse
import subprocess

from heed.cli.commands.serve import HEED, serve
from heed.cli.greeting import greeting_for
from heed.cli.output import say
from heed.config import env

EXAMPLE = "heed demo --port 8000"
FEWEST, MOST = 200, 200_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_making_arguments(parser)
    parser.add_argument("--no-serve", action="store_true", help="create the data and end")


def add_making_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the making of the company needs to know."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument("--customers", type=_size, default=2_400, help="how many to invent")
    parser.add_argument("--seed", type=int, default=1, help="another number, another company")


def _size(text: str) -> int:
    number = int(text)
    if not FEWEST <= number <= MOST:
        raise argparse.ArgumentTypeError(f"give a number from {FEWEST} to {MOST}, not {text}")
    return number


def run(options: argparse.Namespace) -> int:
    greeting = greeting_for(env.home(), options.host, options.port)
    if greeting:
        say(greeting)
    elif problem := _make(options):
        return problem
    if options.no_serve:
        say("The demonstration is ready; heed demo serves it.")
        return 0
    return serve(options.host, options.port, with_worker=True)


def _make(options: argparse.Namespace) -> int:
    """Make the company in a process of its own; return its exit code."""
    wanted = [
        f"--{name}={getattr(options, name)}" for name in ("host", "port", "customers", "seed")
    ]
    return subprocess.run([*HEED, "demo", "make", *wanted], check=False).returncode
