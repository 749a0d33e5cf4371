"""What a text is before it is read: without personal data, and in which language."""

import re

from heed.measures.texts.masking import masked

LONGEST = 5_000
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]+")


def readable(text: object) -> str:
    """The text of an answer or letter as models and lists see it; empty where there is none."""
    if not isinstance(text, str):
        return ""
    return masked(text[:LONGEST].strip(), order_numbers=True)


def language_of(text: str) -> str:
    """“zh” or “en” by the letters of a text, a character counting as a word; else empty."""
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    if not han and not latin:
        return ""
    return "zh" if han >= latin else "en"
