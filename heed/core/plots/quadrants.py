"""Points between two axes: importance and performance, better and worse, value for money."""

from collections.abc import Sequence
from itertools import compress
from math import ceil

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
from heed.core.plots.labels import Spot, placed
from heed.core.plots.lettering import LEADING, shortened, text_width, wrapped
from heed.core.plots.plane import Plane, number_room, y_title_room
from heed.core.plots.rows import spread_values
from heed.core.plots.tables import row
from heed.core.plots.values import WIDE, Axis, Head, Layer, Line, Place, Spec, is_known

Names = tuple[str, str, str, str]


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
    corners = _corners(names, plane.sheet) if names else []
    spots, texts, key = _labels(seen, plane, corners, _obstacles(seen, plane, cross, line))
    if key:
        below = plane.sheet.below + LEADING * (ceil(len(key) / _key_columns(key, width)) + 1)
        plane = _plane(seen, x, y, cross, width, below=below)
    layers = [
        *_cross(cross, plane),
        *([_straight(line, plane)] if line else []),
        *([_straight_name(line, plane)] if line else []),
        *_intervals(seen, plane),
        *_points(seen, plane),
        *_names(texts, spots),
        *(
            words(lines, left, top, color=SOFT, align=align)
            for lines, left, top, align, _s in corners
        ),
        *_key(key, plane, x, width),
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
    x_ends = ends_of(
        x,
        spread_values(
            x,
            xs + ([cross[0]] if cross else []),
            [end for each in places for end in (each.x_lower, each.x_upper)],
        ),
    )
    y_ends = ends_of(
        y,
        spread_values(
            y,
            ys + ([cross[1]] if cross else []),
            [end for each in places for end in (each.y_lower, each.y_upper)],
        ),
    )
    left = EDGE_ROOM + number_room(y, y_ends)
    sheet = Sheet(
        width=width,
        height=420 if width >= WIDE else 300,
        left=left,
        right=EDGE_ROOM + 16,
        above=y_title_room(y, width),
        below=below or axis_room(x, width - left),
    )
    return Plane(sheet, x, y, x_ends, y_ends)  # fmt: skip


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


Corner = tuple[list[str], float, float, str, Spot]


def _corners(names: Names, sheet: Sheet) -> list[Corner]:
    """The names of the quadrants in their corners, and the room they take."""
    found = []
    for place, name in enumerate(names):
        lines = wrapped(name, sheet.inner * 0.42, most=2)
        wide = max(text_width(each) for each in lines)
        high = LEADING * len(lines)
        left = 6.0 if place % 2 == 0 else sheet.inner - 6 - wide
        top = 4.0 if place < 2 else sheet.height - 4 - high
        at = left if place % 2 == 0 else sheet.inner - 6
        align = "left" if place % 2 == 0 else "right"
        spot = Spot(left, top, left + wide, top + high)
        found.append((lines, at, top + LEADING / 2, align, spot))
    return found


def _labels(
    places: Sequence[Place], plane: Plane, corners: Sequence[Corner], lines: Sequence[Spot]
) -> tuple[list[Spot], list[list[str]], list[str]]:
    """Return the spots and texts of the points, and what is named below if they are numbered."""
    points = [(plane.across(each.x), plane.down(each.y)) for each in places]
    room = (plane.sheet.inner + 14, plane.sheet.height)
    taken = [spot for *_rest, spot in corners]
    texts = [wrapped(each.label, plane.sheet.width * 0.26, most=2) for each in places]
    spots = placed(texts, points, room, taken, lines)
    if all(spots):
        return [spot for spot in spots if spot], texts, []
    texts = [[str(number)] for number in range(1, len(places) + 1)]
    spots = placed(texts, points, room, taken, lines)
    found = [spot is not None for spot in spots]
    key = [f"{number}  {each.label}" for number, each in enumerate(places, 1)]
    return [spot for spot in spots if spot], list(compress(texts, found)), key


def _obstacles(
    places: Sequence[Place],
    plane: Plane,
    cross: tuple[float, float] | None,
    line: Line | None,
) -> list[Spot]:
    """What names should rather not lie on: intervals, the cross and the line."""
    found = []
    for each in places:
        x, y = plane.across(each.x), plane.down(each.y)
        if is_known(each.x_lower, each.x_upper):
            found.append(Spot(plane.across(each.x_lower), y, plane.across(each.x_upper), y))
        if is_known(each.y_lower, each.y_upper):
            found.append(Spot(x, plane.down(each.y_upper), x, plane.down(each.y_lower)))
    if cross:
        x, y = plane.across(cross[0]), plane.down(cross[1])
        found += [Spot(x, 0, x, plane.sheet.height), Spot(0, y, plane.sheet.inner, y)]
    if line:
        low, high = plane.x_ends
        steps = [low + (high - low) * step / 60 for step in range(61)]
        spots = [(plane.across(x), plane.down(line.intercept + line.slope * x)) for x in steps]
        found += [Spot(x - 4, y - 4, x + 4, y + 4) for x, y in spots]
    return found


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


def _names(texts: Sequence[Sequence[str]], spots: Sequence[Spot]) -> list[Layer]:
    """Return the names, each on a seam of paper that keeps lines off its letters."""
    seam = {"color": PAPER, "stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round"}
    return [
        words(lines, (spot.left + spot.right) / 2, spot.top + LEADING / 2, align="center", **look)
        for look in (seam, {})
        for lines, spot in zip(texts, spots, strict=True)
    ]


def _key_columns(key: Sequence[str], width: int) -> int:
    widest = max(text_width(text) for text in key) + 24
    return max(1, min(4, int((width - 2 * EDGE_ROOM) / widest)))


def _key(key: Sequence[str], plane: Plane, x: Axis, width: int) -> list[Layer]:
    if not key:
        return []
    columns = _key_columns(key, width)
    deep, room = ceil(len(key) / columns), (width - 2 * EDGE_ROOM) / columns
    left = EDGE_ROOM - plane.sheet.left
    top = plane.sheet.height + axis_room(x, width - plane.sheet.left) + LEADING
    return [
        words([shortened(text, room - 8)], left + room * (place // deep),
              top + LEADING * (place % deep), color=SOFT)
        for place, text in enumerate(key)
    ]  # fmt: skip
