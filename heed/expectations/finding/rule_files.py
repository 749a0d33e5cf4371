"""The rules as data: read from the files in `words`, one pair per language."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("words")
_NAME = re.compile(r"\{([a-z_]+)\}")

Rules = dict[str, Any]


def read_rules(*names: str) -> Rules:
    """What stands in these files: tables joined, lists of rules one behind the other."""
    found: Rules = {}
    for name in names:
        for key, entry in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")).items():
            if isinstance(entry, list):
                found[key] = [*found.get(key, []), *entry]
            else:
                found[key] = found.get(key, {}) | entry
    return found


def patterns_of(lists: Mapping[str, str | Iterable[str]]) -> dict[str, str]:
    """Each list as a pattern; a list may name those above it."""
    found: dict[str, str] = {}
    for name, entry in lists.items():
        pattern = entry if isinstance(entry, str) else f"(?:{'|'.join(entry)})"
        found[name] = filled(pattern, found)
    return found


def filled(pattern: str, lists: Mapping[str, str]) -> str:
    """Put the lists where a pattern names them; ValueError names one that is missing."""

    def put(match: re.Match[str]) -> str:
        if match[1] not in lists:
            raise ValueError(
                f"The pattern {pattern!r} names {match[0]}, which is no list above it."
            )
        return lists[match[1]]

    return _NAME.sub(put, pattern)
