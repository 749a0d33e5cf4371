"""`heed measure ranking`: what matters how much, from rankings or pairs, and do people agree."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.plots.figures import Figure, figure
from heed.core.plots.ranking import ranking as plot_ranking
from heed.core.plots.values import Axis, Dot, Head
from heed.measures.choices import Choice, ranking_choices
from heed.measures.estimates import Estimate, Method
from heed.measures.ranking_agreement import RankingAgreement, ranking_agreement
from heed.measures.rankings import PRIOR_SPREAD, Worths, worths
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_column, add_columns
from heed.measuring.figures import many, number, p_value, plausible, share
from heed.measuring.people import People
from heed.measuring.rankings_read import RankingsRead, pairs_of, rankings_of
from heed.measuring.refusals import Misuse, NotMeasurable
from heed.measuring.sayings import by_size, few_cases, of_people, preferences_said, surely
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("what matters how much, from rankings or pairs, and do people agree")
EXAMPLE = "heed measure ranking rankings.csv --case customer --ranks 'rank_*'"
PAGE = "rankings"
SEVERAL_ROWS_A_CASE = True
PEOPLE = (People(counts=("first",), is_joint=True),)


@dataclass(frozen=True)
class Item:
    """One item: its worth among all, and its mean rank where rankings were given."""

    name: str
    worth: Estimate
    utility: float
    standard_error: float
    place: int
    best_place: int
    worst_place: int
    is_tied_with_next: bool
    mean_rank: Estimate | None
    first: int | None


@dataclass(frozen=True)
class Agreement:
    """How far people agree on the order."""

    concordance: Estimate
    mean_correlation: float
    friedman: float
    degrees: int
    p: float
    judges: int
    tied_judges: int
    partial_judges: int

    @classmethod
    def of(cls, found: RankingAgreement) -> "Agreement":
        return cls(
            found.concordance,
            found.mean_correlation,
            found.friedman,
            found.degrees,
            found.p,
            found.judges,
            found.tied_judges,
            found.partial_judges,
        )


@dataclass(frozen=True)
class Found:
    items: list[Item]
    agreement: Agreement | None
    choices: int
    judges: int
    left_out: int
    log_likelihood: float
    is_clustered: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(
        parser, "--ranks", required=False, help="one column an item: its rank, 1 for the first"
    )
    add_columns(parser, "--places", required=False, help="one column a place: the item put there")
    add_column(parser, "--preferred", required=False, help="pairs: the item preferred")
    add_column(parser, "--other", required=False, help="pairs: the item it was shown with")
    parser.add_argument(
        "--only-ranked",
        action="store_true",
        help="what was not ranked was not shown; else it counts as below what was",
    )
    parser.add_argument(
        "--no-prior", action="store_true", help="plain maximum likelihood, as tables print it"
    )


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    has_pairs = bool(options.preferred and options.other)
    if [bool(options.ranks), bool(options.places), has_pairs].count(True) != 1:
        raise Misuse(_("Name --ranks, or --places, or both --preferred and --other."))
    judges: list[int | None] = [None] * len(answers)
    if options.case or not has_pairs:
        judges = answers.cases.tolist()
    spread = None if options.no_prior else PRIOR_SPREAD
    if has_pairs:
        items, pairs, left_out = pairs_of(answers, options, judges)
        if len(items) < 2:
            raise NotMeasurable(why=_("there is no pair of two different items."))
        found = worths(items, pairs, prior_spread=spread, confidence=options.confidence)
        return _found(found, None, left_out)
    read = rankings_of(answers, options)
    if not read.rankings:
        raise NotMeasurable(why=_("there is no ranking of at least two items."))
    chosen = _choices(read, judges, only_ranked=options.only_ranked)
    found = worths(read.items, chosen, prior_spread=spread, confidence=options.confidence)
    return _found(found, _agreement(read, options), read.left_out)


def _choices(
    read: RankingsRead, judges: Sequence[int | None], *, only_ranked: bool
) -> list[Choice]:
    return [
        choice
        for row, ranking in read.rankings
        for choice in ranking_choices(
            ranking, offered=None if only_ranked else read.items, judge=judges[row]
        )
    ]


def _agreement(read: RankingsRead, options: argparse.Namespace) -> RankingAgreement | None:
    """None where people were shown different items, or only one ranked."""
    ranks = read.ranks[~np.isnan(read.ranks).all(axis=1)]
    is_full = not np.isnan(ranks).any()
    if len(ranks) < 2 or (options.only_ranked and not is_full):
        return None
    return ranking_agreement(read.items, ranks, confidence=options.confidence)


def _found(found: Worths, agreement: RankingAgreement | None, left_out: int) -> Found:
    method = Method.ROBUST if found.is_clustered else Method.INFORMATION
    by_item = {each.item: each for each in agreement.items} if agreement else {}
    items = [
        Item(
            str(each.item),
            Estimate(each.worth, each.lower, each.upper, found.n, method, found.confidence),
            each.utility,
            each.standard_error,
            each.place,
            each.best_place,
            each.worst_place,
            each.is_tied_with_next,
            by_item[each.item].mean_rank if each.item in by_item else None,
            by_item[each.item].first if each.item in by_item else None,
        )
        for each in found.ranked
    ]
    return Found(
        items,
        Agreement.of(agreement) if agreement else None,
        found.n,
        found.judges,
        left_out,
        found.log_likelihood,
        found.is_clustered,
    )


def read(found: Found) -> Iterator[str]:
    ordered = by_size([(item.name, item.worth) for item in found.items])
    yield from preferences_said(ordered)
    yield _("This rests on %(choices)s choices.") % {"choices": f"{found.choices:,}"}
    yield from of_people(found.judges)
    if found.agreement:
        yield _agreement_said(found.agreement)
    yield from few_cases(found.agreement.judges if found.agreement else found.choices)


def _agreement_said(agreement: Agreement) -> str:
    concordance = agreement.concordance
    values = {
        "w": number(concordance.value),
        "surely": surely(concordance, number),
        "n": f"{agreement.judges:,}",
    }
    if agreement.p < 1 - concordance.confidence:
        said = _(
            "From 0, no order in common, to 1, all the same, %(n)s people agree by %(w)s "
            "(%(surely)s)."
        )
        return said % values
    return (
        _("Whether the %(n)s people have any order in common cannot be told (%(w)s of 1).") % values
    )


def show(found: Found) -> Iterator[Table | str]:
    yield Table(
        head=(
            _("item"),
            _("worth"),
            _("plausible"),
            _("places"),
            _("mean rank"),
            _("plausible"),
            _("first"),
        ),
        rows=[_row(item) for item in found.items],
    )
    yield _("Choices: %(choices)s. Persons told apart: %(judges)s.") % {
        "choices": f"{found.choices:,}",
        "judges": f"{found.judges:,}",
    }
    if found.agreement:
        yield from _said(found.agreement)
    if found.left_out:
        yield _("Rows left out for worths, empty or with items tied: %(rows)s.") % {
            "rows": f"{found.left_out:,}"
        }


def _row(item: Item) -> tuple[str, ...]:
    rank = item.mean_rank
    return (
        item.name,
        share(item.worth.value, 1),
        plausible(item.worth, as_share=True, decimals=1),
        _("%(best)s to %(worst)s") % {"best": item.best_place, "worst": item.worst_place},
        number(rank.value) if rank else "–",
        plausible(rank) if rank else "–",
        many(item.first),
    )


def _said(agreement: Agreement) -> Iterator[str]:
    yield _("Agreement (Kendall's W, 0 to 1): %(w)s (%(plausible)s), n = %(n)s.") % {
        "w": number(agreement.concordance.value),
        "plausible": plausible(agreement.concordance),
        "n": f"{agreement.judges:,}",
    }
    yield _("All items alike? Friedman's χ² = %(value)s, %(degrees)s degrees, p %(p)s.") % {
        "value": number(agreement.friedman),
        "degrees": agreement.degrees,
        "p": p_value(agreement.p),
    }


def plot(found: Found) -> Figure:
    return figure(
        plot_ranking,
        Head(_("What matters how much"), found.choices, _("n: choices")),
        [Dot.of(item.name, item.worth) for item in found.items],
        Axis(_("worth"), 0, is_share=True),
    )
