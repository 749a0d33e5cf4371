"""The pictures of leaving, made from what a snapshot keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

from django.utils.translation import gettext as _

from heed.core.plots.colours import KINDS
from heed.core.plots.curves import curves
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Curve, Head
from heed.customers.models import Customer
from heed.loyalty.models import Departure, LeavingSnapshot
from heed.loyalty.rules.following import ALL_TIME, MOST_STEPS, PERIODS, SILENT

YEAR = 365.25
Steps = Sequence[Sequence[float | None]]


@dataclass(frozen=True)
class Stay:
    """One line of the table beside the curves: how many are followed, who left, who is here."""

    key: str
    label: str
    counts: Mapping[str, int]
    year: Mapping[str, float | None] | None
    median_years: float | None


@dataclass(frozen=True)
class Cause:
    """How many left for one reason, and the share of all who had within the year."""

    key: str
    label: str
    left: int
    year: Mapping[str, float | None]


def stays(tiers: Mapping[str, Mapping[str, Any]], tier: str = "") -> list[Stay]:
    """Everybody and each tier, or the chosen tier alone."""
    keys = [tier] if tier else list(tiers)
    return [_stay(key, tiers[key]) for key in keys if key in tiers]


def _stay(key: str, kept: Mapping[str, Any]) -> Stay:
    median = kept.get("median")
    return Stay(
        key=key,
        label=str(Customer.Tier(key).label) if key else _("Everybody"),
        counts={name: kept[name] for name in ("n", "entered", "left", "silent", "recorded")},
        year=kept.get("year"),
        median_years=median / YEAR if median is not None else None,
    )


def causes(kept: Mapping[str, Any]) -> list[Cause]:
    """Reasons by which customers left, the most frequent first; none where too few left."""
    found = [
        Cause(key, reason_said(key), each["left"], each["year"])
        for key, each in kept.get("reasons", {}).items()
    ]
    return sorted(found, key=lambda each: (-each.left, each.key))


def reason_said(key: str) -> str:
    """A reason in words; who fell silent gave none."""
    return _("Silent for a year") if key == SILENT else str(Departure.Reason(key).label)


def leaving_pictures(snapshot: LeavingSnapshot, period: str, tier: str = "") -> list[Figure]:
    """How many are still here, and gone for which reason; empty where too few left.

    Of one tier, or of everybody with the tiers beside them.
    """
    tiers = snapshot.curves[period]["tiers"]
    is_all = period == ALL_TIME
    x_title = _("Years since the first purchase") if is_all else _("Years since the period began")
    found = (_stay_picture(tiers, tier, x_title), _cause_picture(tiers[tier], x_title))
    return [each for each in found if each is not None]


def pictures_shown_first(snapshot: LeavingSnapshot) -> list[Figure]:
    """The pictures of every period for all tiers, in the reader's language."""
    return [each for period in PERIODS for each in leaving_pictures(snapshot, period)]


def _stay_picture(tiers: Mapping[str, Mapping[str, Any]], tier: str, x_title: str) -> Figure | None:
    keys = [tier] if tier else list(tiers)
    drawn = [key for key in keys if "steps" in tiers.get(key, {})]
    if not drawn:
        return None
    family = [_still_here(_stay(key, tiers[key]).label, tiers[key]) for key in drawn]
    note = _("Kaplan–Meier, bands of 95 %%, at most %(steps)s steps a line") % {"steps": MOST_STEPS}
    head = Head(_("Still here"), tiers[drawn[0]]["n"], note)
    return figure(curves, head, family, Axis(x_title, 0.0), _share_axis(_("Share still here")))


def _still_here(label: str, kept: Mapping[str, Any]) -> Curve:
    rows = [[0.0, 1.0, 1.0, 1.0], *kept["steps"]]
    return _stepped(label, rows, kept["longest"])


def _cause_picture(kept: Mapping[str, Any], x_title: str) -> Figure | None:
    """How many have left for each reason: the most frequent, as many as colours can tell apart."""
    chosen = causes(kept)[:KINDS]
    if not chosen:
        return None
    family = [
        _stepped(each.label, [[0.0, 0.0], *kept["reasons"][each.key]["steps"]], kept["longest"])
        for each in chosen
    ]
    head = Head(_("Gone, by reason"), kept["n"], _("Aalen–Johansen; reasons compete"))
    return figure(curves, head, family, Axis(x_title, 0.0), _share_axis(_("Share gone"), low=0.0))


def _share_axis(title: str, low: float | None = None) -> Axis:
    return Axis(title, low, 1.0 if low is None else None, is_share=True)


def _stepped(label: str, rows: Steps, longest: float) -> Curve:
    """A line that stays level until the next step; bounds that are not known break its band."""
    days: list[float] = []
    columns: list[list[float]] = [[] for _column in rows[0][1:]]
    for place, (day, *values) in enumerate(rows):
        until = rows[place + 1][0] if place + 1 < len(rows) else longest
        for at in (day, until):
            days.append(float(at or 0) / YEAR)
            for column, value in zip(columns, values, strict=True):
                column.append(nan if value is None else value)
    shares, *bounds = columns
    lowers, uppers = bounds if bounds else ((), ())
    return Curve(label, days, shares, lowers, uppers)
