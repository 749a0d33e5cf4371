"""Names as they are compared: case, accents, width, order and script do not count."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from pypinyin import Style, lazy_pinyin

WORDS = Path(__file__).with_name("words") / "names.toml"
TITLES = frozenset(
    {"dr", "esq", "frau", "herr", "iii", "jr", "madam", "md", "miss", "mlle", "mme"}
    | {"mr", "mrs", "ms", "mx", "phd", "prof", "sir", "sr", "sra"}
)
CHINESE_TITLES = ("先生", "女士", "小姐", "太太", "经理", "老师", "总")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_NOTHING = frozenset({"", "nan", "null", "none", "n a", "na", "unknown", "无", "未知", "不详"})


class Name(NamedTuple):
    """A person's name; the keys are how it sounds and what it is short for."""

    given: str = ""
    surname: str = ""
    given_key: str = ""
    surname_key: str = ""


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@cache
def _long_names() -> dict[str, str]:
    """The long name of each short one; where there are several, the first."""
    found: dict[str, str] = {}
    for name, short in _words()["short"].items():
        for each in short:
            found.setdefault(each, name)
    return found


def fold(text: str) -> str:
    """Text as compared: full width, case, accents and punctuation gone, one space between words.

    What only says that nothing is known becomes nothing.

    Examples
    --------
    >>> fold("  ＪＯＳÉ  O’Neill ")
    'jose o neill'
    """
    wide = unicodedata.normalize("NFKC", text).casefold()
    if not wide.isascii():
        apart = unicodedata.normalize("NFD", wide)
        wide = "".join(each for each in apart if not unicodedata.combining(each))
        wide = unicodedata.normalize("NFC", wide).replace("ø", "o").replace("ł", "l")
    folded = _NOT_WORD.sub(" ", wide).strip()
    return "" if folded in _NOTHING else folded


def is_chinese(text: str) -> bool:
    """Whether a name is written in Han characters."""
    return bool(_HAN.search(text))


@lru_cache(maxsize=100_000)
def sound_of(part: str, *, is_surname: bool) -> str:
    """How a part of a name is spelled in Latin letters; Chinese in Pinyin without tones.

    Examples
    --------
    >>> sound_of("单", is_surname=True), sound_of("晓明", is_surname=False)
    ('shan', 'xiaoming')
    """
    if not is_chinese(part):
        return part.replace(" ", "")
    read = _words()["chinese"]["read"] if is_surname else {}
    if part in read:
        return str(read[part])
    return "".join(lazy_pinyin(part, style=Style.NORMAL, v_to_u=False)).replace(" ", "")


def key_of_given(given: str) -> str:
    """What a given name is compared by when written otherwise: long for short, Pinyin for Han."""
    first = given.partition(" ")[0]
    long = _long_names().get(first)
    return long if long else sound_of(given, is_surname=False)


def chinese_name(text: str) -> tuple[str, str]:
    """Given name and surname of a name in Han characters; a title after it is left out."""
    bare = "".join(_HAN.findall(text))
    for title in CHINESE_TITLES:
        if bare.endswith(title) and len(bare) > len(title):
            bare = bare.removesuffix(title)
            break
    length = 2 if bare[:2] in _words()["chinese"]["long"] and len(bare) > 2 else 1
    return bare[length:], bare[:length]


def split_name(text: str) -> tuple[str, str]:
    """Given name and surname of a whole name, folded; which is which can still be wrong.

    Examples
    --------
    >>> split_name("Hall, Isla"), split_name("Dr. Isla Hall"), split_name("欧阳晓明 先生")
    (('isla', 'hall'), ('isla', 'hall'), ('晓明', '欧阳'))
    """
    if is_chinese(text):
        return chinese_name(text)
    before, comma, after = text.partition(",")
    if comma and fold(after) and fold(after) not in TITLES:
        return _untitled(after), _untitled(before)
    words = _untitled(text).split(" ")
    return " ".join(words[:-1]), words[-1]


def _untitled(text: str) -> str:
    words = fold(text).split(" ")
    bare = [word for word in words if word not in TITLES]
    return " ".join(bare or words)


def name_of(*, full: str = "", given: str = "", surname: str = "") -> Name:
    """A name from its parts, or from the whole where the parts are not told.

    Examples
    --------
    >>> name_of(full="张伟") == name_of(given="伟", surname="张")
    True
    >>> name_of(given="Bob", surname="Hall").given_key
    'robert'
    """
    first, last = fold(given), fold(surname)
    if not first and not last:
        first, last = split_name(full) if fold(full) else ("", "")
    elif is_chinese(first) and is_chinese(last):
        first, last = first.replace(" ", ""), last.replace(" ", "")
    elif is_chinese(first) and not last and len(first) > 1:
        first, last = chinese_name(first)
    return Name(first, last, key_of_given(first) if first else "", sound_of(last, is_surname=True))


def seen_as(names: Iterable[tuple[str, str]]) -> tuple[Counter[str], Counter[str]]:
    """How often each word is seen as a given name, and how often as a surname."""
    pairs = list(names)
    return Counter(given for given, _last in pairs), Counter(surname for _first, surname in pairs)


def is_swapped(
    given: str, surname: str, *, as_given: Mapping[str, int], as_surname: Mapping[str, int]
) -> bool:
    """Whether given name and surname stand the wrong way round, by how others are called."""
    if not given or not surname or given == surname:
        return False
    kept = (as_given.get(given, 0) + 0.5) * (as_surname.get(surname, 0) + 0.5)
    turned = (as_given.get(surname, 0) + 0.5) * (as_surname.get(given, 0) + 0.5)
    return turned > 2 * kept


def letters_of(name: Name) -> str:
    """All letters of a name in the order of the alphabet, whatever order its parts have."""
    return "".join(sorted(chain(name.given_key, name.surname_key)))
