"""A figure that holds from one date to the next, drawn as steps."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from heed.core.templatetags.amounts import spell, with_unit

_PAD = 6
_SHORTEST = timedelta(minutes=1)


def step_chart(
    entries: Sequence[tuple[datetime, Any]],
    until: datetime,
    label: str = "",
    unit: str = "",
    better: str = "more",
    width: int = 320,
    height: int = 72,
) -> dict[str, Any]:
    """Draw what held from each moment until the next and the last until now; better is higher.

    `entries` are moments with their values, oldest first; entries without a value are left out.
    """
    known = [(at, float(value)) for at, value in entries if value is not None]
    if not known:
        return {"path": ""}
    start = known[0][0]
    span = max(until - start, known[-1][0] - start, _SHORTEST)
    values = [value for _at, value in known]
    lowest, spread = min(values), (max(values) - min(values)) or 1.0

    def x(at: datetime) -> float:
        return _PAD + (at - start) / span * (width - 2 * _PAD)

    def y(value: float) -> float:
        share = (value - lowest) / spread if max(values) > lowest else 0.5
        return _PAD + (1 - share if better == "more" else share) * (height - 2 * _PAD)

    corners = [f"M{x(known[0][0]):.1f} {y(known[0][1]):.1f}"]
    corners += [f"H{x(at):.1f}V{y(value):.1f}" for at, value in known[1:]]
    places = 0 if all(value.is_integer() for value in values) else 1
    said = [with_unit(spell(value, places), unit) for value in values]
    return {
        "path": "".join([*corners, f"H{x(start + span):.1f}"]),
        "points": [(f"{x(at):.1f}", f"{y(value):.1f}") for at, value in known],
        "width": width,
        "height": height,
        "label": label,
        "description": _("%(count)s entries, from %(first)s to %(last)s")
        % {"count": spell(len(known)), "first": said[0], "last": said[-1]},
    }
