"""`heed measure trend`: whether answers rise or fall with time."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, isfinite, nan

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from numpy.typing import NDArray

from heed.core.plots.control import control_chart
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Head, Limits, Moment
from heed.core.plots.words import day
from heed.core.templatetags.texts import comma
from heed.measures.control_limits import FEWEST_STRETCHES, ControlPoint, control_limits
from heed.measures.estimates import Estimate
from heed.measures.linearised import weighted_mean_estimate
from heed.measures.trends import theil_sen_trend
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_column, add_columns, add_scale
from heed.measuring.dates import DATE_ORDERS, days_of
from heed.measuring.figures import DASH, number, p_value, plausible
from heed.measuring.people import People
from heed.measuring.sayings import (
    MOST_NAMED,
    days_said,
    few_cases,
    points,
    signed,
    surely,
)
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("whether answers rise or fall with time, without supposing a shape")
EXAMPLE = "heed measure trend answers.csv --value satisfied recommend --date answered"
PAGE = "trend"
PEOPLE = (People(means={"mean": ("lowest", "highest")}, with_them=("limits",)),)
DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}
FEWEST_A_STRETCH, MOST_STRETCHES = 5, 40  # of the unit that is chosen where none is given


@dataclass(frozen=True)
class Item:
    """One column: its change per unit of time, and Kendall's test of it."""

    name: str
    slope: Estimate
    tau: float
    p: float
    direction: str


@dataclass(frozen=True)
class Stretch:
    """The answers to the first column in one stretch of time, beside what chance explains."""

    since: date
    until: date
    mean: Estimate
    limits: ControlPoint | None


