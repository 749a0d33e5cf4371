"""Many patterns tried at once, each only where a text has a sign it can begin with.

`re` tries every alternative of a pattern at every place of a text. A table from first sign to the
alternatives that can begin with it makes the reading of a sentence ten times as quick.
"""

import importlib
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any

_PARSER: Any = importlib.import_module("re._parser")
_DIGITS = "0123456789"
SIGNS = 3
MOST_BEGINNINGS = 3000
MOST_KNOWN = 50_000  # beginnings of words met so far
_MOST_SIGNS = 300  # a set of more signs than this is taken for any sign
_TRANSPARENT = {"AT", "ASSERT", "ASSERT_NOT"}
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
Beginnings = set[tuple[str, bool]]  # the signs, and whether more may be said of what follows
Entry = tuple[re.Pattern[str], tuple[int, ...]]
WORD_START = re.compile(r"(?<![a-z0-9])[a-z0-9@&]|'")


class Alternatives:
    """Patterns in their order; the first that fits at a place counts.

    What each can begin with is worked out with the first text: most programs read none.
    """

    def __init__(self, patterns: Sequence[str], *, at_words: bool) -> None:
        self._at_words = at_words
        self._given = tuple(patterns)
        self._patterns = [re.sub(r"\(\?P<\w+>", "(?:", pattern) for pattern in patterns]
        self._known: dict[str, Entry | None] = {}
        self._compiled: dict[tuple[int, ...], Entry] = {}

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        """The patterns that can begin with each beginning."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, pattern in enumerate(self._given):
            for beginning in beginnings(pattern):
                found[beginning].append(number)
        return found

    @cached_property
    def _first(self) -> re.Pattern[str] | None:
        return _first_signs(self._numbers)

    def places(self, text: str, start: int, end: int) -> Iterator[tuple[int, re.Match[str], int]]:
        """Where a pattern fits: the place, the match, and the number of the pattern."""
        known = self._known
        for at in self._candidates(text, start, end):
            key = text[at : at + SIGNS]
            entry = known[key] if key in known else self._learned(key)
            if entry and (match := entry[0].match(text, at, end)):
                yield at, match, entry[1][(match.lastindex or 1) - 1]

    def _candidates(self, text: str, start: int, end: int) -> Iterable[int]:
        if self._at_words:
            return word_starts(text, start, end)
        if self._first is None:
            return range(start, end)
        return [match.start() for match in self._first.finditer(text, start, end)]

    def _learned(self, key: str) -> "Entry | None":
        """The alternatives that can begin so, kept for the next time."""
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        found: set[int] = set()
        for length in range(len(key) + 1):
            found.update(self._numbers.get(key[:length], ()))
        self._known[key] = self._entry(tuple(sorted(found))) if found else None
        return self._known[key]

    def _entry(self, numbers: tuple[int, ...]) -> "Entry":
        if numbers not in self._compiled:
            joined = "|".join(f"({self._patterns[number]})" for number in numbers)
            self._compiled[numbers] = re.compile(joined), numbers
        return self._compiled[numbers]

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        for _, match, _ in self.places(text, start, len(text) if end is None else end):
            return match
        return None

    def blanked(self, text: str, filler: str) -> str:
        """The text with a filler in place of each match, as long as it was."""
        parts, reached = [], 0
        for at, match, _ in self.places(text, 0, len(text)):
            if at >= reached and match.end() > at:
                parts += [text[reached:at], filler * (match.end() - at)]
                reached = match.end()
        return "".join([*parts, text[reached:]]) if parts else text


def word_alternatives(pattern: str) -> list[str]:
    r"""The alternatives of a pattern of the form \b(?:…|…)\b."""
    body = pattern.removeprefix(r"\b")
    if body.startswith("(?:") and _closing(body) == len(body) - 3 and body.endswith(r")\b"):
        return [rf"(?:{each})\b" for each in split_top(body[3:-3])]
    return split_top(body)


def in_words(*patterns: str) -> Alternatives:
    """Alternatives of these patterns, tried where words begin."""
    return Alternatives(
        [each for one in patterns for each in word_alternatives(one)], at_words=True
    )


def _first_signs(known: Iterable[str]) -> re.Pattern[str] | None:
    """One sign that any of the patterns can begin with, None where that may be any sign."""
    firsts = {beginning[:1] for beginning in known}
    if "" in firsts:
        return None
    return re.compile(f"[{''.join(re.escape(sign) for sign in sorted(firsts))}]")


@lru_cache(maxsize=64)
def _word_starts(text: str) -> list[int]:
    return [match.start() for match in WORD_START.finditer(text)]


def word_starts(text: str, start: int, end: int) -> list[int]:
    """Where words begin in a part of a text."""
    starts = _word_starts(text)
    if start == 0 and end == len(text):
        return starts
    return starts[bisect_left(starts, start) : bisect_left(starts, end)]


def anywhere(pattern: str) -> Alternatives:
    """Alternatives of a pattern, tried at every place."""
    return Alternatives(split_top(pattern), at_words=False)


def split_top(pattern: str) -> list[str]:
    """The alternatives of a pattern that stand in no group."""
    parts, depth, begun, at, is_set = [], 0, 0, 0, False
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif is_set:
            is_set = sign != "]"
        elif sign == "[":
            is_set = True
            at += pattern.startswith("^", at + 1) + pattern.startswith("]", at + 1)
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and not depth:
            parts.append(pattern[begun:at])
            begun = at + 1
        at += 1
    return [*parts, pattern[begun:]]


def _closing(body: str) -> int:
    """Where the group that begins a pattern ends."""
    depth, at = 0, 0
    while at < len(body):
        if body[at] == "\\":
            at += 1
        elif body[at] == "(":
            depth += 1
        elif body[at] == ")":
            depth -= 1
            if not depth:
                return at
        at += 1
    return -1


def beginnings(pattern: str) -> set[str]:
    """What a match can begin with, up to three signs; fewer where anything may follow."""
    return {text for text, _ in _row(list(_PARSER.parse(pattern)))}


def _row(items: list[Any]) -> Beginnings:
    """Beginnings of a row of parsed items; open ones go on with what follows the row."""
    reached: Beginnings = {("", True)}
    for operation, value in items:
        if not any(is_open for _, is_open in reached):
            break
        reached = _followed(reached, _item(str(operation), value))
    return reached


def _followed(before: Beginnings, after: Beginnings) -> Beginnings:
    found: Beginnings = set()
    for text, is_open in before:
        if not is_open:
            found.add((text, False))
            continue
        for more, stays_open in after:
            joined = text + more
            found.add((joined[:SIGNS], stays_open and len(joined) < SIGNS))
    return found if len(found) <= MOST_BEGINNINGS else {("", False)}


def _item(operation: str, value: Any) -> Beginnings:  # noqa: PLR0911
    if operation in _TRANSPARENT:
        return {("", True)}
    if operation == "LITERAL":
        return {(chr(value), True)}
    if operation == "IN":
        signs = _signs_in(value)
        return {("", False)} if signs is None else {(sign, True) for sign in signs}
    if operation == "BRANCH":
        return set().union(*(_row(list(branch)) for branch in value[1]))
    if operation == "SUBPATTERN":
        return _row(list(value[-1]))
    if operation in _REPEATS:
        once = _row(list(value[2]))
        several = _followed(once, {("", False)}) if value[1] > 1 else once
        return several | {("", True)} if value[0] == 0 else several
    return {("", False)}


def _signs_in(items: list[Any]) -> set[str] | None:
    """The signs of a set, None where they are too many."""
    found: set[str] = set()
    for operation, value in items:
        if str(operation) == "LITERAL":
            found.add(chr(value))
        elif str(operation) == "RANGE" and value[1] - value[0] < _MOST_SIGNS:
            found |= {chr(code) for code in range(value[0], value[1] + 1)}
        elif str(operation) == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
            found |= set(_DIGITS)
        elif str(operation) == "CATEGORY" and str(value) == "CATEGORY_SPACE":
            found |= set(" \t\n")
        else:
            return None
    return found
