"""`heed measure csat`: how many are satisfied, and how satisfied they are on average."""

import argparse
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heed.core.plots.figures import Figure
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_columns, add_scale, add_weight
from heed.measuring.score_tables import (
    TOP_BOXES,
    Scores,
    plotted_scores,
    read_scores,
    scores_of,
    shown_scores,
)
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("how many are satisfied (CSAT), and how satisfied on average")
EXAMPLE = "heed measure csat answers.csv --answer satisfied --lowest 1 --highest 7 --boxes 2"
PAGE = "csat-ces-acsi"
PEOPLE = (TOP_BOXES,)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--answer", help="answers on satisfaction, such as 'csat*'")
    add_scale(parser, lowest=1, highest=5)
    parser.add_argument(
        "--boxes",
        type=int,
        default=2,
        metavar="N",
        help="how many of the highest answers count as satisfied; default %(default)s",
    )
    add_weight(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Scores:
    return scores_of(answers, options)


def read(found: Scores) -> Iterator[str]:
    yield from read_scores(found, _satisfied)


def _satisfied(n: int) -> str:
    return ngettext(
        "“%(name)s”: of one person %(share)s is satisfied, with %(least)s or more out of "
        "%(highest)s (%(surely)s).",
        "“%(name)s”: of %(n)s people %(share)s are satisfied, with %(least)s or more out of "
        "%(highest)s (%(surely)s).",
        n,
    )


def show(found: Scores) -> Iterator[Table | str]:
    yield from shown_scores(found)


def plot(found: Scores) -> Figure:
    return plotted_scores(found, _("Satisfied customers"))
