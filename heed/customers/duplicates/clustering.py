"""Rows put together into persons: those joined whose evidence, on average, speaks for it.

Two rows can be alike by chance; chains of such pairs would join everybody. So two groups become
one only where the average of all pairs between them speaks for it, pairs that were never compared
counting as strongly against. A larger group has more chances to be met by a new row: the square
root of its size counts as odds.
"""

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

AGAINST = -6.0  # log odds of a pair that was not compared, and the lowest that counts
FOR = 10.0  # the highest that counts
CONNECTS = -2.0
Joined = tuple[int, int, float]


def persons_of(
    left: NDArray[np.int64], right: NDArray[np.int64], logits: NDArray[np.float64], *, least: float
) -> Iterator[list[Joined]]:
    """The pairs of each person of several rows, with the log odds by which they came together.

    Parameters
    ----------
    left, right : ndarray of int, shape (n,)
        The rows of each pair.
    logits : ndarray of float, shape (n,)
        The log odds that it is one person.
    least : float
        Log odds from which groups are joined.

    Examples
    --------
    >>> left, right = np.array([0, 1, 0]), np.array([1, 2, 2])
    >>> [len(pairs) for pairs in persons_of(left, right, np.array([5.0, 4.0, 1.0]), least=0.0)]
    [3]
    """
    if not len(left):
        return
    size = int(max(left.max(), right.max())) + 1
    strong = logits > CONNECTS
    graph = coo_array((np.ones(strong.sum()), (left[strong], right[strong])), shape=(size, size))
    _count, label = connected_components(graph, directed=False)
    within = label[left] == label[right]
    left, right, logits = left[within], right[within], logits[within]
    order = np.argsort(label[left], kind="stable")
    left, right, logits = left[order], right[order], logits[order]
    bounds = np.flatnonzero(np.diff(label[left], prepend=-1, append=-1))
    for start, end in pairwise(bounds.tolist()):
        part = slice(start, end)
        group = _Groups(left[part].tolist(), right[part].tolist(), logits[part].tolist())
        yield from group.joined(least)


@dataclass
class _Groups:
    """The groups of one connected part, and the sums of evidence between them."""

    left: Sequence[int]
    right: Sequence[int]
    logits: Sequence[float]
    members: dict[int, list[int]] = field(default_factory=dict)
    sums: dict[int, dict[int, float]] = field(default_factory=dict)
    told: dict[int, list[Joined]] = field(default_factory=dict)

    def joined(self, least: float) -> Iterator[list[Joined]]:
        for a, b, logit in zip(self.left, self.right, self.logits, strict=True):
            over = min(max(logit, AGAINST), FOR) - AGAINST
            for one, other in ((a, b), (b, a)):
                self.members[one] = [one]
                self.sums.setdefault(one, {})[other] = over
        heap = [(-self._score(a, b), a, b) for a in self.sums for b in self.sums[a] if a < b]
        heapq.heapify(heap)
        while heap and -heap[0][0] >= least:
            score, a, b = heapq.heappop(heap)
            is_current = a in self.members and b in self.sums.get(a, {})
            if is_current and math.isclose(-score, self._score(a, b), abs_tol=1e-9):
                for other in self._join(a, b, -score):
                    first, second = min(a, other), max(a, other)
                    heapq.heappush(heap, (-self._score(first, second), first, second))
        yield from (self.told[each] for each in self.members if each in self.told)

    def _score(self, a: int, b: int) -> float:
        sizes = len(self.members[a]), len(self.members[b])
        average = self.sums[a][b] / (sizes[0] * sizes[1]) + AGAINST
        return average + 0.5 * math.log(max(sizes))

    def _join(self, a: int, b: int, score: float) -> Sequence[int]:
        """Take group b into a; return the groups whose evidence is to be looked at anew."""
        pairs = [
            (min(one, other), max(one, other), score)
            for one in self.members[a]
            for other in self.members[b]
        ]
        self.told[a] = [*self.told.get(a, []), *self.told.pop(b, []), *pairs]
        self.members[a] += self.members.pop(b)
        for other, over in self.sums.pop(b).items():
            self.sums[other].pop(b)
            if other != a:
                total = self.sums[a].get(other, 0.0) + over
                self.sums[a][other] = self.sums[other][a] = total
        return list(self.sums[a])
