"""Which questions to ask: tasks for best-worst scaling and pairs for paired comparison."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from math import ceil
from random import Random

FEWEST_ITEMS, MOST_ITEMS = 3, 12
SMALLEST_TASK, LARGEST_TASK = 3, 5
APPEARANCES = 3
ALL_PAIRS_UP_TO = 6
PAIRS_EACH = 4
STARTS = 12

Task = tuple[int, ...]


@lru_cache(maxsize=256)
def best_worst_design(
    items: int, *, task_size: int = 4, tasks: int | None = None, seed: int = 0
) -> tuple[Task, ...]:
    """Return which items to show together in each best-worst task.

    Parameters
    ----------
    items : int
        How many items are asked about, from 3 to 12.
    task_size : int, default 4
        Items in each task, from 3 to 5; at most `items`.
    tasks : int, optional
        How many tasks; by default so many that each item is shown three times (rounded up), or
        a single task where it shows everything.
    seed : int, default 0
        Another seed gives another design, the same seed always the same.

    Returns
    -------
    tuple of tuple of int
        Places of the items, counted from 0, task by task, in the order to show them.

    Raises
    ------
    ValueError
        If a number is out of range.

    Notes
    -----
    Near balanced: any two items are shown equally often or one time apart, and pairs meet about
    equally often, exactly so where such a design exists and the search finds it. The search
    exchanges items between tasks as long as that evens out the meetings, from twelve starts.
    Order of tasks and of items in a task is random, against the pull of the first line.

    References
    ----------
    Louviere, J. J., Flynn, T. N., & Marley, A. A. J. (2015). Best-worst scaling: theory, methods
    and applications. Cambridge University Press. Chapter 2.

    Examples
    --------
    >>> design = best_worst_design(6, task_size=3)
    >>> len(design), [sum(item in task for task in design) for item in range(6)]
    (6, [3, 3, 3, 3, 3, 3])
    """
    _require_range("items", items, FEWEST_ITEMS, MOST_ITEMS)
    _require_range("task size", task_size, SMALLEST_TASK, min(LARGEST_TASK, items))
    if tasks is None:
        tasks = 1 if task_size == items else ceil(items * APPEARANCES / task_size)
    _require_range("tasks", tasks, 1, 60)
    random = Random(seed)  # noqa: S311 - a design, not a secret
    found = min(
        (_evened(_start(items, task_size, tasks, random), items, random) for _ in range(STARTS)),
        key=lambda design: (_crowding(design, items), _spread(design, items)),
    )
    for task in found:
        random.shuffle(task)
    random.shuffle(found)
    return tuple(tuple(task) for task in found)


def pairs_to_ask(
    items: int, *, pairs_each: int | None = None, seed: int = 0
) -> tuple[tuple[int, int], ...]:
    """Return which pairs to ask for, and which item of each stands on the left.

    Parameters
    ----------
    items : int
        How many items are asked about, from 2 to 50.
    pairs_each : int, optional
        In how many pairs each item is shown, from 2 to items - 1. By default all pairs up to six
        items, four pairs each beyond.
    seed : int, default 0
        Another seed gives other pairs, the same seed always the same.

    Returns
    -------
    tuple of tuple of int
        Places of the items, counted from 0: the left and the right of each pair.

    Raises
    ------
    ValueError
        If a number is out of range.

    Notes
    -----
    The items stand in a circle in random order, each meets its next neighbours: any two are then
    tied by a chain of pairs, each is shown equally often (one item once less where both numbers
    are odd) and about equally often on the left.

    References
    ----------
    David, H. A. (1988). The method of paired comparisons (2nd ed.). Griffin. Chapter 5.

    Examples
    --------
    >>> len(pairs_to_ask(5)), len(pairs_to_ask(10))
    (10, 20)
    """
    _require_range("items", items, 2, 50)
    if pairs_each is None:
        pairs_each = items - 1 if items <= ALL_PAIRS_UP_TO else PAIRS_EACH
    _require_range("pairs of each item", pairs_each, min(2, items - 1), items - 1)
    random = Random(seed)  # noqa: S311 - a design, not a secret
    circle = list(range(items))
    random.shuffle(circle)
    steps = range(1, pairs_each // 2 + 1)
    pairs = [(circle[at], circle[(at + step) % items]) for step in steps for at in range(items)]
    if pairs_each % 2:
        half = items // 2
        pairs += [_either_way(circle[at], circle[at + half], at) for at in range(half)]
    random.shuffle(pairs)
    return tuple(pairs)


def _either_way(one: int, other: int, at: int) -> tuple[int, int]:
    return (one, other) if at % 2 else (other, one)


def _start(items: int, task_size: int, tasks: int, random: Random) -> list[list[int]]:
    """Fill each task with what was shown least so far."""
    shown = [0] * items
    design = []
    for _ in range(tasks):
        task = sorted(range(items), key=lambda item: (shown[item], random.random()))[:task_size]
        for item in task:
            shown[item] += 1
        design.append(task)
    return design


def _evened(design: list[list[int]], items: int, random: Random) -> list[list[int]]:
    """Exchange items between tasks until no exchange evens out how often pairs meet."""
    crowding = _crowding(design, items)
    places = [(task, at) for task in range(len(design)) for at in range(len(design[0]))]
    exchanges = [pair for pair in combinations(places, 2) if pair[0][0] != pair[1][0]]
    has_improved = True
    while has_improved:
        has_improved = False
        random.shuffle(exchanges)
        for (first, at), (second, to) in exchanges:
            one, other = design[first][at], design[second][to]
            if one in design[second] or other in design[first]:
                continue
            design[first][at], design[second][to] = other, one
            after = _crowding(design, items)
            if after < crowding:
                crowding, has_improved = after, True
            else:
                design[first][at], design[second][to] = one, other
    return design


def _crowding(design: Iterable[Iterable[int]], items: int) -> int:
    """Return the sum of squares of how often pairs meet: least where all meet equally often."""
    return sum(times * times for times in _meetings(design, items))


def _spread(design: Iterable[Iterable[int]], items: int) -> int:
    met = _meetings(design, items)
    often = [met[one * items + other] for one, other in combinations(range(items), 2)]
    return max(often) - min(often)


def _meetings(design: Iterable[Iterable[int]], items: int) -> list[int]:
    """Return how often pairs meet, at the lower item times `items` plus the higher one."""
    meetings = [0] * (items * items)
    for task in design:
        for one, other in combinations(sorted(task), 2):
            meetings[one * items + other] += 1
    return meetings


def _require_range(name: str, given: int, least: int, most: int) -> None:
    if not least <= given <= most:
        raise ValueError(f"Expected a number of {name} from {least} to {most}, got {given!r}.")
