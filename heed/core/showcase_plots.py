"""Sample charts of the page that shows every component: invented figures, true to the work."""

from datetime import date, timedelta
from math import nan

from django.utils.translation import gettext as _

from heed.core.plots.control import control_chart
from heed.core.plots.curves import curves
from heed.core.plots.distribution import distribution
from heed.core.plots.dots import dots, pairs
from heed.core.plots.figures import Figure, draw_ahead, figure
from heed.core.plots.paths import path_diagram
from heed.core.plots.quadrants import quadrants
from heed.core.plots.ranking import ranking
from heed.core.plots.shares import shares
from heed.core.plots.values import (
    Arrow,
    Axis,
    Box,
    Break,
    Curve,
    Dot,
    Head,
    Limits,
    Moment,
    Pair,
    Parts,
    Place,
    Reference,
    Step,
)

_FIRST = date(2026, 1, 5)
_KEPT = (0.82, 0.79, 0.84, 0.80, 0.77, 0.81, 0.68, 0.83, 0.90, 0.92, 0.89, 0.93, 0.91, 0.94)


def sample_plots() -> list[Figure]:
    """One chart of every form, drawn in one go."""
    found = [_dots(), _pairs(), _shares(), _quadrants(), _ranking(), _paths(), _control(),
             _distribution(), _curves()]  # fmt: skip
    draw_ahead(found)
    return found


def _head(title: str, n: int) -> Head:
    return Head(title, n, _("intervals of 95 %"))


def _perceived() -> Axis:
    return Axis(_("Perceived (1–7)"), 1, 7)


def _dots() -> Figure:
    rows = [
        Dot(_("Courtesy"), 6.2, 6.0, 6.4, 388),
        Dot(_("Delivery time"), 5.1, 4.8, 5.4, 131),
        Dot("安装时间", 4.3, 3.6, 5.0, 25, is_weak=True),
        Dot(_("Price"), 4.1, nan, nan, 1, is_weak=True),
    ]
    norm = Reference(5.5, _("norm"))
    return figure(dots, _head(_("Perceptions"), 545), rows, _perceived(), reference=norm)


def _pairs() -> Figure:
    rows = [
        Pair(_("Courtesy"), 5.2, 6.2, 1.0, 0.8, 1.2, 388),
        Pair(_("Delivery time"), 5.8, 4.6, -1.2, -1.5, -0.9, 131),
        Pair("安装时间", 5.0, 4.8, -0.2, -0.9, 0.5, 25),
    ]
    names = (_("expected"), _("perceived"))
    head = _head(_("Expected and perceived"), 544)
    return figure(pairs, head, rows, _perceived(), names=names, gap_title=_("Gap"))


def _shares() -> Figure:
    rows = [Parts("2025", (31, 42, 127)), Parts("2026", (22, 40, 181))]
    kinds = [_("below what is adequate"), _("within the zone"), _("above what is desired")]
    return figure(shares, Head(_("Zones of tolerance"), 443), rows, kinds, is_ordered=True)


def _quadrants() -> Figure:
    places = [
        Place(_("Courtesy"), 6.2, 5.1, 6.0, 6.4, 4.9, 5.3, 388),
        Place(_("Delivery time"), 4.6, 6.3, 4.3, 4.9, 6.0, 6.6, 131),
        Place("安装时间", 4.8, 4.4, 4.1, 5.5, 3.8, 5.0, 25),
        Place(_("Price"), 4.1, 5.8, 3.9, 4.3, 5.6, 6.0, 97),
    ]
    names = (_("Improve"), _("Keep up"), _("Leave"), _("Perhaps too much"))
    return figure(
        quadrants, _head(_("Importance and performance"), 388), places, _perceived(),
        Axis(_("Importance (1–7)")), cross=(5.0, 5.2), names=names,
    )  # fmt: skip


def _ranking() -> Figure:
    rows = [
        Dot(_("Courtesy"), 0.14, 0.09, 0.19, 388),
        Dot(_("Delivery time"), 0.31, 0.25, 0.37, 388),
        Dot(_("Price"), 0.02, -0.03, 0.07, 388),
    ]
    axis = Axis(_("Share of satisfaction's variance"), decimals=2, is_share=True)
    return figure(ranking, _head(_("What drives satisfaction"), 388), rows, axis)


def _paths() -> Figure:
    boxes = [
        Box("expected", _("Expectations"), 0),
        Box("quality", _("Perceived quality"), 1, 0.38),
        Box("value", _("Perceived value"), 1, 0.52),
        Box("satisfaction", _("Satisfaction"), 2, 0.71),
        Box("loyalty", _("Loyalty"), 3, 0.46),
    ]
    arrows = [
        Arrow("expected", "quality", 0.62, 0.55, 0.69),
        Arrow("expected", "value", 0.08, -0.02, 0.18),
        Arrow("quality", "value", 0.66, 0.60, 0.72),
        Arrow("quality", "satisfaction", 0.55, 0.47, 0.63),
        Arrow("value", "satisfaction", 0.34, 0.25, 0.42),
        Arrow("satisfaction", "loyalty", 0.68, 0.60, 0.75),
    ]
    return figure(path_diagram, _head(_("What makes customers loyal"), 512), boxes, arrows)


def _control() -> Figure:
    weeks = [_FIRST + timedelta(weeks=week) for week in range(len(_KEPT))]
    moments = [
        Moment(at, share, share - 0.05, share + 0.04, 130, is_out=share < 0.7)
        for at, share in zip(weeks, _KEPT, strict=True)
    ]
    limits = [
        Limits(weeks[0], weeks[8], 0.80, 0.71, 0.89),
        Limits(weeks[8], weeks[-1], 0.91, 0.84, 0.98),
    ]
    axis = Axis(_("Promises kept"), is_share=True, decimals=2)
    changes = [Break(weeks[8], _("new stand-in rule"))]
    head = _head(_("Promises kept, by week"), 1820)
    return figure(control_chart, head, moments, axis, limits=limits, breaks=changes)


def _distribution() -> Figure:
    counts = (3, 8, 20, 60, 110, 140, 47)
    steps = [Step(str(point), count) for point, count in enumerate(counts, 1)]
    mean = Reference(4.2, _("mean"))
    head = Head(_("Answers by point of the scale"), sum(counts))
    return figure(distribution, head, steps, _("Perceived (1–7)"), reference=mean)


def _curves() -> Figure:
    xs = [1.0, 2.5, 4.0, 5.5, 7.0]
    family = [
        Curve(_("much expected"), xs, [1.5, 2.2, 3.0, 3.7, 4.5], [1.2, 2.0, 2.8, 3.5, 4.2],
              [1.8, 2.4, 3.2, 3.9, 4.8]),
        Curve(_("little expected"), xs, [1.9, 2.5, 3.0, 3.4, 3.8]),
    ]  # fmt: skip
    axis = Axis(_("Satisfaction (1–5)"), 1, 5)
    head = _head(_("Satisfaction by what was perceived"), 194)
    return figure(curves, head, family, _perceived(), axis)
