"""How long texts from outside are shown: the beginning at once, the rest on demand."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.html import linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

SHOWN = 6_000
MOST = 200_000
# Characters no text holds (Unicode keeps them for private use), in place of the tags of a mark.
OPENS, CLOSES = "\ue0f0", "\ue0f1"
_RESERVED = re.compile(f"[{OPENS}{CLOSES}]")


def colon() -> str:
    """What stands between a label and what it labels."""
    return pgettext("after a label", ": ")


def comma() -> str:
    """What stands between two remarks on one thing."""
    return pgettext("between remarks", ", ")


def between() -> str:
    """What stands between two names of a list."""
    return pgettext("between names", ", ")


def blank() -> str:
    """What stands between two sentences, which Chinese sets without a blank."""
    return "" if (get_language() or "").startswith("zh") else " "


def letter_text(text: str, marks: Iterable[tuple[int, int]] = ()) -> dict[str, Any]:
    """Show a letter: paragraphs with links, and what is past SHOWN characters folded away.

    Past MOST characters nothing is sent to the browser; the reader is told how much that is.
    `marks` are places in the text, each within a line, that are shown as marked.
    """
    end = len(text) if len(text) <= SHOWN else _end_of_line(text)
    rest = text[end : end + MOST].lstrip("\n")
    return {
        "shown": _marked(text[:end], marks),
        "rest": rest,
        "left_out": max(0, len(text) - end - MOST),
    }


def _marked(text: str, marks: Iterable[tuple[int, int]]) -> SafeString:
    """The text as markup, escaped, with links and marks."""
    plain = _RESERVED.sub(" ", text)
    for start, end in sorted(marks, reverse=True):
        inside = plain[start:end]
        if inside.strip() and "\n" not in inside and end <= len(plain):
            plain = f"{plain[:start]}{OPENS}{inside}{CLOSES}{plain[end:]}"
    shown = linebreaks(urlize(plain, autoescape=True), autoescape=False)
    return mark_safe(shown.replace(OPENS, "<mark>").replace(CLOSES, "</mark>"))  # noqa: S308 - escaped above


def _end_of_line(text: str) -> int:
    """Where the last line before SHOWN ends, if that is not too far back."""
    end = text.rfind("\n", SHOWN // 2, SHOWN)
    return SHOWN if end == -1 else end
