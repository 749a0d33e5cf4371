"""The names in a chart of quadrants: of quadrants, of points, and of numbered points below."""

from collections.abc import Sequence
from itertools import compress
from math import ceil

from heed.core.plots.canvas import EDGE_ROOM, PAPER, SOFT, axis_room, words
from heed.core.plots.labels import Spot, placed
from heed.core.plots.lettering import LEADING, shortened, text_width, wrapped
from heed.core.plots.plane import Plane
from heed.core.plots.values import Axis, Layer, Line, Place, is_known

Names = tuple[str, str, str, str]  # top left, top right, bottom left, bottom right
Corner = tuple[list[str], float, float, str, Spot]


def corners_of(names: Names, plane: Plane, cross: tuple[float, float] | None) -> list[Corner]:
    """The names of the quadrants in their corners, and the room they take."""
    sheet, found = plane.sheet, []
    middle = plane.across(cross[0]) if cross else sheet.inner / 2
    for place, name in enumerate(names):
        room = (middle if place % 2 == 0 else sheet.inner - middle) - 14
        lines = wrapped(name, max(room, 60), most=2)
        wide = max(text_width(each) for each in lines)
        high = LEADING * len(lines)
        left = 6.0 if place % 2 == 0 else sheet.inner - 6 - wide
        top = 4.0 if place < 2 else sheet.height - 4 - high
        at = left if place % 2 == 0 else sheet.inner - 6
        align = "left" if place % 2 == 0 else "right"
        spot = Spot(left, top, left + wide, top + high)
        found.append((lines, at, top + LEADING / 2, align, spot))
    return found


def labels_of(
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


def obstacles(
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


def name_layers(texts: Sequence[Sequence[str]], spots: Sequence[Spot]) -> list[Layer]:
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


def key_depth(key: Sequence[str], width: int) -> int:
    """Return how many lines the names below take."""
    return ceil(len(key) / _key_columns(key, width))


def key_layers(key: Sequence[str], plane: Plane, x: Axis, width: int) -> list[Layer]:
    if not key:
        return []
    columns = _key_columns(key, width)
    deep, room = key_depth(key, width), (width - 2 * EDGE_ROOM) / columns
    left = EDGE_ROOM - plane.sheet.left
    top = plane.sheet.height + axis_room(x, width - plane.sheet.left) + LEADING
    return [
        words([shortened(text, room - 8)], left + room * (place // deep),
              top + LEADING * (place % deep), color=SOFT)
        for place, text in enumerate(key)
    ]  # fmt: skip
