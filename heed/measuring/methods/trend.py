"""`heed measure trend`: whether answers rise or fall with time."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from numpy.typing import NDArray

from heed.core.plots.control import control_chart
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Head, Moment
from heed.measures.estimates import Estimate
from heed.measures.linearised import weighted_mean_estimate
from heed.measures.trends import theil_sen_trend
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_column, add_columns, add_scale
from heed.measuring.dates import DATE_ORDERS, days_of
from heed.measuring.figures import number, p_value, plausible
from heed.measuring.sayings import MOST_NAMED, few_cases, signed, surely
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("whether answers rise or fall with time, without supposing a shape")
EXAMPLE = "heed measure trend answers.csv --value satisfied recommend --date answered"
PAGE = "trend"
DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}


@dataclass(frozen=True)
class Item:
    """One column: its change per unit of time, and Kendall's test of it."""

    name: str
    slope: Estimate
    tau: float
    p: float
    direction: str


@dataclass(frozen=True)
class Found:
    per: str
    first_day: str
    last_day: str
    items: list[Item]
    _moments: list[Moment]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--value", help="what may rise or fall, such as satisfaction")
    add_column(parser, "--date", help="when it was answered")
    parser.add_argument(
        "--per", choices=tuple(DAYS), default="month", help="unit of the slope; default month"
    )
    parser.add_argument("--date-order", choices=DATE_ORDERS, default="", help="of the dates")
    add_scale(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    days = days_of(answers, options.date, date_order=options.date_order)
    values = answers.numbers(options.value, lowest=options.lowest, highest=options.highest)
    items = [
        _item(name, days / DAYS[options.per], each, options.confidence)
        for name, each in zip(values.names, values.values.T, strict=True)
    ]
    moments = _moments(days, values.values[:, 0], DAYS[options.per], options.confidence)
    return Found(options.per, _day(np.nanmin(days)), _day(np.nanmax(days)), items, moments)


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


def _moments(
    days: NDArray[np.float64], values: NDArray[np.float64], length: float, confidence: float
) -> list[Moment]:
    """The mean of each stretch of days, in the middle of it."""
    known = ~(np.isnan(days) | np.isnan(values))
    first = np.min(days[known], initial=np.inf)
    stretches = np.floor((days[known] - first) / length)
    found = []
    for stretch in np.unique(stretches):
        mean = weighted_mean_estimate(values[known][stretches == stretch], confidence=confidence)
        middle = _date(first + (stretch + 0.5) * length)
        found.append(Moment(middle, mean.value, mean.lower, mean.upper, mean.n))
    return found


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
    }
    for item in found.items[:MOST_NAMED]:
        yield said[item.direction] % {
            "name": item.name,
            "slope": _slope(item.slope.value),
            "size": number(abs(item.slope.value), 3),
            "unit": units[found.per],
            "surely": surely(item.slope, _slope),
            "n": f"{item.slope.n:,}",
        }
    yield from few_cases(min(item.slope.n for item in found.items))


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
    yield _("From %(first)s to %(last)s.") % {"first": found.first_day, "last": found.last_day}
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


def plot(found: Found) -> Figure:
    """The first column asked for, by stretches of the unit."""
    first = found.items[0]
    title = _("%(column)s over time") % {"column": first.name}
    return figure(control_chart, Head(title, first.slope.n), found._moments, Axis(_("mean answer")))
