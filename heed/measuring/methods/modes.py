"""`heed measure modes`: what the way of asking does to answers."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.plots.dots import dots
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Dot, Head
from heed.measures.estimates import Estimate
from heed.measures.mode_effects import Contrast, ItemModes, ModeDifference, mode_effects
from heed.measuring.answers import Answers, Floats
from heed.measuring.arguments import add_column, add_columns, add_scale, add_weight
from heed.measuring.figures import cases, flags, number, p_value, plausible, share
from heed.measuring.sayings import MOST_NAMED, few, named, percent, points, surely
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("what the way of asking does to answers, with the same mix of people")
EXAMPLE = (
    "heed measure modes modes.csv --answers satisfied easy --mode way_of_asking "
    "--standardise tier --lowest 1 --highest 7"
)
MOST_DRAWN = 24


@dataclass(frozen=True)
class Found:
    """Each question by way of asking; shares where the end of the scale was named."""

    means: tuple[ItemModes, ...]
    top_boxes: tuple[ItemModes, ...]
    standardised_to: str
    counted_from: float | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--answers", help="answers on one scale, such as 'q*'")
    add_column(parser, "--mode", help="how each was asked, such as link, telephone, kiosk")
    add_column(
        parser,
        "--standardise",
        required=False,
        help="what may tell the people of different ways apart, such as tier",
    )
    add_scale(parser)
    parser.add_argument(
        "--boxes",
        type=int,
        default=2,
        metavar="N",
        help="how many of the highest answers count, where --highest is named; default %(default)s",
    )
    add_weight(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    given = answers.numbers(options.answers, lowest=options.lowest, highest=options.highest)
    modes = answers.text(options.mode).tolist()
    if "" in modes:
        answers.tell(_("Answers without a way of asking are left out."))
    strata = answers.text(options.standardise).tolist() if options.standardise else None
    counted_from = None if options.highest is None else options.highest - options.boxes + 1

    def by_mode(values: Floats, *, is_share: bool) -> tuple[ItemModes, ...]:
        return mode_effects(
            values,
            modes,
            names=given.names,
            strata=strata,
            weights=answers.weights,
            is_share=is_share,
            confidence=options.confidence,
        )

    top_boxes: tuple[ItemModes, ...] = ()
    if counted_from is not None:
        counted = np.where(np.isnan(given.values), np.nan, given.values >= counted_from)
        top_boxes = by_mode(counted, is_share=True)
    means = by_mode(given.values, is_share=False)
    return Found(means, top_boxes, options.standardise, counted_from)


def read(found: Found) -> Iterator[str]:
    every = [(item.name, each) for item in found.means for each in item.differences]
    clear = [(name, each) for name, each in every if _is_clear(found, each)]
    if not clear:
        yield _("No difference between ways of asking can be told from these answers.")
    clear.sort(key=lambda pair: -abs(_told(found, pair[1]).difference.value))
    for name, each in clear[:MOST_NAMED]:
        yield _difference_said(name, each, _told(found, each).difference)
    lost = [item.name for item in found.means if item.covered < 1]
    if found.standardised_to:
        yield _("Differences are those of the same mix of “%(column)s”.") % {
            "column": found.standardised_to
        }
    if lost:
        yield _("Part of the answers has no counterpart in every way of asking: %(names)s.") % {
            "names": named(lost)
        }
    yield _(
        "Who answers which way is not drawn by lot: differences may come from the people and not "
        "from the way of asking."
    )
    fewest = min((each for item in found.means for each in item.figures), key=lambda one: one.raw.n)
    yield from few(fewest.raw)


def _told(found: Found, each: ModeDifference) -> Contrast:
    """With the same mix where that was asked for and can be had."""
    return each.standardised if found.standardised_to and each.standardised else each.raw


def _is_clear(found: Found, each: ModeDifference) -> bool:
    told = _told(found, each)
    return told.p_of_all < 1 - told.difference.confidence


def _difference_said(name: str, each: ModeDifference, difference: Estimate) -> str:
    is_higher = difference.value > 0
    return _(
        "“%(name)s”: answers by %(higher)s stand %(points)s points above those by %(lower)s "
        "(%(surely)s; n = %(n)s)."
    ) % {
        "name": name,
        "higher": each.one if is_higher else each.other,
        "lower": each.other if is_higher else each.one,
        "points": number(abs(difference.value)),
        "surely": surely(_turned(difference), points),
        "n": f"{difference.n:,}",
    }


def _turned(difference: Estimate) -> Estimate:
    """The difference of the higher less the lower one."""
    if difference.value > 0:
        return difference
    return Estimate(
        -difference.value,
        -difference.upper,
        -difference.lower,
        difference.n,
        difference.method,
        difference.confidence,
    )


def show(found: Found) -> Iterator[Table | str]:
    yield _figures(found.means, _("mean"), is_share=False)
    if found.top_boxes:
        yield _figures(found.top_boxes, _("share that counts"), is_share=True)
        yield _("Answers from %(least)s on count.") % {"least": f"{found.counted_from:g}"}
    yield _differences(found.means, _("points"), is_share=False)
    if found.top_boxes:
        yield _differences(found.top_boxes, _("share that counts"), is_share=True)
    yield _("The last p is that of all comparisons looked at together (Holm).")
    if found.standardised_to:
        yield _(
            "Standardised: the mean each way would give, had all reached the same mix of "
            "“%(column)s”. Answers in groups without a counterpart are left out of it; compared: "
            "%(covered)s."
        ) % {"column": found.standardised_to, "covered": _covered(found.means)}


def _covered(items: tuple[ItemModes, ...]) -> str:
    return named([f"{item.name} {percent(item.covered)}" for item in items])


def _figures(items: tuple[ItemModes, ...], what: str, *, is_share: bool) -> Table:
    return Table(
        head=(
            _("answers to"),
            _("way of asking"),
            what,
            _("plausible"),
            _("standardised"),
            _("plausible"),
            _("n"),
            _("to note"),
        ),
        rows=[
            (
                item.name,
                each.mode,
                _value(each.raw, is_share=is_share),
                _bounds(each.raw, is_share=is_share),
                _value(each.standardised, is_share=is_share) if each.standardised else "",
                _bounds(each.standardised, is_share=is_share) if each.standardised else "",
                cases(each.raw),
                flags(each.raw),
            )
            for item in items
            for each in item.figures
        ],
    )


def _differences(items: tuple[ItemModes, ...], what: str, *, is_share: bool) -> Table:
    return Table(
        head=(
            _("answers to"),
            _("difference"),
            what,
            _("plausible"),
            _("p of all"),
            _("standardised"),
            _("plausible"),
            _("p of all"),
            _("to note"),
        ),
        rows=[
            (
                item.name,
                _("%(one)s less %(other)s") % {"one": each.one, "other": each.other},
                *_tested(each.raw, is_share=is_share),
                *(_tested(each.standardised, is_share=is_share) if each.standardised else [""] * 3),
                flags((each.standardised or each.raw).difference),
            )
            for item in items
            for each in item.differences
        ],
    )


def _tested(contrast: Contrast, *, is_share: bool) -> list[str]:
    difference = contrast.difference
    return [
        _value(difference, is_share=is_share),
        _bounds(difference, is_share=is_share),
        p_value(contrast.p_of_all),
    ]


def _value(estimate: Estimate, *, is_share: bool) -> str:
    return share(estimate.value, 1) if is_share else number(estimate.value)


def _bounds(estimate: Estimate, *, is_share: bool) -> str:
    return plausible(estimate, as_share=is_share, decimals=1 if is_share else 2)


def plot(found: Found) -> Figure:
    """Standardised means where there are any, by question and way of asking."""
    rows = [
        Dot.of(f"{item.name} – {each.mode}", each.standardised or each.raw)
        for item in found.means
        for each in item.figures
    ]
    note = ""
    if found.standardised_to:
        note = _("as if all ways had reached the same mix: %(column)s") % {
            "column": found.standardised_to
        }
    n = max(sum(each.raw.n for each in item.figures) for item in found.means)
    head = Head(_("Answers by way of asking"), n, note)
    return figure(dots, head, rows[:MOST_DRAWN], Axis(_("mean answer"), decimals=2))
