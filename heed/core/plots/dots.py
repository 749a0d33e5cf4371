"""Estimates as dots with their intervals, and two of them a row with the gap between."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heed.core.plots.canvas import (
    EDGE_ROOM,
    INK,
    PAPER,
    SOFT,
    amounts,
    axis_room,
    chart,
    ends_of,
    legend,
    marks,
    moved,
)
from heed.core.plots.rows import (
    Column,
    Rows,
    columns_of_n,
    laid_out,
    place_of,
    reference_layers,
    row_words,
    spread_values,
)
from heed.core.plots.tables import row
from heed.core.plots.values import WIDE, Axis, Dot, Head, Layer, Pair, Reference, Spec, is_known
from heed.core.plots.words import say, say_count

_KEPT, _BROKEN = "var(--kept-fill)", "var(--broken-fill)"


def dots(
    head: Head,
    rows: Sequence[Dot],
    axis: Axis,
    *,
    reference: Reference | None = None,
    width: int = WIDE,
) -> Spec:
    """Return estimates one a row, in the order given, each with its interval."""
    columns = [
        Column("", [say(each.value, axis) for each in rows], is_soft=False),
        *columns_of_n([each.n for each in rows], [say_count(each.n) for each in rows]),
    ]
    labels = [each.label for each in rows]
    placed = laid_out(labels, width, columns, below=axis_room(axis, width * 0.5),
                      above=20 if reference and width < WIDE else 0)  # fmt: skip
    ends = ends_of(axis, _reach(axis, rows, reference))
    x = amounts("value", axis, ends, placed.sheet.inner)
    layers = [*row_words(placed), *estimates(rows, placed, x)]
    if reference:
        place = place_of(reference.value, ends, placed.sheet.inner)
        layers += reference_layers(reference.value, reference.label, x, placed, place)
    about = _("Dots with their intervals, one a row; the numbers follow as a table.")
    return chart(head, placed.sheet, layers, table=[dot_row(each) for each in rows], about=about)


def _reach(axis: Axis, rows: Sequence[Dot], reference: Reference | None) -> list[float]:
    values = [each.value for each in rows] + ([reference.value] if reference else [])
    return spread_values(axis, values, [end for each in rows for end in (each.lower, each.upper)])


def dot_row(dot: Dot) -> dict[str, object]:
    return row(
        {_("Row"): dot.label, pgettext("chart", "Value"): dot.value, _("Lower bound"): dot.lower,
         _("Upper bound"): dot.upper, _("n"): dot.n}
    )  # fmt: skip


def estimates(rows: Sequence[Dot], placed: Rows, x: Layer, colour: str = INK) -> list[Layer]:
    """Return the intervals and, above them, the dots: hollow where they rest on few cases."""
    lines = [
        placed.at(index, {"value": each.lower, "upper": each.upper})
        for index, each in enumerate(rows)
        if is_known(each.lower, each.upper)
    ]
    points = [
        placed.at(index, {"value": each.value, "fill": PAPER if each.is_weak else colour})
        for index, each in enumerate(rows)
        if is_known(each.value)
    ]
    fill = {"field": "fill", "type": "nominal", "scale": None}
    return [
        marks(lines, "rule", {"x": x, "x2": {"field": "upper"}, "y": placed.y}, color=SOFT,
              strokeWidth=2, clip=True),
        marks(points, "point", {"x": x, "y": placed.y, "fill": fill}, shape="circle",
              stroke=colour, strokeWidth=1.5),
    ]  # fmt: skip


def pairs(
    head: Head,
    rows: Sequence[Pair],
    axis: Axis,
    *,
    names: tuple[str, str],
    gap_title: str,
    width: int = WIDE,
) -> Spec:
    """Return two figures a row, a tick for the first and a dot for the second, and their gap.

    The gap is red only where its whole interval lies below 0, green only where above.
    """
    items: list[tuple[str, Layer]] = [
        (names[0], {"shape": "stroke", "angle": 90, "filled": False, "strokeWidth": 2.5,
                    "color": INK, "size": 130}),
        (names[1], {"shape": "circle", "color": INK}),
    ]  # fmt: skip
    key, key_height = legend(items, width - 2 * EDGE_ROOM)
    placed = laid_out(
        [each.label for each in rows], width, _gap_columns(rows, axis, gap_title),
        above=key_height, below=axis_room(axis, width * 0.5),
    )  # fmt: skip
    ends = ends_of(axis, [value for each in rows for value in (each.first, each.second)])
    x = amounts("value", axis, ends, placed.sheet.inner)
    layers = [
        *moved(key, EDGE_ROOM - placed.sheet.left, -placed.sheet.above),
        *row_words(placed),
        *_spans(rows, placed, x),
    ]
    about = _("Two figures and their gap, one row each; the numbers follow as a table.")
    table = [_pair_row(each, names, gap_title) for each in rows]
    return chart(head, placed.sheet, layers, table=table, about=about)


def _gap_columns(rows: Sequence[Pair], axis: Axis, gap_title: str) -> list[Column]:
    bounds = [_bounds(each, axis) for each in rows]
    gaps = [say(each.gap, axis, is_signed=True) for each in rows]
    return [
        Column(gap_title, gaps, is_soft=False),
        *([Column("", bounds, is_wide_only=True)] if any(bounds) else []),
        *columns_of_n([each.n for each in rows], [say_count(each.n) for each in rows]),
    ]


def _bounds(pair: Pair, axis: Axis) -> str:
    if not is_known(pair.gap_lower, pair.gap_upper):
        return ""
    lower, upper = (say(end, axis, is_signed=True) for end in (pair.gap_lower, pair.gap_upper))
    return f"[{lower}, {upper}]"


def _colour(pair: Pair) -> str:
    if pair.gap_upper < 0:
        return _BROKEN
    return _KEPT if pair.gap_lower > 0 else SOFT


def _spans(rows: Sequence[Pair], placed: Rows, x: Layer) -> list[Layer]:
    colour = {"field": "colour", "type": "nominal", "scale": None}
    both = [
        placed.at(index, {"value": each.first, "to": each.second, "colour": _colour(each)})
        for index, each in enumerate(rows)
        if is_known(each.first, each.second)
    ]
    first = [
        placed.at(index, {"value": each.first})
        for index, each in enumerate(rows)
        if is_known(each.first)
    ]
    second = [
        placed.at(index, {"value": each.second, "colour": _colour(each)})
        for index, each in enumerate(rows)
        if is_known(each.second)
    ]
    return [
        marks(both, "rule", {"x": x, "x2": {"field": "to"}, "y": placed.y, "color": colour},
              strokeWidth=4),
        marks(first, "tick", {"x": x, "y": placed.y}, color=INK, thickness=2.5, height=16),
        marks(second, "point", {"x": x, "y": placed.y, "color": colour}, shape="circle",
              stroke=PAPER, strokeWidth=1.5, size=95),
    ]  # fmt: skip


def _pair_row(pair: Pair, names: tuple[str, str], gap_title: str) -> dict[str, object]:
    return row(
        {_("Row"): pair.label, names[0]: pair.first, names[1]: pair.second, gap_title: pair.gap,
         _("Lower bound"): pair.gap_lower, _("Upper bound"): pair.gap_upper, _("n"): pair.n}
    )  # fmt: skip
