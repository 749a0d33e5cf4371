"""`heed measure trend`: whether answers rise or fall with time."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from heed.cli.measuring.answers import Answers
from heed.cli.measuring.arguments import add_column, add_columns, add_scale
from heed.cli.measuring.dates import DATE_ORDERS, days_of
from heed.cli.measuring.figures import number, p_value, plausible
from heed.cli.measuring.tables import Table
from heed.measures.estimates import Estimate
from heed.measures.trends import theil_sen_trend

SUMMARY = gettext_lazy("whether answers rise or fall with time, without supposing a shape")
EXAMPLE = "heed measure trend answers.csv --value satisfaction --date answered --per month"
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
    return Found(options.per, _day(np.nanmin(days)), _day(np.nanmax(days)), items)


def _item(
    name: str, times: NDArray[np.float64], values: NDArray[np.float64], confidence: float
) -> Item:
    trend = theil_sen_trend(times, values, confidence=confidence)
    direction = "rising" if trend.is_rising else "falling" if trend.is_falling else "unclear"
    return Item(name, trend.slope, trend.tau, trend.p, direction)


def _day(days: float) -> str:
    return str(np.datetime64(floor(days), "D"))


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
