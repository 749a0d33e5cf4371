"""Mails in files: a folder with one mail in each, or an mbox with many."""

import re
from collections.abc import Iterator
from pathlib import Path

SEPARATOR = re.compile(rb"From \S.*\d\d:\d\d.*\r?\n")
QUOTED_FROM = re.compile(rb">+From ")


def mails_in_folder(folder: Path) -> list[Path]:
    """The files in the folder and below by name, hidden ones left out."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in paths if not _is_hidden(path.relative_to(folder)))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def mails_in_mbox(file: Path) -> Iterator[bytes]:
    """The mails of an mbox in order, lines that were quoted because they began "From " restored."""
    lines: list[bytes] = []
    is_after_blank = True
    with file.open("rb") as stream:
        for line in stream:
            if is_after_blank and SEPARATOR.match(line):
                yield from _mail(lines)
                lines = []
            else:
                lines.append(line[1:] if QUOTED_FROM.match(line) else line)
            is_after_blank = _is_blank(line)
    yield from _mail(lines)


def _mail(lines: list[bytes]) -> Iterator[bytes]:
    """The mail of these lines without the blank one an mbox adds; none before the first."""
    if all(_is_blank(line) for line in lines):
        return
    yield b"".join(lines[:-1] if _is_blank(lines[-1]) else lines)


def _is_blank(line: bytes) -> bool:
    return not line.strip(b"\r\n")
