"""What of a text is read: our own words, in small letters, quotations and quoted mail left out."""

import re
from collections.abc import Iterator

from heed.conversations.mime.quotes import split_reply
from heed.expectations.finding.traditional import SIMPLIFIED

MOST_CHARACTERS = 100_000
GAP = "\x00"
_ABBREVIATED = (
    "mr mrs ms dr st no vs etc e.g i.e a.m p.m cust approx tel ext dept ref acc pt a.s.a e.o c.o"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu thurs fri sat inc ltd"
    " hr hrs min mins"
)
ABBREVIATIONS = frozenset(_ABBREVIATED.split(" "))
_SMALL = {ord("’"): "'", ord("‘"): "'", 0x3000: " ", 0xA0: " "}
_SMALL |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_SMALL |= {code: chr(code - 0xFEE0).lower() for code in range(0xFF10, 0xFF5B)}
_SMALL |= SIMPLIFIED
_SMALL |= {0xFF0D: "-", 0xFF0F: "/", 0xFF0E: ".", 0xFF1A: ":", 0xFF20: "@"}
_QUOTATIONS = re.compile(
    r"“[^”\n]{0,600}”|「[^」\n]{0,600}」|『[^』\n]{0,600}』|«[^»\n]{0,600}»|„[^“”\n]{0,600}[“”]"
    r"|(?<!\w)\"[^\"\n]{1,600}\"|(?<![^\W\d_])＂[^＂\n]{1,600}＂"
    r"|‘(?:[^’\n]|’(?=[a-zA-Z])){1,300}’(?![a-zA-Z])"
    r"|(?<![\w'])'(?:[^'\n]|(?<=\w)'(?=\w)){3,300}'(?!\w)"
)
_HAS_QUOTATION = re.compile(r"[“「『«„\"＂‘]|(?<!\w)'")
_QUOTED_LINE = re.compile(r"^[ \t]{0,3}[>|＞].*$", re.MULTILINE)
_END = re.compile(r"[。！？!?；;\n]+[”」』\"')）]*|\.+(?=[\s\"')”]|$)")
_CHINESE = re.compile(r"[一-龥]")
_LATIN = re.compile(r"[a-z]{2,}")


def readable(text: str) -> str:
    """The text with everything that is not to be read as gaps, as long as the text was."""
    text = text[:MOST_CHARACTERS]
    if "\n" in text:
        text = _without_quoted_mail(text)
    if _QUOTED_LINE.search(text):
        text = _QUOTED_LINE.sub(_gap, text)
    if _HAS_QUOTATION.search(text):
        text = _QUOTATIONS.sub(_gap, text)
    return in_small(text)


def in_small(text: str) -> str:
    """In small letters, narrow signs and simplified Chinese, as long as the text was."""
    return text.lower() if text.isascii() else text.translate(_SMALL)


def _gap(match: re.Match[str]) -> str:
    return GAP * len(match[0])


def _without_quoted_mail(text: str) -> str:
    """Leave gaps where the lines belong to a quoted mail, an attribution or a signature."""
    reply, _ = split_reply(text)
    kept = iter(reply.split("\n"))
    wanted = next(kept, None)
    lines = []
    for line in text.split("\n"):
        if wanted is not None and line.rstrip() == wanted.rstrip():
            lines.append(line)
            wanted = next(kept, None)
        else:
            lines.append(GAP * len(line))
    return "\n".join(lines)


def sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where each sentence begins and ends, and whether it is a question."""
    start = 0
    for match in _END.finditer(text):
        if match[0].startswith(".") and _is_abbreviation(text, start, match.start()):
            continue
        if match.start() > start:
            yield start, match.start(), "?" in match[0] or "？" in match[0]
        start = match.end()
    if start < len(text):
        yield start, len(text), False


def _is_abbreviation(text: str, start: int, at: int) -> bool:
    word = text[max(start, at - 8) : at].rsplit(" ", 1)[-1].lstrip("(")
    return word in ABBREVIATIONS and at + 1 < len(text) and text[at + 1 : at + 2] != "\n"


def is_chinese(sentence: str) -> bool:
    """Whether a sentence is Chinese, though names or products in it may not be."""
    signs = len(_CHINESE.findall(sentence))
    return signs > 0 and signs >= len(_LATIN.findall(sentence))
