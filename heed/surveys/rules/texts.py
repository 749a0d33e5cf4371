"""What a text is before it is read: without personal data, and in which language."""

import re

from heed.measures.texts.masking import NAME, masked

LONGEST = 5_000
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]+")


def readable(text: object, *, name: str = "") -> str:
    """The text of an answer or letter as models and lists see it; empty where there is none.

    Beside what is masked in any text, the name of the customer who wrote it is, where it is known.
    """
    if not isinstance(text, str):
        return ""
    found = masked(text[:LONGEST].strip(), order_numbers=True)
    for part in _parts_of(name):
        found = part.sub(NAME, found)
    return found


def _parts_of(name: str) -> list[re.Pattern[str]]:
    """The name as a whole, then its parts, as they are to be found in a text."""
    words = name.split()
    parts = [name.strip(), *words] if len(words) > 1 else words
    if len(words) == 1 and _HAN.match(name) and len(name) > 2:
        parts.append(name[1:])  # the given name alone
    patterns = []
    for part in parts:
        if _HAN.search(part) and len(part) > 1:
            patterns.append(re.compile(re.escape(part)))
        elif len(part) > 2:
            patterns.append(re.compile(rf"\b{re.escape(part)}\b", re.IGNORECASE))
    return patterns


def language_of(text: str) -> str:
    """“zh” or “en” by the letters of a text, a character counting as a word; else empty."""
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    if not han and not latin:
        return ""
    return "zh" if han >= latin else "en"
