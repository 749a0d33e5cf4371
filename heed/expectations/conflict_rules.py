"""Which things a customer cannot do without do not go together; from plain values (D1.4)."""

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from itertools import combinations

EXCLUSIVE, NEVER_TOGETHER = "exclusive", "never_together"

Pair = tuple[int, int]


@dataclass(frozen=True)
class Clash:
    """Two topics, by number, and why they clash; `lesser` is the one that matters less, if known.

    Where the ranks do not tell which matters less, or one of the two has none, `lesser` is None.
    """

    first: int
    second: int
    ground: str
    lesser: int | None


def clashes(
    must_haves: Collection[int],
    *,
    exclusive: Set[Pair],
    fulfilled: Set[int],
    fulfilled_together: Set[Pair],
    ranks: Mapping[int, int],
) -> list[Clash]:
    """Return the pairs of must-haves that clash, those the team marked as exclusive first.

    Pairs stand in order, the smaller number first. Two topics clash where they were marked so, or
    where options on offer have fulfilled each of them and never both at once: what no option
    ever fulfilled is unknown, not impossible.
    """
    found = []
    for pair in combinations(sorted(set(must_haves)), 2):
        ground = _ground(pair, exclusive, fulfilled, fulfilled_together)
        if ground:
            found.append(Clash(*pair, ground, _lesser(pair, ranks)))
    return sorted(found, key=lambda clash: clash.ground != EXCLUSIVE)


def _ground(
    pair: Pair, exclusive: Set[Pair], fulfilled: Set[int], fulfilled_together: Set[Pair]
) -> str:
    if pair in exclusive:
        return EXCLUSIVE
    if set(pair) <= fulfilled and pair not in fulfilled_together:
        return NEVER_TOGETHER
    return ""


def _lesser(pair: Pair, ranks: Mapping[int, int]) -> int | None:
    first, second = (ranks.get(topic) for topic in pair)
    if first is None or second is None or first == second:
        return None
    return pair[0] if first > second else pair[1]
