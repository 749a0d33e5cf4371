"""Whether who was thought likelier to leave did leave first: Harrell's concordance."""

from math import nan

import numpy as np
from numpy.typing import ArrayLike


def concordance(durations: ArrayLike, has_left: ArrayLike, risks: ArrayLike) -> float:
    """Return the share of comparable pairs in which who left first had the higher risk.

    Parameters
    ----------
    durations : array_like of float, shape (n,)
        Time to leaving or to the last look.
    has_left : array_like of bool, shape (n,)
        Whether it ended by leaving.
    risks : array_like of float, shape (n,)
        The higher, the sooner leaving was expected.

    Returns
    -------
    float
        In 0..1; equal risks count one half; .5 is chance, nan where no pair is comparable.

    Raises
    ------
    ValueError
        If sizes differ.

    Notes
    -----
    A pair is comparable where one left while the other was still here. Counted from the longest
    time down with a tree of counts, in n log n steps.

    References
    ----------
    Harrell, F. E., Califf, R. M., Pryor, D. B., Lee, K. L., & Rosati, R. A. (1982). Evaluating the
    yield of medical tests. JAMA, 247(18), 2543-2546.

    Examples
    --------
    >>> concordance([1, 2, 3, 4], [True, True, False, True], [4, 3, 2, 2])
    1.0
    """
    lasted = np.asarray(durations, dtype=float).ravel()
    left = np.asarray(has_left).ravel().astype(bool)
    given = np.asarray(risks, dtype=float).ravel()
    if not lasted.size == left.size == given.size:
        raise ValueError(
            "Expected a duration, a mark and a risk for each customer, "
            f"got {lasted.size}, {left.size} and {given.size}."
        )
    ranks = np.unique(given, return_inverse=True)[1]
    # Of equal durations those who left come after those who stayed longer than was seen.
    order = np.lexsort((left, -lasted))
    tree = _Counts(int(ranks.max()) + 1 if ranks.size else 0)
    agreeing = comparable = 0.0
    waiting: list[int] = []
    time = nan
    for at in order:
        if lasted[at] != time:
            for earlier in waiting:
                tree.add(int(ranks[earlier]))
            waiting, time = [], float(lasted[at])
        if not left[at]:
            tree.add(int(ranks[at]))
            continue
        rank = int(ranks[at])
        lower, equal = tree.below(rank), tree.below(rank + 1)
        agreeing += lower + (equal - lower) / 2
        comparable += tree.total
        waiting.append(int(at))
    return agreeing / comparable if comparable else nan


class _Counts:
    """How many of each rank were added, summed quickly (a Fenwick tree)."""

    def __init__(self, ranks: int) -> None:
        self.nodes = [0] * (ranks + 1)
        self.total = 0

    def add(self, rank: int) -> None:
        at = rank + 1
        while at < len(self.nodes):
            self.nodes[at] += 1
            at += at & -at
        self.total += 1

    def below(self, rank: int) -> int:
        found, at = 0, rank
        while at:
            found += self.nodes[at]
            at -= at & -at
        return found
