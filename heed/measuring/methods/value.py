"""`heed measure value`: what customers get against what it costs them, or a map of suppliers."""

import argparse
from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heed.core.plots.dots import dots
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Dot, Head
from heed.measures.estimates import Estimate
from heed.measures.perceived_value import PerceivedValue, perceived_value
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_column, add_columns, add_scale, add_weight, share
from heed.measuring.figures import cases, flags, number, plausible
from heed.measuring.figures import share as as_share
from heed.measuring.people import People
from heed.measuring.refusals import Misuse
from heed.measuring.sayings import few, is_above, is_below, percent, signed, surely
from heed.measuring.tables import Table
from heed.measuring.value_maps import Map, map_of, plotted_map, read_map, shown_map

SUMMARY = gettext_lazy("perceived value: benefits against sacrifices, or a map of suppliers")
EXAMPLE = "heed measure value answers.csv --benefits 'benefit_*' --sacrifices 'cost_*'"
PAGE = "perceived-value"
PEOPLE = (People(shares=("gaining",)),)
# A value map has one row for each supplier a person rated.
SEVERAL_ROWS_A_CASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--benefits", help="what was got, such as 'get*'", required=False)
    add_columns(parser, "--sacrifices", help="what it cost, money and else", required=False)
    add_column(parser, "--supplier", help="for a map: who was rated in this row", required=False)
    for flag, text in (
        ("--quality", "for a map: what quality consists of, such as taste=60 service=40"),
        ("--price", "for a map: what price consists of, such as price=70 delivery=30"),
    ):
        parser.add_argument(
            flag, nargs="+", action="extend", default=[], type=_weighted, metavar="COL=W", help=text
        )
    parser.add_argument(
        "--quality-share",
        type=share,
        default=0.5,
        metavar="SHARE",
        help="how much quality counts against price; default %(default)s",
    )
    add_scale(parser)
    add_weight(parser)


def _weighted(text: str) -> tuple[str, float]:
    column, sign, weight = text.rpartition("=")
    try:
        return (column, float(weight)) if sign else (text, 1.0)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a weight after =, got {text!r}") from None


def measure(answers: Answers, options: argparse.Namespace) -> PerceivedValue | Map:
    is_map = bool(options.supplier and options.quality and options.price)
    if is_map == bool(options.benefits and options.sacrifices):
        raise Misuse(
            _("Name --benefits and --sacrifices, or for a map --supplier, --quality and --price.")
        )
    if is_map and answers.weights is not None:
        raise Misuse(_("A value map takes no --weight."))
    return map_of(answers, options) if is_map else _value(_first_rows(answers), options)


def _first_rows(answers: Answers) -> Answers:
    """The first row of each case: more than one are meant for maps alone."""
    _cases, firsts = np.unique(answers.cases, return_index=True)
    if firsts.size == len(answers):
        return answers
    answers.tell(_("Of cases with several rows the first one counts."))
    chosen = np.zeros(len(answers), dtype=bool)
    chosen[firsts] = True
    return answers.part(chosen)


def _value(answers: Answers, options: argparse.Namespace) -> PerceivedValue:
    scale = {"lowest": options.lowest, "highest": options.highest}
    return perceived_value(
        answers.numbers(options.benefits, **scale).values,
        answers.numbers(options.sacrifices, **scale).values,
        weights=answers.weights,
        confidence=options.confidence,
    )


def read(found: PerceivedValue | Map) -> Iterator[str]:
    if isinstance(found, Map):
        yield from read_map(found)
        return
    if found.gaining.has_value:
        yield _gaining_said(found.gaining)
    values = {"points": signed(found.net.value), "surely": surely(found.net, signed)}
    if is_above(found.net):
        yield _("On average benefits outweigh by %(points)s points (%(surely)s).") % values
    elif is_below(found.net):
        yield _("On average sacrifices outweigh: %(points)s points (%(surely)s).") % values
    else:
        said = _("Which side outweighs on average cannot be told: %(points)s points (%(surely)s).")
        yield said % values
    yield from few(found.net)


def _gaining_said(gaining: Estimate) -> str:
    return ngettext(
        "Of one person %(share)s gets more than it costs (%(surely)s).",
        "Of %(n)s people %(share)s get more than it costs them (%(surely)s).",
        gaining.n,
    ) % {
        "n": f"{gaining.n:,}",
        "share": percent(gaining.value),
        "surely": surely(gaining, percent),
    }


def show(found: PerceivedValue | Map) -> Iterator[Table | str]:
    if isinstance(found, Map):
        yield from shown_map(found)
        return
    figures = (
        (_("Benefits, sum"), found.benefits),
        (_("Sacrifices, sum"), found.sacrifices),
        (_("Benefits less sacrifices"), found.net),
        (_("Benefits ÷ sacrifices"), found.ratio),
        (_("Typical ratio of one person"), found.typical_ratio),
    )
    yield Table(
        head=(_("figure"), _("value"), _("plausible"), _("n"), _("to note")),
        rows=[
            (name, number(each.value), plausible(each), cases(each), flags(each))
            for name, each in figures
        ],
    )
    if found.gaining.has_value:
        yield _("%(share)s (%(interval)s) get more than it costs them.") % {
            "share": as_share(found.gaining.value),
            "interval": plausible(found.gaining, as_share=True),
        }
    yield _("Ratings have no true zero: read the difference beside the ratio.")


def plot(found: PerceivedValue | Map) -> Figure:
    if isinstance(found, Map):
        return plotted_map(found)
    return figure(
        dots,
        Head(_("Perceived value"), found.net.n),
        [
            Dot.of(_("Benefits, sum"), found.benefits),
            Dot.of(_("Sacrifices, sum"), found.sacrifices),
            Dot.of(_("Benefits less sacrifices"), found.net),
        ],
        Axis(_("points"), low=0.0 if not found.net.lower < 0 else None),
    )
