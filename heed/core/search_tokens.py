"""What a text is found by: words, pairs of Chinese characters, mail addresses and numbers.

One tokenizer feeds both databases, so that a search finds the same on either. All of it is pure.
Tokens hold no space, quote or asterisk. In a query `word*` stands for every token that begins so.
"""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

MOST_TEXT = 100_000
MOST_TOKEN = 64
MOST_BYTES = 500_000  # PostgreSQL refuses a tsvector of a megabyte
MOST_QUERY = 500
MOST_TERMS = 16
SHORTEST_ENDING = 4
MOST_DIGITS = 32
LIKE_ENOUGH = 0.7

# A query: all of these have to hold, each in one of several ways, each way with all its tokens.
Way = tuple[str, ...]
Term = tuple[Way, ...]

# Letters that Unicode does not take apart into a plain letter and an accent.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d"})
_ACCENT = re.compile("[\u0300-\u036f]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f]")

# Scripts written without spaces (Thai to Khmer, kana, Han, Hangul), read in pairs of characters.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
# Vowel signs inside words of Hebrew, Arabic and the scripts of India, which \w leaves out.
_SIGNS = "\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
_DIGITS = "[0-9]{1,32}+(?![a-z])"
_LETTER = rf"(?:(?![{_UNSPACED}])[^\W_]|[{_SIGNS}])"

# The repetitions are bounded, or a long text without "@" would cost the square of its length.
_PIECE = re.compile(
    r"(?P<mail>[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})"
    rf"|(?P<number>(?<![a-z0-9]){_DIGITS}(?:[ ()./-]{{1,2}}{_DIGITS}){{0,7}})"
    r"|(?P<code>(?=[a-z/_.-]{0,24}[0-9])[a-z0-9]{1,32}(?:[-_/.][a-z0-9]{1,32}){1,7})"
    rf"|(?P<run>[{_UNSPACED}]+)"
    rf"|(?P<word>{_LETTER}+(?:['’]{_LETTER}+)?)"
)
_APOSTROPHE = re.compile("['’]")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_WORD = re.compile(rf"{_LETTER}+")
_LONG_NUMBER = re.compile(rf"[0-9]{{{SHORTEST_ENDING},}}")


def plain(text: str) -> str:
    """The text as it is compared: one width, no case, no accents, nothing invisible."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if text.isascii():
        return text
    bare = _ACCENT.sub("", unicodedata.normalize("NFD", text))
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", bare)).translate(_PLAIN)


def tokenize(text: str) -> list[str]:
    """Everything this text is found by, each once, in order; of a very long text the beginning."""
    found: dict[str, None] = {}
    size = 0
    for token in _all_tokens(text[:MOST_TEXT]):
        if token not in found:
            size += len(token.encode())
            if size > MOST_BYTES:
                break
            found[token] = None
    return list(found)


def _all_tokens(text: str) -> Iterator[str]:
    for kind, piece in _pieces(text):
        for token in _TOKENS_OF[kind](piece):
            yield token[:MOST_TOKEN]


def query_terms(text: str) -> list[Term]:
    """What a document must contain to be found; empty where the query holds nothing to search."""
    terms: dict[Term, None] = {}
    for kind, piece in _pieces(text[:MOST_QUERY]):
        for term in _terms_of(kind, piece):
            terms[term] = None
            if len(terms) == MOST_TERMS:
                return list(terms)
    return list(terms)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    for match in _PIECE.finditer(plain(text)):
        yield match.lastgroup or "word", match.group()


def _mail_tokens(address: str) -> list[str]:
    return [address.strip(".-"), *_parts(address)]


def _run_tokens(run: str) -> list[str]:
    """Pairs, and the last character alone, so that every character begins a token."""
    return [*_pairs(run), run[-1]]


def _number_tokens(number: str) -> list[str]:
    """The groups, all digits together, and its endings, as people give the last digits."""
    groups = _parts(number)
    return [*groups, *_with_endings("".join(groups))]


def _with_endings(digits: str) -> list[str]:
    if len(digits) > MOST_DIGITS:
        return [digits]
    return [digits, *(digits[start:] for start in range(1, len(digits) - SHORTEST_ENDING + 1))]


def _code_tokens(code: str) -> list[str]:
    """An order number in its parts, without its punctuation, and with its digits alone."""
    parts = _parts(code)
    return [*parts, "".join(parts), *_numbers_in(code)]


def _word_tokens(word: str) -> list[str]:
    parts = _APOSTROPHE.split(word)
    return [*parts, "".join(parts), *_numbers_in(word)]


def _numbers_in(piece: str) -> list[str]:
    return [token for found in _LONG_NUMBER.findall(piece) for token in _with_endings(found)]


_TOKENS_OF = {
    "mail": _mail_tokens,
    "number": _number_tokens,
    "code": _code_tokens,
    "run": _run_tokens,
    "word": _word_tokens,
}


def _parts(piece: str) -> list[str]:
    return [part for part in _SEPARATORS.split(piece) if part]


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)]


def _terms_of(kind: str, piece: str) -> list[Term]:
    if kind == "mail":
        return [((_beginning(piece.strip(".-")),),)]
    if kind == "run":
        return [((pair,),) for pair in _pairs(piece)] or [((piece + "*",),)]
    parts = _APOSTROPHE.split(piece) if kind == "word" else _parts(piece)
    apart = parts if kind == "number" else parts[-1:]
    return [_together_or_apart(parts, beginnings=apart)]


def _together_or_apart(parts: list[str], *, beginnings: list[str]) -> Term:
    """Found however it is written; a phone also without the zero a country code replaces."""
    joined = "".join(parts)
    ways: dict[Way, None] = {(_beginning(joined),): None}
    ways[tuple(_beginning(part) if part in beginnings else part for part in parts)] = None
    if joined.isdigit() and len(joined) >= 9 and joined.startswith("0"):
        ways[(_beginning(joined.lstrip("0") or joined),)] = None
    return tuple(ways)


def _beginning(token: str) -> str:
    return f"{token[:MOST_TOKEN]}*" if len(token) > 1 else token


def name_grams(name: str) -> set[str]:
    """Groups of three letters in the words of a name, with `^` and `$` at the ends of each word.

    Empty for names in scripts without spaces: there a mistyped character is another name.
    """
    words = (f"^{word}$" for word in _WORD.findall(plain(name[:200])))
    return {word[start : start + 3] for word in words for start in range(len(word) - 2)}


def likeness(query: str, name: str) -> float:
    """How alike two names are, word by word, in 0..1; words of the name left over do not count."""
    words = _WORD.findall(plain(name[:200]))
    sought = _WORD.findall(plain(query[:200]))
    if not words or not sought:
        return 0.0
    return sum(max(_ratio(mine, word) for word in words) for mine in sought) / len(sought)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
