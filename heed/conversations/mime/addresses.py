"""Lists of addresses in the headers of a mail (RFC 5322, and what is sent instead)."""

import re
from dataclasses import dataclass

from heed.conversations.mime.headers import one_line

MOST_ADDRESSES = 2_000
# 64 before the sign and 255 after it (RFC 5321, 4.5.3.1), with room for what senders add.
LONGEST_ADDRESS = 400
TOKEN = re.compile(
    r"""
    "(?P<quoted>(?:[^"\\]|\\.?)*+)(?:"|\Z)
    | <(?P<angle>[^<>]*)>?
    | (?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,4000}\?=)
    | (?P<mark>[,;:()>\\])
    | (?P<plain>[^"<,;:()>\\=]+|=)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Address:
    """One mailbox: a name to show, and where mail to it goes; either may be empty."""

    name: str
    address: str


class _Reading:
    """One pass over the tokens of an address list."""

    def __init__(self) -> None:
        self.found: list[Address] = []
        self.words: list[str] = []
        self.comment: list[str] = []
        self.angle = ""
        self.depth = 0

    def finish(self) -> None:
        if not (self.words or self.comment or self.angle):
            return
        words = "".join(self.words).strip()
        comment = one_line("".join(self.comment))
        if self.angle:
            self.found.append(Address(one_line(words) or comment, self.angle))
        elif "@" in words:
            name, address = _bare(words)
            self.found.append(Address(one_line(name) or comment, address))
        elif words or comment:
            self.found.append(Address(one_line(words) or comment, ""))
        self.words, self.comment, self.angle = [], [], ""

    def mark(self, mark: str) -> None:
        if mark in "()":
            self.depth = max(0, self.depth + (1 if mark == "(" else -1))
        elif self.depth:
            self.comment.append(mark)
        elif mark in ",;":
            self.finish()
        elif mark == ":":
            self.words = []

    def text(self, text: str, *, angle: str | None) -> None:
        if self.depth:
            self.comment.append(text)
        elif angle and not self.angle:
            self.angle = _address_of(angle)
        elif angle is None:
            self.words.append(text)


def addresses(value: str) -> tuple[Address, ...]:
    """Every mailbox of the header value in order, groups opened, empty entries left out."""
    reading = _Reading()
    for token in TOKEN.finditer(value):
        if token["mark"]:
            reading.mark(token["mark"])
        elif token["quoted"] is not None:
            reading.text(re.sub(r"\\(.)", r"\1", token["quoted"]), angle=None)
        else:
            reading.text(token[0], angle=token["angle"])
        if len(reading.found) >= MOST_ADDRESSES:
            break
    reading.finish()
    return tuple(reading.found)


def _address_of(angle: str) -> str:
    route, _, address = angle.rpartition(":")
    kept = (address if route.lstrip().startswith(("@", "mailto")) else angle).split()
    if len(angle) > LONGEST_ADDRESS:
        return ""
    named = [word for word in kept if word.count("@") == 1 and word.strip("@") == word]
    return one_line(named[0] if len(kept) > 1 and named else "".join(kept))


def _bare(words: str) -> tuple[str, str]:
    parts = words.split()
    address = next(part for part in parts if "@" in part)
    if address == "@" or address[0] == "@" or address[-1] == "@":
        return "", "".join(parts)
    name = " ".join(part for part in parts if part is not address)
    return name, _address_of(address)
