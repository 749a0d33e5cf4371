"""`heed measure share`: how many of all answers count, column by column."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from numpy.typing import NDArray

from heed.core.plots.dots import dots
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Dot, Head
from heed.measures.estimates import Estimate
from heed.measures.scores import weighted_share_estimate
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_columns, add_scale, add_weight, number_given
from heed.measuring.figures import cases, flags, plausible, share
from heed.measuring.people import People
from heed.measuring.refusals import Misuse
from heed.measuring.sayings import by_size, few, not_told_apart, percent, surely
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("how many of all answers count, such as satisfied or kept")
EXAMPLE = "heed measure share answers.csv --of '*_perceived' --at-least 6 --by tier"
PAGE = "shares-and-gaps"
PEOPLE = (People(shares=("share",), is_drawn=True),)


@dataclass(frozen=True)
class Item:
    """One column: the share of its answers that count."""

    name: str
    share: Estimate


@dataclass(frozen=True)
class Found:
    items: list[Item]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--of", help="columns of answers, such as '*_perceived'")
    add_scale(parser)
    parser.add_argument(
        "--at-least", type=number_given, metavar="NUMBER", help="answers from here on count"
    )
    parser.add_argument(
        "--at-most", type=number_given, metavar="NUMBER", help="answers up to here count"
    )
    parser.add_argument(
        "--counts",
        nargs="+",
        action="extend",
        default=[],
        metavar="ANSWER",
        help="answers that count, as they are written, such as kept or 是",
    )
    add_weight(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    has_bounds = options.at_least is not None or options.at_most is not None
    if has_bounds == bool(options.counts):
        raise Misuse(_("Say what counts: either --at-least or --at-most, or else --counts."))
    count = _numbers_that_count if has_bounds else _texts_that_count
    names, counted, known = count(answers, options)
    weights = answers.weights
    return Found(
        [
            Item(
                name,
                weighted_share_estimate(
                    counted[of, place],
                    weights=None if weights is None else weights[of],
                    confidence=options.confidence,
                ),
            )
            for place, name in enumerate(names)
            for of in [known[:, place]]
        ]
    )


Judged = tuple[tuple[str, ...], NDArray[np.bool_], NDArray[np.bool_]]


def _numbers_that_count(answers: Answers, options: argparse.Namespace) -> Judged:
    found = answers.numbers(options.of, lowest=options.lowest, highest=options.highest)
    least = -np.inf if options.at_least is None else options.at_least
    most = np.inf if options.at_most is None else options.at_most
    if least > most:
        raise Misuse(_("No answer can count: --at-least is above --at-most."))
    counted = (found.values >= least) & (found.values <= most)
    return found.names, counted, ~np.isnan(found.values)


def _texts_that_count(answers: Answers, options: argparse.Namespace) -> Judged:
    found = answers.choices(options.of)
    written = np.char.lower(found.values.astype(str))
    wanted = [text.strip().lower() for text in options.counts]
    return found.names, np.isin(written, wanted), written != ""


def read(found: Found) -> Iterator[str]:
    ordered = by_size([(item.name, item.share) for item in found.items])
    if not ordered:
        yield _("Nobody answered.")
        return
    for name, counted in ordered[:1] if len(ordered) == 1 else (ordered[0], ordered[-1]):
        yield ngettext(
            "“%(name)s”: of one answer %(share)s counts (%(surely)s).",
            "“%(name)s”: of %(n)s answers %(share)s count (%(surely)s).",
            counted.n,
        ) % {
            "name": name,
            "n": f"{counted.n:,}",
            "share": percent(counted.value),
            "surely": surely(counted, percent),
        }
    yield from not_told_apart(ordered)
    yield from few(min((each for _name, each in ordered), key=lambda each: each.n))


def show(found: Found) -> Iterator[Table | str]:
    yield Table(
        head=(_("answers to"), _("share that counts"), _("plausible"), _("n"), _("to note")),
        rows=[
            (
                item.name,
                share(item.share.value, 1),
                plausible(item.share, as_share=True, decimals=1),
                cases(item.share),
                flags(item.share),
            )
            for item in found.items
        ],
    )


def plot(found: Found) -> Figure:
    return figure(
        dots,
        Head(_("Share that counts"), max(item.share.n for item in found.items)),
        [Dot.of(item.name, item.share) for item in found.items],
        Axis(_("share of answers"), 0, 1, is_share=True),
    )
