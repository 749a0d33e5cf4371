"""What the writer of a mail wrote now, apart from what is quoted and from signatures."""

from heed.conversations.mime.quote_lines import Kind, kinds_of

MOST_LINES_OF_SIGNATURE = 7
MOST_LINES = 20_000
AROUND = {Kind.EMPTY, Kind.RULER, Kind.MOBILE}
NOT_WORDS = AROUND | {Kind.QUOTE, Kind.WROTE}


def split_reply(text: str) -> tuple[str, str]:
    """The reply and what was cut from it; all is reply where all is quote, or far too long."""
    lines = text.replace("\r\n", "\n").split("\n")
    if len(lines) > MOST_LINES:
        return text, ""
    kinds = kinds_of(lines)
    end = _end_of_reply(kinds)
    hidden = _hidden_before(kinds, end)
    kept = [line for at, line in enumerate(lines[:end]) if at not in hidden]
    reply = _without_blank_ends(kept)
    if not reply:
        return text, ""
    cut = [line for at, line in enumerate(lines) if at in hidden or at >= end]
    return reply, _without_blank_ends(cut)


def _without_blank_ends(lines: list[str]) -> str:
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return "\n".join(line.rstrip() for line in lines[first:last])


def _end_of_reply(kinds: list[str]) -> int:
    """The line after the last of the reply."""
    end = _first_after_text(kinds, {Kind.SIGNATURE}, len(kinds), {Kind.TEXT, Kind.QUOTE})
    end = _first_after_text(kinds, {Kind.ORIGINAL, Kind.HEADER}, end, {Kind.TEXT})
    end = _before_quoted_mail(kinds, end)
    return _without_tail(kinds, end)


def _first_after_text(kinds: list[str], wanted: set[str], end: int, text: set[str]) -> int:
    has_text = False
    for at, kind in enumerate(kinds[:end]):
        if has_text and kind in wanted:
            return at
        has_text = has_text or kind in text
    return end


def _before_quoted_mail(kinds: list[str], end: int) -> int:
    """Cut at an attribution if no quote follows it, or the quote and at most a signature."""
    first = _first_after_text(kinds, {Kind.WROTE}, end, {Kind.TEXT})
    if first == end:
        return end
    if Kind.QUOTE not in kinds[first:end]:
        return first
    at = first
    while at < end and kinds[at] != Kind.TEXT:
        at += 1
    rest = kinds[at:end]
    is_signature = not {Kind.QUOTE, Kind.WROTE} & set(rest)
    return first if is_signature and rest.count(Kind.TEXT) < MOST_LINES_OF_SIGNATURE else end


def _without_tail(kinds: list[str], end: int) -> int:
    """Leave out a quote, empty lines and rulers at the end, if words stand before."""
    if Kind.TEXT not in kinds[:end]:
        return end
    while kinds[end - 1] in NOT_WORDS:
        end -= 1
    return end


def _hidden_before(kinds: list[str], end: int) -> set[int]:
    """The lines before the end that are no words of the writer."""
    hidden = {at for at, kind in enumerate(kinds[:end]) if kind in HIDDEN_ALONE}
    at = 0
    while at < end and kinds[at] in AROUND | {Kind.WROTE, Kind.ORIGINAL, Kind.HEADER}:
        at += 1
    quote = at
    while at < end and kinds[at] in {Kind.QUOTE, Kind.EMPTY}:
        at += 1
    if at < end and any(kind == Kind.WROTE for kind in kinds[:quote]):
        hidden.update(range(at))
    return hidden


HIDDEN_ALONE = {Kind.WROTE, Kind.ORIGINAL, Kind.HEADER, Kind.MOBILE}
