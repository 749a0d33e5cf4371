"""The signature picture: what was expected, promised and perceived or delivered, on one track."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from heed.core.templatetags.amounts import spell, with_unit
from heed.core.templatetags.times import due_phrase

_EDGE = 7
_LOWEST_FELT, _HIGHEST_FELT = 1.0, 7.0


@dataclass(frozen=True)
class Track:
    """Maps values to horizontal places, so that better always lies to the right."""

    lowest: float
    highest: float
    width: int
    more_is_better: bool = True

    def x(self, value: float | None) -> str | None:
        if value is None:
            return None
        share = (value - self.lowest) / (self.highest - self.lowest)
        share = min(max(share, 0.0), 1.0)
        if not self.more_is_better:
            share = 1 - share
        return f"{_EDGE + share * (self.width - 2 * _EDGE):.1f}"


def gap_of(actual: float | None, reference: float | None, *, more_is_better: bool) -> float | None:
    """Return actual minus reference, signed so that more is better."""
    if actual is None or reference is None:
        return None
    return actual - reference if more_is_better else reference - actual


def standing(gap: float | None, reference: float | None, low: Any, high: Any) -> str:
    """Return `met`, `short`, or `open` where there is no gap or the interval still holds zero."""
    if gap is None or reference is None:
        return "open"
    if low is not None and high is not None and low <= reference <= high:
        return "open"
    return "met" if gap >= 0 else "short"


def _range(values: list[float], *, is_felt: bool) -> tuple[float, float]:
    if is_felt:
        return _LOWEST_FELT, _HIGHEST_FELT
    if not values:
        return 0.0, 1.0
    margin = (max(values) - min(values)) * 0.15 or abs(values[0]) * 0.25 or 1.0
    return min(values) - margin, max(values) + margin


def _as_float(figure: Any) -> float | None:
    """A figure of any numeric type; what a template leaves empty is none."""
    return None if figure in {None, ""} else float(figure)


def gap_bar(
    expected: float | None = None,
    promised: float | None = None,
    actual: float | None = None,
    low: float | None = None,
    high: float | None = None,
    adequate: float | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    unit: str = "",
    better: str = "more",
    width: int = 160,
    label: str = "",
    decimals: int | None = None,
    value: str = "yes",
) -> dict[str, Any]:
    """Draw expected (tick), promised (hollow mark), actual (solid mark) and its interval (band).

    Without a unit the topic is felt, on 1..7, and the actual is a perception; with one it is
    measured and the actual is what was delivered. `better="less"` turns the track, so that better
    lies to the right and the gap is positive when it is good. The gap is taken to the expected
    value, or to the promised one where nothing was expected. `value=""` leaves the figure out.
    """
    expected, promised, actual, low, high, adequate = given = [
        _as_float(figure) for figure in (expected, promised, actual, low, high, adequate)
    ]
    lowest, highest = _range([v for v in given if v is not None], is_felt=not unit)
    more = better == "more"
    track = Track(
        lowest if minimum is None else minimum,
        highest if maximum is None else maximum,
        width,
        more_is_better=more,
    )
    reference = promised if expected is None else expected
    gap = gap_of(actual, reference, more_is_better=more)
    places = 1 if decimals is None and not unit else decimals or 0

    def say(figure: float) -> str:
        return with_unit(spell(figure, places), unit)

    gap_text = "" if gap is None else with_unit(spell(gap, places, is_signed=True), unit)
    band = sorted(filter(None, (track.x(low), track.x(high))), key=float)
    return {
        "label": label,
        "description": _described(
            expected=expected,
            promised=promised,
            actual=actual,
            low=low,
            high=high,
            gap_text=gap_text,
            is_felt=not unit,
            say=say,
        ),
        "width": width,
        "end": width - _EDGE,
        "standing": standing(gap, reference, low, high),
        "expected": track.x(expected),
        "promised": track.x(promised),
        "actual": track.x(actual),
        "adequate": track.x(adequate),
        "reference": track.x(reference),
        "has_span": gap is not None,
        "band_start": band[0] if len(band) == 2 else None,
        "band_width": f"{max(float(band[1]) - float(band[0]), 2):.1f}" if len(band) == 2 else None,
        "gap_text": gap_text,
        "shows_value": bool(value),
    }


def _described(
    *,
    expected: float | None,
    promised: float | None,
    actual: float | None,
    low: float | None,
    high: float | None,
    gap_text: str,
    is_felt: bool,
    say: Any,
) -> str:
    parts = []
    if expected is not None:
        parts.append(_("expected %(value)s") % {"value": say(expected)})
    if promised is not None:
        parts.append(_("promised %(value)s") % {"value": say(promised)})
    if actual is not None:
        wording = _("perceived %(value)s") if is_felt else _("delivered %(value)s")
        parts.append(wording % {"value": say(actual)})
    if low is not None and high is not None:
        parts.append(_("interval %(low)s to %(high)s") % {"low": say(low), "high": say(high)})
    if gap_text:
        parts.append(_("gap %(gap)s") % {"gap": gap_text})
    return " · ".join(parts)


def gap_key(measured: str = "", promised: str = "yes") -> dict[str, Any]:
    """Explain the marks of the gap bar once per page; `promised=""` where nothing is promised."""
    return {"is_measured": bool(measured), "has_promised": bool(promised)}


def due_bar(
    made_at: datetime, due_at: datetime, now: datetime | None = None, width: int = 120
) -> dict[str, Any]:
    """Draw the way from making a promise (left) over its due time (hollow mark) to now (solid)."""
    now = now or timezone.now()
    total = max((due_at - made_at).total_seconds(), 1.0)
    spent = (now - made_at).total_seconds() / total
    track = Track(0.0, 1.25, width)
    over = spent > 1
    return {
        "width": width,
        "end": width - _EDGE,
        "state": "over" if over else "calm" if spent < 0.5 else "near",
        "is_over": over,
        "start": _EDGE,
        "now": track.x(spent),
        "due": track.x(1.0),
        "description": due_phrase(due_at, now),
    }
