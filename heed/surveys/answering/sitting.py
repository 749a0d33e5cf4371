"""One person's way through a questionnaire, as far as it does not depend on the answers."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.texts import Texts

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Sitting:
    """`seed` decides every random order; `given` are the values known from outside, by name.

    `ways` are those that `walk` has gone with it: a page asks for the same way again and again.
    """

    questionnaire: Questionnaire
    seed: int
    language: str
    given: Mapping[str, object] = field(default_factory=dict)
    ways: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def text(self, texts: Texts) -> str:
        return texts.in_language(self.language)

    def shuffled(self, things: Sequence[Thing], keys: Sequence[object], name: str) -> list[Thing]:
        """The things in an order that is the same for ever for this seed, name and these keys."""
        lots = [hashlib.sha256(f"{self.seed}|{name}|{key}".encode()).digest() for key in keys]
        order = sorted(range(len(things)), key=lots.__getitem__)
        return [things[place] for place in order]
