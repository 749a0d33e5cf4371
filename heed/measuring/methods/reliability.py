"""`heed measure reliability`: how reliably several items measure one thing."""

import argparse
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.plots.dots import dots
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Dot, Head, Reference
from heed.measures.estimates import Estimate, Flag
from heed.measures.omega import RELIABLE
from heed.measures.reliability import LOOSE, ScaleReliability, scale_reliability
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_columns, add_draws, add_scale, add_weight
from heed.measuring.figures import DASH, cases, flags, number, plausible
from heed.measuring.sayings import few, is_below, named, points, surely
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("how reliably several items measure one thing, and which item does not fit")
EXAMPLE = (
    "heed measure reliability answers.csv --items overall against_expectation against_ideal "
    "recommend"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--items", help="items of one scale, all worded in the same direction")
    add_scale(parser)
    add_weight(parser)
    add_draws(parser)


def measure(answers: Answers, options: argparse.Namespace) -> ScaleReliability:
    items = answers.numbers(options.items, lowest=options.lowest, highest=options.highest)
    return scale_reliability(
        items.values,
        names=items.names,
        weights=answers.weights,
        resamples=options.draws,
        seed=options.seed,
        confidence=options.confidence,
    )


def read(found: ScaleReliability) -> Iterator[str]:
    label, best = next(_coefficients(found))
    if Flag.IMPROPER in best.flags:
        label, best = _("alpha"), found.alpha
    if best.lower >= RELIABLE:
        said = _(
            "These %(items)s items measure one thing reliably enough to be added up: %(label)s "
            "%(value)s from %(n)s people (%(surely)s)."
        )
    elif is_below(best, RELIABLE):
        said = _(
            "These %(items)s items do not measure one thing reliably enough to be added up: "
            "%(label)s %(value)s from %(n)s people (%(surely)s)."
        )
    else:
        said = _(
            "Whether these %(items)s items measure one thing reliably enough to be added up cannot "
            "be told: %(label)s %(value)s from %(n)s people (%(surely)s)."
        )
    yield said % {
        "items": len(found.items),
        "label": label,
        "value": points(best.value),
        "surely": surely(best, points),
        "n": f"{best.n:,}",
    }
    loose = [item.name for item in found.items if is_below(item.with_rest, LOOSE)]
    if loose:
        yield _("Hardly goes with the rest: %(names)s.") % {"names": named(loose)}
    yield from few(best)


def show(found: ScaleReliability) -> Iterator[Table | str]:
    yield Table(
        head=(_("reliability"), _("value"), _("plausible"), _("to note")),
        rows=[
            (label, number(each.value), plausible(each), flags(each) or DASH)
            for label, each in _coefficients(found)
        ],
    )
    yield Table(
        head=(_("item"), _("with the rest"), _("plausible"), _("alpha without it"), _("to note")),
        rows=[
            (
                item.name,
                number(item.with_rest.value),
                plausible(item.with_rest),
                number(item.alpha_without.value),
                flags(item.with_rest) or DASH,
            )
            for item in found.items
        ],
    )
    yield _("n = %(n)s; left out because an answer is missing: %(dropped)s.") % {
        "n": cases(found.alpha),
        "dropped": f"{found.dropped:,}",
    }
    yield from _notes(found)


def _coefficients(found: ScaleReliability) -> Iterator[tuple[str, Estimate]]:
    if found.omega is not None:
        yield _("omega"), found.omega.total
        yield _("omega, standardised"), found.omega.standardised
    if found.spearman_brown is not None:
        yield _("two items (Spearman-Brown)"), found.spearman_brown
    yield _("alpha"), found.alpha
    yield _("alpha, standardised"), found.standardised_alpha


def _notes(found: ScaleReliability) -> Iterator[str]:
    if found.omega is not None and Flag.IMPROPER in found.omega.total.flags:
        yield _(
            "One item takes the place of what all should have in common: trust alpha, and ask "
            "more people or whether the items belong together."
        )
    if any(Flag.INCONSISTENT in item.with_rest.flags for item in found.items):
        yield _("An item that goes against the rest may be worded the other way round: turn it.")


def plot(found: ScaleReliability) -> Figure:
    return figure(
        dots,
        Head(_("How each item goes with the rest"), found.alpha.n, _("bars: plausible values")),
        [Dot.of(item.name, item.with_rest) for item in found.items],
        Axis(_("correlation with the sum of the others"), decimals=2),
        reference=Reference(LOOSE, _("loose")),
    )
