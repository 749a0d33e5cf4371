"""`heed measure disconfirmation`: whether satisfaction follows perceived less expected."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from heed.core.plots.dots import dots
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Dot, Head, Reference
from heed.measures.asymmetry import FEWEST_EACH_SIDE, Asymmetry, loss_and_gain
from heed.measures.gap_cost import GapCost, cost_of_ignoring
from heed.measures.response_surface import (
    Coefficient,
    DifferenceModel,
    ResponseSurface,
    response_surface,
)
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_columns, add_draws, add_scale
from heed.measuring.figures import DASH, number, p_value, plausible, share
from heed.measuring.sayings import few_cases, is_above, is_below, signed
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("whether satisfaction follows perceived less expected, and what it hides")
EXAMPLE = (
    "heed measure disconfirmation answers.csv --perceived '*_perceived' --expected '*_expected' "
    "--satisfaction satisfied"
)
PAGE = "gap-model"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Found:
    """The test of the gap model, what the gap alone loses, and whether loss outweighs gain."""

    surface: ResponseSurface
    is_gap_model_kept: bool
    cost: GapCost
    asymmetry: Asymmetry | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--perceived", help="what was perceived; the mean of several columns")
    add_columns(parser, "--expected", help="what was expected; as many columns")
    add_columns(parser, "--satisfaction", help="overall satisfaction; the mean of several columns")
    add_scale(parser, lowest=1, highest=7)
    add_draws(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    ends = {"lowest": options.lowest, "highest": options.highest}
    perceived, expected = answers.pairs(options.perceived, options.expected, **ends)
    is_pair = ~np.isnan(perceived.values + expected.values)
    p, e = (_row_means(np.where(is_pair, side.values, np.nan)) for side in (perceived, expected))
    felt = answers.numbers(options.satisfaction).values.mean(axis=1)
    scale = {**ends, "confidence": options.confidence}
    surface = response_surface(p, e, felt, **scale)
    cost = cost_of_ignoring(p, e, felt, resamples=options.draws, seed=options.seed, **scale)
    asymmetry = loss_and_gain(p, e, felt, **scale) if _has_both_sides(p, e, felt) else None
    return Found(surface, surface.is_gap_model_kept, cost, asymmetry)


def _row_means(values: Floats) -> Floats:
    """The mean of what is known in each row; nan where nothing is."""
    known = ~np.isnan(values)
    many = known.sum(axis=1)
    means = np.where(known, values, 0.0).sum(axis=1) / np.maximum(many, 1)
    return np.where(many > 0, means, np.nan)


def _has_both_sides(p: Floats, e: Floats, felt: Floats) -> bool:
    gap = (p - e)[~np.isnan(felt)]
    return bool(min(np.sum(gap < 0), np.sum(gap > 0)) >= FEWEST_EACH_SIDE)


def read(found: Found) -> Iterator[str]:
    cost = found.cost
    yield _(
        "What %(n)s people got and expected goes with %(both)s of how far their satisfaction "
        "differs; the gap between the two alone with %(gap)s."
    ) % {
        "n": f"{cost.n:,}",
        "both": share(cost.both_share),
        "gap": share(cost.gap_share),
    }
    if not found.is_gap_model_kept:
        yield _("The gap alone leaves something out: look at both sides.")
    if found.asymmetry:
        yield _asymmetry_said(found.asymmetry)
    yield from few_cases(cost.n)


def _asymmetry_said(found: Asymmetry) -> str:
    values = {"loss": signed(-found.loss.value, 2), "gain": signed(found.gain.value, 2)}
    if is_above(found.difference):
        said = _(
            "A point below expectation (%(loss)s points of satisfaction) weighs more than a point "
            "above it (%(gain)s)."
        )
    elif is_below(found.difference):
        said = _(
            "A point above expectation (%(gain)s points of satisfaction) weighs more than a point "
            "below it (%(loss)s)."
        )
    else:
        said = _(
            "A point below expectation goes with %(loss)s points of satisfaction, a point above it "
            "with %(gain)s: which of the two weighs more cannot be told."
        )
    return said % values


def show(found: Found) -> Iterator[Table | str]:
    cost = found.cost
    yield _("n %(n)s. The gap alone explains %(gap)s of satisfaction, both sides %(both)s.") % {
        "n": f"{cost.n:,}",
        "gap": share(cost.gap_share),
        "both": share(cost.both_share),
    }
    yield _("Perceived alone explains %(alone)s. Lost by the gap: %(lost)s (%(interval)s).") % {
        "alone": share(cost.perceived_share),
        "lost": share(cost.lost.value),
        "interval": plausible(cost.lost, as_share=True),
    }
    yield Table(
        head=(_("only this counts"), _("explains"), _("F"), _("p"), _("robust F"), _("robust p")),
        rows=[_model_row(name, model) for name, model in _models(found.surface)],
    )
    if found.is_gap_model_kept:
        yield _("The answers are compatible with satisfaction = perceived − expected.")
    else:
        yield _("Satisfaction does not follow perceived − expected alone.")
    yield Table(
        head=(_("slope"), _("points"), _("plausible"), _("p")),
        rows=[
            (name, number(each.value), _bounds(each), p_value(each.p))
            for name, each in _slopes(found.surface)
        ],
    )
    yield from _shown_asymmetry(found.asymmetry)


def _models(surface: ResponseSurface) -> list[tuple[str, DifferenceModel | None]]:
    return [
        (_("the gap"), surface.gap),
        (_("the squared gap"), surface.squared_gap),
        (_("the size of the gap"), surface.absolute_gap),
    ]


def _model_row(name: str, model: DifferenceModel | None) -> tuple[str, ...]:
    if model is None:
        return (name, DASH, DASH, DASH, DASH, DASH)
    return (
        name,
        share(model.r_squared),
        number(model.test.f),
        p_value(model.test.p),
        number(model.robust_test.f),
        p_value(model.robust_test.p),
    )


def _slopes(surface: ResponseSurface) -> list[tuple[str, Coefficient]]:
    return [
        (_("both higher alike (a1)"), surface.congruence_slope),
        (_("both higher alike, bend (a2)"), surface.congruence_curvature),
        (_("more than expected (a3)"), surface.incongruence_slope),
        (_("more than expected, bend (a4)"), surface.incongruence_curvature),
    ]


def _bounds(coefficient: Coefficient) -> str:
    bounds = {"lower": number(coefficient.lower), "upper": number(coefficient.upper)}
    return _("%(lower)s to %(upper)s") % bounds


def _shown_asymmetry(asymmetry: Asymmetry | None) -> Iterator[str]:
    if asymmetry is None:
        yield _("Too few answers above or below expectation to compare loss and gain.")
        return
    yield _("A point below expectation costs %(loss)s (%(interval)s), n %(n)s below.") % {
        "loss": number(asymmetry.loss.value),
        "interval": plausible(asymmetry.loss),
        "n": f"{asymmetry.below:,}",
    }
    yield _("A point above it wins %(gain)s (%(interval)s), n %(n)s above.") % {
        "gain": number(asymmetry.gain.value),
        "interval": plausible(asymmetry.gain),
        "n": f"{asymmetry.above:,}",
    }
    yield _("Loss less gain: %(difference)s (%(interval)s), p %(p)s.") % {
        "difference": number(asymmetry.difference.value),
        "interval": plausible(asymmetry.difference),
        "p": p_value(asymmetry.p),
    }


def plot(found: Found) -> Figure:
    rows = [
        Dot(name, each.value, each.lower, each.upper, found.surface.n)
        for name, each in _slopes(found.surface)
    ]
    return figure(
        dots,
        Head(_("How satisfaction follows expected and perceived"), found.surface.n),
        rows,
        Axis(_("points of satisfaction"), decimals=2),
        reference=Reference(0.0, _("none")),
    )
