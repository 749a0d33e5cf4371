"""`heed measure agreement`: how far several raters agree on the same cases."""

import argparse
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from heed.core.plots.dots import dots
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Dot, Head, Reference
from heed.measures.agreement import (
    Weighting,
    cohen_kappa,
    fleiss_kappa,
    plain_agreement,
)
from heed.measures.estimates import Estimate
from heed.measures.intraclass import IntraclassCorrelations, intraclass_correlations
from heed.measures.krippendorff import Level, krippendorff_alpha
from heed.measures.ratings import placed
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_columns, add_draws, add_scale, add_weight
from heed.measuring.figures import DASH, cases, flags, number, plausible
from heed.measuring.refusals import Misuse
from heed.measuring.sayings import few, points, surely
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("how far several raters agree on the same cases")
EXAMPLE = "heed measure agreement ratings.csv --raters anna bo chen --level ordinal"

WEIGHTINGS = {
    Level.NOMINAL: Weighting.NONE,
    Level.ORDINAL: Weighting.LINEAR,
    Level.INTERVAL: Weighting.QUADRATIC,
}
GOOD = 0.8


@dataclass(frozen=True)
class TwoRaters:
    first: str
    second: str
    kappa: Estimate


@dataclass(frozen=True)
class Found:
    """All raters together, then two by two.

    `fleiss` is there for complete ratings without order only, `intraclass` for numbers only.
    """

    level: Level
    krippendorff: Estimate
    plain: Estimate
    fleiss: Estimate | None
    intraclass: IntraclassCorrelations | None
    pairs: list[TwoRaters]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--raters", help="one column a rater, one row a case")
    parser.add_argument(
        "--level",
        choices=list(Level),
        default=Level.NOMINAL,
        help="nominal: categories without order; ordinal: in order; interval: numbers; "
        "default %(default)s",
    )
    parser.add_argument(
        "--categories",
        nargs="+",
        default=[],
        metavar="WORD",
        help="all categories, lowest first; needed where ordinal ratings are words",
    )
    add_scale(parser)
    add_weight(parser)
    add_draws(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    level = Level(options.level)
    if level is Level.INTERVAL and options.categories:
        raise Misuse(_("Leave out --categories: with --level interval ratings are numbers."))
    names, ratings = _ratings(answers, options, level)
    if len(names) < 2:
        raise Misuse(_("Name at least two columns in --raters."))
    weights, confidence = answers.weights, options.confidence
    drawn: dict[str, Any] = {
        "weights": weights,
        "resamples": options.draws,
        "seed": options.seed,
        "confidence": confidence,
    }
    fleiss = intraclass = None
    if level is Level.NOMINAL and (ratings != "").all():
        fleiss = fleiss_kappa(ratings, **drawn)
    if level is Level.INTERVAL:
        intraclass = intraclass_correlations(ratings, weights=weights, confidence=confidence)
    return Found(
        level,
        krippendorff_alpha(ratings, level=level, categories=options.categories, **drawn),
        plain_agreement(ratings, **drawn),
        fleiss,
        intraclass,
        [
            _two(names, ratings, pair, weights, options)
            for pair in combinations(range(len(names)), 2)
        ],
    )


def _ratings(
    answers: Answers, options: argparse.Namespace, level: Level
) -> tuple[tuple[str, ...], NDArray[Any]]:
    """Words where there is no order or the order is given, else numbers."""
    if level is Level.NOMINAL or options.categories:
        words = answers.choices(options.raters)
        return words.names, words.values
    numbers = answers.numbers(options.raters, lowest=options.lowest, highest=options.highest)
    return numbers.names, numbers.values


def _two(
    names: tuple[str, ...],
    ratings: NDArray[Any],
    pair: tuple[int, int],
    weights: NDArray[np.float64] | None,
    options: argparse.Namespace,
) -> TwoRaters:
    first, second = pair
    kappa = cohen_kappa(
        ratings[:, first],
        ratings[:, second],
        weighting=WEIGHTINGS[Level(options.level)],
        categories=options.categories or _found_in(ratings),
        weights=weights,
        confidence=options.confidence,
    )
    return TwoRaters(names[first], names[second], kappa)


def _found_in(ratings: NDArray[Any]) -> tuple[Hashable, ...]:
    """The categories that any rater used, so that each pair counts the same steps."""
    return placed(ratings).categories


def read(found: Found) -> Iterator[str]:
    alpha = found.krippendorff
    values = {
        "value": points(alpha.value),
        "surely": surely(alpha, points),
        "n": f"{alpha.n:,}",
    }
    if alpha.lower >= GOOD:
        said = _(
            "On %(n)s cases the raters agree well enough to be relied upon: %(value)s of 1 "
            "(%(surely)s)."
        )
    elif alpha.upper < GOOD and not alpha.lower > 0:
        said = _(
            "On %(n)s cases it cannot be told whether the raters agree more than by chance: "
            "%(value)s of 1 (%(surely)s)."
        )
    elif alpha.upper < GOOD:
        said = _(
            "On %(n)s cases the raters agree more than by chance, but not enough to be relied "
            "upon: %(value)s of 1 (%(surely)s)."
        )
    else:
        said = _(
            "Whether the raters agree well enough to be relied upon cannot be told from %(n)s "
            "cases: %(value)s of 1 (%(surely)s)."
        )
    yield said % values
    yield from few(alpha)


def show(found: Found) -> Iterator[Table | str]:
    yield Table(
        head=(_("agreement of all"), _("value"), _("plausible"), _("n"), _("to note")),
        rows=[
            (label, number(each.value), plausible(each), cases(each), flags(each) or DASH)
            for label, each in _coefficients(found)
        ],
    )
    yield Table(
        head=(_("two raters"), _("kappa"), _("plausible"), _("n"), _("to note")),
        rows=[
            (
                f"{two.first} – {two.second}",
                number(two.kappa.value),
                plausible(two.kappa),
                cases(two.kappa),
                flags(two.kappa) or DASH,
            )
            for two in found.pairs
        ],
    )
    yield _("1 is full agreement, 0 is chance. From .80 on ratings can be relied upon.")


def _coefficients(found: Found) -> Iterator[tuple[str, Estimate]]:
    yield _("Krippendorff's alpha"), found.krippendorff
    if found.fleiss is not None:
        yield _("Fleiss' kappa"), found.fleiss
    if found.intraclass is not None:
        yield _("ICC(1,1): raters of its own for each case"), found.intraclass.single_one_way
        yield _("ICC(2,1): the same raters, drawn from many"), found.intraclass.single_random
        yield _("ICC(3,1): these raters and no others"), found.intraclass.single_fixed
        yield _("ICC(1,k): mean, raters of its own"), found.intraclass.mean_one_way
        yield _("ICC(2,k): mean, raters drawn from many"), found.intraclass.mean_random
        yield _("ICC(3,k): mean of these raters"), found.intraclass.mean_fixed
    yield _("pairs that chose the same, chance included"), found.plain


def plot(found: Found) -> Figure:
    rows = [
        Dot.of(_("all raters"), found.krippendorff),
        *(Dot.of(f"{two.first} – {two.second}", two.kappa) for two in found.pairs),
    ]
    return figure(
        dots,
        Head(_("How far raters agree"), found.krippendorff.n, _("bars: plausible values")),
        rows,
        Axis(_("agreement beyond chance"), high=1.0, decimals=2),
        reference=Reference(GOOD, _("reliable")),
    )
