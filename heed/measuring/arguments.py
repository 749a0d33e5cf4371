"""The options that methods share."""

import argparse
from math import isfinite
from pathlib import Path

from heed.measuring.cells import Missing

# Fewer tell no interval of 95 %; more take longer than they add.
FEWEST_DRAWS, MOST_DRAWS = 100, 100_000


def add_common(parser: argparse.ArgumentParser) -> None:
    """What every method understands, whoever made the table of answers."""
    group = parser.add_argument_group("which answers are taken and how")
    group.add_argument("--case", default="", metavar="COL", help="what names who answered")
    group.add_argument(
        "--by",
        action="append",
        default=[],
        metavar="COL",
        help="results for each group as well, such as topic or tier; can be repeated",
    )
    group.add_argument(
        "--confidence",
        type=share,
        default=0.95,
        metavar="SHARE",
        help="of all intervals; default %(default)s",
    )
    group.add_argument(
        "--missing",
        nargs="+",
        action="extend",
        type=missing_code,
        default=[],
        metavar="CODE[=KIND]",
        help=f"what means no answer, such as 99=dont_know; kinds: {', '.join(Missing)}",
    )
    group.add_argument("--decimal", choices=(".", ","), default="", help="sign before decimals")


def add_file(parser: argparse.ArgumentParser) -> None:
    """The file of answers, how it is read, and what is printed and written."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="CSV (also gzipped), XLSX or Parquet"
    )
    group = parser.add_argument_group("how the file is read and what is printed")
    group.add_argument("--encoding", default="", help="such as gb18030, where it is not detected")
    group.add_argument("--sheet", default="", metavar="NAME", help="of an XLSX; else the longest")
    group.add_argument("--json", action="store_true", help="print one object")
    group.add_argument("--chart", type=Path, metavar="FILE", help="write the chart (.svg or .png)")


def add_columns(
    parser: argparse.ArgumentParser,
    flag: str,
    *,
    help: str,  # noqa: A002 - as argparse calls it
    required: bool = True,
) -> None:
    """An option that takes several columns, by name or by pattern."""
    parser.add_argument(
        flag,
        nargs="+",
        action="extend",
        default=[],
        required=required,
        metavar="COL",
        help=_with_need(help, required=required),
    )


def add_column(
    parser: argparse.ArgumentParser,
    flag: str,
    *,
    help: str,  # noqa: A002 - as argparse calls it
    required: bool = True,
) -> None:
    """An option that takes the name of one column."""
    text = _with_need(help, required=required)
    parser.add_argument(flag, default="", required=required, metavar="COL", help=text)


def _with_need(text: str, *, required: bool) -> str:
    return f"{text} (needed)" if required else text


def add_scale(
    parser: argparse.ArgumentParser, *, lowest: float | None = None, highest: float | None = None
) -> None:
    """The ends of the answer scale; what lies beyond is set aside and shown."""
    for flag, default, text in (
        ("--lowest", lowest, "lowest answer of the scale"),
        ("--highest", highest, "highest answer of the scale"),
    ):
        known = "" if default is None else f"; default {default:g}"
        parser.add_argument(
            flag, type=number_given, default=default, metavar="NUMBER", help=text + known
        )


def add_weight(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--weight", default="", metavar="COL", help="how many people each row stands for"
    )


def add_draws(parser: argparse.ArgumentParser, *, draws: int = 1000) -> None:
    """How often a bootstrap draws, and the number its drawing starts from."""
    parser.add_argument(
        "--draws",
        type=_draws,
        default=draws,
        metavar="N",
        help="samples drawn for intervals; default %(default)s",
    )
    parser.add_argument(
        "--seed", type=_seed, default=1, metavar="N", help="same seed, same draws; default 1"
    )


def share(text: str) -> float:
    """A share strictly between 0 and 1."""
    try:
        given = float(text)
    except ValueError:
        given = 0.0
    if not 0 < given < 1:
        raise argparse.ArgumentTypeError(f"expected a share such as 0.95, got {text!r}")
    return given


def number_given(text: str) -> float:
    """A finite number."""
    try:
        given = float(text)
    except ValueError:
        given = float("nan")
    if not isfinite(given):
        raise argparse.ArgumentTypeError(f"expected a number such as 7, got {text!r}")
    return given


def missing_code(text: str) -> tuple[str, Missing]:
    """A code and the kind it stands for; skipped where none is named."""
    code, sign, kind = text.rpartition("=")
    if not sign:
        return text, Missing.SKIPPED
    if kind not in set(Missing):
        kinds = ", ".join(Missing)
        raise argparse.ArgumentTypeError(f"expected one of {kinds} after =, got {kind!r}")
    return code, Missing(kind)


def _draws(text: str) -> int:
    return _whole(text, FEWEST_DRAWS, MOST_DRAWS)


def _seed(text: str) -> int:
    return _whole(text, 0, 2**63)


def _whole(text: str, least: int, most: int) -> int:
    given = int(text) if text.isdecimal() else -1
    if not least <= given <= most:
        raise argparse.ArgumentTypeError(
            f"expected a whole number from {least} to {most}, got {text!r}"
        )
    return given
