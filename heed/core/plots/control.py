"""A figure over time, what chance explains of it, and the changes that were made."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from heed.core.plots.canvas import (
    ACCENT,
    EDGE_ROOM,
    INK,
    PAPER,
    SOFT,
    Sheet,
    chart,
    ends_of,
    legend,
    marks,
    moved,
    words,
)
from heed.core.plots.dates import date_marks, instant
from heed.core.plots.lettering import LEADING, text_width
from heed.core.plots.plane import Plane, number_room, y_title_room
from heed.core.plots.rows import spread_values
from heed.core.plots.tables import row
from heed.core.plots.values import (
    WIDE,
    Axis,
    Break,
    Head,
    Layer,
    Limits,
    Moment,
    Spec,
    is_known,
)
from heed.core.plots.words import day

_OUT = "var(--broken-fill)"
_DAY = 86_400_000.0  # milliseconds


def control_chart(
    head: Head,
    moments: Sequence[Moment],
    axis: Axis,
    *,
    limits: Sequence[Limits] = (),
    breaks: Sequence[Break] = (),
    width: int = WIDE,
) -> Spec:
    """Return a figure in the order of time with its intervals, within the limits of chance.

    What lies beyond them is a red diamond; a break is an upright line with its name.
    """
    key, key_height = legend(_legend(limits, moments), width - 2 * EDGE_ROOM)
    plane = _plane(moments, axis, limits, breaks, width, key_height)
    lines = max((level + 1 for _middle, level in _levels(breaks, plane)), default=0)
    lift = LEADING * lines + (4 if lines else 0)
    plane = _plane(moments, axis, limits, breaks, width, key_height + lift)
    x = _times(plane)
    layers = [
        *moved(key, EDGE_ROOM - plane.sheet.left, -plane.sheet.above),
        *_limits(limits, x, plane.y),
        *_breaks(breaks, x, plane),
        *_moments(moments, x, plane.y),
        plane.y_title(lift),
    ]
    about = _("A figure over time with its limits; the numbers follow as a table.")
    table = [_row(each, axis, limits) for each in moments]
    return chart(head, plane.sheet, layers, table=table, about=about)


def _plane(
    moments: Sequence[Moment],
    axis: Axis,
    limits: Sequence[Limits],
    breaks: Sequence[Break],
    width: int,
    key_height: float,
) -> Plane:
    values = [each.value for each in moments] + [each.centre for each in limits]
    bounds = [end for each in moments for end in (each.lower, each.upper)]
    bounds += [end for each in limits for end in (each.lower, each.upper)]
    y_ends = ends_of(axis, spread_values(axis, values, bounds))
    ats = [instant(each.at) for each in moments] + [instant(each.at) for each in breaks]
    ats += [instant(at) for each in limits for at in (each.since, each.until)]
    since, until = (min(ats), max(ats)) if ats else (0.0, 1.0)
    air = (until - since) * 0.02 or _DAY
    left = EDGE_ROOM + number_room(axis, y_ends)
    sheet = Sheet(
        width=width,
        height=240 if width >= WIDE else 200,
        left=left,
        right=EDGE_ROOM + 8,
        above=key_height + y_title_room(axis, width),
        below=26,
    )
    return Plane(sheet, Axis(""), axis, (since - air, until + air), y_ends)


def _times(plane: Plane) -> Layer:
    values, form = date_marks(*plane.x_ends, most=max(2, int(plane.sheet.inner / 85)))
    return {
        "field": "at",
        "type": "quantitative",
        "scale": {"domain": list(plane.x_ends), "nice": False, "zero": False},
        "axis": {
            "title": None,
            "values": values,
            "labelExpr": f"utcFormat(datum.value, '{form}')",
            "grid": False,
        },
    }


def _limits(limits: Sequence[Limits], x: Layer, y: Layer) -> list[Layer]:
    data = [
        {"at": instant(each.since), "until": instant(each.until), "y": each.centre,
         "lower": each.lower, "upper": each.upper}
        for each in limits
    ]  # fmt: skip
    until = {"field": "until"}
    bands = [each for each in data if is_known(each["lower"], each["upper"])]
    band = {"x": x, "x2": until, "y": y | {"field": "lower"}, "y2": {"field": "upper"}}
    edges = [
        marks([each for each in data if is_known(each[end])], "rule",
              {"x": x, "x2": until, "y": y | {"field": end}}, color=SOFT, strokeDash=[4, 3],
              clip=True)
        for end in ("lower", "upper")
    ]  # fmt: skip
    centre = {"x": x, "x2": until, "y": y}
    return [
        marks(bands, "rect", band, color="var(--info-quiet)", clip=True),
        *edges,
        marks(data, "rule", centre, color=SOFT, strokeWidth=1.5, clip=True),
    ]


def _legend(limits: Sequence[Limits], moments: Sequence[Moment]) -> list[tuple[str, Layer]]:
    items: list[tuple[str, Layer]] = []
    if limits:
        flat = {"shape": "stroke", "filled": False, "color": SOFT, "size": 150}
        items.append((_("centre"), flat | {"strokeWidth": 1.5}))
        items.append((_("limits"), flat | {"strokeDash": [4, 3]}))
    if any(each.is_out for each in moments):
        items.append((_("beyond chance"), {"shape": "diamond", "color": _OUT, "size": 110}))
    return items


def _moments(moments: Sequence[Moment], x: Layer, y: Layer) -> list[Layer]:
    data = [
        {"at": instant(each.at), "y": each.value if is_known(each.value) else None,
         "colour": _OUT if each.is_out else INK, "shape": "diamond" if each.is_out else "circle",
         "size": 130 if each.is_out else 55}
        for each in moments
    ]  # fmt: skip
    reaches = [
        {"at": instant(each.at), "lower": each.lower, "upper": each.upper}
        for each in moments
        if is_known(each.lower, each.upper)
    ]
    look = {
        "color": {"field": "colour", "type": "nominal", "scale": None},
        "shape": {"field": "shape", "type": "nominal", "scale": None},
        "size": {"field": "size", "type": "quantitative", "scale": None},
    }
    reach = {"x": x, "y": y | {"field": "lower"}, "y2": {"field": "upper"}}
    known = [each for each in data if each["y"] is not None]
    return [
        marks(reaches, "rule", reach, color=SOFT, strokeOpacity=0.6, clip=True),
        marks(
            data,
            "line",
            {"x": x, "y": y},
            color=ACCENT,
            strokeWidth=1.5,
            invalid="break-paths-show-path-domains",
        ),
        marks(known, "point", {"x": x, "y": y, **look}, stroke=PAPER, strokeWidth=1),
    ]


def _breaks(breaks: Sequence[Break], x: Layer, plane: Plane) -> list[Layer]:
    """Return upright lines and, above them, their names on as many lines as it takes."""
    if not breaks:
        return []
    layers = []
    for each, (middle, level) in zip(breaks, _levels(breaks, plane), strict=True):
        top = -7 - LEADING * level
        high = {"y": {"value": top}, "y2": {"value": plane.sheet.height}}
        data = [{"at": instant(each.at)}]
        layers += [
            marks(data, "rule", {"x": x, **high}, color=INK, strokeDash=[2, 2]),
            words([each.label], middle, top - 8, align="center"),
        ]
    return layers


def _levels(breaks: Sequence[Break], plane: Plane) -> list[tuple[float, int]]:
    """Return the middle of each name and the line it stands on, counted upwards from 0."""
    ends: list[float] = []
    found = []
    for each in breaks:
        half = text_width(each.label) / 2 + 4
        at = plane.across(instant(each.at))
        middle = min(max(at, half - plane.sheet.left), plane.sheet.inner + plane.sheet.right - half)
        level = next((n for n, end in enumerate(ends) if end < middle - half), len(ends))
        ends[level : level + 1] = [middle + half]
        found.append((middle, level))
    return found


def _row(moment: Moment, axis: Axis, limits: Sequence[Limits]) -> dict[str, object]:
    at = instant(moment.at)
    held = [each for each in limits if instant(each.since) <= at <= instant(each.until)]
    cells: dict[str, object] = {
        _("Time"): day(moment.at), axis.title: moment.value, _("Lower bound"): moment.lower,
        _("Upper bound"): moment.upper, _("n"): moment.n,
    }  # fmt: skip
    if limits:
        last = held[-1] if held else None
        cells |= {
            _("Centre"): last.centre if last else None,
            _("Lower limit"): last.lower if last else None,
            _("Upper limit"): last.upper if last else None,
        }
    return row(cells)
