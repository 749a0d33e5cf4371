"""Points between two axes: importance and performance, better and worse, value for money."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from heed.core.plots.canvas import (
    ACCENT,
    EDGE_ROOM,
    PAPER,
    SOFT,
    Sheet,
    axis_room,
    chart,
    ends_of,
    marks,
    words,
)
from heed.core.plots.lettering import LEADING
from heed.core.plots.plane import Plane, number_room, y_title_room
from heed.core.plots.quadrant_names import (
    Names,
    corners_of,
    key_depth,
    key_layers,
    labels_of,
    name_layers,
    obstacles,
)
from heed.core.plots.rows import spread_values
from heed.core.plots.tables import row
from heed.core.plots.values import WIDE, Axis, Head, Layer, Line, Place, Spec, is_known


def quadrants(
    head: Head,
    places: Sequence[Place],
    x: Axis,
    y: Axis,
    *,
    cross: tuple[float, float] | None = None,
    names: Names | None = None,
    line: Line | None = None,
    width: int = WIDE,
) -> Spec:
    """Return named points with the intervals that are known.

    `cross` draws the lines that part the quadrants, `names` says them: top left, top right, bottom
    left, bottom right. Where names of points would cover each other, all points are numbered and
    named below.
    """
    seen = [each for each in places if is_known(each.x, each.y)]
    plane = _plane(seen, x, y, cross, width)
    corners = corners_of(names, plane, cross) if names else []
    spots, texts, key = labels_of(seen, plane, corners, obstacles(seen, plane, cross, line))
    if key:
        below = plane.sheet.below + LEADING * (key_depth(key, width) + 1)
        plane = _plane(seen, x, y, cross, width, below=below)
    layers = [
        *_cross(cross, plane),
        *([_straight(line, plane)] if line else []),
        *([_straight_name(line, plane)] if line else []),
        *_intervals(seen, plane),
        *_points(seen, plane),
        *name_layers(texts, spots),
        *(
            words(lines, left, top, color=SOFT, align=align)
            for lines, left, top, align, _s in corners
        ),
        *key_layers(key, plane, x, width),
        plane.y_title(),
    ]
    about = _("Points between two axes; the numbers follow as a table.")
    return chart(
        head, plane.sheet, layers, table=[_row(each, x, y) for each in places], about=about
    )


def _plane(
    places: Sequence[Place],
    x: Axis,
    y: Axis,
    cross: tuple[float, float] | None,
    width: int,
    below: float = 0.0,
) -> Plane:
    xs, ys = [each.x for each in places], [each.y for each in places]
    if cross:
        xs, ys = [*xs, cross[0]], [*ys, cross[1]]
    x_bounds = [end for each in places for end in (each.x_lower, each.x_upper)]
    y_bounds = [end for each in places for end in (each.y_lower, each.y_upper)]
    x_ends = ends_of(x, spread_values(x, xs, x_bounds))
    y_ends = ends_of(y, spread_values(y, ys, y_bounds))
    left = EDGE_ROOM + number_room(y, y_ends)
    sheet = Sheet(
        width=width,
        height=420 if width >= WIDE else 300,
        left=left,
        right=EDGE_ROOM + 16,
        above=y_title_room(y, width),
        below=below or axis_room(x, width - left),
    )
    return Plane(sheet, x, y, x_ends, y_ends)


def _row(place: Place, x: Axis, y: Axis) -> dict[str, object]:
    cells: dict[str, object] = {_("Row"): place.label}
    for axis, value, lower, upper in (
        (x, place.x, place.x_lower, place.x_upper),
        (y, place.y, place.y_lower, place.y_upper),
    ):
        named = {"axis": axis.title}
        cells |= {
            axis.title: value,
            _("%(axis)s, lower bound") % named: lower,
            _("%(axis)s, upper bound") % named: upper,
        }
    return row(cells | {_("n"): place.n})


def _cross(cross: tuple[float, float] | None, plane: Plane) -> list[Layer]:
    if cross is None:
        return []
    high = {"y": {"value": 0}, "y2": {"value": plane.sheet.height}}
    wide = {"x": {"value": 0}, "x2": {"value": plane.sheet.inner}}
    return [
        marks([{"x": cross[0]}], "rule", {"x": plane.x, **high}, color=SOFT, strokeWidth=1.25),
        marks([{"y": cross[1]}], "rule", {"y": plane.y, **wide}, color=SOFT, strokeWidth=1.25),
    ]


def _straight(line: Line, plane: Plane) -> Layer:
    ends = [{"x": x, "y": line.intercept + line.slope * x} for x in plane.x_ends]
    return marks(ends, "line", {"x": plane.x, "y": plane.y}, color=ACCENT, strokeDash=[6, 4],
                 clip=True)  # fmt: skip


def _straight_name(line: Line, plane: Plane) -> Layer:
    """Return the line's name at its end on the right, above it where there is room."""
    right = plane.x_ends[1]
    y = min(max(line.intercept + line.slope * right, plane.y_ends[0]), plane.y_ends[1])
    at = plane.across((y - line.intercept) / line.slope) if line.slope else plane.sheet.inner
    drop = 12 if plane.down(y) < 20 else -10
    return words([line.label], min(at, plane.sheet.inner) - 8, plane.down(y) + drop, align="right",
                 color=ACCENT)  # fmt: skip


def _intervals(places: Sequence[Place], plane: Plane) -> list[Layer]:
    level = [
        {"x": each.x_lower, "until": each.x_upper, "y": each.y}
        for each in places
        if is_known(each.x_lower, each.x_upper)
    ]
    upright = [
        {"x": each.x, "y": each.y_lower, "until": each.y_upper}
        for each in places
        if is_known(each.y_lower, each.y_upper)
    ]
    until = {"field": "until"}
    return [
        marks(level, "rule", {"x": plane.x, "x2": until, "y": plane.y}, color=SOFT,
              strokeOpacity=0.55, clip=True),
        marks(upright, "rule", {"x": plane.x, "y": plane.y, "y2": until}, color=SOFT,
              strokeOpacity=0.55, clip=True),
    ]  # fmt: skip


def _points(places: Sequence[Place], plane: Plane) -> list[Layer]:
    data = [{"x": each.x, "y": each.y, "label": each.label} for each in places]
    return [
        marks(data, "point", {"x": plane.x, "y": plane.y}, shape="circle", color=ACCENT,
              stroke=PAPER, strokeWidth=1)
    ]  # fmt: skip
