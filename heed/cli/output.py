"""How commands speak: sentences for people, one object for programs, errors on standard error.

And how they listen.
"""

import json
import os
import sys
from contextlib import suppress

READER_LEFT = 141  # as a shell reports a program ended by a broken pipe


class OutputLost(Exception):
    """What a command has to say cannot be written; `code` is how the command ends."""

    def __init__(self, problem: OSError) -> None:
        has_reader_left = isinstance(problem, BrokenPipeError)
        self.code = READER_LEFT if has_reader_left else 1
        why = problem.strerror or problem
        super().__init__("" if has_reader_left else f"The output cannot be written: {why}.")


def say(sentence: str = "") -> None:
    """Write one line for a person. Raises OutputLost."""
    _write(sentence)


def tell_program(result: object) -> None:
    """Write the one object of `--json`. Raises OutputLost."""
    _write(json.dumps(result, ensure_ascii=False))


def complain(sentence: str) -> None:
    """Write what went wrong where it does not mix with results, if anybody can read it."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(sentence + "\n")
            sys.stderr.flush()


def _write(line: str) -> None:
    if sys.stdout is None:
        raise OutputLost(OSError("standard output is closed"))
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except OSError as problem:
        _give_up_output()
        raise OutputLost(problem) from problem


def _give_up_output() -> None:
    """Let what is still held go nowhere, so that Python does not fail on it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def standard_input() -> bytes:
    """All that was handed over; OSError where the caller has closed it."""
    if sys.stdin is None:
        raise OSError("nothing was handed over: standard input is closed")
    return sys.stdin.buffer.read()
