"""A path model: constructs as boxes in layers, effects as arrows with their intervals."""

from collections import Counter
from collections.abc import Sequence
from math import atan2, degrees

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heed.core.plots.canvas import (
    EDGE,
    EDGE_ROOM,
    INK,
    PAPER,
    SOFT,
    Sheet,
    chart,
    marks,
    pixels,
    words,
)
from heed.core.plots.labels import Spot
from heed.core.plots.lettering import LEADING, SMALL, text_width, wrapped
from heed.core.plots.path_routes import Grid, Route, along, grid_of, length_of, routes_of, turned
from heed.core.plots.tables import row
from heed.core.plots.values import WIDE, Arrow, Axis, Box, Head, Layer, Spec, is_known, known
from heed.core.plots.words import say

_HEAD = 11  # pixels an arrow's head is long
_BOLD = 1.12  # how much wider strong letters are
_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.14, 0.86)


def path_diagram(
    head: Head,
    boxes: Sequence[Box],
    arrows: Sequence[Arrow],
    *,
    decimals: int = 2,
    width: int = WIDE,
) -> Spec:
    """Return boxes and arrows; an arrow is dashed unless its interval leaves 0 out.

    Raises ValueError if an arrow names a box that is not there.
    """
    missing = {each for arrow in arrows for each in (arrow.source, arrow.target)}
    missing -= {each.key for each in boxes}
    if missing:
        raise ValueError(f"Expected arrows between the boxes given, got {sorted(missing)}.")
    room = width - 2 * EDGE_ROOM
    axis = Axis("", decimals=decimals)
    grid, routes, texts = _laid_out(boxes, arrows, room, is_wide=width >= WIDE)
    x, y = pixels("x", room), pixels("y", grid.height)
    sheet = Sheet(width, grid.height, above=8, below=4)
    layers = [
        *_lines(arrows, routes, x, y),
        _heads(arrows, routes, x, y),
        *_box_layers(boxes, texts, grid, axis, (x, y)),
        *_figures(arrows, routes, grid, axis, is_wide=width >= WIDE),
    ]
    about = _("Boxes with arrows between them; the numbers follow as a table.")
    table = _table(boxes, arrows)
    return chart(head, sheet, layers, table=table, about=about)


