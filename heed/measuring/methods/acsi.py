"""`heed measure acsi`: three answers on satisfaction as one index from 0 to 100."""

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
from heed.measures.acsi import satisfaction_index
from heed.measures.estimates import Estimate
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_columns, add_scale, add_weight, number_given
from heed.measuring.figures import cases, flags, number, plausible, share
from heed.measuring.sayings import few, surely, tenths
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("satisfaction index from 0 to 100 (ACSI) of three answers")
EXAMPLE = "heed measure acsi answers.csv --answer overall against_expectation against_ideal"
PAGE = "csat-ces-acsi"


@dataclass(frozen=True)
class Question:
    """One question, as an index by itself and with its part in the whole."""

    name: str
    index: Estimate
    weight: float


@dataclass(frozen=True)
class Found:
    """The index and the questions it is made of."""

    index: Estimate
    questions: list[Question]

    @property
    def is_one_question(self) -> bool:
        """Whether there is nothing to sum up: one question is no index."""
        return len(self.questions) == 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--answer", help="overall, against expectation, against the ideal")
    add_scale(parser, lowest=1, highest=10)
    parser.add_argument(
        "--item-weights",
        nargs="+",
        type=number_given,
        default=None,
        metavar="NUMBER",
        help="how much each question counts; all alike by default",
    )
    add_weight(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    found = answers.numbers(options.answer, lowest=options.lowest, highest=options.highest)

    def index(values: NDArray[np.float64], weights: list[float] | None) -> Estimate:
        return satisfaction_index(
            values,
            item_weights=weights,
            lowest=options.lowest,
            highest=options.highest,
            weights=answers.weights,
            confidence=options.confidence,
        )

    whole = index(found.values, options.item_weights)
    given = np.array(options.item_weights or [1.0] * len(found.names))
    questions = [
        Question(name, index(found.values[:, [place]], None), float(given[place] / given.sum()))
        for place, name in enumerate(found.names)
    ]
    return Found(whole, questions)


def read(found: Found) -> Iterator[str]:
    values = {
        "value": tenths(found.index.value),
        "surely": surely(found.index, tenths),
        "n": f"{found.index.n:,}",
    }
    if found.is_one_question:
        said = ngettext(
            "From 0 to 100 the answer of one person stands at %(value)s (%(surely)s). One "
            "question alone makes no index.",
            "From 0 to 100 the answers of %(n)s people stand at %(value)s (%(surely)s). One "
            "question alone makes no index.",
            found.index.n,
        )
        yield said % values
    else:
        said = ngettext(
            "From 0 to 100 the satisfaction of one person stands at %(value)s (%(surely)s).",
            "From 0 to 100 the satisfaction of %(n)s people stands at %(value)s (%(surely)s).",
            found.index.n,
        )
        yield said % values
    yield from few(found.index)


def show(found: Found) -> Iterator[Table | str]:
    rows: list[tuple[str, ...]] = [
        (
            each.name,
            share(each.weight, 1),
            number(each.index.value, 1),
            plausible(each.index, decimals=1),
            cases(each.index),
            flags(each.index),
        )
        for each in found.questions
    ]
    if not found.is_one_question:
        rows.append(_whole_row(found.index))
    yield Table(
        head=(_("answers to"), _("weight"), _("0 to 100"), _("plausible"), _("n"), _("to note")),
        rows=rows,
    )


def _whole_row(index: Estimate) -> tuple[str, ...]:
    whole = (number(index.value, 1), plausible(index, decimals=1), cases(index), flags(index))
    return (_("Satisfaction index"), share(1, 1), *whole)


def plot(found: Found) -> Figure:
    title = _("Satisfaction") if found.is_one_question else _("Satisfaction index")
    rows = [Dot.of(each.name, each.index) for each in found.questions]
    if not found.is_one_question:
        rows.append(Dot.of(title, found.index))
    return figure(
        dots,
        Head(title, found.index.n),
        rows,
        Axis(_("0 worst, 100 best"), 0, 100),
    )
