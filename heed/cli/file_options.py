"""Options of commands that read a table of a company's own and may write another."""

import argparse
from pathlib import Path

WRITABLE = (".csv", ".parquet")


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """How the columns and the letters of a file are to be understood."""
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        type=_pair,
        metavar="FIELD=COLUMN",
        help="the column of a field, where its name does not tell; can be repeated",
    )
    parser.add_argument("--encoding", default="", help="such as gb18030, where it is not detected")


def add_out_option(parser: argparse.ArgumentParser) -> None:
    """Where what was found is written."""
    parser.add_argument("--out", type=_out, required=True, help="ends in .csv or .parquet")


def _pair(text: str) -> tuple[str, str]:
    field, equals, column = text.partition("=")
    if not (field.strip() and equals and column.strip()):
        raise argparse.ArgumentTypeError(f"expected FIELD=COLUMN, got {text!r}")
    return field.strip(), column.strip()


def _out(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in WRITABLE:
        raise argparse.ArgumentTypeError(
            f"expected a name ending in .csv or .parquet, got {text!r}"
        )
    return path