@dataclass(frozen=True)
class Found:
    """`limits` and `centre` of a control chart are of the first column alone."""

    per: str
    first_day: str
    last_day: str
    items: list[Item]
    centre: float
    stretches: list[Stretch]

    @property
    def told(self) -> list[Stretch]:
        """The stretches whose mean is known."""
        return [each for each in self.stretches if each.mean.has_value]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--value", help="what may rise or fall, such as satisfaction")
    add_column(parser, "--date", help="when it was answered")
    parser.add_argument(
        "--per",
        choices=tuple(DAYS),
        default="",
        help="unit of the slope; else the shortest one with five answers in each on average",
    )
    parser.add_argument("--date-order", choices=DATE_ORDERS, default="", help="of the dates")
    add_scale(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    days = days_of(answers, options.date, date_order=options.date_order)
    values = answers.numbers(options.value, lowest=options.lowest, highest=options.highest)
    per = options.per or _fitting_unit(days)
    items = [
        _item(name, days / DAYS[per], each, options.confidence)
        for name, each in zip(values.names, values.values.T, strict=True)
    ]
    stretches, centre = _stretches(days, values.values[:, 0], DAYS[per], options.confidence)
    return Found(per, _day(np.nanmin(days)), _day(np.nanmax(days)), items, centre, stretches)


def _fitting_unit(days: NDArray[np.float64]) -> str:
    """The shortest unit that shows few stretches of some answers each; a month if none does."""
    known = days[~np.isnan(days)]
    length = float(np.ptp(known)) if known.size else 0.0
    for unit, unit_days in DAYS.items():
        stretches = floor(length / unit_days) + 1
        if stretches <= MOST_STRETCHES and known.size >= FEWEST_A_STRETCH * stretches:
            return unit
    return "month"


def _item(
    name: str, times: NDArray[np.float64], values: NDArray[np.float64], confidence: float
) -> Item:
    trend = theil_sen_trend(times, values, confidence=confidence)
    direction = "rising" if trend.is_rising else "falling" if trend.is_falling else "unclear"
    return Item(name, trend.slope, trend.tau, trend.p, direction)


def _day(days: float) -> str:
    return _date(days).isoformat()


def _date(days: float) -> date:
    return date(1970, 1, 1) + timedelta(days=floor(days))


def _stretches(
    days: NDArray[np.float64], values: NDArray[np.float64], length: float, confidence: float
) -> tuple[list[Stretch], float]:
    """The mean of each stretch of days with its limits, and the centre between them."""
    known = ~(np.isnan(days) | np.isnan(values))
    if not known.any():
        return [], nan
    first = floor(float(days[known].min()))
    places = np.floor((days[known] - first) / length).astype(int)
    answers = [values[known][places == place] for place in range(places.max() + 1)]
    chart = control_limits(answers) if len(answers) >= FEWEST_STRETCHES else None
    if chart and not isfinite(chart.deviation):  # one answer in each: nothing to hold means against
        chart = None
    found = [
        Stretch(
            _date(first + place * length),
            _date(first + (place + 1) * length),
            weighted_mean_estimate(each, confidence=confidence),
            chart.points[place] if chart else None,
        )
        for place, each in enumerate(answers)
        if each.size
    ]
    return found, chart.centre if chart else nan


def read(found: Found) -> Iterator[str]:
    units = {
        "day": pgettext("per", "day"),
        "week": pgettext("per", "week"),
        "month": pgettext("per", "month"),
        "year": pgettext("per", "year"),
    }
    said = {
        "rising": _(
            "“%(name)s” rises by %(size)s points per %(unit)s (%(surely)s; %(n)s answers)."
        ),
        "falling": _(
            "“%(name)s” falls by %(size)s points per %(unit)s (%(surely)s; %(n)s answers)."
        ),
        "unclear": _(
            "Whether “%(name)s” rises or falls cannot be told: %(slope)s points per %(unit)s "
            "(%(surely)s; %(n)s answers)."
        ),
        "level": _("No rise or fall of “%(name)s” can be seen in %(n)s answers."),
    }
    for item in found.items[:MOST_NAMED]:
        is_level = item.direction == "unclear" and item.slope.lower == item.slope.upper == 0
        yield said["level" if is_level else item.direction] % {
            "name": item.name,
            "slope": _slope(item.slope.value),
            "size": number(abs(item.slope.value), 3),
            "unit": units[found.per],
            "surely": surely(item.slope, _slope),
            "n": f"{item.slope.n:,}",
        }
    yield from _said_of_limits(found)
    yield from few_cases(min(item.slope.n for item in found.items))


def _said_of_limits(found: Found) -> Iterator[str]:
    """Which stretches chance does not explain."""
    held = [each for each in found.told if each.limits]
    out = [each for each in held if each.limits and each.limits.is_out]
    for each in out[:MOST_NAMED]:
        sentence = _(
            "%(time)s: the mean of “%(name)s” was %(mean)s (n = %(n)s), above what chance "
            "explains. Something may have changed then."
        )
        if each.limits and each.mean.value < each.limits.lower:
            sentence = _(
                "%(time)s: the mean of “%(name)s” was %(mean)s (n = %(n)s), below what chance "
                "explains. Something may have changed then."
            )
        yield sentence % {
            "time": days_said(each.since, each.until - timedelta(days=1)),
            "name": found.items[0].name,
            "mean": points(each.mean.value),
            "n": f"{each.mean.n:,}",
        }
    if any(each.limits.is_run for each in held if each.limits):
        yield _(
            "Eight means of “%(name)s” in a row lie on one side of the centre: the level has "
            "probably shifted."
        ) % {"name": found.items[0].name}
    if held and not out:
        yield _("All means of “%(name)s” lie within the limits of chance.") % {
            "name": found.items[0].name
        }


def _slope(value: float) -> str:
    return signed(value, 3)


def show(found: Found) -> Iterator[Table | str]:
    per = {
        "day": _("change a day"),
        "week": _("change a week"),
        "month": _("change a month"),
        "year": _("change a year"),
    }
    said = {"rising": _("rising"), "falling": _("falling"), "unclear": _("unclear")}
    first, last = date.fromisoformat(found.first_day), date.fromisoformat(found.last_day)
    yield _("From %(first)s to %(last)s.") % {"first": day(first), "last": day(last)}
    yield Table(
        head=(_("answers to"), per[found.per], _("plausible"), "tau", "p", _("n"), ""),
        rows=[
            (
                item.name,
                number(item.slope.value, 3),
                plausible(item.slope, decimals=3),
                number(item.tau),
                p_value(item.p),
                f"{item.slope.n:,}",
                said[item.direction],
            )
            for item in found.items
        ],
    )
    if any(each.limits for each in found.told):
        yield Table(
            head=(_("from"), _("mean"), _("plausible"), _("limits"), _("n"), _("to note")),
            rows=[_stretch_row(each) for each in found.told],
            title=_("“%(column)s” by stretches of time") % {"column": found.items[0].name},
            note=_("Limits: the mean of all, three standard errors to each side."),
        )


def _stretch_row(stretch: Stretch) -> tuple[str, ...]:
    limits = stretch.limits
    lower, upper = (limits.lower, limits.upper) if limits else (nan, nan)
    bounds = {"lower": number(lower), "upper": number(upper)}
    remarks = [_("beyond the limits")] if limits and limits.is_out else []
    remarks += [_("in a row on one side")] if limits and limits.is_run else []
    return (
        day(stretch.since),
        number(stretch.mean.value),
        plausible(stretch.mean),
        _("%(lower)s to %(upper)s") % bounds if limits else DASH,
        f"{stretch.mean.n:,}",
        comma().join(remarks),
    )


def plot(found: Found) -> Figure:
    """The first column asked for, by stretches of the unit, within the limits of chance."""
    first = found.items[0]
    title = _("%(column)s over time") % {"column": first.name}
    moments = [
        Moment(
            each.since + (each.until - each.since) / 2,
            each.mean.value,
            each.mean.lower,
            each.mean.upper,
            each.mean.n,
            is_out=bool(each.limits and each.limits.is_out),
        )
        for each in found.told
    ]
    limits = [
        Limits(each.since, each.until, found.centre, each.limits.lower, each.limits.upper)
        for each in found.told
        if each.limits
    ]
    head = Head(title, first.slope.n)
    return figure(control_chart, head, moments, Axis(_("mean answer")), limits=limits)
