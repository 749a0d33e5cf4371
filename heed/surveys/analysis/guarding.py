"""What an anonymous survey does not tell, where a method says how many people said something.

A share beside its n is a count, and a count of all but one tells of that one. So an analysis is
refused where one to four people are on a side of a share it tells. Kano sorts people into six
kinds, of which one is nearly always rare: there the counts and shares of such a feature are left
out, and its category stays.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError
from heed.measures.kano_tables import Category
from heed.surveys.analysing.privacy import FEWEST, is_few

KANO = "kano"
HIDDEN = "–"
# By method: what in its result is a share of n people, and what counts people.
SHARES = {
    "csat": {"top_boxes"},
    "ces": {"top_boxes"},
    "share": {"share"},
    "servqual": {"below", "as_expected", "above", "expected_at_highest"},
    "zot": {"below", "within", "above", "inconsistent"},
    "value": {"gaining"},
}
COUNTS = {
    "ranking": {"first"},
    "penalty-reward": {"low", "high"},
    "maxdiff": {"best", "worst"},
}
SIDES = ("promoters", "passives", "detractors")
# What a feature of Kano tells in numbers from which counts can be worked out.
KANO_FIGURES = ("category_strength", "total_strength", "better", "worse", "average")
Object = dict[str, Any]


class TellsOfFew(DomainError):
    code = "analysis.tells_of_few"
    message = _(
        "This survey is anonymous, and fewer than %(fewest)s people are on one side of a share "
        "that this analysis tells. Take all months, or wait for more answers."
    )


def require_no_few(command: str, found: Object) -> None:
    """Raise TellsOfFew where the object of an anonymous survey tells what few people said."""
    if command != KANO and any(_is_of_few(command, *each) for each in _parts(found["result"])):
        raise TellsOfFew(fewest=FEWEST)


def _parts(value: object, name: str = "") -> Iterator[tuple[str, Any]]:
    """Each part of an object under the name it has there, from the outermost in."""
    yield name, value
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _parts(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _parts(each, name)


def _is_of_few(command: str, name: str, part: Any) -> bool:
    if name in COUNTS.get(command, ()) and isinstance(part, int):
        return 0 < part < FEWEST
    if not isinstance(part, dict) or not isinstance(part.get("n", 0), int):
        return False
    n, value = part.get("n", 0), part.get("value")
    if name in SHARES.get(command, ()) and value is not None:
        return is_few(round(value * n), n)
    if command == "nps" and part.keys() >= set(SIDES):
        n = part["score"]["n"]
        return any(is_few(round((part[side] or 0) * n), n) for side in SIDES)
    return "value" in part and 0 < n < FEWEST


def is_hidden(command: str, found: Object) -> list[bool]:
    """Of each feature of Kano whether one to four people put it into some category."""
    features = found["result"]["features"] if command == KANO else ()
    return [any(0 < many < FEWEST for many in each["counts"].values()) for each in features]


def guarded_object(command: str, found: Object) -> Object:
    """The object of an anonymous survey, for programs: null for what is not told."""
    if command != KANO:
        return found
    result = found["result"]
    features = [
        {**each, "counts": dict.fromkeys(each["counts"]), **dict.fromkeys(KANO_FIGURES)}
        if hidden
        else each
        for each, hidden in zip(result["features"], is_hidden(command, found), strict=True)
    ]
    return {**found, "result": {**result, "features": features, "careless": []}}


def guarded_shown(command: str, shown: Object, hidden: Sequence[bool]) -> Object:
    """What people read: of the features that are hidden the names and categories alone."""
    if command != KANO:
        return shown
    blocks = [each for each in shown["blocks"] if not each.get("table", {}).get("title")]
    first = blocks[0]["table"]
    rows = [
        _named(row) if is_hidden else row
        for row, is_hidden in zip(first["rows"], hidden, strict=True)
    ]
    return {
        **shown,
        "blocks": [{"table": {**first, "rows": rows}}, *blocks[1:]],
        "figures": [] if any(hidden) else shown["figures"],
    }


def _named(row: Sequence[str]) -> list[str]:
    """Name, mode and category; the counts before them and the shares after them are left out."""
    told = 1 + len(Category)
    kept = {0, told, told + 1}
    return [each if at in kept else HIDDEN for at, each in enumerate(row)]
