"""Where the marks of the small pictures stand: an effect with its interval, before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

EDGE = 7.0
MARGIN = 0.12


@dataclass(frozen=True)
class Track:
    """Maps values to horizontal places."""

    low: float
    high: float
    width: float

    @classmethod
    def around(cls, values: Iterable[float | None], width: float) -> "Track":
        known = [value for value in values if value is not None]
        low, high = min(known), max(known)
        margin = (high - low) * MARGIN or abs(high) * MARGIN or 1.0
        return cls(low - margin, high + margin, width)

    def x(self, value: float) -> str:
        share = (value - self.low) / (self.high - self.low)
        return f"{EDGE + min(max(share, 0.0), 1.0) * (self.width - 2 * EDGE):.1f}"


@dataclass(frozen=True)
class EffectPicture:
    """An effect with its interval between no change (an upright line) and what was expected."""

    width: float
    end: str
    zero: str
    point: str
    low: str
    high: str
    aim: str | None


def effect_picture(
    effect: Mapping[str, Any], expected: float | None, width: float = 180
) -> EffectPicture | None:
    """The picture of an effect as it is kept; None where it has no interval."""
    value, lower, upper = (effect.get(name) for name in ("value", "lower", "upper"))
    if value is None or lower is None or upper is None:
        return None
    track = Track.around((value, lower, upper, 0.0, expected), width)
    return EffectPicture(
        width=width,
        end=f"{width - EDGE:.1f}",
        zero=track.x(0.0),
        point=track.x(value),
        low=track.x(lower),
        high=track.x(upper),
        aim=None if expected is None else track.x(expected),
    )


@dataclass(frozen=True)
class Row:
    """One interval of a picture of several."""

    y: int
    point: str
    low: str
    high: str


@dataclass(frozen=True)
class BeforeAfter:
    """The figure before and after over each other, and where it was expected to go."""

    width: float
    end: str
    before: Row
    after: Row
    aim: str | None


def before_after(
    figures: Mapping[str, Mapping[str, Any]], expected_to: float | None, width: float = 320
) -> BeforeAfter | None:
    """The picture of both figures as they are kept; None where they are not known."""
    if "before" not in figures or "after" not in figures:
        return None
    both = (figures["before"], figures["after"])
    values = [each[name] for each in both for name in ("value", "lower", "upper")]
    track = Track.around([*values, expected_to], width)
    before, after = (
        Row(
            y=y,
            point=track.x(each["value"]),
            low=track.x(_or(each["lower"], each["value"])),
            high=track.x(_or(each["upper"], each["value"])),
        )
        for y, each in zip((14, 38), both, strict=True)
    )
    aim = None if expected_to is None else track.x(expected_to)
    return BeforeAfter(width, f"{width - EDGE:.1f}", before, after, aim)


def _or(bound: float | None, value: float) -> float:
    return value if bound is None else bound
