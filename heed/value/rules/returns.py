"""Which purchase a return takes back: first in, first out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Line:
    """A purchase (amount above zero) or a return (below) of one customer and product.

    `place` orders lines of the same moment in a way that does not depend on when they came in.
    """

    key: int
    at: datetime
    place: tuple[str, str, int]
    amount_minor: int


@dataclass(frozen=True)
class Match:
    """So much of a return offsets so much of a purchase."""

    returned: int
    purchase: int
    amount_minor: int


def _turn(line: Line) -> tuple[object, ...]:
    """At the same moment purchases come before returns, and small amounts before large ones."""
    is_return = line.amount_minor < 0
    order_ref, *rest = line.place
    return line.at, is_return, order_ref, abs(line.amount_minor), rest


def match_returns(lines: Iterable[Line]) -> tuple[list[Match], dict[int, int]]:
    """Match each return with the earliest purchases made up to it that have something left.

    Takes the lines of one customer, product and currency. The second part of the answer is how
    much of each return remains unmatched, for those of which something does.
    """
    ordered = sorted(lines, key=_turn)
    open_lines: list[list[int]] = []
    matches: list[Match] = []
    unmatched: dict[int, int] = {}
    first_open = 0
    for line in ordered:
        if line.amount_minor > 0:
            open_lines.append([line.key, line.amount_minor])
            continue
        wanted = -line.amount_minor
        while wanted and first_open < len(open_lines):
            purchase = open_lines[first_open]
            taken = min(wanted, purchase[1])
            matches.append(Match(line.key, purchase[0], taken))
            wanted -= taken
            purchase[1] -= taken
            first_open += not purchase[1]
        if wanted:
            unmatched[line.key] = wanted
    return matches, unmatched
