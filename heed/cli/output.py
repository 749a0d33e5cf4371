"""How commands speak: sentences for people, one object for programs, errors on standard error.

And how they listen.
"""

import json
import sys


def say(sentence: str = "") -> None:
    """Write one line for a person."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def tell_program(result: object) -> None:
    """Write the one object of `--json`."""
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def complain(sentence: str) -> None:
    """Write what went wrong where it does not mix with results."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def standard_input() -> bytes:
    """All that was handed over; OSError where the caller has closed it."""
    if sys.stdin is None:
        raise OSError("nothing was handed over: standard input is closed")
    return sys.stdin.buffer.read()
