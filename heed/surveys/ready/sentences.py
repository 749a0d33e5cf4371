"""Short sentences and words of customers with topic and sentiment, written for Heed.

They are what a model learns from before people have reviewed texts of their own.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh")
_HEAD = re.compile(r"\[(\w+) (negative|positive|neutral)\]")


@dataclass(frozen=True)
class Sentence:
    """One sentence; `topic` is a key of ours, such as "delivery"."""

    text: str
    topic: str
    sentiment: str
    language: str

    @property
    def is_whole(self) -> bool:
        """Whether it is a sentence, not a mere word or two."""
        return self.text[-1] in ".!?。！？"


@cache
def sentences() -> tuple[Sentence, ...]:
    """All sentences, in the order they are written in."""
    return tuple(each for language in LANGUAGES for each in _read(language))


def _read(language: str) -> list[Sentence]:
    path = Path(__file__).with_name(f"sentences.{language}.txt")
    found: list[Sentence] = []
    topic = sentiment = ""
    for line in path.read_text("utf-8").splitlines():
        if head := _HEAD.fullmatch(line):
            topic, sentiment = head.groups()
        elif line:
            found.append(Sentence(line, topic, sentiment, language))
    return found
