"""Rankings and pairs of a file, as the measures take them."""

import argparse
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from heed.measures.choices import Choice, pair_choices
from heed.measuring.answers import Answers


class RankingsRead(NamedTuple):
    """Rankings of a file.

    `rankings` holds the row and its items from the first on, where none are tied; `ranks` the
    rank of each item in each row, nan where it has none; `left_out` the rows without a ranking.
    """

    items: list[str]
    rankings: list[tuple[int, list[str]]]
    ranks: NDArray[np.float64]
    left_out: int


def rankings_of(answers: Answers, options: argparse.Namespace) -> RankingsRead:
    """Rankings with one column an item (`--ranks`) or one column a place (`--places`)."""
    if options.ranks:
        found = answers.numbers(options.ranks, lowest=0)
        items, ranks = list(found.names), found.values
    else:
        places = answers.choices(options.places).values
        items = sorted({item for row in places for item in row if item})
        ranks = _ranks_of_places(places.tolist(), items)
    rankings = []
    for row, values in enumerate(ranks):
        ranked = sorted((value, at) for at, value in enumerate(values) if not np.isnan(value))
        is_tied = len({value for value, _at in ranked}) < len(ranked)
        is_enough = len(ranked) > 1 or (len(ranked) == 1 and not options.only_ranked)
        if is_enough and not is_tied and len(items) > 1:
            rankings.append((row, [items[at] for _value, at in ranked]))
    return RankingsRead(items, rankings, ranks, len(ranks) - len(rankings))


def pairs_of(
    answers: Answers, options: argparse.Namespace, judges: Sequence[int | None]
) -> tuple[list[str], list[Choice], int]:
    """The items, the choices, and how many rows hold no pair of two different items."""
    preferred, other = answers.text(options.preferred), answers.text(options.other)
    choices: list[Choice] = []
    for one, two, judge in zip(preferred, other, judges, strict=True):
        if one and two and one != two:
            choices += pair_choices(one, two, judge=judge)
    items = sorted({str(item) for choice in choices for item in choice.offered})
    return items, choices, len(preferred) - len(choices)


def _ranks_of_places(places: Sequence[Sequence[str]], items: Sequence[str]) -> NDArray[np.float64]:
    """Ranks by item; none where a row puts one item in two places."""
    at = {item: place for place, item in enumerate(items)}
    ranks = np.full((len(places), len(items)), np.nan)
    for row, named in enumerate(places):
        given = [item for item in named if item]
        if len(set(given)) < len(given):
            continue
        for rank, item in enumerate(named, start=1):
            if item:
                ranks[row, at[item]] = rank
    return ranks
