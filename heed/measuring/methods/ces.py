"""`heed measure ces`: how easy customers say it was made for them."""

import argparse
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heed.core.plots.figures import Figure
from heed.measures.scores import EASE_BOXES, EASE_HIGHEST, EASE_LOWEST
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_columns, add_weight
from heed.measuring.score_tables import (
    TOP_BOXES,
    Scores,
    plotted_scores,
    read_scores,
    scores_of,
    shown_scores,
)
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("how easy it was made (CES 2.0, agreement from 1 to 7)")
EXAMPLE = "heed measure ces answers.csv --answer ease"
PAGE = "csat-ces-acsi"
PEOPLE = (TOP_BOXES,)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--answer", help="agreement that it was made easy, from 1 to 7")
    add_weight(parser)
    parser.set_defaults(lowest=EASE_LOWEST, highest=EASE_HIGHEST, boxes=EASE_BOXES)


def measure(answers: Answers, options: argparse.Namespace) -> Scores:
    return scores_of(answers, options)


def read(found: Scores) -> Iterator[str]:
    yield from read_scores(found, _made_easy)


def _made_easy(n: int) -> str:
    return ngettext(
        "“%(name)s”: %(share)s of one person says it was made easy, with %(least)s or more out of "
        "%(highest)s (%(surely)s).",
        "“%(name)s”: %(share)s of %(n)s people say it was made easy for them, with %(least)s "
        "or more out of %(highest)s (%(surely)s).",
        n,
    )


def show(found: Scores) -> Iterator[Table | str]:
    yield from shown_scores(found)


def plot(found: Scores) -> Figure:
    return plotted_scores(found, _("Customers for whom it was easy"))
