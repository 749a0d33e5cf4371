"""Decisions about identity, from plain values to plain values."""

import re

_NOT_DIGITS = re.compile(r"[^\d+]")


def contact_key(kind: str, value: str) -> str:
    """The form in which two contact points are compared: case and punctuation do not count."""
    value = value.strip()
    if kind == "email":
        return value.casefold()
    if kind == "phone":
        digits = _NOT_DIGITS.sub("", value)
        return "+" + digits[2:] if digits.startswith("00") else digits
    return value


def name_from_address(address: str) -> str:
    """A name to call somebody by of whom only the mail address is known."""
    local = address.partition("@")[0]
    words = re.split(r"[._+\-]+", local)
    return " ".join(word.capitalize() for word in words if word) or address


def language_of(text: str, *, default: str) -> str:
    """The language of a customer's text among those we write: Chinese if it has Han characters."""
    han = sum("\u4e00" <= character <= "\u9fff" for character in text[:2000])
    letters = sum(character.isascii() and character.isalpha() for character in text[:2000])
    if han == 0 and letters == 0:
        return default
    return "zh-hans" if han * 4 > letters else "en"
