"""Bytes of a mail to text, whatever its charset is said to be."""

import codecs
import re

FAMILIES = {
    # What mail programs write, and the superset they really send (WHATWG Encoding Standard).
    "gb2312": "gb18030",
    "gb231280": "gb18030",
    "gbk": "gb18030",
    "xgbk": "gb18030",
    "cp936": "gb18030",
    "windows936": "gb18030",
    "csgb2312": "gb18030",
    "ksc56011987": "cp949",
    "ksc5601": "cp949",
    "csksc56011987": "cp949",
    "euckr": "cp949",
    "windows949": "cp949",
    "shiftjis": "cp932",
    "xsjis": "cp932",
    "sjis": "cp932",
    "windows31j": "cp932",
    "big5": "big5hkscs",
    "cnbig5": "big5hkscs",
    "iso2022jp": "iso2022_jp_2",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "ibm819": "cp1252",
    "windows874": "cp874",
    "tis620": "cp874",
    "iso88598i": "iso8859_8",
    "macintosh": "mac_roman",
}
UNKNOWN = {"", "ascii", "usascii", "ansix341968", "unknown8bit", "xunknown", "unknown", "8bit"}
# Not charsets of mail: they run code paths made for program text or are slow on purpose-made input.
REFUSED = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
LONGEST_NAME = 40

NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
GB_WORDS = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])*\Z")
GB_COMMON = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")


def clean(text: str) -> str:
    """The text without NUL and lone surrogates, which no database and no UTF-8 file can hold."""
    return NOT_STORABLE.sub("", text)


def decode(content: bytes, charset: str) -> str:
    """The text of `content`: as declared if that fits, else as it looks; never fails."""
    if content.isascii() and b"\x1b" not in content and _plain_when_ascii(charset):
        return clean(content.decode("ascii"))
    codec = codec_for(charset)
    for name in (codec, "utf-8"):
        if name:
            try:
                return clean(content.decode(name))
            except (UnicodeError, ValueError):
                continue
    if codec not in {"", "utf-8", "cp1252"}:
        return clean(content.decode(codec, "replace"))
    return clean(_guess(content))


def codec_for(charset: str) -> str:
    """The codec of a declared charset; "" where the name says nothing or is not known."""
    key = _key(charset)
    if key in UNKNOWN or len(key) > LONGEST_NAME:
        return ""
    name = FAMILIES.get(key, charset.strip().strip("\"'").lower())
    if not re.fullmatch(r"[a-z0-9_.:-]+", name):
        return ""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    is_text = getattr(codec, "_is_text_encoding", True)
    return codec.name if is_text and codec.name not in REFUSED else ""


def _key(charset: str) -> str:
    return re.sub(r"[^a-z0-9]", "", charset.lower()[: 2 * LONGEST_NAME])


def _plain_when_ascii(charset: str) -> bool:
    return not re.match(r"utf(7|16|32)|unicode|hz|iso2022", _key(charset))


def _guess(content: bytes) -> str:
    repaired = content.decode("utf-8", "replace")
    if len(UTF8_CHARACTER.findall(content)) > repaired.count("\ufffd"):
        return repaired
    if GB_WORDS.match(content) and GB_COMMON.search(content):
        return content.decode("gb18030", "replace")
    return content.decode("cp1252", "replace") if _is_cp1252(content) else content.decode("latin-1")


def _is_cp1252(content: bytes) -> bool:
    return not re.search(rb"[\x81\x8d\x8f\x90\x9d]", content)
