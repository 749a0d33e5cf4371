"""In which encoding a text file is written, by what stands in it."""

import codecs
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import BinaryIO

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
Opener = Callable[[], AbstractContextManager[BinaryIO]]


def encoding_of(open_bytes: Opener) -> str:
    """The encoding the file shows: by its mark, else UTF-8, GB18030 or a Western one."""
    with open_bytes() as stream:
        start = stream.read(4)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    if wide := _wide(open_bytes):
        return wide
    if is_written_in(open_bytes, "utf-8"):
        return "utf-8"
    if _has_paired_high_bytes(open_bytes) and is_written_in(open_bytes, "gb18030"):
        return "gb18030"
    return "cp1252" if is_written_in(open_bytes, "cp1252") else "latin-1"


def is_written_in(open_bytes: Opener, encoding: str) -> bool:
    """Whether all of the file can be read in an encoding; False too where there is none such."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        with open_bytes() as stream:
            while chunk := stream.read(1 << 20):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except (UnicodeError, LookupError):
        return False
    return True


def _wide(open_bytes: Opener) -> str:
    """UTF-16 without its mark, where every other byte of Western text is zero; else nothing."""
    with open_bytes() as stream:
        start = stream.read(2000)
    half = max(len(start) // 2, 1)
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = start[first::2].count(0), start[1 - first :: 2].count(0)
        if zeros * 2 > half and not others:
            return encoding
    return ""


def _has_paired_high_bytes(open_bytes: Opener) -> bool:
    """Whether bytes above ASCII mostly come in even runs, as in Chinese, not alone."""
    with open_bytes() as stream:
        start = stream.read(1 << 20)
    runs = [len(run) for run in re.findall(rb"[\x81-\xfe]+", start)]
    return sum(length % 2 == 0 for length in runs) * 2 > len(runs)
