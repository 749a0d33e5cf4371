"""Where the names of points stand so that they cover neither each other nor the points."""

from collections.abc import Sequence
from dataclasses import dataclass

from heed.core.plots.lettering import LEADING, text_width

_NEAR, _FAR = 9, 26
_AIR = 1.5


@dataclass(frozen=True)
class Spot:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Spot") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_inside(self, width: float, height: float) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height


def placed(
    texts: Sequence[Sequence[str]],
    points: Sequence[tuple[float, float]],
    room: tuple[float, float],
    taken: Sequence[Spot] = (),
    lines: Sequence[Spot] = (),
) -> list[Spot | None]:
    """Return a spot for the lines of each text near its point, or None where there is no room.

    Points in the thick of things choose first, as they have the least choice. What is `taken` is
    never covered; of the spots left, one that lies on the fewest `lines` is taken.
    """
    dots = [_around(x, y, 5) for x, y in points]
    used: list[Spot] = [*dots, *taken]
    spots: list[Spot | None] = [None] * len(points)
    for index in sorted(range(len(points)), key=lambda each: -_crowd(points, each)):
        others = [spot for spot in used if spot is not dots[index]]
        free = [
            spot
            for spot in _candidates(texts[index], points[index])
            if spot.is_inside(*room) and not any(spot.covers(other) for other in others)
        ]
        if free:
            best = min(free, key=lambda spot: _cost(spot, points[index], lines))
            spots[index] = best
            used.append(best)
    return spots


def _cost(spot: Spot, point: tuple[float, float], lines: Sequence[Spot]) -> float:
    """Return how bad a spot is: the lines under it, and more than one where it stands far off."""
    x, y = point
    is_near = spot.covers(_around(x, y, _NEAR + 2))
    return sum(spot.covers(line) for line in lines) + (0 if is_near else 1.5)


def _around(x: float, y: float, reach: float) -> Spot:
    return Spot(x - reach, y - reach, x + reach, y + reach)


def _crowd(points: Sequence[tuple[float, float]], index: int) -> float:
    x, y = points[index]
    return sum(1 / (40 + abs(x - a) + abs(y - b)) for a, b in points)


def _candidates(lines: Sequence[str], point: tuple[float, float]) -> list[Spot]:
    wide = max(text_width(line) for line in lines) + 2 * _AIR
    high = LEADING * len(lines)
    x, y = point
    found = []
    for off in (_NEAR, _FAR):
        slant = off * 0.75
        found += [
            Spot(x + off, y - high / 2, x + off + wide, y + high / 2),
            Spot(x - off - wide, y - high / 2, x - off, y + high / 2),
            Spot(x - wide / 2, y - off - high + 2, x + wide / 2, y - off + 2),
            Spot(x - wide / 2, y + off - 2, x + wide / 2, y + off + high - 2),
            Spot(x + slant, y - slant - high, x + slant + wide, y - slant),
            Spot(x - slant - wide, y - slant - high, x - slant, y - slant),
            Spot(x + slant, y + slant, x + slant + wide, y + slant + high),
            Spot(x - slant - wide, y + slant, x - slant, y + slant + high),
        ]
    return found
