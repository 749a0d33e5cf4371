"""Words for times in a text: where they stand and what they say, not yet when that is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from heed.expectations.finding.alternatives import Alternatives
from heed.expectations.finding.patterns import when_used
from heed.expectations.finding.rule_files import filled, patterns_of, read_rules

DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"两": 2}
QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}
DAY_KINDS = {"offset", "weekday", "date", "date_slashed", "part"}


@dataclass(frozen=True)
class TimeWords:
    """Some words for a time: their place, their kind, and the values they hold."""

    start: int
    end: int
    kind: str
    values: Mapping[str, Any] = field(hash=False)
    is_before: bool = False  # "before Friday", which leaves Friday out

    def number(self, name: str, default: int = 0) -> int:
        value = self.values.get(name)
        return default if value is None else int(value)


class TimeReader:
    """Finds words for times by the rules of one language."""

    def __init__(self, *names: str, at_words: bool, before: str = "") -> None:
        rules = read_rules(*names)
        lists = patterns_of(rules["lists"])
        self._rules = rules["rules"]
        self._words = rules["words"]
        self._before = before
        patterns = [filled(rule["pattern"], lists) for rule in self._rules]
        self._patterns = [when_used(pattern) for pattern in patterns]
        self._any = Alternatives(patterns, at_words=at_words)

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[TimeWords]:
        """The words for times in order, none inside another. `text` is in small letters."""
        found: list[TimeWords] = []
        reached = start
        for at, _, first in self._any.places(text, start, len(text) if end is None else end):
            if at < reached:
                continue
            words = self._read(text, at, len(text) if end is None else end, first, found)
            if words:
                found.append(words)
                reached = words.end
        return found

    def _read(
        self, text: str, start: int, end: int, first: int, found: list[TimeWords]
    ) -> TimeWords | None:
        """The first rule from `first` on that holds at this place."""
        for number in range(first, len(self._rules)):
            match = self._patterns[number].match(text, start, end)
            rule = self._rules[number]
            if (
                match
                and match.end() > start
                and not _owns(text, match.end())
                and self._fits(rule, text, start, found)
            ):
                values = self._values(match, rule)
                is_before = self._is_before(text, start)
                return TimeWords(start, match.end(), rule["kind"], values, is_before)
        return None

    def _is_before(self, text: str, start: int) -> bool:
        if not self._before or not text.endswith(self._before, 0, start):
            return False
        return not text.endswith(f"or {self._before}", 0, start)

    def _fits(self, rule: Mapping[str, Any], text: str, start: int, found: list[TimeWords]) -> bool:
        """Whether a bare range such as 9-11 stands right behind a day, where a rule asks that."""
        if not rule.get("after_day"):
            return True
        if not found or found[-1].kind not in DAY_KINDS:
            return False
        return not text[found[-1].end : start].strip(" ,.:") and start > found[-1].end

    def _values(self, match: re.Match[str], rule: Mapping[str, Any]) -> dict[str, Any]:
        values = {name: rule[name] for name in rule if name not in {"kind", "pattern"}}
        for name, text in match.groupdict().items():
            if text is not None:
                values[name.rstrip("_")] = self._value(name.rstrip("_"), text.strip())
        if re.match(r"0\d", match.groupdict().get("h") or ""):
            values["is_two_digit"] = True  # 07:30 is told by a clock of 24 hours
        return values

    def _value(self, name: str, text: str) -> Any:
        if name in {"ap", "ap2"}:
            return text
        if name == "wd":
            return self._words["weekdays"][text[:3].rstrip(".")]
        if name == "mo" and text[:3] in self._words["months"]:
            return self._words["months"][text[:3]]
        return self._number(text)

    def _number(self, text: str) -> float:
        digits = re.match(r"\d+(?:\.\d+)?", text)
        if digits:
            return float(digits[0])
        if text in QUARTERS:
            return QUARTERS[text]
        if any(mark in DIGITS or mark in "十百" for mark in text):
            return chinese_number(text)
        words = text.removeprefix("a ").removesuffix(" of").replace("y ", "y-")
        return float(self._words["numbers"].get(words, 1))


def _owns(text: str, at: int) -> bool:
    """Whether the words are only said of something else: "this month's fee"."""
    return text.startswith("'s ", at)


def chinese_number(text: str) -> int:
    """The value of a numeral up to 999; in 三五 (three to five) the last counts."""
    total, digit = 0, None
    for mark in text:
        if mark in DIGITS:
            digit = DIGITS[mark]
        elif mark == "十":
            total += 10 * (1 if digit is None else digit)
            digit = None
        elif mark == "百":
            total += 100 * (1 if digit is None else digit)
            digit = None
    return total + (digit or 0)
