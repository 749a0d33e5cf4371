"""What each line of a mail is: words, a quote, or what stands around a quote."""

from heed.conversations.mime import quote_words as words

LONGEST_LINE = 400
LONGEST_HEADER_NAME = 60
LONGEST_MOBILE = 200
MOST_LINES_OF_ATTRIBUTION = 5


class Kind:
    """The kinds of lines. Plain strings: a long mail has a million of them."""

    EMPTY = "empty"
    TEXT = "text"
    QUOTE = "quote"
    WROTE = "attribution of a quote"
    ORIGINAL = "marker of an original message"
    HEADER = "header of a quoted mail"
    SIGNATURE = "start of a signature"
    MOBILE = "signature of a device"
    RULER = "ruler"


def kinds_of(lines: list[str]) -> list[str]:
    """The kind of every line; what stands between fences of code is text."""
    kinds: list[str] = []
    is_code = False
    for line in lines:
        is_fence = bool(words.FENCE.match(line[:20])) if line.lstrip()[:1] == "`" else False
        is_code = is_code != is_fence
        if is_fence or is_code:
            kinds.append(Kind.TEXT)
        else:
            kinds.append(_kind_alone(line, kinds[-1] if kinds else Kind.EMPTY))
    _unmark_sentences(kinds)
    _mark_attributions(lines, kinds)
    _mark_headers(lines, kinds)
    return kinds


def _kind_alone(line: str, before: str) -> str:
    short = line[:LONGEST_LINE].replace("&nbsp;", " ").strip()
    if not short:
        return Kind.EMPTY
    if words.QUOTED.match(line[:30]) and not words.BARE_END.match(short):
        return Kind.QUOTE
    if words.SIGNATURE.match(short):
        return Kind.SIGNATURE
    if words.RULER.match(short):
        return Kind.RULER
    return Kind.TEXT if len(line) > LONGEST_LINE else _kind_of_words(short, before)


def _kind_of_words(short: str, before: str) -> str:
    if words.MARKED.match(short) or words.BEGIN_FORWARDED.match(short):
        return Kind.ORIGINAL
    if words.RULED_WROTE.match(short) or words.DATE_SENDER.match(short):
        return Kind.WROTE
    if words.BARRED.match(short) and before in {Kind.EMPTY, Kind.WROTE, Kind.QUOTE}:
        return Kind.QUOTE
    if len(short) <= LONGEST_MOBILE and words.MOBILE.match(words.LINK.sub("", short)):
        return Kind.MOBILE
    return Kind.TEXT


def _unmark_sentences(kinds: list[str]) -> None:
    """What looks like the signature of a device but goes on in the next line is a sentence."""
    for at in range(len(kinds) - 2, -1, -1):
        if kinds[at] == Kind.MOBILE and kinds[at + 1] == Kind.TEXT:
            kinds[at] = Kind.TEXT


def _mark_attributions(lines: list[str], kinds: list[str]) -> None:
    """Mark "On Monday Ann wrote:", also where it is wrapped over several lines."""
    for at, kind in enumerate(kinds):
        line = lines[at].strip() if kind == Kind.TEXT and len(lines[at]) <= LONGEST_LINE else ""
        if line.endswith(words.MAY_END) and words.ENDS_WROTE.search(line[-60:]):
            first = _first_line(lines, kinds, at)
            for each in range(first, at + 1):
                kinds[each] = Kind.WROTE


def _first_line(lines: list[str], kinds: list[str], last: int) -> int:
    """Where the attribution ending in line `last` begins; last + 1 if it is none."""
    joined = lines[last].strip()
    if words.START.match(joined) and words.HAS_WROTE.search(joined):
        return last
    for at in range(last - 1, max(-1, last - 1 - MOST_LINES_OF_ATTRIBUTION), -1):
        if kinds[at] not in {Kind.TEXT, Kind.EMPTY, Kind.WROTE} or len(lines[at]) > LONGEST_LINE:
            break
        if kinds[at] == Kind.EMPTY and not words.BARE_END.match(lines[last].strip()):
            break
        joined = f"{lines[at].strip()} {joined}"
        if _is_start(lines[at], joined):
            return at
    return _alone_or_with_address(lines, kinds, last)


def _is_start(line: str, joined: str) -> bool:
    if words.START_DATE.match(line):
        return bool(words.ADDRESS.search(joined))
    return bool(words.START.match(line) and words.HAS_WROTE.search(joined))


def _alone_or_with_address(lines: list[str], kinds: list[str], last: int) -> int:
    line = lines[last].strip()
    before = lines[last - 1][:LONGEST_LINE] if last and kinds[last - 1] == Kind.TEXT else ""
    both = f"{before} {line}"
    is_split = line.count(">") > line.count("<") and "<" in before
    is_continued = "@" not in line and bool(words.ADDRESS.search(before))
    is_dated = line.startswith("<") and bool(words.DATED.search(before))
    has_all = words.HAS_WROTE.search(both) and words.EVIDENCE.search(both)
    if has_all and (is_split or is_continued or is_dated):
        return last - 1
    is_whole = words.HAS_WROTE.search(line) and words.EVIDENCE.search(line)
    return last if is_whole or words.DATED_ADDRESS.search(line) else last + 1


def _mark_headers(lines: list[str], kinds: list[str]) -> None:
    """Mark blocks of at least three header lines that name a sender and a subject or address."""
    at = 0
    while at < len(lines):
        if not _header_line(lines, kinds, at):
            at += 1
            continue
        found = _header_lines(lines, kinds, at)
        if _is_header_block([lines[each][:LONGEST_LINE] for each in found]):
            kinds[at : found[-1] + 1] = [Kind.HEADER] * (found[-1] + 1 - at)
        at = found[-1] + 1


def _header_lines(lines: list[str], kinds: list[str], start: int) -> list[int]:
    """The header lines from `start` on; a single other line between two belongs to the first."""
    found = [start]
    at = start + 1
    while at < len(lines) and at - found[-1] <= 2 and kinds[at] in {Kind.TEXT, Kind.EMPTY}:
        if _header_line(lines, kinds, at):
            found.append(at)
        at += 1
    return found


def _is_header_block(block: list[str]) -> bool:
    matches = [words.HEADER.match(line) for line in block]
    has_sender = any(match and match["sender"] for match in matches)
    has_subject = any(match and match["subject"] for match in matches)
    return len(block) >= 3 and has_sender and (has_subject or any("@" in line for line in block))


def _header_line(lines: list[str], kinds: list[str], at: int) -> bool:
    is_open = kinds[at] in {Kind.TEXT, Kind.MOBILE}
    short = lines[at][:LONGEST_HEADER_NAME]
    return is_open and (":" in short or "：" in short) and bool(words.HEADER.match(short))
