"""What a person chose, taken apart into single choices: from rankings, pairs and best-worst tasks.

Every way of asking what matters most comes down to picking one item out of some: the best, or
the worst. Choices of different questions and persons can be put together in one list.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from heed.measures.refusals import Marked, Refusal, gettext_noop

FEWEST_OFFERED = 2


class Choice(NamedTuple):
    """One item picked out of those offered, as the best or as the worst of them.

    Parameters
    ----------
    chosen : hashable
        The item picked; one of `offered`.
    offered : tuple of hashable
        The items to choose from, each once; at least two.
    is_best : bool
        False where the item was picked as the worst.
    judge : hashable or None
        Who chose; None where unknown or where all choices are one person's.

    Examples
    --------
    >>> Choice("speed", ("speed", "price")).is_best
    True
    """

    chosen: Hashable
    offered: tuple[Hashable, ...]
    is_best: bool = True
    judge: Hashable = None


def ranking_choices(
    ranking: Sequence[Hashable],
    *,
    offered: Iterable[Hashable] | None = None,
    judge: Hashable = None,
) -> list[Choice]:
    """Return the choices that a ranking tells of: the first before all others, the second next.

    Parameters
    ----------
    ranking : sequence of hashable
        Items from the most to the least important, each once.
    offered : iterable of hashable, optional
        All items the person could have named, where only the first places were asked for: what is
        not in the ranking counts as below it. By default only the items ranked.
    judge : hashable, optional
        Who ranked.

    Returns
    -------
    list of Choice
        One choice per place, except for the last place of a full ranking.

    Raises
    ------
    ValueError
        If an item is ranked twice or was not offered, or fewer than two items are known.

    Notes
    -----
    The model of Plackett and Luce: the second place is a free choice among what the first left.

    References
    ----------
    Plackett, R. L. (1975). The analysis of permutations. Applied Statistics, 24(2), 193-202.

    Examples
    --------
    >>> [choice.chosen for choice in ranking_choices(["speed", "price", "warmth"])]
    ['speed', 'price']
    >>> ranking_choices(["speed"], offered=["price", "speed"])[0].offered
    ('speed', 'price')
    """
    _require_each_once(ranking, gettext_noop("ranking"))
    others = [] if offered is None else list(offered)
    _require_each_once(others, gettext_noop("list of offered items"))
    if offered is not None and not set(ranking) <= set(others):
        unknown = [item for item in ranking if item not in set(others)]
        raise Refusal(
            gettext_noop("Expected only offered items in the ranking, got %(unknown)s."),
            unknown=repr(unknown),
        )
    left = [*ranking, *(item for item in others if item not in set(ranking))]
    if not ranking or len(left) < FEWEST_OFFERED:
        raise Refusal(
            gettext_noop("Expected a ranking of at least two items, got %(ranking)s."),
            ranking=repr(list(ranking)),
        )
    places = range(min(len(ranking), len(left) - 1))
    return [Choice(left[place], tuple(left[place:]), judge=judge) for place in places]


def pair_choices(preferred: Hashable, other: Hashable, *, judge: Hashable = None) -> list[Choice]:
    """Return the choice that a pair tells of.

    Parameters
    ----------
    preferred, other : hashable
        The item preferred and the one it was shown with.
    judge : hashable, optional
        Who chose.

    Returns
    -------
    list of Choice
        A single choice, in a list so that answers of all kinds can be added up.

    Raises
    ------
    ValueError
        If both items are the same.

    Notes
    -----
    The model of Bradley and Terry. Ties are not known to it: ask for one of the two.

    References
    ----------
    Bradley, R. A., & Terry, M. E. (1952). Rank analysis of incomplete block designs: I. The
    method of paired comparisons. Biometrika, 39(3/4), 324-345.

    Examples
    --------
    >>> pair_choices("speed", "price")[0].offered
    ('speed', 'price')
    """
    return ranking_choices([preferred, other], judge=judge)


def best_worst_choices(
    offered: Sequence[Hashable],
    *,
    best: Hashable,
    worst: Hashable,
    judge: Hashable = None,
) -> list[Choice]:
    """Return the two choices of a best-worst task: the best of all, the worst of the rest.

    Parameters
    ----------
    offered : sequence of hashable
        The items of the task, each once; at least two.
    best, worst : hashable
        The items picked as most and as least important.
    judge : hashable, optional
        Who chose.

    Returns
    -------
    list of Choice
        Two choices; one where only two items were offered, as the worst is then no choice.

    Raises
    ------
    ValueError
        If an item was offered twice, best or worst were not offered, or are the same.

    Notes
    -----
    The sequential best-worst logit: the worst is picked among what the best left.

    References
    ----------
    Marley, A. A. J., & Louviere, J. J. (2005). Some probabilistic models of best, worst, and
    best-worst choices. Journal of Mathematical Psychology, 49(6), 464-480.

    Examples
    --------
    >>> first, second = best_worst_choices(["a", "b", "c"], best="b", worst="a")
    >>> first.offered, second.offered, second.chosen, second.is_best
    (('a', 'b', 'c'), ('a', 'c'), 'a', False)
    """
    _require_each_once(offered, gettext_noop("task"))
    if best == worst or best not in offered or worst not in offered:
        raise Refusal(
            gettext_noop(
                "Expected a best and another, worst item out of %(offered)s, got "
                "best %(best)s and worst %(worst)s."
            ),
            offered=", ".join(map(str, offered)),
            best=repr(best),
            worst=repr(worst),
        )
    rest = tuple(item for item in offered if item != best)
    found = [Choice(best, tuple(offered), judge=judge)]
    return found if len(rest) == 1 else [*found, Choice(worst, rest, is_best=False, judge=judge)]


class BestWorstCount(NamedTuple):
    """How often one item was shown, picked as the best and picked as the worst.

    Examples
    --------
    >>> BestWorstCount("speed", shown=4, best=3, worst=1).score
    0.5
    """

    item: Hashable
    shown: int
    best: int
    worst: int

    @property
    def score(self) -> float:
        """Best minus worst for each time shown: -1 always worst … 1 always best; nan if unseen."""
        return (self.best - self.worst) / self.shown if self.shown else float("nan")


def best_worst_counts(
    items: Sequence[Hashable],
    tasks: Iterable[tuple[Sequence[Hashable], Hashable, Hashable]],
) -> list[BestWorstCount]:
    """Return for each item how often it was shown, the best and the worst.

    Parameters
    ----------
    items : sequence of hashable
        All items asked about, each once.
    tasks : iterable of (offered, best, worst)
        The answered tasks, of one person or of many.

    Returns
    -------
    list of BestWorstCount
        In the order of `items`.

    Raises
    ------
    ValueError
        If a task is impossible (see `best_worst_choices`) or names an item not in `items`.

    Notes
    -----
    Best minus worst for each time shown can be read without any model, and orders the items
    nearly as the logit does, as long as all were shown about equally often.

    References
    ----------
    Finn, A., & Louviere, J. J. (1992). Determining the appropriate response to evidence of public
    concern: the case of food safety. Journal of Public Policy & Marketing, 11(2), 12-25.

    Examples
    --------
    >>> tasks = [(["a", "b", "c"], "a", "c"), (["a", "b", "c"], "a", "b")]
    >>> [(count.item, count.best, count.worst) for count in best_worst_counts("abc", tasks)]
    [('a', 2, 0), ('b', 0, 1), ('c', 0, 1)]
    """
    places = places_of(items)
    counts = np.zeros((len(items), 3), dtype=int)
    for offered, best, worst in tasks:
        best_worst_choices(offered, best=best, worst=worst)
        require_known(offered, places)
        counts[[places[item] for item in offered], 0] += 1
        counts[places[best], 1] += 1
        counts[places[worst], 2] += 1
    return [BestWorstCount(item, *map(int, row)) for item, row in zip(items, counts, strict=True)]


def places_of(items: Sequence[Hashable]) -> dict[Hashable, int]:
    """Return the place of each item in the list.

    Parameters
    ----------
    items : sequence of hashable
        Each once; at least two.

    Returns
    -------
    dict
        From the item to its place, counted from 0.

    Raises
    ------
    ValueError
        If an item stands twice or fewer than two are given.

    Examples
    --------
    >>> places_of(["speed", "price"])
    {'speed': 0, 'price': 1}
    """
    _require_each_once(items, gettext_noop("list of items"))
    if len(items) < FEWEST_OFFERED:
        raise Refusal(
            gettext_noop("Expected at least two items to compare, got %(items)s."),
            items=repr(list(items)),
        )
    return {item: place for place, item in enumerate(items)}


def require_known(offered: Iterable[Hashable], places: dict[Hashable, int]) -> None:
    """Refuse items that are not asked about.

    Parameters
    ----------
    offered : iterable of hashable
        Items of a task or choice.
    places : dict
        The items asked about, from `places_of`.

    Raises
    ------
    ValueError
        If an item is not among them.

    Examples
    --------
    >>> require_known(["warmth"], places_of(["speed", "price"]))
    Traceback (most recent call last):
    heed.measures.refusals.Refusal: Expected only items out of ['speed', 'price'], got ['warmth'].
    """
    unknown = [item for item in offered if item not in places]
    if unknown:
        raise Refusal(
            gettext_noop("Expected only items out of %(items)s, got %(unknown)s."),
            items=repr(list(places)),
            unknown=repr(unknown),
        )


def _require_each_once(items: Sequence[Hashable], name: Marked) -> None:
    if len(set(items)) != len(items):
        twice = sorted({repr(item) for item in items if list(items).count(item) > 1})
        raise Refusal(
            gettext_noop("Expected each item once in the %(name)s, got %(twice)s again."),
            name=name,
            twice=", ".join(twice),
        )
