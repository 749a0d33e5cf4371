"""Patterns compiled when they are first used: they are long, and most programs read no text."""

import re
from typing import Any, cast

METHODS = ("search", "match", "fullmatch", "finditer", "sub")


class _WhenUsed:
    """A pattern that becomes compiled with the first text it is tried on."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern)
        for method in METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def when_used(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled when it is first used."""
    return cast(re.Pattern[str], _WhenUsed(pattern))
