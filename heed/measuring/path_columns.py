"""In which column of a diagram each latent of a path model stands."""

from collections.abc import Sequence

MOST_COLUMNS = 4  # without a target
MOST_BEFORE = 3  # of the target


def columns_of(
    names: Sequence[str], paths: Sequence[tuple[str, str]], target: str = ""
) -> dict[str, int]:
    """Columns from left to right, few enough to be read, so that no arrow runs back.

    Neighbouring depths share a column where there are too many. The target keeps its own; what
    precedes it has at most three, and what follows it one.
    """
    depths = _depths(names, paths)
    count = max(depths.values()) + 1
    if count <= MOST_COLUMNS:
        return depths
    if not target:
        return {name: depth * MOST_COLUMNS // count for name, depth in depths.items()}
    middle = depths[target]
    before = min(middle, MOST_BEFORE)
    found = {name: _beside(depth, middle, before) for name, depth in depths.items()}
    return found | {target: before}


def _beside(depth: int, middle: int, before: int) -> int:
    """The column of a latent at a depth, where the target's depth is the middle."""
    if depth >= middle:
        return before + 1
    return before - 1 - (middle - 1 - depth) * before // middle


def _depths(names: Sequence[str], paths: Sequence[tuple[str, str]]) -> dict[str, int]:
    """How many arrows lie at most before each latent."""
    depths = dict.fromkeys(names, 0)
    for _round in names:
        for source, target in paths:
            depths[target] = max(depths[target], depths[source] + 1)
    return depths
