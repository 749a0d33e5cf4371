"""Lines of text in whatever encoding they come, read as they come; what is odd is said.

UTF-8, UTF-16 by its mark, and GB18030 where the first line beyond ASCII shows it.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

UTF_8, GB18030 = "UTF-8", "GB18030"
REPLACED = "\ufffd"
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_HIGH_BYTES = re.compile(rb"[\x81-\xfe]+")


def text_lines(file: Iterable[bytes], *, tell: Callable[[str], None]) -> Iterator[str]:
    """Each line without its end; `tell` is given a sentence about what is not plain UTF-8."""
    lines = iter(file)
    first = next(lines, b"")
    every = chain([first] if first else [], lines)
    wide = _WIDE.get(first[:2], "")
    if wide and _is_wide(first[2:]):
        tell("The text is read as UTF-16.")
        return _wide_lines(every, wide, tell)
    return _narrow_lines(every, tell)


def _is_wide(rest: bytes) -> bool:
    return not rest or b"\0" in rest or not rest.isascii()


def _wide_lines(file: Iterable[bytes], encoding: str, tell: Callable[[str], None]) -> Iterator[str]:
    rest, number, has_told = "", 0, False
    for text in chain(codecs.iterdecode(file, encoding, errors="replace"), [None]):
        *whole, rest = (rest + (text or "")).split("\n")
        if text is None and rest:
            whole.append(rest)
        for line in whole:
            number += 1
            if REPLACED in line and not has_told:
                tell(f"Line {number} is not whole UTF-16; what cannot be read is replaced.")
                has_told = True
            yield line.removeprefix("\ufeff").rstrip("\r")


def _narrow_lines(file: Iterable[bytes], tell: Callable[[str], None]) -> Iterator[str]:
    encoding, broken = "", 0
    for number, line in enumerate(file, start=1):
        if not encoding and not line.isascii():
            encoding = GB18030 if _is_chinese(line) else UTF_8
            if encoding == GB18030:
                tell(f"Line {number} is not UTF-8; from there on the text is read as GB18030.")
        try:
            text = line.decode(encoding or UTF_8)
        except UnicodeDecodeError as problem:
            broken += 1
            if broken == 1:
                tell(_broken(number, line, problem, encoding))
            text = line.decode(encoding, errors="replace")
        yield text.removeprefix("\ufeff").rstrip("\r\n")
    if broken > 1:
        tell(f"{broken:,} lines are not {encoding}; what cannot be read in them is replaced.")


def _broken(number: int, line: bytes, problem: UnicodeDecodeError, encoding: str) -> str:
    at = problem.start
    return (
        f"Byte {at + 1} of line {number} (0x{line[at]:02X}) is not {encoding}; "
        "what cannot be read is replaced."
    )


def _is_chinese(line: bytes) -> bool:
    """Whether a line is GB18030: its high bytes come in pairs, and UTF-8 makes no sense of them."""
    try:
        line.decode(GB18030)
    except UnicodeDecodeError:
        return False
    read = [each for each in line.decode(UTF_8, errors="replace") if not each.isascii()]
    runs = [len(run) for run in _HIGH_BYTES.findall(line)]
    is_paired = sum(length % 2 == 0 for length in runs) * 2 > len(runs)
    return is_paired and read.count(REPLACED) * 2 > len(read)
