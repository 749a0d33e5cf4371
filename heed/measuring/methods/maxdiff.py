"""`heed measure maxdiff`: what matters how much, from best and worst picks."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.plots.figures import Figure, figure
from heed.core.plots.ranking import ranking
from heed.core.plots.values import Axis, Dot, Head
from heed.measures.best_worst import BestWorstAnswers, best_worst_answers
from heed.measures.best_worst_counts import item_counts
from heed.measures.best_worst_individual import FEWEST_PERSONS, individual_utilities
from heed.measures.best_worst_logits import BestWorstLogit, BestWorstModel, best_worst_logit
from heed.measures.estimates import Estimate
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_column, add_columns
from heed.measuring.best_worst_tasks import tasks_of
from heed.measuring.figures import many, number, plausible, share
from heed.measuring.people import People
from heed.measuring.sayings import by_size, few_cases, of_people, preferences_said
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("what matters how much, from best and worst picks (best-worst scaling)")
EXAMPLE = (
    "heed measure maxdiff best-worst.csv --case customer --offered 'shown_*' --best best "
    "--worst worst --individual"
)
PAGE = "best-worst"
SEVERAL_ROWS_A_CASE = True
PEOPLE = (People(counts=("best", "worst"), with_them=("standardised",), is_joint=True),)


@dataclass(frozen=True)
class Item:
    """One item: counts, utility against the reference, share of preference."""

    name: str
    shown: int
    best: int | None
    worst: int | None
    standardised: Estimate
    utility: Estimate
    standard_error: float
    clustered_error: float
    share: Estimate
    individual_share: Estimate | None


@dataclass(frozen=True)
class Found:
    items: list[Item]
    model: BestWorstModel
    reference: str
    log_likelihood: float
    null_log_likelihood: float
    tasks: int
    tasks_left_out: int
    persons: int
    spread_between_persons: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_column(parser, "--task", required=False, help="one row an item: which task it is of")
    add_column(parser, "--item", required=False, help="one row an item: the item shown")
    add_column(
        parser, "--picked", required=False, help="one row an item: best, worst (or 1, -1), or empty"
    )
    add_columns(
        parser, "--offered", required=False, help="one row a task: the items shown, or the design's"
    )
    add_columns(parser, "--best", required=False, help="the best of the task, or of each task")
    add_columns(parser, "--worst", required=False, help="the worst of the task, or of each task")
    parser.add_argument(
        "--design", type=Path, metavar="FILE", help="one row a person: which items each task shows"
    )
    parser.add_argument(
        "--names",
        nargs="+",
        default=[],
        metavar="ITEM",
        help="of the items, in order, where the file has their numbers",
    )
    parser.add_argument(
        "--model",
        type=BestWorstModel,
        choices=list(BestWorstModel),
        default=BestWorstModel.SEQUENTIAL,
        help="how picks are modelled; default %(default)s",
    )
    parser.add_argument("--reference", default="", metavar="ITEM", help="with utility 0")
    parser.add_argument(
        "--individual", action="store_true", help="mean over persons of their own shares as well"
    )


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    read = tasks_of(answers, options)
    given = best_worst_answers(read.items, read.tasks)
    logit = best_worst_logit(
        given,
        model=options.model,
        reference=options.reference or None,
        confidence=options.confidence,
    )
    shares, spread = _of_persons(given, options)
    return Found(
        _items(given, logit, shares, options.confidence),
        logit.model,
        str(logit.reference),
        logit.log_likelihood,
        logit.null_log_likelihood,
        given.n,
        read.left_out,
        logit.persons,
        spread,
    )


def _of_persons(
    given: BestWorstAnswers, options: argparse.Namespace
) -> tuple[tuple[Estimate | None, ...], float]:
    if not options.individual:
        return (None,) * len(given.items), nan
    found = individual_utilities(given, confidence=options.confidence)
    return found.mean_shares, found.spread


def _items(
    given: BestWorstAnswers,
    logit: BestWorstLogit,
    shares: tuple[Estimate | None, ...],
    confidence: float,
) -> list[Item]:
    return [
        Item(
            str(count.item),
            count.shown,
            count.best,
            count.worst,
            count.standardised,
            logit.utilities[at],
            float(logit.standard_errors[at]),
            float(logit.clustered_errors[at]),
            logit.shares[at],
            shares[at],
        )
        for at, count in enumerate(item_counts(given, confidence=confidence))
    ]


def by_share(found: Found) -> list[Item]:
    return sorted(found.items, key=lambda item: -item.share.value)


def read(found: Found) -> Iterator[str]:
    ordered = by_size([(item.name, item.share) for item in found.items])
    yield from preferences_said(ordered)
    yield _("This rests on %(tasks)s tasks.") % {"tasks": f"{found.tasks:,}"}
    yield from of_people(found.persons)
    yield from few_cases(found.tasks)


def show(found: Found) -> Iterator[Table | str]:
    yield Table(
        head=(
            _("item"),
            _("share of preference"),
            _("plausible"),
            _("utility"),
            _("best"),
            _("worst"),
            _("shown"),
            _("best − worst"),
            _("over persons"),
        ),
        rows=[
            (
                item.name,
                share(item.share.value, 1),
                plausible(item.share, as_share=True, decimals=1),
                number(item.utility.value),
                many(item.best),
                many(item.worst),
                f"{item.shown:,}",
                number(item.standardised.value),
                share(item.individual_share.value if item.individual_share else nan, 1),
            )
            for item in by_share(found)
        ],
    )
    yield _("Tasks: %(tasks)s. Persons told apart: %(persons)s.") % {
        "tasks": f"{found.tasks:,}",
        "persons": f"{found.persons:,}",
    }
    yield _("Utilities are log odds against %(item)s.") % {"item": found.reference}
    if found.tasks_left_out:
        yield _(
            "Tasks left out: %(tasks)s. Best or worst is missing, not shown, or both are the same."
        ) % {"tasks": f"{found.tasks_left_out:,}"}
    if found.persons < FEWEST_PERSONS:
        yield _("Intervals take all answers for those of different persons: name them with --case.")


def plot(found: Found) -> Figure:
    return figure(
        ranking,
        Head(_("What matters how much"), found.tasks, _("n: tasks answered")),
        [Dot.of(item.name, item.share) for item in found.items],
        Axis(_("share of preference"), 0, is_share=True),
    )
