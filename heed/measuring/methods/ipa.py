"""`heed measure ipa`: what is important and performed badly, and how surely it is."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heed.core.plots.figures import Figure, figure
from heed.core.plots.quadrants import quadrants
from heed.core.plots.values import Axis, Head, Place
from heed.measures.drivers import Decomposition, key_drivers
from heed.measures.estimates import Flag
from heed.measures.importance_performance import (
    Crosshairs,
    ImportancePerformance,
    MapItem,
    Quadrant,
    importance_performance,
)
from heed.measuring.answers import Answers, Floats, Items
from heed.measuring.arguments import add_column, add_columns, add_draws, add_scale, add_weight
from heed.measuring.figures import number, plausible, remarked, share
from heed.measuring.refusals import Misuse
from heed.measuring.sayings import few_cases, named, percent, surely
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("what is important and performed badly, and how surely it is")
EXAMPLE = (
    "heed measure ipa answers.csv --performance '*_perceived' --importance '*_importance' "
    "--lowest 1 --highest 7"
)
PAGE = "importance-performance"

QUADRANTS = {
    Quadrant.CONCENTRATE: gettext_lazy("concentrate here"),
    Quadrant.KEEP_UP: gettext_lazy("keep up the good work"),
    Quadrant.LOW_PRIORITY: gettext_lazy("low priority"),
    Quadrant.OVERKILL: gettext_lazy("possible overkill"),
}


@dataclass(frozen=True)
class Found:
    """The map of all items."""

    map: ImportancePerformance
    _lowest: float
    _highest: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--performance", help="how each item is found, such as '*_perceived'")
    add_columns(
        parser, "--importance", required=False, help="how important it is, such as '*_importance'"
    )
    add_column(
        parser,
        "--satisfaction",
        required=False,
        help="overall satisfaction, from which importance is derived where it was not asked",
    )
    parser.add_argument(
        "--crosshairs",
        choices=list(Crosshairs),
        default=Crosshairs.MEANS,
        help="where the map is divided; default %(default)s",
    )
    add_scale(parser)
    add_weight(parser)
    add_draws(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    if options.lowest is None or options.highest is None:
        raise Misuse(_("Name both --lowest and --highest."))
    if bool(options.importance) == bool(options.satisfaction):
        raise Misuse(_("Name either --importance or --satisfaction."))
    performance, importance = _sides(answers, options)
    found = importance_performance(
        performance.values,
        importance,
        lowest=options.lowest,
        highest=options.highest,
        names=performance.names,
        crosshairs=Crosshairs(options.crosshairs),
        weights=answers.weights,
        confidence=options.confidence,
        resamples=options.draws,
        seed=options.seed,
    )
    return Found(found, options.lowest, options.highest)


def _sides(answers: Answers, options: argparse.Namespace) -> tuple[Items, Floats]:
    """The answers on performance, and importance as asked or derived."""
    scale = {"lowest": options.lowest, "highest": options.highest}
    if options.importance:
        performance, importance = answers.pairs(options.performance, options.importance, **scale)
        return performance, importance.values
    performance = answers.numbers(options.performance, **scale)
    answers.tell(_("Importance is derived: each item's part in explaining overall satisfaction."))
    drivers = key_drivers(
        performance.values,
        answers.number(options.satisfaction),
        weights=answers.weights,
        decomposition=Decomposition.JOHNSON,
        resamples=0,
    )
    return performance, np.array([driver.share.value for driver in drivers.drivers])


def read(found: Found) -> Iterator[str]:
    yield ngettext(
        "What one person finds reaches %(value)s of what is possible, each item by its importance "
        "(%(surely)s).",
        "What %(n)s people find reaches %(value)s of what is possible, each item by its importance "
        "(%(surely)s).",
        found.map.n,
    ) % {
        "n": f"{found.map.n:,}",
        "value": percent(found.map.index.value),
        "surely": surely(found.map.index, percent),
    }
    ordered = by_priority(found)
    sure = [item for item in ordered if Flag.UNDECIDED not in item.flags]
    for quadrant, sentence in (
        (Quadrant.CONCENTRATE, _("Work here first, important and found bad: %(names)s.")),
        (Quadrant.KEEP_UP, _("Keep this up, important and found good: %(names)s.")),
        (Quadrant.OVERKILL, _("Perhaps more than needed, found good: %(names)s.")),
        (Quadrant.LOW_PRIORITY, _("This can wait, found bad: %(names)s.")),
    ):
        names = [item.name for item in sure if item.quadrant is quadrant]
        if names:
            yield sentence % {"names": named(names)}
    unsure = [item.name for item in ordered if Flag.UNDECIDED in item.flags]
    if unsure:
        yield _("Where on the map it lies is not sure: %(names)s.") % {"names": named(unsure)}
    yield from few_cases(found.map.n)


def show(found: Found) -> Iterator[Table | str]:
    yield Table(
        head=(
            _("item"),
            _("importance"),
            _("performance"),
            _("plausible"),
            _("quadrant"),
            _("probability"),
            _("priority"),
            _("plausible"),
            _("n"),
            _("to note"),
        ),
        rows=[_row(item) for item in by_priority(found)],
    )
    yield _("The map is divided at importance %(importance)s and performance %(performance)s.") % {
        "importance": number(found.map.importance_cross),
        "performance": number(found.map.performance_cross),
    }
    yield _("Priority: importance minus performance, both from 0 to 1; above 0 calls for work.")
    index = found.map.index
    yield _("Satisfaction index: %(value)s of what is possible (%(plausible)s), n = %(n)s.") % {
        "value": share(index.value, 1),
        "plausible": plausible(index, as_share=True, decimals=1),
        "n": f"{index.n:,}",
    }


def by_priority(found: Found) -> list[MapItem]:
    return sorted(found.map.items, key=lambda item: -item.priority.value)


def _row(item: MapItem) -> tuple[str, ...]:
    return (
        item.name,
        number(item.importance.value),
        number(item.performance.value),
        plausible(item.performance),
        str(QUADRANTS[item.quadrant]),
        share(item.probabilities[item.quadrant]),
        number(item.priority.value),
        plausible(item.priority),
        f"{item.performance.n:,}",
        remarked(item.flags),
    )


def plot(found: Found) -> Figure:
    stated = found.map.is_stated
    return figure(
        quadrants,
        Head(_("Importance and performance"), found.map.n, _("bars: plausible values")),
        [
            Place(
                item.name,
                item.performance.value,
                item.importance.value,
                item.performance.lower,
                item.performance.upper,
                item.importance.lower,
                item.importance.upper,
                item.performance.n,
            )
            for item in found.map.items
        ],
        Axis(_("performance")),
        Axis(_("importance")) if stated else Axis(_("derived importance"), is_share=True),
        cross=(found.map.performance_cross, found.map.importance_cross),
        names=(
            str(QUADRANTS[Quadrant.CONCENTRATE]),
            str(QUADRANTS[Quadrant.KEEP_UP]),
            str(QUADRANTS[Quadrant.LOW_PRIORITY]),
            str(QUADRANTS[Quadrant.OVERKILL]),
        ),
    )
