"""Small pictures that stand in a line of text or a table: spark line, bars, interval, figure."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from heed.core.templatetags.amounts import percent, spell, with_unit

_PAD = 3


def _points(values: Sequence[float], width: int, height: int) -> list[tuple[float, float]]:
    lowest, highest = min(values), max(values)
    spread = (highest - lowest) or 1.0
    step = (width - 2 * _PAD) / max(len(values) - 1, 1)
    return [
        (_PAD + index * step, height - _PAD - (value - lowest) / spread * (height - 2 * _PAD))
        for index, value in enumerate(values)
    ]


def spark(
    values: Sequence[float], label: str = "", width: int = 120, height: int = 24
) -> dict[str, Any]:
    """Draw how a figure went, oldest first, with its last point marked."""
    if not values:
        return {"points": ""}
    points = _points(values, width, height)
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return {
        "label": label,
        "description": _("from %(first)s to %(last)s; lowest %(lowest)s, highest %(highest)s")
        % {
            "first": spell(values[0]),
            "last": spell(values[-1]),
            "lowest": spell(min(values)),
            "highest": spell(max(values)),
        },
        "width": width,
        "height": height,
        "points": line,
        "area": f"{points[0][0]:.1f},{height} {line} {points[-1][0]:.1f},{height}",
        "end_x": f"{points[-1][0]:.1f}",
        "end_y": f"{points[-1][1]:.1f}",
    }


def bars(
    values: Sequence[float],
    label: str = "",
    width: int = 120,
    height: int = 32,
    strong: int | None = None,
) -> dict[str, Any]:
    """Draw counts side by side from zero; `strong` is the index of the bar that is meant."""
    if not values:
        return {"drawn": []}
    highest = max(values) or 1.0
    step = width / len(values)
    gap = 2 if step > 5 else 1
    drawn = [
        {
            "x": f"{index * step:.1f}",
            "y": f"{height - 1 - max(value / highest, 0) * (height - 2):.1f}",
            "width": f"{step - gap:.1f}",
            "height": f"{max(value / highest, 0) * (height - 2):.1f}",
            "is_strong": index == strong,
        }
        for index, value in enumerate(values)
    ]
    description = _("%(count)s values, highest %(highest)s") % {
        "count": len(values),
        "highest": spell(highest),
    }
    return {
        "drawn": drawn,
        "width": width,
        "height": height,
        "base": f"{height - 0.5}",
        "label": label,
        "description": description,
    }


def interval(
    value: float,
    low: float,
    high: float,
    minimum: float = 0.0,
    maximum: float = 1.0,
    norm: float | None = None,
    width: int = 120,
    label: str = "",
    unit: str = "%",
    decimals: int = 0,
) -> dict[str, Any]:
    """Draw an estimate as a point with its interval; shares are said in percent."""

    def x(place: float) -> str:
        share = min(max((place - minimum) / (maximum - minimum), 0.0), 1.0)
        return f"{5 + share * (width - 10):.1f}"

    def say(figure: float) -> str:
        if unit == "%":
            return percent(figure, decimals)
        return with_unit(spell(figure, decimals), unit)

    return {
        "label": label,
        "description": _("%(value)s, interval %(low)s to %(high)s")
        % {"value": say(value), "low": say(low), "high": say(high)},
        "width": width,
        "end": width - 5,
        "point": x(value),
        "low": x(low),
        "high": x(high),
        "norm": None if norm is None else x(norm),
    }


def part_bars(rows: Sequence[tuple[str, Sequence[tuple[str, str, float]]]]) -> dict[str, Any]:
    """Draw wholes over each other, each cut into the same parts: key, name and amount.

    The parts are compared by their shares, which are written into them where there is room.
    """
    drawn = []
    for label, parts in rows:
        whole = sum(amount for _key, _name, amount in parts) or 1.0
        start = 0.0
        pieces = []
        for key, name, amount in parts:
            share = amount / whole
            pieces.append(
                {
                    "key": key,
                    "x": f"{start * 100:.2f}%",
                    "width": f"{share * 100:.2f}%",
                    "middle": f"{(start + share / 2) * 100:.2f}%",
                    "share": percent(share),
                    "name": name,
                    "has_room": share > 0.06,
                }
            )
            start += share
        drawn.append({"label": label, "pieces": pieces})
    return {"rows": drawn}


def stat(
    label: str,
    value: str,
    low: str = "",
    high: str = "",
    n: int | None = None,
    source: str = "",
    url: str = "",
) -> dict[str, Any]:
    """Show one figure with its interval, its n and where it comes from; a click opens its rows."""
    notes = []
    if low and high:
        notes.append(_("%(low)s to %(high)s") % {"low": low, "high": high})
    if n is not None:
        notes.append(_("n %(count)s") % {"count": spell(n)})
    if source:
        notes.append(source)
    return {"label": label, "value": value, "notes": notes, "url": url}


def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """Show how much of a known amount of work is done."""
    return {
        "done": done,
        "total": total,
        "done_text": spell(done),
        "total_text": spell(total),
        "label": label,
    }
