"""What charts are made from: plain values, each with its texts already in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite, nan
from typing import Any, Self

from heed.measures.estimates import Estimate, Flag

Spec = dict[str, Any]
Layer = dict[str, Any]

WIDE = 720  # pixels: a chart on a page, in a document
NARROW = 340  # pixels: the same chart on a telephone


@dataclass(frozen=True)
class Head:
    """What is seen, on how many cases, and what else must be known to read it."""

    title: str
    n: int
    note: str = ""


@dataclass(frozen=True)
class Axis:
    """What an axis measures, with its unit; ends that are None are taken from the figures."""

    title: str
    low: float | None = None
    high: float | None = None
    decimals: int = 1
    is_share: bool = False  # a share of 0..1, shown in percent


@dataclass(frozen=True)
class Reference:
    """A place on the axis that has a name, such as the norm."""

    value: float
    label: str


@dataclass(frozen=True)
class Dot:
    """One estimate; nan where the value or its interval is missing."""

    label: str
    value: float
    lower: float = nan
    upper: float = nan
    n: int | None = None
    is_weak: bool = False  # rests on few cases: an indication, drawn hollow

    @classmethod
    def of(cls, label: str, estimate: Estimate) -> Self:
        is_weak = Flag.FEW_CASES in estimate.flags
        return cls(label, estimate.value, estimate.lower, estimate.upper, estimate.n, is_weak)


@dataclass(frozen=True)
class Pair:
    """Two figures of one row, such as expected and perceived; a positive gap is good."""

    label: str
    first: float
    second: float
    gap: float
    gap_lower: float = nan
    gap_upper: float = nan
    n: int | None = None


@dataclass(frozen=True)
class Parts:
    """A whole cut into categories: the count or weight of each, and the cases behind them."""

    label: str
    counts: Sequence[float]
    n: int | None = None


@dataclass(frozen=True)
class Place:
    """A point between two axes, with the intervals of both its figures."""

    label: str
    x: float
    y: float
    x_lower: float = nan
    x_upper: float = nan
    y_lower: float = nan
    y_upper: float = nan
    n: int | None = None


@dataclass(frozen=True)
class Line:
    """A straight line between two axes: y = intercept + slope x."""

    label: str
    intercept: float
    slope: float


@dataclass(frozen=True)
class Box:
    """A construct of a path model; layers count from 0 at the causes."""

    key: str
    label: str
    layer: int
    explained: float | None = None  # the share of its variance that the arrows into it explain


@dataclass(frozen=True)
class Arrow:
    """An effect of one construct on another, by the keys of their boxes."""

    source: str
    target: str
    value: float
    lower: float = nan
    upper: float = nan

    @property
    def is_clear(self) -> bool:
        """Whether the interval is known and leaves 0 out."""
        return self.lower > 0 or self.upper < 0


@dataclass(frozen=True)
class Moment:
    """A figure at one time; `is_out` where it lies beyond what chance explains."""

    at: date | datetime
    value: float
    lower: float = nan
    upper: float = nan
    n: int | None = None
    is_out: bool = False


@dataclass(frozen=True)
class Limits:
    """What is to be expected from one time up to another."""

    since: date | datetime
    until: date | datetime
    centre: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Break:
    """A change worth marking, such as a new process."""

    at: date | datetime
    label: str


@dataclass(frozen=True)
class Step:
    """One point of an answer scale and how many chose it."""

    label: str
    count: float


@dataclass(frozen=True)
class Curve:
    """One line of a family; its band is left out where bounds are missing."""

    label: str
    xs: Sequence[float]
    ys: Sequence[float]
    lowers: Sequence[float] = ()
    uppers: Sequence[float] = ()


def known(value: float | None) -> float | None:
    """Return a figure as JSON can carry it: None where it is missing or endless."""
    return None if value is None or not isfinite(value) else float(value)


def is_known(*values: float) -> bool:
    return all(isfinite(value) for value in values)
