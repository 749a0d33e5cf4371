"""What the readers of both languages hand to the finder."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from heed.expectations.finding.time_words import TimeReader, TimeWords

NOTHING, TIME, DAY = "nothing", "a time", "a day"
RESULT = "will get it"  # what a deed comes to: "we will post it, so you'll have it on Friday"
ANOTHER = "and"  # the rule of a second deed: "we will refund it today and send it on Friday"


@dataclass(frozen=True)
class Core:
    """The words of a commitment, with where its clause begins and ends, inside one sentence."""

    start: int
    end: int
    clause_start: int
    clause_end: int
    actor: str
    rule: str
    needs: str = NOTHING  # without it this is no promise
    is_preparation: bool = False  # "let me check", done for what is promised next
    deed: int = -1  # where the deed begins


@dataclass(frozen=True)
class Reading:
    """A sentence as one language reads it: commitments in order, and why others are none."""

    cores: tuple[Core, ...]
    cancelled: tuple[tuple[Core, str], ...]


@dataclass(frozen=True)
class Language:
    """How one language is read."""

    read: Callable[[str, bool, Sequence[TimeWords]], Reading]
    times: TimeReader
    splits: re.Pattern[str]  # where one clause may end and the next begin
    hint: re.Pattern[str]  # a sentence without it holds no commitment


def blank(pattern: re.Pattern[str], text: str, filler: str) -> str:
    """Put a filler in place of each match, keeping the length."""
    return pattern.sub(lambda match: filler * len(match[0]), text)


def merged(cores: Iterable[Core], text: str, splits: re.Pattern[str]) -> list[Core]:
    """In order, those inside one clause and without a separator between them as one."""
    found: list[Core] = []
    for core in sorted(cores, key=lambda each: (each.start, -each.end)):
        if found and not splits.search(text, found[-1].end, max(core.start, found[-1].end)):
            found[-1] = _joined(found[-1], core)
        else:
            if found and found[-1].clause_end > core.start:
                found[-1] = replace(found[-1], clause_end=core.start)
            found.append(core)
    return found


def _joined(first: Core, second: Core) -> Core:
    return Core(
        start=first.start,
        end=max(first.end, second.end),
        clause_start=first.clause_start,
        clause_end=max(first.clause_end, second.clause_end),
        actor=first.actor,
        rule=first.rule,
        needs=first.needs if second.needs != NOTHING else NOTHING,
        is_preparation=first.is_preparation and second.is_preparation,
        deed=first.deed,
    )
