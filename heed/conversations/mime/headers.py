"""Header values of a mail: encoded words, parameters, identifiers, dates."""

import binascii
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from heed.conversations.mime import charsets

LONGEST_VALUE = 100_000
MOST_PARAMETERS = 200
MOST_IDENTIFIERS = 1_000
# A line of a mail holds no more (RFC 5322, 2.1.1).
LONGEST_IDENTIFIER = 998

# What is encoded may hold a lone "?" but not the start of another encoded word.
ENCODED_WORD = re.compile(
    r"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?=]|=(?!\?[^=])|\?(?!=))*+)\?=(?:\s+(?==\?))?", re.ASCII
)
# Nothing is tried twice here, so that reading takes no longer than the value is long.
MAIN_VALUE = re.compile(r"\s*+([^\s;=\"]*+(?:\s*+/\s*+[^\s;=\"]++)?)(?![^\s;]*=)")
PARAMETER = re.compile(
    r"""(?<![^\s;="])([^\s;="]++)[ \t\r\n]*+=[ \t\r\n]*+"""
    r"""(?:"((?:[^"\\]|\\.?)*+)(?:"|\Z)|([^;]*+))""",
    re.DOTALL,
)
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
AFTER_PADDING = re.compile(rb"=[^\r\n]*")
SHARE_OF_BASE64 = 0.95
IDENTIFIER = re.compile(r"<([^<>]*)>")


def raw_text(value: bytes, charset: str = "") -> str:
    """An unfolded header value as text; raw bytes that are no UTF-8 are in the body's charset."""
    short = value[:LONGEST_VALUE]
    try:
        return charsets.clean(short.decode("utf-8"))
    except UnicodeDecodeError:
        return charsets.decode(short, charset)


def decode_words(value: str) -> str:
    """The value with its encoded words (RFC 2047) read, also a character split over two."""
    out: list[str] = []
    pending = b""
    pending_charset = ""
    end = 0
    for word in ENCODED_WORD.finditer(value):
        charset = word[1].partition("*")[0].lower()
        between = value[end : word.start()]
        if pending and (between or charset != pending_charset):
            out.append(charsets.decode(pending, pending_charset))
            pending = b""
        out.append(between)
        pending += _word_bytes(word[2], word[3], charset)
        pending_charset = charset
        end = word.end()
    out.append(charsets.decode(pending, pending_charset))
    out.append(value[end:])
    return charsets.clean("".join(out))


def _word_bytes(encoding: str, text: str, charset: str) -> bytes:
    try:
        # Raw characters inside an encoded word were meant in its charset.
        encoded = text.encode(charsets.codec_for(charset) or "utf-8")
    except UnicodeError:
        encoded = text.encode("utf-8", "replace")
    if encoding in "bB":
        return base64_bytes(encoded)
    return binascii.a2b_qp(encoded, header=True)


def base64_bytes(encoded: bytes) -> bytes:
    """What can be read of base64: strange characters, broken padding and joined pieces are borne.

    What plainly is not base64 at all, though declared so, is returned as it came.
    """
    wanted = NOT_BASE64.sub(b"", AFTER_PADDING.sub(b"=", encoded))
    if len(wanted) < SHARE_OF_BASE64 * sum(map(len, encoded.split(b"=")[0].split())):
        return encoded
    pieces = [piece for piece in wanted.split(b"=") if len(piece) > 1]
    return b"".join(_base64_piece(piece) for piece in pieces)


def _base64_piece(piece: bytes) -> bytes:
    whole = piece[:-1] if len(piece) % 4 == 1 else piece
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def one_line(value: str) -> str:
    """The value with its encoded words read and every run of white space a single space."""
    return " ".join(decode_words(value).split())


def split_parameters(value: str) -> tuple[str, dict[str, str]]:
    """The value before the parameters, in lower case, and its parameters (RFC 2231 joined)."""
    start = MAIN_VALUE.match(value)
    main, rest = (start[1], value[start.end() :]) if start else ("", value)
    pieces: dict[str, str] = {}
    for count, match in enumerate(PARAMETER.finditer(rest)):
        if count == MOST_PARAMETERS:
            break
        plain = match[3].strip() if match[2] is None else _unescape(match[2])
        pieces.setdefault(match[1].lower(), plain)
    return main.lower(), _join_pieces(pieces)


def _unescape(quoted: str) -> str:
    return re.sub(r"\\([\"\\])", r"\1", quoted)


def _join_pieces(pieces: dict[str, str]) -> dict[str, str]:
    joined = {key: value for key, value in pieces.items() if "*" not in key}
    numbered: dict[str, dict[int, tuple[bool, str]]] = {}
    for key, value in pieces.items():
        name, star, section = key.partition("*")
        number = section.rstrip("*") or "0"
        if star and number.isascii() and number.isdigit() and len(number) < 5:
            numbered.setdefault(name, {})[int(number)] = (key.endswith("*"), value)
    for name, sections in numbered.items():
        joined[name] = _extended_value(sections)
    return joined


def _extended_value(sections: dict[int, tuple[bool, str]]) -> str:
    content = b""
    charset = ""
    for number in sorted(sections):
        is_encoded, value = sections[number]
        if is_encoded and not content and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        encoded = value.encode("utf-8", "replace")
        content += unquote_to_bytes(encoded) if is_encoded else encoded
    return charsets.decode(content, charset)


def identifiers(value: str) -> tuple[str, ...]:
    """The message identifiers in the value, without their angle brackets, each once."""
    found = ["".join(match.split()) for match in IDENTIFIER.findall(value)]
    if not any(found):
        found = [word.strip("<>,;") for word in value.split() if "@" in word]
    usable = (charsets.clean(each) for each in found[-MOST_IDENTIFIERS:])
    return tuple(dict.fromkeys(each for each in usable if 0 < len(each) <= LONGEST_IDENTIFIER))


def instant(value: str) -> datetime | None:
    """The date of the value in UTC, or None where it says none; a zone not named is UTC."""
    try:
        read = parsedate_to_datetime(value[:200])
        aware = read if read.tzinfo else read.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
