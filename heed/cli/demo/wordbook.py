"""Reads the texts of the invented company: plain files with sections, slots and alternatives.

A section begins with its name in brackets. Its lines are alternatives of one another; an empty
line begins the next slot. `== name` begins a matter, and `key: value` lines describe it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "templates" / "demo"
MATTERS = ("delivery", "goods", "money", "talk")

Slots = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Due:
    """In how much business time a promise of a matter falls due."""

    unit: str  # "hours" or "days"
    least: int
    most: int


@dataclass(frozen=True)
class Matter:
    """Something customers write about, and all that may be said in such a conversation."""

    name: str
    topic: str
    kinds: frozenset[str]  # of product; empty: any
    after: tuple[int, int] | None  # days since the order; None: before any order
    due: Due | None
    weight: int
    is_must_have: bool
    parts: Mapping[str, Slots]

    def suits(self, kind: str) -> bool:
        """Whether one may write this about a product of the kind."""
        return not self.kinds or kind in self.kinds


def _sections(lines: list[str]) -> dict[str, Slots]:
    found: dict[str, list[list[str]]] = {}
    name = ""
    for line in lines:
        if line.startswith("[") and line.endswith("]"):
            name = line[1:-1]
            found[name] = [[]]
        elif line.strip():
            found[name][-1].append(line)
        elif name and found[name][-1]:
            found[name].append([])
    return {key: tuple(tuple(slot) for slot in slots if slot) for key, slots in found.items()}


def _read(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@cache
def words(name: str) -> Mapping[str, tuple[str, ...]]:
    """The alternatives of each section of a file, all slots in one."""
    sections = _sections(_read(name).splitlines())
    return {key: tuple(line for slot in slots for line in slot) for key, slots in sections.items()}


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a table whose columns stand between bars."""
    return tuple(tuple(line.split("|")) for line in _read(name).splitlines() if line)


@cache
def matters(language: str) -> tuple[Matter, ...]:
    """All matters customers of this language ("en" or "zh") write about."""
    return tuple(matter for name in MATTERS for matter in _matters(_read(f"{language}/{name}")))


def _matters(text: str) -> Iterator[Matter]:
    for piece in text.split("== ")[1:]:
        name, *lines = piece.splitlines()
        start = next(at for at, line in enumerate(lines) if line.startswith("["))
        facts = dict(line.split(": ", 1) for line in lines[:start] if line)
        yield Matter(
            name=name.strip(),
            topic=facts["topic"],
            kinds=frozenset(facts.get("kind", "").split()),
            after=_days(facts["after"]),
            due=_due(facts.get("due", "")),
            weight=int(facts["weight"]),
            is_must_have=facts.get("must") == "yes",
            parts=_sections(lines[start:]),
        )


def _days(text: str) -> tuple[int, int] | None:
    if text == "presale":
        return None
    least, most = text.split()
    return int(least), int(most)


def _due(text: str) -> Due | None:
    if not text:
        return None
    unit, least, most = text.split()
    return Due(unit, int(least), int(most))
