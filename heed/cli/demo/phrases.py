"""How the invented people put things: sentences chosen, filled in and set as a letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from heed.cli.demo.dice import is_lucky
from heed.cli.demo.wordbook import Slots, words

WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
GAP = {"en": " ", "zh": ""}


def clock(at: datetime, language: str) -> str:
    """A time of day as people say it."""
    if language == "zh":
        half = (
            "上午"
            if at.hour < 12
            else "中午"
            if at.hour == 12
            else "下午"
            if at.hour < 18
            else "晚上"
        )
        hour = at.hour if at.hour <= 12 else at.hour - 12
        return f"{half}{hour}点{'半' if at.minute == 30 else f'{at.minute}分' if at.minute else ''}"
    if (at.hour, at.minute) == (12, 0):
        return "noon"
    hour = at.hour % 12 or 12
    minute = f":{at.minute:02}" if at.minute else ""
    return f"{hour}{minute} {'am' if at.hour < 12 else 'pm'}"


def day(at: datetime, language: str) -> str:
    """A date as people write it, without the year."""
    if language == "zh":
        return f"{at.month}月{at.day}日"
    return f"{at.day} {MONTHS[at.month - 1]}"


def due_words(due_at: datetime, language: str, time_zone: str) -> str:
    """A due time as it is promised, on the clock of the desk."""
    at = due_at.astimezone(ZoneInfo(time_zone))
    weekday = WEEKDAYS[language][at.weekday()]
    if language == "zh":
        return f"{day(at, language)}（{weekday}）{clock(at, language)}"
    return f"{weekday}, {day(at, language)}, {clock(at, language)}"


@dataclass(frozen=True)
class Voice:
    """One language, one source of chance, and the details of one conversation."""

    language: str
    chance: Random
    details: Mapping[str, str]

    def fill(self, text: str, **more: str) -> str:
        return text.format_map({**self.details, **more})

    def say(self, section: str, **more: str) -> str:
        """One of the sentences all conversations share."""
        return self.fill(self.chance.choice(words(f"{self.language}/common")[section]), **more)

    def perhaps(self, section: str, share: float) -> str:
        return self.say(section) if is_lucky(self.chance, share) else ""

    def pick(self, slots: Slots, *shares: float, **more: str) -> list[str]:
        """One alternative of each slot; a slot may stay silent, `shares` say how often it speaks.

        The last share counts for all slots after it.
        """
        said = []
        for n, slot in enumerate(slots):
            share = shares[min(n, len(shares) - 1)] if shares else 1.0
            if is_lucky(self.chance, share):
                said.append(self.fill(self.chance.choice(slot), **more))
        return said

    def letter(self, *paragraphs: str) -> str:
        """Paragraphs as a letter; empty ones are left out."""
        return "\n\n".join(each.replace("|", "\n") for each in paragraphs if each)

    def flow(self, sentences: list[str]) -> str:
        """Sentences as one paragraph, or as two where there are many."""
        gap = GAP[self.language]
        if len(sentences) > 2 and is_lucky(self.chance, 0.55):
            cut = self.chance.randint(1, len(sentences) - 1)
            return gap.join(sentences[:cut]) + "\n\n" + gap.join(sentences[cut:])
        return gap.join(sentences)
