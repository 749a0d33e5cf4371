"""`heed measure zot`: the zone of tolerance, item by item."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from numpy.typing import NDArray

from heed.core.plots.figures import Figure, figure
from heed.core.plots.shares import shares
from heed.core.plots.values import Head, Parts
from heed.measures.gaps import Zone
from heed.measures.zone_of_tolerance import (
    MOST_BLANK,
    MOST_INCONSISTENT,
    ToleranceZone,
    careful_persons,
    zone_of_tolerance,
)
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_columns, add_scale, add_weight
from heed.measuring.figures import cases, number, plausible, share
from heed.measuring.people import People
from heed.measuring.sayings import by_size, few, named, not_told_apart, percent, sides, surely
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("zone of tolerance: adequate, desired and perceived, item by item")
EXAMPLE = (
    "heed measure zot answers.csv --perceived '*_perceived' --adequate '*_adequate' "
    "--desired '*_desired' --lowest 1 --highest 7"
)
PAGE = "zone-of-tolerance"
PEOPLE = (People(shares=("zones",), is_drawn=True), People(shares=("inconsistent",)))


@dataclass(frozen=True)
class Item:
    """One item with its zone."""

    name: str
    zone: ToleranceZone


@dataclass(frozen=True)
class Found:
    """All items, and how many persons were left out as careless."""

    items: list[Item]
    careless: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--perceived", help="what was perceived, such as 'p*'")
    add_columns(parser, "--adequate", help="what was just enough (minimum), such as 'a*'")
    add_columns(parser, "--desired", help="what was hoped for, such as 'd*'")
    add_scale(parser)
    parser.add_argument(
        "--less-is-better", action="store_true", help="of waiting times and the like"
    )
    parser.add_argument(
        "--screen",
        action="store_true",
        help=f"leave out who mixed up more than {MOST_INCONSISTENT} items or left more than "
        f"{MOST_BLANK} incomplete, as LibQUAL+ does with 22 items",
    )
    add_weight(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    scale = {"lowest": options.lowest, "highest": options.highest}
    perceived, adequate = answers.pairs(options.perceived, options.adequate, **scale)
    _again, desired = answers.pairs(options.perceived, options.desired, **scale)
    more_is_better = not options.less_is_better
    three = perceived.values, adequate.values, desired.values
    kept: NDArray[np.bool_] = np.ones(len(answers), dtype=bool)
    if options.screen:
        kept = careful_persons(*three, more_is_better=more_is_better)
    weights = None if answers.weights is None else answers.weights[kept]
    items = [
        Item(
            name,
            zone_of_tolerance(
                *(each[kept, place] for each in three),
                more_is_better=more_is_better,
                weights=weights,
                confidence=options.confidence,
            ),
        )
        for place, name in enumerate(perceived.names)
    ]
    return Found(items, int(np.sum(~kept)))


def read(found: Found) -> Iterator[str]:
    answered = [item for item in found.items if item.zone.width.n]
    if not answered:
        yield _("Nobody gave all three answers.")
        return
    if all(item.zone.zones[Zone.BELOW].has_value for item in answered):
        yield from _shortfall_said(answered)
    yield from _means_said(answered)
    yield from few(answered[0].zone.zones[Zone.BELOW])


def _shortfall_said(known: list[Item]) -> Iterator[str]:
    worst = max(known, key=lambda item: item.zone.zones[Zone.BELOW].value)
    below = worst.zone.zones[Zone.BELOW]
    yield ngettext(
        "“%(name)s” falls short most often: for %(share)s of one person it is less than what is "
        "just enough (%(surely)s).",
        "“%(name)s” falls short most often: for %(share)s of %(n)s people it is less than what is "
        "just enough for them (%(surely)s).",
        below.n,
    ) % {
        "name": worst.name,
        "share": percent(below.value),
        "n": f"{below.n:,}",
        "surely": surely(below, percent),
    }
    yield from not_told_apart(by_size([(item.name, item.zone.zones[Zone.BELOW]) for item in known]))


def _means_said(items: list[Item]) -> Iterator[str]:
    enough = sides([(item.name, item.zone.adequacy) for item in items])
    hoped = sides([(item.name, item.zone.superiority) for item in items])
    within = [name for name in enough.above if name in hoped.below]
    settled = {*enough.below, *hoped.above, *within}
    undecided = [item.name for item in items if item.name not in settled]
    for names, sentence in (
        (enough.below, _("On average less than just enough: %(names)s.")),
        (hoped.above, _("On average more than hoped for: %(names)s.")),
        (within, _("On average enough, and less than hoped for: %(names)s.")),
        (undecided, _("On which side of these bounds it lies cannot be told: %(names)s.")),
    ):
        if names:
            yield sentence % {"names": named(names)}


def show(found: Found) -> Iterator[Table | str]:
    yield Table(
        head=(
            _("item"),
            _("adequate"),
            _("desired"),
            _("perceived"),
            _("adequacy"),
            _("plausible"),
            _("superiority"),
            _("plausible"),
            _("width"),
            pgettext("zone of tolerance", "position"),
            _("n"),
        ),
        rows=[_means_row(item) for item in found.items],
    )
    yield _("Adequacy is perceived less adequate, superiority perceived less desired.")
    yield _("The position is 0 at adequate and 1 at desired, of the means.")
    yield Table(
        head=(
            _("item"),
            _("below"),
            _("plausible"),
            pgettext("zone of tolerance", "within"),
            _("plausible"),
            _("above"),
            _("plausible"),
            _("mixed up"),
        ),
        rows=[_shares_row(item) for item in found.items],
    )
    yield _("Mixed up: desired less than adequate; left out of all other figures.")
    if found.careless:
        yield _("Persons left out as careless: %(many)s.") % {"many": f"{found.careless:,}"}


def _means_row(item: Item) -> tuple[str, ...]:
    zone = item.zone
    return (
        item.name,
        number(zone.adequate.value),
        number(zone.desired.value),
        number(zone.perceived.value),
        number(zone.adequacy.value),
        plausible(zone.adequacy),
        number(zone.superiority.value),
        plausible(zone.superiority),
        number(zone.width.value),
        number(zone.position_of_means.value),
        cases(zone.adequacy),
    )


def _shares_row(item: Item) -> tuple[str, ...]:
    figures = []
    for zone in Zone:
        estimate = item.zone.zones[zone]
        figures += [share(estimate.value), plausible(estimate, as_share=True)]
    return (item.name, *figures, share(item.zone.inconsistent.value))


def plot(found: Found) -> Figure:
    return figure(
        shares,
        Head(_("Zone of tolerance"), max(item.zone.width.n for item in found.items)),
        [
            Parts(item.name, _counts(item.zone), item.zone.width.n)
            for item in found.items
            if item.zone.zones[Zone.BELOW].has_value or not item.zone.width.n
        ],
        (_("below adequate"), pgettext("zone of tolerance", "within"), _("above desired")),
        is_ordered=True,
    )


def _counts(zone: ToleranceZone) -> list[float]:
    """Cases in each zone; none where nobody gave a consistent answer."""
    n = zone.width.n
    return [zone.zones[each].value * n if n else 0.0 for each in Zone]
