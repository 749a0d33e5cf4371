"""`heed measure gap`: perceived minus expected, item by item and over all items."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from heed.core.plots.dots import pairs
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Head, Pair
from heed.measures.estimates import Estimate
from heed.measures.gaps import signed_gap
from heed.measures.linearised import weighted_mean_estimate
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_columns, add_scale, add_weight
from heed.measuring.figures import DASH, cases, flags, number, plausible
from heed.measuring.sayings import few, gap_said, gaps_said
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("what was perceived minus what was expected, item by item")
EXAMPLE = "heed measure gap answers.csv --perceived '*_perceived' --expected '*_expected'"
PAGE = "shares-and-gaps"


@dataclass(frozen=True)
class Item:
    """One item: both sides, and the mean of the differences of those who gave both."""

    name: str
    expected: Estimate
    perceived: Estimate
    gap: Estimate


@dataclass(frozen=True)
class Found:
    """All items, and the mean over them of each row's gaps."""

    items: list[Item]
    overall: Estimate
    _lowest: float | None
    _highest: float | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--perceived", help="what was perceived, such as '*_perceived'")
    add_columns(parser, "--expected", help="what was expected, such as '*_expected'")
    add_scale(parser)
    add_weight(parser)
    parser.add_argument(
        "--less-is-better", action="store_true", help="of waiting times and the like"
    )


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    perceived, expected = answers.pairs(
        options.perceived, options.expected, lowest=options.lowest, highest=options.highest
    )

    def mean(values: NDArray[np.float64]) -> Estimate:
        return weighted_mean_estimate(
            values, weights=answers.weights, confidence=options.confidence
        )

    gaps = signed_gap(perceived.values, expected.values, more_is_better=not options.less_is_better)
    is_pair = ~np.isnan(gaps)
    items = [
        Item(
            name,
            mean(np.where(is_pair, expected.values, np.nan)[:, place]),
            mean(np.where(is_pair, perceived.values, np.nan)[:, place]),
            mean(gaps[:, place]),
        )
        for place, name in enumerate(perceived.names)
    ]
    return Found(items, mean(_row_means(gaps)), options.lowest, options.highest)


def _row_means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of what is known in each row; nan where nothing is."""
    known = ~np.isnan(values)
    many = known.sum(axis=1)
    means = np.where(known, values, 0.0).sum(axis=1) / np.maximum(many, 1)
    return np.where(many > 0, means, np.nan)


def read(found: Found) -> Iterator[str]:
    yield gap_said(found.overall)
    yield from gaps_said([(item.name, item.gap) for item in found.items])
    yield from few(found.overall)


def show(found: Found) -> Iterator[Table | str]:
    rows = [
        (
            item.name,
            number(item.expected.value),
            number(item.perceived.value),
            number(item.gap.value),
            plausible(item.gap),
            cases(item.gap),
            flags(item.gap),
        )
        for item in found.items
    ]
    overall = found.overall
    rows.append(
        (
            _("All"),
            DASH,
            DASH,
            number(overall.value),
            plausible(overall),
            cases(overall),
            flags(overall),
        )
    )
    yield Table(
        head=(
            _("item"),
            _("expected"),
            _("perceived"),
            _("gap"),
            _("plausible"),
            _("n"),
            _("to note"),
        ),
        rows=rows,
    )
    yield _("Above 0 is better than expected, below 0 worse.")


def plot(found: Found) -> Figure:
    rows = [
        Pair(
            item.name,
            item.expected.value,
            item.perceived.value,
            item.gap.value,
            item.gap.lower,
            item.gap.upper,
            item.gap.n,
        )
        for item in found.items
    ]
    return figure(
        pairs,
        Head(_("Expected and perceived"), found.overall.n),
        rows,
        Axis(_("answer"), found._lowest, found._highest),
        names=(_("expected"), _("perceived")),
        gap_title=_("perceived minus expected"),
    )
