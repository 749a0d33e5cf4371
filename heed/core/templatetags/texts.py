"""How long texts from outside are shown: the beginning at once, the rest on demand."""

from typing import Any

SHOWN = 6_000
MOST = 200_000


def letter_text(text: str) -> dict[str, Any]:
    """Show a letter: paragraphs with links, and what is past SHOWN characters folded away.

    Past MOST characters nothing is sent to the browser; the reader is told how much that is.
    """
    end = len(text) if len(text) <= SHOWN else _end_of_line(text)
    rest = text[end : end + MOST].lstrip("\n")
    return {"shown": text[:end], "rest": rest, "left_out": max(0, len(text) - end - MOST)}


def _end_of_line(text: str) -> int:
    """Where the last line before SHOWN ends, if that is not too far back."""
    end = text.rfind("\n", SHOWN // 2, SHOWN)
    return SHOWN if end == -1 else end
