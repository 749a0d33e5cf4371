"""Where the boxes of a path model stand and how its arrows run between them, in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from heed.core.plots.labels import Spot
from heed.core.plots.values import Arrow, Box

Point = tuple[float, float]
Route = list[Point]
_CLEAR = 7.0  # between an arrow and a box it passes


@dataclass(frozen=True)
class Grid:
    """Boxes in columns by their layer, each column centred."""

    spots: dict[str, Spot]
    layers: dict[str, int]
    height: float


def grid_of(boxes: Sequence[Box], size: tuple[float, float], room: float, height: float) -> Grid:
    """Place boxes of one size in columns across `room`, spread over `height` in each."""
    wide, high = size
    columns = sorted({each.layer for each in boxes})
    members = [[each for each in boxes if each.layer == layer] for layer in columns]
    step = (room - wide) / max(len(columns) - 1, 1)
    spots = {}
    for place, column in enumerate(members):
        for rank, box in enumerate(column):
            middle = height * (rank + 0.5) / len(column)
            left = step * place
            spots[box.key] = Spot(left, middle - high / 2, left + wide, middle + high / 2)
    return Grid(spots, {each.key: columns.index(each.layer) for each in boxes}, height)


def turned(grid: Grid, routes: Sequence[Route], room: float) -> tuple[Grid, list[Route]]:
    """Return a diagram that runs from left to right running from top to bottom."""
    spots = {
        key: Spot(spot.top, spot.left, spot.bottom, spot.right) for key, spot in grid.spots.items()
    }
    return Grid(spots, grid.layers, room), [[(y, x) for x, y in route] for route in routes]


def routes_of(arrows: Sequence[Arrow], grid: Grid) -> list[Route]:
    """Return the corners of each arrow, from the box it leaves to the box it enters."""
    return [_route(each, arrows, grid) for each in arrows]


def _route(arrow: Arrow, arrows: Sequence[Arrow], grid: Grid) -> Route:
    source, target = grid.spots[arrow.source], grid.spots[arrow.target]
    steps = grid.layers[arrow.target] - grid.layers[arrow.source]
    if steps == 0:
        return _beside(source, target, grid)
    leaving = [each for each in arrows if each.source == arrow.source and _is_across(each, grid)]
    entering = [each for each in arrows if each.target == arrow.target and _is_across(each, grid)]
    leaving.sort(key=lambda each: grid.spots[each.target].top)
    entering.sort(key=lambda each: grid.spots[each.source].top)
    start = (source.right if steps > 0 else source.left, _port(source, arrow, leaving))
    end = (target.left if steps > 0 else target.right, _port(target, arrow, entering))
    return [start, *_round_boxes(start, end, arrow, grid, _lane(arrow, arrows, grid)), end]


def _lane(arrow: Arrow, arrows: Sequence[Arrow], grid: Grid) -> float:
    """Return how far off the middle of a corridor an arrow runs, so that no two are one line."""
    far = [each for each in arrows if abs(grid.layers[each.target] - grid.layers[each.source]) > 1]
    if arrow not in far:
        return 0.0
    step = min(9.0, 30 / len(far))
    return step * (far.index(arrow) - (len(far) - 1) / 2)


def _is_across(arrow: Arrow, grid: Grid) -> bool:
    return grid.layers[arrow.source] != grid.layers[arrow.target]


def _port(spot: Spot, arrow: Arrow, group: Sequence[Arrow]) -> float:
    """Return where on the side of a box one of several arrows begins or ends."""
    step = min(16.0, (spot.bottom - spot.top) / (len(group) + 1))
    return (spot.top + spot.bottom) / 2 + step * (group.index(arrow) - (len(group) - 1) / 2)


def _beside(source: Spot, target: Spot, grid: Grid) -> Route:
    """Return a route within one column: straight to a neighbour, else round those between."""
    x = (source.left + source.right) / 2
    is_down = target.top > source.top
    start, end = (
        ((x, source.bottom), (x, target.top)) if is_down else ((x, source.top), (x, target.bottom))
    )
    low, high = sorted((start[1], end[1]))
    between = Spot(x - 1, low + 1, x + 1, high - 1)
    if not any(spot.covers(between) for spot in grid.spots.values()):
        return [start, end]
    side = source.right + 20
    return [
        (source.right, (source.top + source.bottom) / 2),
        (side, (source.top + source.bottom) / 2),
        (side, (target.top + target.bottom) / 2),
        (target.right, (target.top + target.bottom) / 2),
    ]


def _round_boxes(start: Point, end: Point, arrow: Arrow, grid: Grid, lane: float) -> list[Point]:
    """Return the corners that lead an arrow past the boxes of the layers it skips.

    Every layer gets two, also where the way is free, so that a later turn moves nothing earlier.
    """
    first, last = grid.layers[arrow.source], grid.layers[arrow.target]
    is_onward = first < last
    corners: list[Point] = []
    for layer in range(first + 1, last) if is_onward else range(first - 1, last, -1):
        column = [spot for key, spot in grid.spots.items() if grid.layers[key] == layer]
        left, right = column[0].left - 6, column[0].right + 6
        enter, leave = (left, right) if is_onward else (right, left)
        here = corners[-1] if corners else start
        before, after = _height_at(here, end, enter), _height_at(here, end, leave)
        if not _is_free(column, *sorted((before, after))):
            middle = (before + after) / 2
            before = after = lane + _nearest(_corridors(column), middle)
        corners += [(enter, before), (leave, after)]
    return corners


def _nearest(ways: Sequence[float], wanted: float) -> float:
    return min(ways, key=lambda way: abs(way - wanted))


def _height_at(start: Point, end: Point, x: float) -> float:
    return start[1] + (end[1] - start[1]) * (x - start[0]) / (end[0] - start[0])


def _is_free(column: Sequence[Spot], low: float, high: float) -> bool:
    return all(high < spot.top - _CLEAR or low > spot.bottom + _CLEAR for spot in column)


def _corridors(column: Sequence[Spot]) -> list[float]:
    ordered = sorted(column, key=lambda spot: spot.top)
    between = [(above.bottom + below.top) / 2 for above, below in pairwise(ordered)]
    return [ordered[0].top - 24, *between, ordered[-1].bottom + 24]


def length_of(route: Route) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(route))


def along(route: Route, share: float) -> Point:
    """Return the point after this share of a route's length."""
    lengths = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(route)]
    left = share * sum(lengths)
    for (a, b), length in zip(pairwise(route), lengths, strict=True):
        if left <= length and length:
            part = left / length
            return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
        left -= length
    return route[-1]
