"""`heed measure servqual`: gaps of items, dimensions and the whole, with SERVPERF beside them."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.plots.dots import pairs
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Head, Pair
from heed.measures.omega import RELIABLE
from heed.measures.servqual import DimensionGap, Servqual, Whole, servqual
from heed.measures.servqual_items import ItemGap, Side
from heed.measuring.answers import Answers, Items
from heed.measuring.arguments import add_columns, add_scale, add_weight
from heed.measuring.dimension_checks import DimensionCheck, check_table, checks_of
from heed.measuring.figures import DASH, cases, flags, number, p_value, plausible, share
from heed.measuring.people import People
from heed.measuring.refusals import Misuse
from heed.measuring.sayings import few, gap_said, gaps_said, is_below, named
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("service quality: perceived less expected by dimension, SERVPERF beside it")
EXAMPLE = (
    "heed measure servqual answers.csv --perceived '*_perceived' --expected '*_expected' "
    "--dimension promptness=speed,hours,first_fix warmth=courtesy,clarity,choice"
)
PEOPLE = (
    People(shares=("sides",)),
    People(shares=("expected_at_highest",)),
    People(
        shares=("expected_at_highest",),
        with_them=("expected_spread",),
        means={"expected": ("lowest", "highest")},
    ),
)


@dataclass(frozen=True)
class Found(Servqual):
    """The gaps, and whether each dimension's gap can be trusted."""

    checks: list[DimensionCheck]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--perceived", help="what was perceived, such as 'sq*_2'")
    add_columns(parser, "--expected", help="what was expected, such as 'sq*_1'")
    parser.add_argument(
        "--dimension",
        nargs="+",
        action="extend",
        required=True,
        type=_dimension,
        metavar="NAME=ITEM,…",
        help="a dimension and its items, by what the star stands for or by name",
    )
    add_columns(
        parser,
        "--points",
        help="100 points shared out among the dimensions, in their order",
        required=False,
    )
    add_scale(parser, lowest=1, highest=7)
    add_weight(parser)


def _dimension(text: str) -> tuple[str, tuple[str, ...]]:
    name, sign, items = text.partition("=")
    named = tuple(item.strip() for item in items.split(",") if item.strip())
    if not (sign and name.strip() and named):
        raise argparse.ArgumentTypeError(f"expected a name and items such as speed=1,2: {text!r}")
    return name.strip(), named


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    perceived, expected = answers.pairs(
        options.perceived, options.expected, lowest=options.lowest, highest=options.highest
    )
    dimensions = _dimensions(options.dimension, perceived)
    points = None
    if options.points:
        points = answers.numbers(options.points, lowest=0, highest=100).values
        if points.shape[1] != len(dimensions):
            raise Misuse(_("Name one column of points for each dimension, in their order."))
    found = servqual(
        perceived.values,
        expected.values,
        dimensions,
        perceived.names,
        lowest=options.lowest,
        highest=options.highest,
        points=points,
        weights=answers.weights,
        confidence=options.confidence,
    )
    names = perceived.names
    places = {name: [names.index(item) for item in items] for name, items in dimensions.items()}
    checks = checks_of(
        perceived.values,
        expected.values,
        places,
        highest=options.highest,
        confidence=options.confidence,
    )
    return Found(**vars(found), checks=checks)


def _dimensions(
    asked: list[tuple[str, tuple[str, ...]]], perceived: Items
) -> dict[str, tuple[str, ...]]:
    """The items of each dimension by their names, whichever way they were named."""
    dimensions = dict(asked)
    if len(dimensions) < len(asked):
        raise Misuse(_("Name each dimension once, with all its items."))
    known = {name: name for name in perceived.names}
    known |= dict(zip(perceived.columns, perceived.names, strict=True))
    by_star = zip(perceived.stars, perceived.names, strict=True)
    known |= {star: name for star, name in by_star if star}
    return {
        name: tuple(known.get(item, item) for item in items) for name, items in dimensions.items()
    }


def read(found: Found) -> Iterator[str]:
    yield gap_said(found.unweighted.gap)
    yield from gaps_said([(each.name, each.gap) for each in found.dimensions])
    loose = [each.dimension for each in found.checks if is_below(each.gap_alpha, RELIABLE)]
    if loose:
        yield _("Their items hang together too loosely to compare groups or months: %(names)s.") % {
            "names": named(loose)
        }
    yield from few(found.unweighted.gap)


def show(found: Found) -> Iterator[Table | str]:
    yield _item_table(found.items)
    yield _("Above 0 is better than expected. The last p is that of all items together (Holm).")
    yield _dimension_table(found)
    yield _("Perceived alone is SERVPERF; it predicts overall quality as well as the gap does.")
    if found.checks:
        yield check_table(found.checks)
        yield _("A reliability below .70 is too low to compare groups or months.")
    if found.set_aside_points:
        yield _("Persons whose points did not share out 100, left out: %(many)s.") % {
            "many": f"{found.set_aside_points:,}"
        }


def _item_table(items: list[ItemGap]) -> Table:
    return Table(
        head=(
            _("item"),
            _("expected"),
            _("perceived"),
            _("gap"),
            _("plausible"),
            _("below"),
            _("as expected"),
            _("above"),
            _("n"),
            _("p"),
            _("p of all"),
            _("to note"),
        ),
        rows=[
            (
                item.name,
                number(item.expected.value),
                number(item.perceived.value),
                number(item.gap.value),
                plausible(item.gap),
                *(share(item.sides[side].value) for side in Side),
                cases(item.gap),
                p_value(item.p),
                p_value(item.p_of_all),
                flags(item.gap),
            )
            for item in items
        ],
    )


def _dimension_table(found: Servqual) -> Table:
    rows = [_dimension_row(each) for each in found.dimensions]
    rows.append(_whole_row(_("Mean of the dimensions"), found.unweighted))
    if found.weighted:
        rows.append(_whole_row(_("Weighted by each person's points"), found.weighted))
    if found.weighted_by_means:
        rows.append(_whole_row(_("Weighted by the mean points"), found.weighted_by_means))
    return Table(
        head=(
            _("dimension"),
            _("points"),
            _("expected"),
            _("perceived"),
            _("plausible"),
            _("gap"),
            _("plausible"),
            _("n"),
        ),
        rows=rows,
    )


def _dimension_row(dimension: DimensionGap) -> tuple[str, ...]:
    return (
        dimension.name,
        number(dimension.points.value, 1) if dimension.points else DASH,
        number(dimension.expected.value),
        number(dimension.perceived.value),
        plausible(dimension.perceived),
        number(dimension.gap.value),
        plausible(dimension.gap),
        cases(dimension.gap),
    )


def _whole_row(name: str, whole: Whole) -> tuple[str, ...]:
    return (
        name,
        DASH,
        DASH,
        number(whole.perceived.value),
        plausible(whole.perceived),
        number(whole.gap.value),
        plausible(whole.gap),
        cases(whole.gap),
    )


def plot(found: Found) -> Figure:
    return figure(
        pairs,
        Head(_("Expected and perceived by dimension"), found.unweighted.gap.n),
        [
            Pair(
                each.name,
                each.expected.value,
                each.perceived.value,
                each.gap.value,
                each.gap.lower,
                each.gap.upper,
                each.gap.n,
            )
            for each in found.dimensions
        ],
        Axis(_("answer")),
        names=(_("expected"), _("perceived")),
        gap_title=_("perceived minus expected"),
    )
