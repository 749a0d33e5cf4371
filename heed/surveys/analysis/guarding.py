"""What an anonymous survey does not tell, where a method counts people one by one.

Kano counts how many put a feature into each category, and lists who contradicts himself: counts
below five are hidden and the list is left out. Other methods tell means and shares of all.
"""

from collections.abc import Sequence
from typing import Any

from heed.surveys.analysing.privacy import FEWEST

COUNTING = frozenset({"kano"})
HIDDEN = f"< {FEWEST}"
Object = dict[str, Any]


def guarded_object(command: str, found: Object) -> Object:
    """The object of an anonymous survey, for programs: null for a small count."""
    if command not in COUNTING:
        return found
    result = found["result"]
    features = [
        {**each, "counts": {name: _large(many) for name, many in each["counts"].items()}}
        for each in result["features"]
    ]
    return {**found, "result": {**result, "features": features, "careless": []}}


def guarded_blocks(command: str, blocks: Sequence[Object], counts: int) -> list[Object]:
    """The tables of an anonymous survey: the first one has `counts` columns behind its names."""
    if command not in COUNTING:
        return list(blocks)
    kept = [each for each in blocks if not each.get("table", {}).get("title")]
    first = kept[0]["table"]
    rows = [
        [row[0], *(_told(cell) for cell in row[1 : counts + 1]), *row[counts + 1 :]]
        for row in first["rows"]
    ]
    return [{"table": {**first, "rows": rows}}, *kept[1:]]


def _large(many: float) -> float | None:
    return None if 0 < many < FEWEST else many


def _told(cell: str) -> str:
    return HIDDEN if cell.isdecimal() and 0 < int(cell) < FEWEST else cell
