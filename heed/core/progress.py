"""Progress of long work, on a terminal."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


class Bar:
    """A line on the terminal that says how far the work is; silent elsewhere."""

    def __init__(self, label: str, total: int | None) -> None:
        self.label, self.total, self.done = label, total, 0
        self._stream = sys.stderr
        self._shown_at = 0.0
        self._is_shown = self._stream.isatty()

    def advance(self, steps: int = 1) -> None:
        self.done += steps
        now = time.monotonic()
        if self._is_shown and (now - self._shown_at > 0.1 or self.done == self.total):
            self._shown_at = now
            self._stream.write(f"\r\x1b[2K{self.label} {self._text()}")
            self._stream.flush()

    def _text(self) -> str:
        if not self.total:
            return f"{self.done:,}"
        filled = round(24 * self.done / self.total)
        share = self.done / self.total
        return f"{'━' * filled}{'·' * (24 - filled)} {share:4.0%}  {self.done:,} / {self.total:,}"

    def end(self) -> None:
        if self._is_shown and self.done:
            self._stream.write("\n")


def track(items: Iterable[Item], *, total: int | None, label: str) -> Iterator[Item]:
    """Yield the items and show on the terminal how many have been taken."""
    bar = Bar(label, total)
    for item in items:
        yield item
        bar.advance()
    bar.end()
