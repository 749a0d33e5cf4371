"""The parts a mail is made of: raw bytes to a tree, without reading what they mean."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from heed.conversations.mime import charsets, headers

DEEPEST = 50
MOST_PARTS = 2_000

HEADER = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
KNOWN_HEADER = re.compile(
    rb"\n((?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]{2,30}|received"
    rb"|return-path|reply-to|references|in-reply-to|delivered-to|dkim-signature):)",
    re.I,
)
BLANK_LINE = re.compile(rb"\n\r?\n")
LONGEST_BREAK = 4_000
LINE = re.compile(rb"[^\n]*(?:\n|\Z)")
MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
GUESSED_BOUNDARY = re.compile(rb"^--([^\s][^\r\n]{0,100}?)[ \t]{0,9}\r?\nContent-", re.M | re.I)
HTML_CHARSET = re.compile(rb"<meta[^>]{1,200}charset=[\"']?([A-Za-z0-9_:.-]{2,40})", re.I)
DELIMITER_END = re.compile(rb"(--)?[ \t]*(?:\r?\n|\r?\Z)")
LINE_FEED = 10
UUENCODED = re.compile(rb"^begin [0-7]{3,4} [^\r\n]*\r?\n", re.M)


@dataclass
class Part:
    """One part: its header lines, its undecoded body, and for a multipart its parts."""

    header_lines: list[tuple[str, bytes]]
    raw_body: bytes
    default_type: str = "text/plain"
    parts: list["Part"] = field(default_factory=list)

    def header(self, name: str) -> bytes | None:
        """The first header of that lower-case name, unfolded."""
        return next((value for key, value in self.header_lines if key == name), None)

    def header_text(self, name: str) -> str:
        """The first header of that name as text, encoded words not yet read; "" if none."""
        return headers.raw_text(self.header(name) or b"", self.charset)

    @cached_property
    def content_type(self) -> tuple[str, dict[str, str]]:
        declared = headers.raw_text(self.header("content-type") or b"")
        kind, parameters = headers.split_parameters(declared)
        kind = "".join(kind.split())
        return (kind if MEDIA_TYPE.fullmatch(kind) else self.default_type), parameters

    @property
    def type(self) -> str:
        return self.content_type[0]

    @property
    def charset(self) -> str:
        return self.content_type[1].get("charset", "")

    @cached_property
    def disposition(self) -> tuple[str, dict[str, str]]:
        declared = headers.raw_text(self.header("content-disposition") or b"")
        return headers.split_parameters(declared)

    @cached_property
    def content(self) -> bytes:
        """The body with its transfer encoding undone."""
        encoding = (self.header("content-transfer-encoding") or b"").strip().strip(b'"').lower()
        if encoding.startswith(b"base64"):
            return headers.base64_bytes(self.raw_body)
        if encoding.startswith(b"quoted-printable"):
            return binascii.a2b_qp(self.raw_body)
        if encoding in {b"x-uuencode", b"uuencode", b"x-uue"}:
            return uudecoded(self.raw_body)
        return self.raw_body

    @cached_property
    def text(self) -> str:
        """The content as text; its lines end in a line feed alone."""
        text = charsets.decode(self.content, self.charset or self._charset_within())
        return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    def _charset_within(self) -> str:
        """The charset an html names in itself."""
        named = HTML_CHARSET.search(self.content, 0, 4_000) if self.type == "text/html" else None
        return named[1].decode("ascii") if named else ""


def read_parts(raw: bytes) -> Part:
    """The tree of the whole mail; deeper than DEEPEST is left whole, past MOST_PARTS left out."""
    root = _read_part(raw, "text/plain")
    waiting = [(root, 1)]
    count = 1
    while waiting:
        part, depth = waiting.pop()
        if depth >= DEEPEST or not part.type.startswith("multipart/"):
            continue
        child_type = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        for body in _split(part):
            if count >= MOST_PARTS:
                break
            part.parts.append(_read_part(body, child_type))
            count += 1
        waiting.extend((child, depth + 1) for child in part.parts)
    return root


def _read_part(raw: bytes, default_type: str) -> Part:
    header_lines, start = read_headers(raw)
    return Part(header_lines, raw[start:], default_type)


def read_headers(raw: bytes) -> tuple[list[tuple[str, bytes]], int]:
    """The header lines, unfolded, names in lower case; and where the body starts."""
    found: list[tuple[str, list[bytes]]] = []
    at = 0
    while at < len(raw):
        line = raw[at : (raw.find(b"\n", at) + 1) or len(raw)]
        following = at + len(line)
        bare = line.rstrip(b"\r\n")
        match = HEADER.match(bare)
        if not bare:
            at = following
            break
        if bare[:1] in b" \t" and found:
            found[-1][1].append(bare)
        elif match and not bare.startswith(b"--"):
            found.append((match[1].decode("ascii").lower(), [bare[match.end() :]]))
        elif not bare.startswith((b"From ", b">From ")):
            following = _next_header(raw, at)
            if following < 0:
                break
        at = following
    return [(name, b"".join(lines).strip()) for name, lines in found], at


def _next_header(raw: bytes, at: int) -> int:
    """Where a well-known header line follows a broken one before the body; -1 if none does."""
    known = KNOWN_HEADER.search(raw, at, at + LONGEST_BREAK)
    if not known or BLANK_LINE.search(raw, at, known.start() + 1):
        return -1
    return known.start(1)


def _split(part: Part) -> Iterator[bytes]:
    boundary = part.content_type[1].get("boundary", "").encode("utf-8", "replace").rstrip()
    body = part.raw_body
    marks = list(islice(_delimiters(body, boundary), MOST_PARTS)) if boundary else []
    if not marks and (guessed := GUESSED_BOUNDARY.search(body)):
        marks = list(islice(_delimiters(body, guessed[1]), MOST_PARTS))
    for index, (_, start, is_last) in enumerate(marks):
        if is_last:
            return
        yield body[start : marks[index + 1][0] if index + 1 < len(marks) else len(body)]


def _delimiters(body: bytes, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where each delimiter begins, the line break before it included, and ends; is it the last."""
    dashes = b"--" + boundary
    at = body.find(dashes)
    while at >= 0:
        after = at + len(dashes)
        ending = DELIMITER_END.match(body, after)
        is_end = bool(ending and ending[1] and ending.end() == len(body))
        if ending and (is_end or at == 0 or body[at - 1] == LINE_FEED):
            yield _before_line_break(body, at), ending.end(), bool(ending[1])
        at = body.find(dashes, after)


def _before_line_break(body: bytes, at: int) -> int:
    if body[max(0, at - 2) : at] == b"\r\n":
        return at - 2
    return at - 1 if at and body[at - 1] == LINE_FEED else at


def uudecoded(encoded: bytes) -> bytes:
    """The bytes of the first uuencoded block; what follows a broken line is left out."""
    begin = UUENCODED.search(encoded)
    return uu_block(encoded, begin.end() if begin else 0)[0]


def uu_block(encoded: bytes, start: int) -> tuple[bytes, int]:
    """The bytes uuencoded from `start`, and where the block ends; -1 if it does not end rightly."""
    out: list[bytes] = []
    for line in LINE.finditer(encoded, start):
        bare = line[0].rstrip(b"\r\n")
        if bare == b"end":
            return b"".join(out), line.end()
        try:
            out.append(binascii.a2b_uu(bare))
        except binascii.Error:
            break
    return b"".join(out), -1
