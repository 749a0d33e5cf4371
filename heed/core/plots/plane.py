"""Charts between two axes of figures: the sheet, both scales, and pixels back into figures."""

from dataclasses import dataclass

from heed.core.plots.canvas import EDGE_ROOM, SOFT, Sheet, amounts, words
from heed.core.plots.lettering import LEADING, text_width, wrapped
from heed.core.plots.values import Axis, Layer
from heed.core.plots.words import say

Ends = tuple[float, float]


@dataclass(frozen=True)
class Plane:
    """The room between two axes; y grows upwards."""

    sheet: Sheet
    x_axis: Axis
    y_axis: Axis
    x_ends: Ends
    y_ends: Ends

    @property
    def x(self) -> Layer:
        return amounts("x", self.x_axis, self.x_ends, self.sheet.inner)

    @property
    def y(self) -> Layer:
        bare = amounts("y", self.y_axis, self.y_ends, self.sheet.height)
        return bare | {"axis": bare["axis"] | {"title": None}}

    def across(self, x: float) -> float:
        return (x - self.x_ends[0]) / (self.x_ends[1] - self.x_ends[0]) * self.sheet.inner

    def down(self, y: float) -> float:
        share = (y - self.y_ends[0]) / (self.y_ends[1] - self.y_ends[0])
        return (1 - share) * self.sheet.height

    def y_title(self, lift: float = 0.0) -> Layer:
        """Return the title of the upright axis, written level above it and what `lift` holds."""
        lines = y_title_lines(self.y_axis, self.sheet.width)
        return words(lines, EDGE_ROOM - self.sheet.left, -8 - lift - LEADING * (len(lines) - 0.5),
                     color=SOFT)  # fmt: skip


def y_title_lines(axis: Axis, width: float) -> list[str]:
    return wrapped(axis.title, width - 2 * EDGE_ROOM, most=2)


def number_room(axis: Axis, ends: Ends) -> float:
    """Return how wide the numbers beside an upright axis may become."""
    fine = Axis(axis.title, decimals=max(axis.decimals, 1), is_share=axis.is_share)
    return max(text_width(say(end, fine)) for end in ends) + 8


def y_title_room(axis: Axis, width: float) -> float:
    return 8 + LEADING * len(y_title_lines(axis, width))
