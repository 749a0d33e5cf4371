"""Chance that can be repeated: the same names give the same throws."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


def dice(*names: object) -> Random:
    """A source of chance of its own for each thing named, so that one does not disturb another."""
    return Random(":".join(map(str, names)))  # noqa: S311 - believable, not secret


def is_lucky(chance: Random, share: float) -> bool:
    return chance.random() < share


def weighted(chance: Random, items: Sequence[Item], weights: Sequence[float]) -> Item:
    return chance.choices(items, weights)[0]


def token(chance: Random) -> str:
    """32 hexadecimal digits, as in the identifiers of mails."""
    return f"{chance.getrandbits(128):032x}"