def _table(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> list[dict[str, object]]:
    names = {each.key: each.label for each in boxes}
    explained = {each.key: each.explained for each in boxes}
    value = pgettext("chart", "Value")
    return [
        row({_("From"): names[each.source], _("To"): names[each.target], value: each.value,
             _("Lower bound"): each.lower, _("Upper bound"): each.upper,
             _("R² of the target"): known(explained[each.target])})
        for each in arrows
    ]  # fmt: skip


def _laid_out(
    boxes: Sequence[Box], arrows: Sequence[Arrow], room: float, *, is_wide: bool
) -> tuple[Grid, list[Route], dict[str, list[str]]]:
    """Return boxes, arrows and the lines of the boxes: left to right, on telephones downwards."""
    sizes = Counter(each.layer for each in boxes)
    columns, most = max(len(sizes), 1), max(sizes.values(), default=1)
    word = max((_widest_word(each.label) for each in boxes), default=0.0) + 14
    if is_wide:
        gap = min(130.0, room * 0.45 / max(columns - 1, 1))
        most_wide = (room - 64 * (columns - 1)) / columns
        wide = min(max((room - gap * (columns - 1)) / columns, word), most_wide, max(150.0, word))
    else:
        wide = min(max(116.0, word), (room - 46 * (most - 1)) / most)
    texts = {each.key: wrapped(each.label, wide - 12, size=SMALL * _BOLD) for each in boxes}
    lines = [len(texts[each.key]) + (each.explained is not None) for each in boxes]
    high = LEADING * max(lines, default=1) + 18
    if is_wide:
        grid = grid_of(boxes, (wide, high), room, most * high + (most - 1) * 84 + 20)
        return grid, routes_of(arrows, grid), texts
    deep = columns * high + (columns - 1) * 62
    lying = grid_of(boxes, (high, wide), deep, room)
    grid, routes = turned(lying, routes_of(arrows, lying), deep)
    return grid, routes, texts


def _widest_word(text: str) -> float:
    return max((text_width(word, SMALL * _BOLD) for word in text.split()), default=0.0)


def _lines(arrows: Sequence[Arrow], routes: Sequence[Route], x: Layer, y: Layer) -> list[Layer]:
    layers = []
    for arrow, route in zip(arrows, routes, strict=True):
        corners = [*route[:-1], _before_head(route)]
        data = [{"x": at[0], "y": at[1], "step": step} for step, at in enumerate(corners)]
        place = {"x": x, "y": y, "order": {"field": "step", "type": "quantitative"}}
        look = {} if arrow.is_clear else {"strokeDash": [5, 4]}
        layers.append(
            marks(data, "line", place, color=_colour(arrow), strokeJoin="round",
                  strokeWidth=1.2 + 2.5 * min(abs(arrow.value) if is_known(arrow.value) else 0, 1),
                  **look)
        )  # fmt: skip
    return layers


def _colour(arrow: Arrow) -> str:
    return INK if arrow.is_clear else SOFT


def _before_head(route: Route) -> tuple[float, float]:
    """Return where the line of an arrow ends, so that it does not show before the tip."""
    (a, b), (c, d) = route[-2:]
    length = max(((c - a) ** 2 + (d - b) ** 2) ** 0.5, 1.0)
    return c - (c - a) / length * (_HEAD - 2), d - (d - b) / length * (_HEAD - 2)


def _heads(arrows: Sequence[Arrow], routes: Sequence[Route], x: Layer, y: Layer) -> Layer:
    data = []
    for arrow, route in zip(arrows, routes, strict=True):
        (a, b), (c, d) = route[-2:]
        length = max(((c - a) ** 2 + (d - b) ** 2) ** 0.5, 1.0)
        data.append(
            {"x": c - (c - a) / length * _HEAD / 2, "y": d - (d - b) / length * _HEAD / 2,
             "turn": degrees(atan2(d - b, c - a)), "colour": _colour(arrow)}
        )  # fmt: skip
    place = {
        "x": x,
        "y": y,
        "angle": {"field": "turn", "type": "quantitative", "scale": None},
        "color": {"field": "colour", "type": "nominal", "scale": None},
    }
    shape = "M-0.5,-0.45L0.5,0L-0.5,0.45Z"
    return marks(data, "point", place, shape=shape, size=_HEAD**2)


def _box_layers(
    boxes: Sequence[Box],
    texts: dict[str, list[str]],
    grid: Grid,
    axis: Axis,
    scales: tuple[Layer, Layer],
) -> list[Layer]:
    x, y = scales
    data, lettering = [], []
    for box in boxes:
        spot = grid.spots[box.key]
        data.append({"x": spot.left, "y": spot.top, "right": spot.right, "bottom": spot.bottom})
        has_share = box.explained is not None
        count = len(texts[box.key]) + has_share
        middle = (spot.left + spot.right) / 2
        top = (spot.top + spot.bottom - LEADING * (count - 1)) / 2
        lettering.append(words(texts[box.key], middle, top, align="center", fontWeight=600))
        if box.explained is not None:
            lettering.append(
                words([f"R² {say(box.explained, axis)}"], middle,
                      top + LEADING * len(texts[box.key]), align="center", color=SOFT)
            )  # fmt: skip
    place = {"x": x, "y": y, "x2": {"field": "right"}, "y2": {"field": "bottom"}}
    frame = marks(data, "rect", place, fill="var(--raised)", stroke=EDGE, cornerRadius=6, opacity=1)
    return [frame, *lettering]


def _figures(
    arrows: Sequence[Arrow], routes: Sequence[Route], grid: Grid, axis: Axis, *, is_wide: bool
) -> list[Layer]:
    """Return the coefficients on their arrows, each where it covers no box and no other.

    Short arrows choose first, as they have the least choice. Where an interval finds no room, it
    stands in the table alone.
    """
    taken = list(grid.spots.values())
    layers: list[Layer] = []
    for index in sorted(range(len(routes)), key=lambda each: length_of(routes[each])):
        arrow = arrows[index]
        lines = [say(arrow.value, axis)]
        bounds = f"[{say(arrow.lower, axis)}, {say(arrow.upper, axis)}]"
        has_room = length_of(routes[index]) >= min(text_width(bounds), 46) + 30
        if is_wide and has_room and is_known(arrow.lower, arrow.upper):
            lines.append(bounds)
        others = [route for each, route in enumerate(routes) if each != index]
        spot = _free_spot(routes[index], lines, taken, others)
        if len(lines) > 1 and any(spot.covers(other) for other in taken):
            lines = lines[:1]
            spot = _free_spot(routes[index], lines, taken, others)
        taken.append(spot)
        layers += _on_paper(lines, (spot.left + spot.right) / 2, spot.top + LEADING / 2 + 3)
    return layers


def _on_paper(lines: Sequence[str], middle: float, top: float) -> list[Layer]:
    """Return a coefficient and its interval, on a seam of paper that keeps the arrow off them."""
    seam = {"color": PAPER, "stroke": PAPER, "strokeWidth": 7, "strokeJoin": "round"}
    strong = {"align": "center", "fontWeight": 600}
    return [
        *(words([line], middle, top + LEADING * place, align="center", **seam)
          for place, line in enumerate(lines)),
        words(lines[:1], middle, top, **strong),
        *(words([line], middle, top + LEADING, align="center", color=SOFT) for line in lines[1:]),
    ]  # fmt: skip


def _free_spot(
    route: Route, lines: Sequence[str], taken: Sequence[Spot], others: Sequence[Route]
) -> Spot:
    wide = max(text_width(line) for line in lines) / 2 + 2
    high = LEADING * len(lines) / 2 + 3
    passed = [along(other, step / 40) for other in others for step in range(41)]

    def cost(spot: Spot) -> float:
        on_arrows = sum(
            spot.left < x < spot.right and spot.top < y < spot.bottom for x, y in passed
        )
        return 40 * sum(spot.covers(other) for other in taken) + on_arrows

    places = [along(route, share) for share in _SHARES]
    return min((Spot(x - wide, y - high, x + wide, y + high) for x, y in places), key=cost)
