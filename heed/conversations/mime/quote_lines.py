"""What each line of a mail is: words, a quote, or what stands around a quote."""

import re
from enum import Enum

from heed.conversations.mime import quote_words as words

LONGEST_LINE = 400
MOST_LINES_OF_ATTRIBUTION = 5


class Kind(Enum):
    EMPTY = "empty"
    TEXT = "text"
    QUOTE = "quote"
    WROTE = "attribution of a quote"
    ORIGINAL = "marker of an original message"
    HEADER = "header of a quoted mail"
    SIGNATURE = "start of a signature"
    MOBILE = "signature of a device"
    RULER = "ruler"


def kinds_of(lines: list[str]) -> list[Kind]:
    """The kind of every line; what stands between fences of code is text."""
    kinds: list[Kind] = []
    is_code = False
    for line in lines:
        is_fence = bool(words.FENCE.match(line[:20])) if line.lstrip()[:1] == "`" else False
        is_code = is_code != is_fence
        if is_fence or is_code:
            kinds.append(Kind.TEXT)
        else:
            kinds.append(_kind_alone(line, kinds[-1] if kinds else Kind.EMPTY))
    _mark_attributions(lines, kinds)
    _mark_headers(lines, kinds)
    return kinds


def _kind_alone(line: str, before: Kind) -> Kind:
    short = line[:LONGEST_LINE].strip()
    if not short:
        return Kind.EMPTY
    if words.BARE_END.match(short):
        return Kind.TEXT
    if words.QUOTED.match(line[:30]):
        return Kind.QUOTE
    if words.SIGNATURE.match(short):
        return Kind.SIGNATURE
    if words.RULER.match(short):
        return Kind.RULER
    if len(line) > LONGEST_LINE:
        return Kind.TEXT
    return _kind_of_words(short, before)


def _kind_of_words(short: str, before: Kind) -> Kind:
    if words.MARKED.match(short) or words.BEGIN_FORWARDED.match(short):
        return Kind.ORIGINAL
    if words.RULED_WROTE.match(short) or words.DATE_SENDER.match(short):
        return Kind.WROTE
    if words.BARRED.match(short) and before in {Kind.EMPTY, Kind.WROTE, Kind.QUOTE}:
        return Kind.QUOTE
    return Kind.MOBILE if words.MOBILE.match(words.LINK.sub("", short)) else Kind.TEXT


def _mark_attributions(lines: list[str], kinds: list[Kind]) -> None:
    """Mark "On Monday Ann wrote:", also where it is wrapped over several lines."""
    for at, kind in enumerate(kinds):
        line = lines[at].strip() if kind is Kind.TEXT and len(lines[at]) <= LONGEST_LINE else ""
        if line and words.ENDS_WROTE.search(line[-60:]):
            first = _first_line(lines, kinds, at)
            for each in range(first, at + 1):
                kinds[each] = Kind.WROTE


def _first_line(lines: list[str], kinds: list[Kind], last: int) -> int:
    """Where the attribution ending in line `last` begins; last + 1 if it is none."""
    joined = lines[last].strip()
    if words.START.match(joined) and words.HAS_WROTE.search(joined):
        return last
    for at in range(last - 1, max(-1, last - 1 - MOST_LINES_OF_ATTRIBUTION), -1):
        if kinds[at] not in {Kind.TEXT, Kind.EMPTY, Kind.WROTE} or len(lines[at]) > LONGEST_LINE:
            break
        if kinds[at] is Kind.EMPTY and not words.BARE_END.match(lines[last].strip()):
            break
        joined = f"{lines[at].strip()} {joined}"
        if _is_start(lines[at], joined):
            return at
    return _alone_or_with_address(lines, kinds, last)


def _is_start(line: str, joined: str) -> bool:
    if words.START_DATE.match(line):
        return bool(words.ADDRESS.search(joined))
    return bool(words.START.match(line) and words.HAS_WROTE.search(joined))


def _alone_or_with_address(lines: list[str], kinds: list[Kind], last: int) -> int:
    line = lines[last].strip()
    before = lines[last - 1][:LONGEST_LINE] if last and kinds[last - 1] is Kind.TEXT else ""
    both = f"{before} {line}"
    is_split = line.count(">") > line.count("<") and "<" in before
    is_continued = "@" not in line and bool(words.ADDRESS.search(before))
    has_all = words.HAS_WROTE.search(both) and words.EVIDENCE.search(both)
    if has_all and (is_split or is_continued):
        return last - 1
    is_whole = words.HAS_WROTE.search(line) and words.EVIDENCE.search(line)
    return last if is_whole or words.DATED_ADDRESS.search(line) else last + 1


def _mark_headers(lines: list[str], kinds: list[Kind]) -> None:
    """Mark blocks of at least three header lines that name a sender and a subject or address."""
    at = 0
    while at < len(lines):
        block = _header_block(lines, kinds, at)
        for each in block:
            kinds[each] = Kind.HEADER
        at = block[-1] + 1 if block else at + 1


def _header_block(lines: list[str], kinds: list[Kind], start: int) -> list[int]:
    found: list[int] = []
    has_sender = has_subject = False
    at = start
    while at < len(lines):
        match = _header_line(lines, kinds, at)
        if match:
            has_sender = has_sender or bool(match["sender"])
            has_subject = has_subject or bool(match["subject"])
            found.append(at)
        elif not found or kinds[at] not in {Kind.TEXT, Kind.EMPTY} or at - found[-1] > 1:
            break
        at += 1
    has_address = any("@" in lines[each][:LONGEST_LINE] for each in found)
    if len(found) < 3 or not has_sender or not (has_subject or has_address):
        return []
    return list(range(start, found[-1] + 1))


def _header_line(lines: list[str], kinds: list[Kind], at: int) -> re.Match[str] | None:
    is_open = kinds[at] in {Kind.TEXT, Kind.MOBILE}
    return words.HEADER.match(lines[at][:LONGEST_LINE]) if is_open else None
