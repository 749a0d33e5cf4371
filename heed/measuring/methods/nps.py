"""`heed measure nps`: promoters less detractors, with interval, differences and the mean."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import isnan

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from numpy.typing import NDArray

from heed.core.plots.figures import Figure, figure
from heed.core.plots.shares import shares
from heed.core.plots.values import Head, Parts
from heed.measures.estimates import Estimate, Method
from heed.measures.holm import holm_adjusted
from heed.measures.nps import Breaks, answers_needed_for_nps, net_promoter_score
from heed.measures.nps_differences import (
    ScoreDifference,
    net_promoter_difference,
    paired_net_promoter_difference,
)
from heed.measuring.answers import Answers
from heed.measuring.arguments import (
    add_column,
    add_scale,
    add_weight,
    number_given,
    share,
)
from heed.measuring.figures import DASH, cases, flags, number, p_value, plausible
from heed.measuring.figures import share as as_share
from heed.measuring.people import People
from heed.measuring.sayings import few, is_above, is_below, named, signed, surely
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("promoters less detractors (NPS), with interval")
EXAMPLE = "heed measure nps answers.csv --answer recommend --compare tier"
MOST_COMPARED = 12
PEOPLE = (
    People(
        shares=("promoters", "passives", "detractors"),
        with_them=("score_times_100", "answers_needed"),
        means={"score": (-1, 1), "mean": ("lowest", "highest")},
        of="score",
        is_drawn=True,
    ),
)


@dataclass(frozen=True)
class Difference:
    """The score of one group less that of another."""

    one: str
    other: str
    difference: Estimate
    z: float
    p: float
    p_of_all: float


@dataclass(frozen=True)
class Found:
    """The score, from -1 to 1 and as it is printed, and what it is made of."""

    score: Estimate
    score_times_100: float
    promoters: float
    passives: float
    detractors: float
    mean: Estimate
    answers_needed: int | None
    half_width: float
    differences: list[Difference]
    change: ScoreDifference | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_column(parser, "--answer", help="how likely to recommend us, from 0 to 10")
    add_scale(parser, lowest=0, highest=10)
    for flag, default, text in (
        ("--promoters-from", 9, "least answer of a promoter"),
        ("--detractors-to", 6, "highest answer of a detractor"),
    ):
        parser.add_argument(
            flag,
            type=number_given,
            default=default,
            metavar="NUMBER",
            help=f"{text}; default {default}",
        )
    parser.add_argument(
        "--method",
        choices=(Method.ADJUSTED_WALD.value, Method.WALD.value),
        default=Method.ADJUSTED_WALD.value,
        help="of the score's interval; default %(default)s",
    )
    add_column(parser, "--compare", help="whose groups are held against each other", required=False)
    add_column(parser, "--before", help="the same persons' earlier answer", required=False)
    parser.add_argument(
        "--half-width",
        type=share,
        default=0.05,
        metavar="SHARE",
        help="wanted of the interval, to say how many answers it takes; default %(default)s",
    )
    add_weight(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    breaks = Breaks(options.promoters_from, options.detractors_to, options.lowest, options.highest)
    given = answers.number(options.answer, lowest=options.lowest, highest=options.highest)
    whole = net_promoter_score(
        given,
        breaks=breaks,
        weights=answers.weights,
        method=Method(options.method),
        confidence=options.confidence,
    )
    return Found(
        score=whole.score,
        score_times_100=100 * whole.score.value,
        promoters=whole.promoters,
        passives=whole.passives,
        detractors=whole.detractors,
        mean=whole.likelihood,
        answers_needed=answers_needed_for_nps(
            options.half_width, variance=whole.variance, confidence=options.confidence
        ),
        half_width=options.half_width,
        differences=_differences(answers, given, breaks, options) if options.compare else [],
        change=_change(answers, given, breaks, options) if options.before else None,
    )


def _differences(
    answers: Answers,
    given: NDArray[np.float64],
    breaks: Breaks,
    options: argparse.Namespace,
) -> list[Difference]:
    """Each group against each other one; the largest groups where there are too many."""
    groups = answers.text(options.compare)
    names, counts = np.unique(groups[groups != ""].astype(str), return_counts=True)
    kept = sorted(names[np.argsort(-counts, kind="stable")][:MOST_COMPARED].tolist())
    if len(kept) < names.size:
        answers.tell(_("Only the %(many)s largest groups are compared.") % {"many": len(kept)})
    weights = answers.weights
    found = []
    for one, other in combinations(kept, 2):
        mine, theirs = groups == one, groups == other
        difference = net_promoter_difference(
            given[mine],
            given[theirs],
            breaks=breaks,
            weights=None if weights is None else weights[mine],
            other_weights=None if weights is None else weights[theirs],
            confidence=options.confidence,
        )
        found.append((one, other, difference))
    adjusted = holm_adjusted([each.p for _one, _other, each in found])
    return [
        Difference(one, other, each.difference, each.z, each.p, float(p))
        for (one, other, each), p in zip(found, adjusted, strict=True)
    ]


def _change(
    answers: Answers,
    given: NDArray[np.float64],
    breaks: Breaks,
    options: argparse.Namespace,
) -> ScoreDifference:
    before = answers.number(options.before, lowest=options.lowest, highest=options.highest)
    return paired_net_promoter_difference(
        before, given, breaks=breaks, weights=answers.weights, confidence=options.confidence
    )


def read(found: Found) -> Iterator[str]:
    yield from _score_said(found)
    if found.change:
        yield _change_said(found.change.difference)
    yield from _groups_said(found.differences)
    yield from few(found.score)


def _score_said(found: Found) -> Iterator[str]:
    values = {
        "n": f"{found.score.n:,}",
        "promoters": as_share(found.promoters),
        "detractors": as_share(found.detractors),
        "score": _points(found.score.value),
        "surely": surely(found.score, _points),
    }
    if isnan(found.promoters) and found.score.has_value:
        yield _("NPS %(score)s, of %(n)s people (%(surely)s).") % values
    if isnan(found.promoters):
        return
    yield (
        ngettext(
            "Of one person %(promoters)s would recommend us and %(detractors)s would rather not: "
            "NPS %(score)s (%(surely)s).",
            "Of %(n)s people %(promoters)s would recommend us and %(detractors)s would rather not: "
            "NPS %(score)s (%(surely)s).",
            found.score.n,
        )
        % values
    )


def _points(value: float) -> str:
    return signed(100 * value, 0)


def _change_said(change: Estimate) -> str:
    values = {
        "points": _points(change.value),
        "size": number(100 * abs(change.value), 0),
        "surely": surely(change, _points),
        "n": f"{change.n:,}",
    }
    if is_above(change):
        said = _("The score of the same %(n)s people rose by %(size)s points (%(surely)s).")
    elif is_below(change):
        said = _("The score of the same %(n)s people fell by %(size)s points (%(surely)s).")
    else:
        said = _(
            "Whether the score of the same %(n)s people rose or fell cannot be told: %(points)s "
            "points (%(surely)s)."
        )
    return said % values


def _groups_said(differences: list[Difference]) -> Iterator[str]:
    """Only differences that stand when all of them are looked at together."""
    if not differences:
        return
    clear = [each for each in differences if each.p_of_all < 1 - each.difference.confidence]
    if not clear:
        yield _("These answers do not tell the groups apart.")
        return
    named_pairs = []
    for each in clear:
        is_higher = each.difference.value > 0
        higher, lower = (each.one, each.other) if is_higher else (each.other, each.one)
        named_pairs.append(_("%(one)s above %(other)s") % {"one": higher, "other": lower})
    yield _("Groups that differ: %(pairs)s.") % {"pairs": named(named_pairs)}
    if len(clear) < len(differences):
        yield _("Other groups cannot be told apart.")


def show(found: Found) -> Iterator[Table | str]:
    yield Table(
        head=(_("figure"), _("value"), _("plausible"), _("n"), _("to note")),
        rows=[
            (
                _("Score (NPS), times 100"),
                _hundredfold(found.score.value),
                _hundredfold_interval(found.score),
                cases(found.score),
                flags(found.score),
            ),
            (
                _("Mean answer"),
                number(found.mean.value),
                plausible(found.mean),
                cases(found.mean),
                flags(found.mean),
            ),
        ],
    )
    if not isnan(found.promoters):
        yield from _sides_shown(found)
    if found.change:
        change = found.change
        moved = Difference(
            pgettext("survey", "now"), _("before"), change.difference, change.z, change.p, change.p
        )
        yield _compared([moved])
    if found.differences:
        yield _compared(found.differences)
        if len(found.differences) > 1:
            yield _("The last p is that of all comparisons looked at together (Holm).")
    yield _("NPS and Net Promoter are registered marks of Bain, NICE Satmetrix and F. Reichheld.")


def _sides_shown(found: Found) -> Iterator[str]:
    yield _("Promoters %(promoters)s, passives %(passives)s, detractors %(detractors)s.") % {
        "promoters": as_share(found.promoters, 1),
        "passives": as_share(found.passives, 1),
        "detractors": as_share(found.detractors, 1),
    }
    yield _("%(needed)s answers would give an interval of %(half)s points to each side.") % {
        "needed": f"{found.answers_needed:,}",
        "half": f"{100 * found.half_width:g}",
    }


def _compared(differences: list[Difference]) -> Table:
    return Table(
        head=(
            _("difference"),
            _("NPS, times 100"),
            _("plausible"),
            _("z"),
            _("n"),
            _("p"),
            _("p of all"),
            _("to note"),
        ),
        rows=[
            (
                _("%(one)s less %(other)s") % {"one": each.one, "other": each.other},
                _hundredfold(each.difference.value),
                _hundredfold_interval(each.difference),
                number(each.z),
                cases(each.difference),
                p_value(each.p),
                p_value(each.p_of_all),
                flags(each.difference),
            )
            for each in differences
        ],
    )


def _hundredfold(value: float) -> str:
    return number(100 * value, 1)


def _hundredfold_interval(estimate: Estimate) -> str:
    if not estimate.has_interval:
        return DASH
    bounds = {"lower": _hundredfold(estimate.lower), "upper": _hundredfold(estimate.upper)}
    return _("%(lower)s to %(upper)s") % bounds


def plot(found: Found) -> Figure:
    note = _("NPS %(score)s, %(surely)s") % {
        "score": _points(found.score.value),
        "surely": surely(found.score, _points),
    }
    return figure(
        shares,
        Head(_("Would they recommend us?"), found.score.n, note),
        [
            Parts(
                _("all answers"),
                (found.detractors, found.passives, found.promoters),
                found.score.n,
            )
        ],
        (_("detractors"), _("passives"), _("promoters")),
        is_ordered=True,
    )
