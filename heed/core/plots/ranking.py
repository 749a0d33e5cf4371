"""Estimates as bars from 0, the largest first, with their intervals."""

from collections.abc import Sequence
from math import inf

from django.utils.translation import gettext as _

from heed.core.plots.canvas import (
    ACCENT,
    INK,
    PAPER,
    SOFT,
    amounts,
    axis_room,
    chart,
    ends_of,
    marks,
)
from heed.core.plots.dots import dot_row
from heed.core.plots.rows import Column, columns_of_n, laid_out, row_words, spread_values
from heed.core.plots.tables import row
from heed.core.plots.values import WIDE, Axis, Dot, Head, Spec, is_known
from heed.core.plots.words import say, say_count


def ranking(head: Head, rows: Sequence[Dot], axis: Axis, *, width: int = WIDE) -> Spec:
    """Return bars from 0, the largest on top; those that rest on few cases are hollow."""
    ranked = sorted(rows, key=lambda each: -each.value if is_known(each.value) else inf)
    columns = [
        Column("", [say(each.value, axis) for each in ranked], is_soft=False),
        *columns_of_n([each.n for each in ranked], [say_count(each.n) for each in ranked]),
    ]
    labels = [each.label for each in ranked]
    placed = laid_out(labels, width, columns, below=axis_room(axis, width * 0.5))
    bounds = [end for each in ranked for end in (each.lower, each.upper)]
    reach = spread_values(axis, [each.value for each in ranked], bounds)
    x = amounts("value", axis, ends_of(axis, reach, with_zero=True), placed.sheet.inner)
    bars = [
        placed.at(index, {"value": each.value, "zero": 0.0,
                          "fill": PAPER if each.is_weak else ACCENT})
        for index, each in enumerate(ranked)
        if is_known(each.value)
    ]  # fmt: skip
    reaches = [
        placed.at(index, {"value": each.lower, "upper": each.upper})
        for index, each in enumerate(ranked)
        if is_known(each.lower, each.upper)
    ]
    fill = {"field": "fill", "type": "nominal", "scale": None}
    line = {"x": x, "x2": {"field": "upper"}, "y": placed.y}
    layers = [
        *row_words(placed),
        marks(bars, "bar", {"x": x, "x2": {"field": "zero"}, "y": placed.y, "fill": fill},
              height=12, orient="horizontal", fillOpacity=0.4, stroke=ACCENT, strokeWidth=1),
        marks(reaches, "rule", line, color=INK, strokeWidth=2, clip=True),
        marks([{}], "rule", {"x": {"datum": 0, **_without_field(x)}, "y": {"value": 0},
                             "y2": {"value": placed.sheet.height}}, color=SOFT),
    ]  # fmt: skip
    about = _("Bars with their intervals, the largest first; the numbers follow as a table.")
    table = [row({_("Rank"): rank, **dot_row(each)}) for rank, each in enumerate(ranked, 1)]
    return chart(head, placed.sheet, layers, table=table, about=about)


def _without_field(x: dict[str, object]) -> dict[str, object]:
    return {key: part for key, part in x.items() if key != "field"}
