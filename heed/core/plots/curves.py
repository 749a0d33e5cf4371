"""Families of lines with their bands, each named at its end."""

from collections.abc import Sequence
from math import nan

from django.utils.translation import gettext as _

from heed.core.plots.canvas import EDGE_ROOM, Sheet, axis_room, chart, ends_of, marks, words
from heed.core.plots.colours import KINDS
from heed.core.plots.lettering import LEADING, text_width, wrapped
from heed.core.plots.plane import Plane, number_room, y_title_room
from heed.core.plots.rows import spread_values
from heed.core.plots.tables import row
from heed.core.plots.values import WIDE, Axis, Curve, Head, Layer, Spec, is_known

_COLOURS = ("var(--accent)", "var(--owed)", "var(--info)", "var(--ink)", "var(--broken)",
            "var(--kept)", "var(--ink-soft)")  # fmt: skip
_DASHES: tuple[list[int], ...] = ([], [8, 3], [2, 2], [10, 3, 2, 3], [5, 5], [1, 4], [14, 4])


def curves(head: Head, family: Sequence[Curve], x: Axis, y: Axis, *, width: int = WIDE) -> Spec:
    """Return lines told apart by colour, dashes and the name at their end; at most 7.

    Raises ValueError for more.
    """
    if len(family) > KINDS:
        raise ValueError(f"Expected at most {KINDS} lines, got {len(family)}.")
    room = width * (0.24 if width >= WIDE else 0.28)
    names = [wrapped(each.label, room) for each in family]
    plane = _plane(family, x, y, names, width)
    layers = [
        *(_band(each, colour, plane) for each, colour in zip(family, _COLOURS, strict=False)),
        *(_line(each, place, plane) for place, each in enumerate(family)),
        *_names(family, names, plane),
        plane.y_title(),
    ]
    about = _("Lines over an axis; the numbers follow as a table.")
    table = [cells for each in family for cells in _rows(each, x, y)]
    return chart(head, plane.sheet, layers, table=table, about=about)


def _plane(
    family: Sequence[Curve], x: Axis, y: Axis, names: Sequence[Sequence[str]], width: int
) -> Plane:
    bounds = [end for each in family for end in (*each.lowers, *each.uppers)]
    y_ends = ends_of(y, spread_values(y, [value for each in family for value in each.ys], bounds))
    xs = [value for each in family for value in each.xs if is_known(value)]
    x_ends = (min(xs), max(xs)) if xs and min(xs) < max(xs) else ends_of(x, xs)
    left = EDGE_ROOM + number_room(y, y_ends)
    widest = max((text_width(line) for lines in names for line in lines), default=0.0)
    sheet = Sheet(
        width=width,
        height=300 if width >= WIDE else 240,
        left=left,
        right=EDGE_ROOM + widest + 10,
        above=y_title_room(y, width),
        below=axis_room(x, width - left - widest - 18),
    )
    return Plane(sheet, x, y, x_ends, y_ends)


def _band(curve: Curve, colour: str, plane: Plane) -> Layer:
    bounds = zip(curve.xs, curve.lowers, curve.uppers, strict=False)
    data = [{"x": x, "y": low, "upper": high} for x, low, high in bounds if is_known(low, high)]
    place = {"x": plane.x, "y": plane.y, "y2": {"field": "upper"}}
    return marks(data, "area", place, color=colour, opacity=0.12, clip=True)


def _line(curve: Curve, place: int, plane: Plane) -> Layer:
    points = zip(curve.xs, curve.ys, strict=True)
    data = [{"x": x, "y": y, "line": curve.label} for x, y in points if is_known(x, y)]
    return marks(data, "line", {"x": plane.x, "y": plane.y}, color=_COLOURS[place], clip=True,
                 strokeWidth=2, strokeDash=_DASHES[place])  # fmt: skip


def _names(family: Sequence[Curve], names: Sequence[list[str]], plane: Plane) -> list[Layer]:
    """Return each line's name level with its end, moved where it would cover another."""
    ends = [[y for y in each.ys if is_known(y)][-1:] for each in family]
    wanted = sorted((plane.down(end[0]), place) for place, end in enumerate(ends) if end)
    layers, free = [], 0.0
    for y, place in wanted:
        lines = names[place]
        high = LEADING * len(lines)
        top = max(min(y - high / 2, plane.sheet.height - high), free)
        free = top + high + 2
        layers.append(words(lines, plane.sheet.inner + 8, top + LEADING / 2, color=_COLOURS[place]))
    return layers


def _rows(curve: Curve, x: Axis, y: Axis) -> list[dict[str, object]]:
    lowers = [*curve.lowers] or [nan] * len(curve.xs)
    uppers = [*curve.uppers] or [nan] * len(curve.xs)
    return [
        row({_("Line"): curve.label, x.title: at, y.title: value, _("Lower bound"): low,
             _("Upper bound"): high})
        for at, value, low, high in zip(curve.xs, curve.ys, lowers, uppers, strict=True)
    ]  # fmt: skip
