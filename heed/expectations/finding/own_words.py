"""Words a team adds to the rules: a small file of phrases, read once."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from heed.expectations.finding.time_words import TimeWords
from heed.expectations.finding.written_text import in_small

FILE_NAME = "promise-words.toml"
LISTS = ("commitments", "cancels", "staff", "others")
MOST_PHRASES = 2000
LONGEST_PHRASE = 80
DAYS = {"today": 0, "tomorrow": 1, "day_after_tomorrow": 2}
PARTS = (
    *("opening", "after_opening", "morning", "noon", "early_afternoon", "afternoon", "dusk"),
    *("evening", "closing", "midnight"),
)
MEANINGS = (*DAYS, *PARTS, "vague")


class WordsUnreadable(ValueError):
    """The file of own words cannot be used; the sentence says what is wrong in it."""


@dataclass(frozen=True)
class OwnWords:
    """Phrases in small letters; `times` says what each phrase for a time means."""

    commitments: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    times: Mapping[str, str] = field(default_factory=dict, hash=False)

    def with_staff_known(self, text: str) -> str:
        """Put a word every rule knows in place of our own names for our people, as long as they."""
        return self._staff.sub(_known, text) if self.staff else text

    def times_in(self, sentence: str) -> list[TimeWords]:
        if not self.times:
            return []
        return [_time(match, self.times[match[0]]) for match in self._times.finditer(sentence)]

    def commitments_in(self, sentence: str) -> list[tuple[int, int]]:
        if not self.commitments:
            return []
        return [match.span() for match in self._commitments.finditer(sentence)]

    def cancels_in(self, clause: str) -> bool:
        return bool(self.cancels) and bool(self._cancels.search(clause))

    def acts_for_others(self, clause: str) -> bool:
        return bool(self.others) and bool(self._others.search(clause))

    @cached_property
    def _staff(self) -> re.Pattern[str]:
        return _any_of(self.staff)

    @cached_property
    def _times(self) -> re.Pattern[str]:
        return _any_of(self.times)

    @cached_property
    def _commitments(self) -> re.Pattern[str]:
        return _any_of(self.commitments)

    @cached_property
    def _cancels(self) -> re.Pattern[str]:
        return _any_of(self.cancels)

    @cached_property
    def _others(self) -> re.Pattern[str]:
        return _any_of(self.others)


NONE = OwnWords()


@lru_cache(maxsize=8)
def read_own_words(file: Path) -> OwnWords:
    """The words of a file, none where there is no such file. Raises WordsUnreadable."""
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return NONE
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise WordsUnreadable(f"{file} cannot be read: {problem}.") from problem
    if unknown := sorted(content.keys() - {*LISTS, "times"}):
        raise WordsUnreadable(
            f"{file} has “{unknown[0]}”, but may have {', '.join(LISTS)} and times."
        )
    times = content.get("times", {})
    if not isinstance(times, dict):
        raise WordsUnreadable(f"{file}: times must be a table of phrases and what they mean.")
    for phrase, meaning in times.items():
        if meaning not in MEANINGS:
            expected = ", ".join(MEANINGS)
            raise WordsUnreadable(f"{file}: “{phrase}” means {meaning!r}, not one of {expected}.")
    lists = {name: _phrases(file, name, content.get(name, [])) for name in LISTS}
    known = dict(zip(_phrases(file, "times", list(times)), times.values(), strict=True))
    return OwnWords(**lists, times=known)


def _phrases(file: Path, name: str, entries: Any) -> tuple[str, ...]:
    if not isinstance(entries, list) or len(entries) > MOST_PHRASES:
        raise WordsUnreadable(f"{file}: {name} must be a list of at most {MOST_PHRASES} phrases.")
    for entry in entries:
        if not isinstance(entry, str) or not 1 < len(entry.strip()) <= LONGEST_PHRASE:
            raise WordsUnreadable(
                f"{file}: {name} has {entry!r}, but a phrase has 2 to {LONGEST_PHRASE} characters."
            )
    return tuple(in_small(entry.strip().lower()) for entry in entries)


def _any_of(phrases: Any) -> re.Pattern[str]:
    """Any of these phrases; those in letters only as whole words."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join(_whole(re.escape(phrase), phrase) for phrase in longest_first))


def _whole(pattern: str, phrase: str) -> str:
    return rf"\b{pattern}\b" if phrase[0].isascii() and phrase[-1].isascii() else pattern


def _known(match: re.Match[str]) -> str:
    words = match[0]
    if words.isascii():
        return (
            "agent".ljust(len(words)) if len(words) >= 5 else "they".ljust(len(words))[: len(words)]
        )
    return ("专" + "员" * len(words))[: len(words)]


def _time(match: re.Match[str], meaning: str) -> TimeWords:
    if meaning == "vague":
        return TimeWords(match.start(), match.end(), "vague", {})
    if meaning in DAYS:
        return TimeWords(match.start(), match.end(), "offset", {"days": DAYS[meaning]})
    return TimeWords(match.start(), match.end(), "part", {"part": meaning})
