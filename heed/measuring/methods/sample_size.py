"""`heed measure sample-size`: how precise are these answers, and how many would it take."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from heed.measures.half_widths import half_width_of_mean
from heed.measures.sample_size import (
    SampleSize,
    answers_for_mean,
    answers_for_nps,
    answers_for_share,
)
from heed.measures.weights import effective_n
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_columns, add_scale, add_weight, number_given
from heed.measuring.figures import number
from heed.measuring.refusals import Misuse, NotMeasurable
from heed.measuring.sayings import MOST_NAMED
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("how precise these answers are, and how many more it would take")
EXAMPLE = (
    "heed measure sample-size answers.csv --of recommend --nps --half-width 0.05 --response 0.2"
)


@dataclass(frozen=True)
class Item:
    """One column: what it gives so far, and what the precision wanted takes."""

    name: str
    value: float
    spread: float
    n: int
    half_width_so_far: float
    design_effect: float
    needed: SampleSize
    missing_answers: int


@dataclass(frozen=True)
class Found:
    items: list[Item]
    _is_share: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--of", help="columns of earlier answers, from which spreads are taken")
    add_scale(parser)
    parser.add_argument(
        "--half-width",
        type=number_given,
        required=True,
        metavar="NUMBER",
        help="precision wanted, plus or minus: in the unit of the answers, for shares and NPS "
        "as a share (0.05)",
    )
    parser.add_argument(
        "--at-least",
        type=number_given,
        metavar="NUMBER",
        help="a share: answers from here on count",
    )
    parser.add_argument("--nps", action="store_true", help="a net promoter score, answers 0 to 10")
    parser.add_argument(
        "--population", type=number_given, default=float("inf"), metavar="N", help="all customers"
    )
    parser.add_argument(
        "--response", type=number_given, default=1.0, metavar="SHARE", help="expected, such as 0.2"
    )
    add_weight(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    if options.nps and options.at_least is not None:
        raise Misuse(_("Ask for a share with --at-least or for a score with --nps, not for both."))
    ends = (0.0, 10.0) if options.nps else (options.lowest, options.highest)
    found = answers.numbers(options.of, lowest=ends[0], highest=ends[1])
    weights = np.ones(len(answers)) if answers.weights is None else answers.weights
    return Found(
        [
            _item(name, values, weights, options)
            for name, values in zip(found.names, found.values.T, strict=True)
        ],
        options.nps or options.at_least is not None,
    )


def _item(
    name: str,
    values: NDArray[np.float64],
    weights: NDArray[np.float64],
    options: argparse.Namespace,
) -> Item:
    known = ~np.isnan(values) & (weights > 0)
    coded, weights = _coded(values[known], options), weights[known]
    if len(coded) < 2 or np.all(coded == coded[0]):
        raise NotMeasurable(why=_("all known answers of %(column)s are equal.") % {"column": name})
    mean = float(np.average(coded, weights=weights))
    spread = float(np.sqrt(np.average((coded - mean) ** 2, weights=weights)))
    design_effect = max(len(coded) / effective_n(weights), 1.0)
    asked = {
        "population": options.population,
        "design_effect": design_effect,
        "response": options.response,
        "confidence": options.confidence,
    }
    if options.nps:
        parts = [float(np.average(coded == side, weights=weights)) for side in (1, -1)]
        needed = answers_for_nps(
            options.half_width, promoters=parts[0], detractors=parts[1], **asked
        )
    elif options.at_least is not None:
        needed = answers_for_share(options.half_width, share=mean, **asked)
    else:
        needed = answers_for_mean(options.half_width, spread, **asked)
    so_far = half_width_of_mean(
        len(coded),
        spread,
        population=options.population,
        design_effect=design_effect,
        confidence=options.confidence,
    )
    return Item(
        name,
        mean,
        spread,
        len(coded),
        so_far,
        design_effect,
        needed,
        max(needed.answers - len(coded), 0),
    )


def _coded(values: NDArray[np.float64], options: argparse.Namespace) -> NDArray[np.float64]:
    """Answers as they add up: as they are, 1 where they count, or 1, 0 and -1 for NPS."""
    if options.nps:
        return (values >= 9).astype(float) - (values <= 6)
    if options.at_least is not None:
        is_counted: NDArray[np.float64] = (values >= options.at_least).astype(float)
        return is_counted
    return values


def read(found: Found) -> Iterator[str]:
    for item in found.items[:MOST_NAMED]:
        values = {
            "name": item.name,
            "n": f"{item.n:,}",
            "half": number(item.half_width_so_far, 3 if found._is_share else 2),
            "missing": f"{item.missing_answers:,}",
        }
        if item.missing_answers:
            said = _(
                "“%(name)s” is known to plus or minus %(half)s from %(n)s answers; %(missing)s "
                "more are needed."
            )
            yield said % values
        else:
            said = _(
                "“%(name)s” is known to plus or minus %(half)s from %(n)s answers: that is enough."
            )
            yield said % values


def show(found: Found) -> Iterator[Table | str]:
    decimals = 3 if found._is_share else 2
    yield Table(
        head=(
            _("answers to"),
            _("value so far"),
            _("plus or minus"),
            _("n"),
            _("design effect"),
            _("answers needed"),
            _("still missing"),
            _("invitations in all"),
        ),
        rows=[
            (
                item.name,
                number(item.value, decimals),
                number(item.half_width_so_far, decimals),
                f"{item.n:,}",
                number(item.design_effect),
                f"{item.needed.answers:,}",
                f"{item.missing_answers:,}",
                f"{item.needed.invitations:,}",
            )
            for item in found.items
        ],
    )
    if not all(item.needed.is_reachable for item in found.items):
        yield _("Even asking all customers would bring fewer answers than needed.")
