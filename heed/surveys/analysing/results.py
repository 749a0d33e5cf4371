"""What people answered, question by question: how many said what, and what follows from it.

No figure stands without its n and interval. In an anonymous survey what fewer than five people
said is not shown, nor what would let it be worked out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from heed.measures.estimates import Estimate


class Unit(StrEnum):
    SHARE = "share"
    POINTS = "points"
    NET = "net"  # -100..100


@dataclass(frozen=True)
class Row:
    """One line: how many said it, and the estimate. Hidden where too few said it.

    `column` and `value` name the answers behind it, where they can be looked at.
    """

    label: str
    count: int = 0
    estimate: Estimate | None = None
    is_hidden: bool = False
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class Table:
    """Lines of one unit; `low` and `high` are the ends of their scale."""

    rows: tuple[Row, ...]
    unit: Unit = Unit.SHARE
    low: float = 0.0
    high: float = 1.0
    title: str = ""


@dataclass(frozen=True)
class Headline:
    """The figure a question stands for by its role, such as NPS."""

    name: str
    estimate: Estimate
    unit: Unit
    low: float
    high: float


@dataclass(frozen=True)
class Result:
    """What is known of one question. `missing` are the states of those who gave no value."""

    name: str
    title: str
    type: str
    n: int
    missing: Mapping[str, int] = field(default_factory=dict)
    headline: Headline | None = None
    tables: tuple[Table, ...] = ()
    texts: tuple[str, ...] = ()
    is_hidden: bool = False
    is_spread_hidden: bool = False


@dataclass(frozen=True)
class Results:
    """`left_out` are complete responses that a robot gave."""

    n: int
    left_out: int
    questions: tuple[Result, ...]
