"""`heed measure drivers`: which answers explain overall satisfaction, and how surely."""

import argparse
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.plots.figures import Figure, figure
from heed.core.plots.ranking import ranking
from heed.core.plots.values import Axis, Dot, Head
from heed.measures.drivers import (
    Decomposition,
    Driver,
    DriverAnalysis,
    key_drivers,
)
from heed.measures.estimates import Flag
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_columns, add_draws, add_scale, add_weight
from heed.measuring.figures import DASH, cases, flags, number, plausible, share
from heed.measuring.sayings import few, named, not_told_apart, percent, surely
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("which answers explain overall satisfaction, and how surely")
EXAMPLE = "heed measure drivers answers.csv --drivers '*_perceived' --outcome overall"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--drivers", help="what may explain it, such as 'sq*_2'")
    add_columns(parser, "--outcome", help="what is to be explained; of several columns the mean")
    parser.add_argument(
        "--decomposition",
        choices=list(Decomposition),
        default=Decomposition.SHAPLEY,
        help="shapley averages over all orders of entering, johnson gives relative weights, "
        "which are quicker; default %(default)s",
    )
    add_scale(parser)
    add_weight(parser)
    add_draws(parser)


def measure(answers: Answers, options: argparse.Namespace) -> DriverAnalysis:
    drivers = answers.numbers(options.drivers, lowest=options.lowest, highest=options.highest)
    outcomes = answers.numbers(options.outcome)
    if len(outcomes.names) > 1:
        answers.tell(_("The outcome is the mean of the columns named."))
    return key_drivers(
        drivers.values,
        outcomes.values.mean(axis=1),
        names=drivers.names,
        weights=answers.weights,
        decomposition=Decomposition(options.decomposition),
        resamples=options.draws,
        seed=options.seed,
        confidence=options.confidence,
    )


def read(found: DriverAnalysis) -> Iterator[str]:
    n = found.r_squared.n
    clear = [driver for driver in found.ranked if driver.is_above_noise]
    if clear:
        yield _(
            "Of the answers of %(n)s people “%(name)s” goes most closely with the outcome: "
            "%(share)s of what all of them together account for (%(surely)s)."
        ) % {
            "n": f"{n:,}",
            "name": clear[0].name,
            "share": percent(clear[0].share.value),
            "surely": surely(clear[0].share, percent),
        }
        yield from not_told_apart([(driver.name, driver.share) for driver in clear])
    noise = [driver.name for driver in found.ranked if not driver.is_above_noise]
    if noise and clear:
        yield _("Not told from mere chance: %(names)s.") % {"names": named(noise)}
    elif noise:
        yield _(
            "With %(n)s people nothing goes with the outcome more closely than by mere chance."
        ) % {"n": f"{n:,}"}
    yield _("This tells what goes together, not what causes what.")
    yield from few(found.r_squared)


def show(found: DriverAnalysis) -> Iterator[Table | str]:
    yield Table(
        head=(
            _("driver"),
            _("share"),
            _("plausible"),
            _("beyond noise"),
            _("correlation"),
            _("alone"),
            _("after all others"),
            _("spread"),
            _("to note"),
        ),
        rows=[_row(driver) for driver in found.ranked],
    )
    together = found.r_squared
    yield _("All together explain %(share)s of the outcome (%(plausible)s), n = %(n)s.") % {
        "share": share(together.value),
        "plausible": plausible(together, as_share=True),
        "n": cases(together),
    }
    yield from _notes(found)
    yield _("Shares tell what goes together, not what causes what.")


def _notes(found: DriverAnalysis) -> Iterator[str]:
    if found.dropped:
        yield _("Left out because an answer is missing: %(n)s.") % {"n": f"{found.dropped:,}"}
    if Flag.SINGULAR in found.r_squared.flags:
        yield _(
            "Only %(rank)s of %(drivers)s drivers do not follow from others; shares between those "
            "that repeat each other are even, and arbitrary."
        ) % {"rank": found.rank, "drivers": len(found.drivers)}
    if found.orders or found.resampled_orders:
        yield _("Orders of entering were sampled, not all looked at, as there are many drivers.")


def _row(driver: Driver) -> tuple[str, ...]:
    return (
        driver.name,
        share(driver.share.value),
        plausible(driver.share, as_share=True),
        _("yes") if driver.is_above_noise else _("no"),
        number(driver.correlation),
        share(driver.first),
        share(driver.last),
        number(driver.spread),
        flags(driver.importance) or DASH,
    )


def plot(found: DriverAnalysis) -> Figure:
    return figure(
        ranking,
        Head(_("What explains the outcome"), found.r_squared.n, _("lines: plausible values")),
        [Dot.of(driver.name, driver.share) for driver in found.ranked],
        Axis(_("share of what all explain"), is_share=True),
    )
