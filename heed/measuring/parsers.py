"""How the options of a method are read: for a file, or for a table of answers in memory."""

import argparse
from collections.abc import Sequence
from typing import NoReturn

from heed.measuring.arguments import add_common, add_file
from heed.measuring.catalogue import Method
from heed.measuring.refusals import Misuse


def parser_of(name: str, method: Method) -> argparse.ArgumentParser:
    """What the command understands: FILE and options. It ends the program on a mistake."""
    summary = str(method.SUMMARY)
    parser = argparse.ArgumentParser(
        prog=f"heed measure {name}",
        usage=f"heed measure {name} FILE [options]",
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"example:\n  {method.EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_file(parser)
    add_common(parser)
    method.add_arguments(parser)
    return parser


def options_of(name: str, method: Method, arguments: Sequence[str]) -> argparse.Namespace:
    """The options of a method over a table in memory: no FILE, and nothing printed or written.

    Raises Misuse where they are not understood.
    """
    parser = _Refusing(prog=f"heed measure {name}", add_help=False, allow_abbrev=False)
    add_common(parser)
    method.add_arguments(parser)
    return parser.parse_args(arguments)


class _Refusing(argparse.ArgumentParser):
    """A parser whose mistakes are the caller's to show."""

    def error(self, message: str) -> NoReturn:
        raise Misuse(message)
