"""One small example of every form, with long and Chinese labels and missing figures."""

from datetime import date, timedelta
from math import inf, nan

from heed.core.plots.control import control_chart
from heed.core.plots.curves import curves
from heed.core.plots.distribution import distribution
from heed.core.plots.dots import dots, pairs
from heed.core.plots.paths import path_diagram
from heed.core.plots.quadrants import quadrants
from heed.core.plots.ranking import ranking
from heed.core.plots.shares import shares
from heed.core.plots.values import (
    WIDE,
    Arrow,
    Axis,
    Box,
    Break,
    Curve,
    Dot,
    Head,
    Limits,
    Line,
    Moment,
    Pair,
    Parts,
    Place,
    Reference,
    Step,
)

HEAD = Head("What they said <b>& meant</b>", 798, "95 % intervals")
SEVEN = Axis("Perceived (1–7)", 1, 7)
LONG = "The technician explained in words I could follow what had been broken and what it cost"
DOTS = [
    Dot("Time to the refund", 4.2, 3.9, 4.6, 131),
    Dot("安装时间", 5.1, nan, nan, 25, is_weak=True),
    Dot(LONG, 6.4, 6.1, inf, 642),
    Dot("Nobody answered", nan, nan, nan, 0),
]
PAIRS = [
    Pair("Time to the refund", 5.8, 4.2, -1.6, -1.9, -1.3, 131),
    Pair("安装时间", 5.1, 5.3, 0.2, -0.1, 0.5, 25),
    Pair("Courtesy", 5.0, 6.1, 1.1, 0.9, 1.3, 642),
    Pair("Nobody answered", nan, nan, nan, n=0),
]
PARTS = [Parts("Refund", (40, 30, 10, 20)), Parts("没有回答", (0, 0, 0, 0))]
KINDS = ["attractive", "one-dimensional", "must-be", "indifferent"]
PLACES = [
    Place("Speed", 4.2, 6.1, 4.0, 4.4, 5.9, 6.3, 120),
    Place("Courtesy", 5.9, 5.2, n=120),
    Place("价格", 4.8, 3.9, 4.5, 5.1, n=97),
    Place("Nobody answered", nan, 4.0),
]
BOXES = [
    Box("e", "Customer expectations", 0),
    Box("q", "Perceived quality", 1, 0.38),
    Box("v", "感知价值", 1, 0.52),
    Box("s", "Overall satisfaction", 2, 0.71),
]
ARROWS = [
    Arrow("e", "q", 0.62, 0.55, 0.69),
    Arrow("q", "v", 0.66, 0.6, 0.72),
    Arrow("q", "s", 0.55, 0.47, 0.63),
    Arrow("e", "s", 0.05, -0.03, 0.13),
]
MONDAY = date(2026, 1, 5)
MOMENTS = [
    Moment(MONDAY + timedelta(weeks=week), value, value - 0.05, value + 0.05, 120, is_out=week == 3)
    for week, value in enumerate([0.8, 0.82, nan, 0.6, 0.81])
]
LIMITS = [Limits(MONDAY, MONDAY + timedelta(weeks=4), 0.8, 0.7, 0.9)]
BREAKS = [Break(MONDAY + timedelta(weeks=3), "new way of booking"), Break(MONDAY, "first week")]
STEPS = [Step(str(point), count) for point, count in enumerate([3, 8, 20, 60, 110], 1)]
CURVES = [
    Curve("much expected", (1, 4, 7), (1.5, 3.0, 4.5), (1.2, 2.8, 4.2), (1.8, 3.2, 4.8)),
    Curve("期望较低", (1, 4, 7), (1.9, 2.9, 3.8)),
]


def every_form(width: int = WIDE) -> dict[str, dict]:
    share = Axis("Promises kept", is_share=True, decimals=2)
    return {
        "dots": dots(HEAD, DOTS, SEVEN, reference=Reference(5.5, "norm"), width=width),
        "pairs": pairs(
            HEAD, PAIRS, SEVEN, names=("expected", "perceived"), gap_title="Gap", width=width
        ),
        "shares": shares(HEAD, PARTS, KINDS, width=width),
        "ordered shares": shares(HEAD, PARTS, KINDS, is_ordered=True, width=width),
        "quadrants": quadrants(
            HEAD, PLACES, SEVEN, Axis("Importance"), cross=(5, 5),
            names=("act", "keep", "leave", "spare"), width=width,
        ),
        "value map": quadrants(
            HEAD, PLACES, SEVEN, Axis("Price"), line=Line("fair", 1, 0.8), width=width
        ),
        "ranking": ranking(HEAD, DOTS, Axis("Worth"), width=width),
        "paths": path_diagram(HEAD, BOXES, ARROWS, width=width),
        "control": control_chart(
            HEAD, MOMENTS, share, limits=LIMITS, breaks=BREAKS, width=width
        ),
        "distribution": distribution(
            HEAD, STEPS, "Answer (1–5)", reference=Reference(3.3, "mean"), width=width
        ),
        "curves": curves(HEAD, CURVES, SEVEN, Axis("Satisfaction"), width=width),
    }  # fmt: skip


FORMS = list(every_form())
