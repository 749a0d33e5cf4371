"""The sheet every chart stands on: places in pixels, title, legend, texts, config, table.

All room is counted here and nothing is left to the renderer, so that a chart is as wide as it was
asked to be and its words stay inside. Colours are tokens, `var(--ink)`: `colours.themed` turns
them into values.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from heed.core.plots.colours import fonts
from heed.core.plots.lettering import LEADING, SMALL, TITLE, text_width, wrapped
from heed.core.plots.values import Axis, Head, Layer, Spec, is_known

INK, SOFT, HAIRLINE = "var(--ink)", "var(--ink-soft)", "var(--hairline)"
EDGE, PAPER, ACCENT = "var(--edge)", "var(--paper)", "var(--accent)"
EDGE_ROOM = 8
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True)
class Sheet:
    """The room of a chart: the plot itself is `inner` by `height`, the rest holds words."""

    width: float
    height: float
    left: float = EDGE_ROOM
    right: float = EDGE_ROOM
    above: float = 0.0  # between the title and the plot: legend, names of columns
    below: float = 0.0

    @property
    def inner(self) -> float:
        return self.width - self.left - self.right


def marks(values: Sequence[object], kind: str, encoding: Layer, **properties: object) -> Layer:
    """Return one layer: its data, its kind of mark and what each field means."""
    return {
        "data": {"values": list(values)},
        "mark": {"type": kind, **properties},
        "encoding": encoding,
    }


def words(lines: Sequence[str], x: float, y: float, **properties: object) -> Layer:
    """Return a text at a place in pixels, counted from the upper left corner of the plot."""
    text = {"value": lines[0] if len(lines) == 1 else list(lines)}
    place = {"x": {"value": x}, "y": {"value": y}, "text": text}
    anchored: Layer = {"align": "left", "baseline": "middle"}
    return marks([{}], "text", place, **(anchored | properties))


def pixels(field: str, length: float) -> Layer:
    """Return an encoding of places counted in pixels from the start of the plot."""
    scale = {"domain": [0, length], "range": [0, length], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def amounts(field: str, axis: Axis, ends: tuple[float, float], room: float) -> Layer:
    """Return an encoding of true figures along an axis with its title, `room` pixels long."""
    scale = {"domain": list(ends), "nice": False, "zero": False}
    widest = max(text_width(f"{end:,.1f}") for end in ends)
    drawn = {
        "title": wrapped(axis.title, room),
        "format": ".6~p" if axis.is_share else ",.6~f",
        "tickCount": max(2, int(room / max(60, widest + 20))),
    }
    return {"field": field, "type": "quantitative", "scale": scale, "axis": drawn}


def ends_of(axis: Axis, values: Sequence[float], *, with_zero: bool = False) -> tuple[float, float]:
    """Return the ends of an axis: those asked for, moved out where a figure lies beyond."""
    found = [value for value in values if is_known(value)]
    asked = [end for end in (axis.low, axis.high) if end is not None]
    everything = [*found, *asked, *([0.0] if with_zero else [])] or [0.0, 1.0]
    low, high = min(everything), max(everything)
    air = (high - low) * 0.04 or abs(high) * 0.1 or 1.0
    is_low_fixed = low == axis.low or (with_zero and low == 0)
    is_high_fixed = high == axis.high or (with_zero and high == 0 and low < 0)
    if low == high:
        is_low_fixed = is_high_fixed = False
    return (low if is_low_fixed else low - air, high if is_high_fixed else high + air)


def legend(items: Sequence[tuple[str, Layer]], sheet_room: float) -> tuple[list[Layer], float]:
    """Return a legend of marks with their names, flowing in lines, and its height.

    Each item is a name and the properties of its mark. Places count from 0 at the upper left; move
    them with `moved`.
    """
    drawn: list[Layer] = []
    x, y = 0.0, SMALL / 2
    for name, properties in items:
        lines = wrapped(name, sheet_room - 18, most=1)
        wide = 18 + text_width(lines[0]) + 16
        if x and x + wide - 16 > sheet_room:
            x, y = 0.0, y + 18
        place = {"x": {"value": x + 6}, "y": {"value": y}}
        drawn.append(marks([{}], kind="point", encoding=place, **properties))
        drawn.append(words(lines, x + 18, y, color=SOFT))
        x += wide
    return drawn, (y + SMALL / 2 + 10 if items else 0.0)


def moved(layers: Sequence[Layer], x: float, y: float) -> list[Layer]:
    """Shift layers whose places are given in pixels."""
    for layer in layers:
        layer["encoding"]["x"]["value"] += x
        layer["encoding"]["y"]["value"] += y
    return list(layers)


def axis_room(axis: Axis, room: float) -> float:
    """Return how high a horizontal axis is, with its numbers and its title."""
    return 24 + LEADING * len(wrapped(axis.title, room)) + 6


def chart(
    head: Head, sheet: Sheet, layers: Sequence[Layer], *, table: Sequence[Layer], about: str
) -> Spec:
    """Put layers on their sheet, under a title that says n."""
    title = wrapped(head.title, sheet.width - 2 * EDGE_ROOM, size=TITLE + 0.5)
    under = wrapped(below_title(head), sheet.width - 2 * EDGE_ROOM)
    high = _title_height(title, under)
    return {
        "$schema": _SCHEMA,
        "description": description(head, about),
        "usermeta": {"table": list(table), "title": head.title, "note": below_title(head),
                     "title_height": high},
        "width": sheet.inner,
        "height": sheet.height,
        "padding": {
            "left": sheet.left,
            "right": sheet.right,
            "top": high + sheet.above + EDGE_ROOM,
            "bottom": sheet.below + EDGE_ROOM,
        },
        "autosize": "none",
        "background": PAPER,
        "layer": [*_title_layers(title, under, sheet), *layers],
        "config": _config(),
    }  # fmt: skip


def _title_height(title: Sequence[str], under: Sequence[str]) -> float:
    return 20 * len(title) + LEADING * len(under) + 14


def _title_layers(title: Sequence[str], under: Sequence[str], sheet: Sheet) -> list[Layer]:
    x = EDGE_ROOM - sheet.left
    y = -_title_height(title, under) - sheet.above
    return [
        words(title, x, y + 10, fontSize=TITLE, fontWeight=600, lineHeight=20) | {"name": "title"},
        words(under, x, y + 20 * len(title) + 9, color=SOFT) | {"name": "note"},
    ]


def below_title(head: Head) -> str:
    parts = [_("n = %(count)s") % {"count": f"{head.n:,}"}, head.note]
    return " · ".join(part for part in parts if part)


def description(head: Head, about: str) -> str:
    """Return what is said of the chart to who does not see it."""
    parts = {"title": head.title, "under": below_title(head), "about": about}
    return _("%(title)s (%(under)s). %(about)s") % parts


def _config() -> Layer:
    plain = {"labelColor": SOFT, "titleColor": SOFT, "labelFontSize": SMALL,
             "titleFontSize": SMALL, "titleFontWeight": "normal", "titlePadding": 6,
             "titleLineHeight": LEADING, "gridColor": HAIRLINE, "domain": False, "ticks": False,
             "labelPadding": 6, "labelFlush": False, "titleAnchor": "middle"}  # fmt: skip
    return {
        "aria": False,
        "font": fonts(),
        "view": {"stroke": None},
        "axis": plain,
        "text": {"fontSize": SMALL, "color": INK, "lineHeight": LEADING},
        "point": {"filled": True, "opacity": 1, "size": 70},
        "tick": {"opacity": 1},
    }  # fmt: skip
