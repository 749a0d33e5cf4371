"""Suppliers rated on quality and price, read from a long file and shown as a value map."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from heed.core.plots.figures import Figure, figure
from heed.core.plots.quadrants import quadrants
from heed.core.plots.values import Axis, Head, Line, Place
from heed.measures.value_map import ValuePlace, value_map
from heed.measuring.answers import Answers, Floats, Texts
from heed.measuring.figures import cases, flags, number, plausible
from heed.measuring.sayings import by_size, few, named, sides
from heed.measuring.tables import Table


@dataclass(frozen=True)
class Map:
    """Each supplier's place, and how much quality counts against price."""

    suppliers: list[ValuePlace]
    quality_share: float


def map_of(answers: Answers, options: argparse.Namespace) -> Map:
    """The map of a file with one row for each person and supplier."""
    quality, of_quality = _weighted(answers, options.quality, options)
    price, of_price = _weighted(answers, options.price, options)
    who = answers.text(options.supplier)
    names = sorted(set(who.tolist()) - {""})
    ratings = _by_person(answers, np.column_stack([quality, price]), who, names)
    k = len(of_quality)
    found = value_map(
        ratings,
        names,
        quality=range(k),
        price=range(k, k + len(of_price)),
        item_weights=[*of_quality, *of_price],
        quality_share=options.quality_share,
        confidence=options.confidence,
    )
    return Map(found, options.quality_share)


def _weighted(
    answers: Answers, asked: list[tuple[str, float]], options: argparse.Namespace
) -> tuple[Floats, list[float]]:
    """The columns of one group with the weight of each."""
    columns, weights = [], []
    for pattern, weight in asked:
        found = answers.numbers([pattern], lowest=options.lowest, highest=options.highest)
        columns.append(found.values)
        weights += [weight] * len(found.names)
    return np.column_stack(columns), weights


def _by_person(answers: Answers, ratings: Floats, who: Texts, names: list[str]) -> Floats:
    """Ratings of shape (persons, suppliers, attributes); repeated ones are averaged."""
    is_named = np.isin(who.astype(str), names)
    places = np.searchsorted(names, who[is_named].astype(str))
    persons, given = answers.cases[is_named], ratings[is_named]
    shape = int(answers.cases.max()) + 1 if len(answers) else 0, len(names), ratings.shape[1]
    totals, counts = np.zeros(shape), np.zeros(shape)
    np.add.at(totals, (persons, places), np.nan_to_num(given))
    np.add.at(counts, (persons, places), ~np.isnan(given))
    if np.any(counts > 1):
        answers.tell(_("Where a person rated a supplier more than once, the mean counts."))
    return np.where(counts > 0, totals / np.maximum(counts, 1), np.nan)


def read_map(found: Map) -> Iterator[str]:
    """Who gives more than is fair for the price, who less, and who cannot be told."""
    rows = by_size([(each.name, each.against_line) for each in found.suppliers])
    if not rows:
        yield _("No supplier can be compared.")
        return
    against = sides(rows)
    for names, sentence in (
        (against.above, _("More quality than is fair for the price: %(names)s.")),
        (against.below, _("Less quality than is fair for the price: %(names)s.")),
        (against.undecided, _("More or less than is fair cannot be told: %(names)s.")),
    ):
        if names:
            yield sentence % {"names": named(names)}
    fewest = min((each for _name, each in rows), key=lambda each: each.n)
    yield _("At least %(n)s people judged each supplier.") % {"n": f"{fewest.n:,}"}
    yield from few(fewest)


def shown_map(found: Map) -> Iterator[Table | str]:
    """The places of the suppliers and what they mean."""
    yield Table(
        head=(
            _("supplier"),
            _("quality"),
            _("plausible"),
            _("relative price"),
            _("plausible"),
            _("value"),
            _("plausible"),
            _("n"),
        ),
        rows=[
            (
                each.name,
                number(each.quality.value),
                plausible(each.quality),
                number(each.relative_price.value),
                plausible(each.relative_price),
                number(each.value.value),
                plausible(each.value),
                cases(each.value),
            )
            for each in found.suppliers
        ],
    )
    yield _(
        "1 is on a par with the mean of the others. A relative price above 1 is felt as dearer."
    )
    yield Table(
        head=(
            _("supplier"),
            _("better than fair by"),
            _("plausible"),
            _("quality, in points"),
            _("plausible"),
            _("price, in points"),
            _("plausible"),
            _("to note"),
        ),
        rows=[
            (
                each.name,
                number(each.against_line.value),
                plausible(each.against_line),
                number(each.quality_difference.value),
                plausible(each.quality_difference),
                number(each.price_difference.value),
                plausible(each.price_difference),
                flags(each.against_line),
            )
            for each in found.suppliers
        ],
    )
    yield _("Ratings have no true zero: read the differences in points beside the ratios.")


def plotted_map(found: Map) -> Figure:
    """Quality against relative price, with the line of fair value."""
    slope = found.quality_share / (1 - found.quality_share)
    return figure(
        quadrants,
        Head(_("Value map"), max(each.value.n for each in found.suppliers)),
        [
            Place(
                each.name,
                each.quality.value,
                each.relative_price.value,
                each.quality.lower,
                each.quality.upper,
                each.relative_price.lower,
                each.relative_price.upper,
                each.value.n,
            )
            for each in found.suppliers
        ],
        Axis(_("quality against the others"), decimals=2),
        Axis(_("relative price"), decimals=2),
        cross=(1.0, 1.0),
        line=Line(_("fair value"), 1 - slope, slope),
    )
