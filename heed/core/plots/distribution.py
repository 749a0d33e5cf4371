"""How answers spread over the points of a scale."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from heed.core.plots.canvas import (
    ACCENT,
    EDGE_ROOM,
    SOFT,
    Sheet,
    amounts,
    chart,
    marks,
    pixels,
    words,
)
from heed.core.plots.lettering import LEADING, text_width, wrapped
from heed.core.plots.tables import row
from heed.core.plots.values import WIDE, Axis, Head, Layer, Reference, Spec, Step
from heed.core.plots.words import say_count
from heed.core.templatetags.amounts import percent


def distribution(
    head: Head,
    steps: Sequence[Step],
    axis_title: str,
    *,
    reference: Reference | None = None,
    width: int = WIDE,
) -> Spec:
    """Return one bar for each point of the scale: its share of all answers and its count.

    `reference` marks a place along the scale, such as the mean, counted from 0 at the first point.
    """
    whole = sum(each.count for each in steps)
    shares = [each.count / whole if whole else 0.0 for each in steps]
    sheet, slot, names = _sheet(steps, axis_title, width)
    middles = [slot * (place + 0.5) for place in range(len(steps))]
    axis = Axis("", 0.0, max([*shares, 0.05]) * 1.08, is_share=True)
    y = amounts("share", axis, (0.0, axis.high or 1.0), sheet.height / 2)
    y |= {"axis": y["axis"] | {"title": None}}
    x = pixels("place", sheet.inner)
    data = [
        {"place": middle, "share": share, "zero": 0.0, "label": each.label, "count": each.count}
        for middle, share, each in zip(middles, shares, steps, strict=True)
    ]
    layers = [
        marks(data, "bar", {"x": x, "y": y, "y2": {"field": "zero"}}, orient="vertical",
              width=min(slot * 0.7, 64), color=ACCENT, fillOpacity=0.55),
        *_over_bars(data, x, y, slot),
        *(words(lines, middle, sheet.height + 14, align="center", color=SOFT)
          for lines, middle in zip(names, middles, strict=True)),
        words(wrapped(axis_title, sheet.inner), sheet.inner / 2,
              sheet.height + 12 + LEADING * max(len(lines) for lines in names) + 12,
              align="center", color=SOFT),
        *(_reference(reference, slot, sheet) if reference else []),
    ]  # fmt: skip
    about = _("One bar for each point of the scale; the numbers follow as a table.")
    table = [
        row({axis_title: each.label, _("Share"): share, _("n"): int(each.count)})
        for each, share in zip(steps, shares, strict=True)
    ]
    return chart(head, sheet, layers, table=table, about=about)


def _sheet(
    steps: Sequence[Step], axis_title: str, width: int
) -> tuple[Sheet, float, list[list[str]]]:
    left = EDGE_ROOM + 40
    inner = width - left - EDGE_ROOM
    slot = inner / max(len(steps), 1)
    names = [wrapped(each.label, slot - 4, most=4) for each in steps] or [[""]]
    title = wrapped(axis_title, inner)
    below = 24 + LEADING * (max(len(lines) for lines in names) + len(title))
    high = 200 if width >= WIDE else 170
    return Sheet(width, high, left, EDGE_ROOM, above=40, below=below), slot, names


def _over_bars(data: Sequence[Layer], x: Layer, y: Layer, slot: float) -> list[Layer]:
    """Return what stands above each bar: its share and, where there is room, its count."""
    has_counts = slot >= 2 + max((text_width(f"{each['count']:,}") for each in data), default=0.0)
    texts = [
        each | {"text": [percent(each["share"]), *([_count(each)] if has_counts else [])]}
        for each in data
    ]
    place = {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}}
    lift = -8 - (LEADING if has_counts else 0)
    return [marks(texts, "text", place, dy=lift, baseline="middle")]


def _count(each: Layer) -> str:
    return say_count(round(each["count"]))


def _reference(reference: Reference, slot: float, sheet: Sheet) -> list[Layer]:
    at = slot * (reference.value + 0.5)
    half = text_width(reference.label) / 2
    middle = min(max(at, half - sheet.left + EDGE_ROOM), sheet.inner - half)
    line = {"x": {"value": at}, "y": {"value": -24}, "y2": {"value": sheet.height}}
    return [
        marks([{}], "rule", line, color=SOFT, strokeDash=[4, 3]),
        words([reference.label], middle, -32, align="center", color=SOFT),
    ]
