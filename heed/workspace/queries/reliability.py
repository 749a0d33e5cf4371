"""The reliability diagram as places in a square picture: announced to the right, kept upwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from heed.expectations.queries.announcements import Reliability

SIZE, EDGE = 240, 28
LEAST = 0.4
TICKS = (0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Point:
    """One range of announced shares: where it stands, and from where to where its interval goes."""

    x: float
    y: float
    low: float
    high: float
    radius: float


@dataclass(frozen=True)
class Diagram:
    """Points in a square of SIZE, with the ticks of both axes."""

    points: Sequence[Point]
    ticks: Sequence[tuple[float, float, int]]
    size: int = SIZE
    edge: int = EDGE
    end: int = SIZE - EDGE // 2


def diagram_of(found: Reliability) -> Diagram:
    points = [
        Point(
            x=_right(each.announced),
            y=_up(each.kept.value),
            low=_up(each.kept.lower),
            high=_up(each.kept.upper),
            radius=round(min(8.0, 2.5 + each.kept.n**0.5 / 4), 1),
        )
        for each in found.bins
    ]
    return Diagram(points, [(_right(each), _up(each), round(100 * each)) for each in TICKS])


def _right(share: float) -> float:
    return round(EDGE + _part(share) * (SIZE - 1.5 * EDGE), 1)


def _up(share: float) -> float:
    return round(SIZE - EDGE - _part(share) * (SIZE - 1.5 * EDGE), 1)


def _part(share: float) -> float:
    return (max(LEAST, min(1.0, share)) - LEAST) / (1 - LEAST)
