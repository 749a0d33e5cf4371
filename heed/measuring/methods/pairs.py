"""`heed measure pairs`: what matters how much, where order or ties count."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.plots.figures import Figure, figure
from heed.core.plots.ranking import ranking as plot_ranking
from heed.core.plots.values import Axis, Dot, Head
from heed.measures.estimates import Estimate
from heed.measures.paired_comparisons import Pair, PairWorths, Preferred, pair_worths
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_column
from heed.measuring.figures import number, plausible, share
from heed.measuring.refusals import NotMeasurable
from heed.measuring.sayings import by_size, few_cases, preferences_said
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("what matters how much, from pairs where order or ties may count")
EXAMPLE = "heed measure pairs pairs.csv --first left --second right --won preferred --order-effect"
SEVERAL_ROWS_A_CASE = True

FIRST, SECOND = {"first", "left", "1"}, {"second", "right", "2"}
NEITHER = {"neither", "tie", "tied", "draw", "both", "equal", "0"}


@dataclass(frozen=True)
class Item:
    """One item: its worth among all, and its utility against the reference."""

    name: str
    worth: Estimate
    utility: Estimate
    standard_error: float


@dataclass(frozen=True)
class Found:
    items: list[Item]
    reference: str
    order_effect: Estimate | None
    tie_weight: Estimate | None
    log_likelihood: float
    deviance: float
    degrees: int
    pairs: int
    left_out: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_column(parser, "--first", help="the item shown first (left, at home)")
    add_column(parser, "--second", help="the item shown second")
    add_column(parser, "--won", help="the item preferred; or first, second, neither (1, 2, 0; tie)")
    parser.add_argument("--reference", default="", metavar="ITEM", help="with utility 0")
    parser.add_argument(
        "--order-effect", action="store_true", help="what is shown first may gain by that"
    )


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    columns = (answers.text(name) for name in (options.first, options.second, options.won))
    read = [_pair(*row) for row in zip(*columns, strict=True)]
    pairs = [pair for pair in read if pair is not None]
    items = sorted({str(item) for pair in pairs for item in (pair.first, pair.second)})
    if len(items) < 2:
        raise NotMeasurable(why=_("there is no pair of two different items."))
    found = pair_worths(
        items,
        pairs,
        reference=options.reference or None,
        has_order_effect=options.order_effect,
        has_ties=any(pair.preferred == Preferred.NEITHER for pair in pairs),
        confidence=options.confidence,
    )
    return _found(found, len(read) - len(pairs))


def _pair(first: str, second: str, won: str) -> Pair | None:
    """The pair of a row; none where an item or the answer is missing, or is none of these."""
    if not first or not second or first == second:
        return None
    word = won.casefold()
    for preferred, item, words in (
        (Preferred.FIRST, first, FIRST),
        (Preferred.SECOND, second, SECOND),
        (Preferred.NEITHER, "", NEITHER),
    ):
        if won and won == item:
            return Pair(first, second, preferred)
        if word in words and won not in {first, second}:
            return Pair(first, second, preferred)
    return None


def _found(found: PairWorths, left_out: int) -> Found:
    rows = zip(found.items, found.worths, found.utilities, found.standard_errors, strict=True)
    return Found(
        [Item(str(item), worth, utility, float(error)) for item, worth, utility, error in rows],
        str(found.reference),
        found.order_effect,
        found.tie_weight,
        found.log_likelihood,
        found.deviance,
        found.degrees,
        found.n,
        left_out,
    )


def read(found: Found) -> Iterator[str]:
    ordered = by_size([(item.name, item.worth) for item in found.items])
    yield from preferences_said(ordered)
    yield _("This rests on %(pairs)s pairs.") % {"pairs": f"{found.pairs:,}"}
    yield from few_cases(found.pairs)


def show(found: Found) -> Iterator[Table | str]:
    yield Table(
        head=(_("item"), _("worth"), _("plausible"), _("utility"), _("plausible")),
        rows=[
            (
                item.name,
                share(item.worth.value, 1),
                plausible(item.worth, as_share=True, decimals=1),
                number(item.utility.value),
                plausible(item.utility),
            )
            for item in sorted(found.items, key=lambda item: -item.worth.value)
        ],
    )
    yield _("Pairs: %(pairs)s. Utilities are log odds against %(item)s.") % {
        "pairs": f"{found.pairs:,}",
        "item": found.reference,
    }
    if found.order_effect:
        yield _("What is shown first gains %(value)s in log odds (%(plausible)s).") % {
            "value": number(found.order_effect.value),
            "plausible": plausible(found.order_effect),
        }
    if found.tie_weight:
        yield _("Weight of a tie beside two equal worths: %(value)s (%(plausible)s).") % {
            "value": number(found.tie_weight.value),
            "plausible": plausible(found.tie_weight),
        }
    yield _("Deviance %(deviance)s with %(degrees)s degrees of freedom.") % {
        "deviance": number(found.deviance),
        "degrees": found.degrees,
    }
    if found.left_out:
        yield _(
            "Rows left out: %(rows)s. An item or the answer is missing or is none of these."
        ) % {"rows": f"{found.left_out:,}"}


def plot(found: Found) -> Figure:
    return figure(
        plot_ranking,
        Head(_("What matters how much"), found.pairs, _("n: pairs")),
        [Dot.of(item.name, item.worth) for item in found.items],
        Axis(_("worth"), 0, is_share=True),
    )
