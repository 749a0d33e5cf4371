"""Charts of one row for each label: the labels, the columns of figures, and where rows stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from heed.core.plots.canvas import EDGE_ROOM, HAIRLINE, SOFT, Sheet, marks, pixels, words
from heed.core.plots.lettering import LEADING, text_width, wrapped
from heed.core.plots.values import WIDE, Axis, Layer

_GAP = 12


@dataclass(frozen=True)
class Column:
    """Figures to the right of the plot, one for each row."""

    heading: str
    texts: Sequence[str]
    is_soft: bool = True
    is_wide_only: bool = False

    @property
    def width(self) -> float:
        return max(text_width(text) for text in (self.heading, *self.texts))


@dataclass(frozen=True)
class Rows:
    """Where the rows of a chart stand, in pixels from the top of the plot."""

    sheet: Sheet
    labels: list[list[str]]
    middles: list[float]
    columns: list[Column]

    def at(self, index: int, fields: dict[str, Any]) -> dict[str, Any]:
        """Return the data of one row's mark, with its place."""
        return fields | {"row": self.middles[index]}

    @property
    def y(self) -> Layer:
        return pixels("row", self.sheet.height)


def laid_out(
    labels: Sequence[str],
    width: int,
    columns: Sequence[Column] = (),
    *,
    above: float = 0.0,
    below: float = 0.0,
) -> Rows:
    """Give each label a row as high as its lines need; a header row stands in `above`."""
    shown = [each for each in columns if width >= WIDE or not each.is_wide_only]
    room = width * (0.34 if width >= WIDE else 0.36)
    broken = [wrapped(label, room) for label in labels]
    widest = max((text_width(line) for lines in broken for line in lines), default=0.0)
    step = 28 if len(labels) <= 12 else 22
    middles, top = [], 0.0
    for lines in broken:
        high = max(step, LEADING * len(lines) + 7)
        middles.append(top + high / 2)
        top += high
    has_heading = any(each.heading for each in shown)
    sheet = Sheet(
        width=width,
        height=max(top, step),
        left=EDGE_ROOM + min(widest, room) + _GAP,
        right=EDGE_ROOM + sum(each.width + _GAP for each in shown) + (0 if shown else 8),
        above=above + (20 if has_heading else 0),
        below=below,
    )
    return Rows(sheet, broken, middles, shown)


def row_words(rows: Rows) -> list[Layer]:
    """Return a hairline, the label and the figures of every row, and the columns' headings."""
    sheet = rows.sheet
    lines = [{"row": middle} for middle in rows.middles]
    layers = [
        marks(lines, "rule", {"y": rows.y, "x": {"value": 0}, "x2": {"value": sheet.inner}},
              color=HAIRLINE),
        _texts(_label_lines(rows), rows, EDGE_ROOM - sheet.left, "left"),
    ]  # fmt: skip
    x = sheet.inner
    for column in rows.columns:
        x += column.width + _GAP
        texts = [{"row": y, "text": t} for y, t in zip(rows.middles, column.texts, strict=True)]
        colour = {"color": SOFT} if column.is_soft else {}
        layers.append(_texts(texts, rows, x, "right", **colour))
        if column.heading:
            layers.append(words([column.heading], x, -10, align="right", color=SOFT))
    return layers


def _label_lines(rows: Rows) -> list[dict[str, Any]]:
    return [
        {"row": middle + LEADING * (place - (len(lines) - 1) / 2), "text": line}
        for middle, lines in zip(rows.middles, rows.labels, strict=True)
        for place, line in enumerate(lines)
    ]


def _texts(data: list[dict[str, Any]], rows: Rows, x: float, align: str, **more: str) -> Layer:
    place = {"x": {"value": x}, "y": rows.y, "text": {"field": "text", "type": "nominal"}}
    return marks(data, "text", place, align=align, baseline="middle", **more)


def reference_layers(value: float, label: str, x: Layer, rows: Rows, place: float) -> list[Layer]:
    """Return a dashed line at `value` with its name above; `place` is where it stands in pixels."""
    high = {"y": {"value": -4}, "y2": {"value": rows.sheet.height}}
    there = {key: part for key, part in x.items() if key != "field"} | {"datum": value}
    half = text_width(label) / 2
    middle = min(max(place, half - rows.sheet.left), rows.sheet.inner + rows.sheet.right - half)
    return [
        marks([{}], "rule", {"x": there, **high}, color=SOFT, strokeDash=[4, 3]),
        words([label], middle, -12, align="center", color=SOFT),
    ]


def place_of(value: float, ends: tuple[float, float], room: float) -> float:
    return (value - ends[0]) / (ends[1] - ends[0]) * room


def columns_of_n(counts: Sequence[int | None], texts: Sequence[str]) -> list[Column]:
    """Return the column of n where any row has one."""
    known = any(count is not None for count in counts)
    return [Column("n", texts, is_wide_only=True)] if known else []


def spread_values(axis: Axis, *groups: Sequence[float]) -> list[float]:
    """Return all figures an axis must reach; intervals do not move ends that are fixed."""
    values, *intervals = groups
    bounds = [bound for interval in intervals for bound in interval]
    if axis.low is not None:
        bounds = [bound for bound in bounds if bound >= axis.low]
    if axis.high is not None:
        bounds = [bound for bound in bounds if bound <= axis.high]
    return [*values, *bounds]
