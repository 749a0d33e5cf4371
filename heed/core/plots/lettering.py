"""How much room words take, and where they break, as no font is at hand when a chart is made."""

from itertools import pairwise
from unicodedata import east_asian_width

SMALL = 12
TITLE = 15
LEADING = 15  # pixels between lines of small text
_CLOSING = set("，。、；：！？）》」』”’,.;:!?)]%…")
_SLIM = set("iljtfrI.,:;'|!()[] ")
_BROAD = set("mwMW@%")


def text_width(text: str, size: float = SMALL) -> float:
    """Return about how many pixels wide a text is, rather too many than too few."""
    return sum(_ems(letter) for letter in text) * size


def _ems(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 1.0
    if letter in _SLIM:
        return 0.34
    if letter in _BROAD:
        return 0.9
    return 0.7 if letter.isupper() else 0.585


def wrapped(text: str, room: float, *, size: float = SMALL, most: int = 3) -> list[str]:
    """Break a text into lines of about equal length that fit; what exceeds `most` is cut off."""
    lines = _filled(text, room, size)
    if len(lines) > most:
        return [*lines[: most - 1], shortened("".join(lines[most - 1 :]), room, size=size)]
    widest = max(text_width(piece.rstrip(), size) for piece in _pieces(text))
    while len(lines) > 1 and room - size / 2 >= widest:
        room -= size / 2
        closer = _filled(text, room, size)
        if len(closer) > len(lines):
            break
        lines = closer
    return [line.strip() for line in lines]


def shortened(text: str, room: float, *, size: float = SMALL) -> str:
    """Return the text, or its beginning with an ellipsis where it is too wide."""
    text = text.strip()
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _filled(text: str, room: float, size: float) -> list[str]:
    lines = [""]
    pieces = [part for piece in _pieces(text) for part in _parts(piece, room, size)]
    for piece in pieces:
        if lines[-1] and text_width((lines[-1] + piece).rstrip(), size) > room:
            lines.append("")
        lines[-1] += piece
    return lines


def _pieces(text: str) -> list[str]:
    """Cut where a line may break: after spaces and hyphens, and between Chinese characters."""
    pieces = [text[:1]]
    for before, letter in pairwise(text):
        if letter not in _CLOSING and letter != " " and _may_break(before, letter):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces


def _parts(piece: str, room: float, size: float) -> list[str]:
    """Cut a word that is wider than a whole line."""
    parts = [""]
    for letter in piece:
        if parts[-1] and text_width((parts[-1] + letter).rstrip(), size) > room:
            parts.append("")
        parts[-1] += letter
    return parts


def _may_break(before: str, letter: str) -> bool:
    if before in " -–/":
        return True
    return east_asian_width(letter) in "WF" or (
        east_asian_width(before) in "WF" and before not in "（《「『“"
    )
