"""Figures as charts write them beside their marks."""

from datetime import date, datetime

from django.utils.dateformat import format as format_date
from django.utils.translation import pgettext

from heed.core.plots.values import Axis, is_known
from heed.core.templatetags.amounts import NOTHING, percent, spell


def say(value: float, axis: Axis, *, is_signed: bool = False) -> str:
    """Return a figure with its axis's decimals; a share in percent, a dash for a missing one."""
    if not is_known(value):
        return NOTHING
    if axis.is_share:
        return percent(value, max(axis.decimals - 2, 0))
    return spell(value, axis.decimals, is_signed=is_signed)


def say_count(n: int | None) -> str:
    return NOTHING if n is None else spell(n)


def day(at: date | datetime) -> str:
    """Return a day with its year, as the reader's language writes it."""
    return format_date(at, pgettext("date format: day of another year", "j M Y"))
