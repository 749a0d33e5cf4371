"""What one cell says: a number, that there is no answer and why, or nothing that can be read."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import nan

LARGEST = 1e15  # beyond it not even whole numbers are exact, and squares overflow
WHOLE_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
# "7 - strongly agree", "7: agree", "7 (agree)", "7 agree", "7分"; never "10-15" or "20s".
_LABEL_AFTER = re.compile(r"([+-]?\d+(?:\.\d+)?)(?:\s*[-–—:.,、)=(\]]\s*|\s+|(?=[⺀-鿿]))[^\d\s].*")
_LABEL_BEFORE = re.compile(r"\D*[^\d\s(]\s*\((\d+)\)")  # "strongly agree (7)"


class Missing(StrEnum):
    """Why there is no answer; five reasons that mean different things."""

    SKIPPED = "skipped"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"


class Strange(StrEnum):
    """Why something written is not taken as an answer."""

    NOT_A_NUMBER = "not_a_number"
    OFF_THE_SCALE = "off_the_scale"


_WORDS = {
    Missing.SKIPPED: "|na|-|--|–|—|.|?|#n/a|#null!|null|nan|none|nil|missing|skipped|no answer"
    "|not answered|k.a.|keine angabe|无|未答|未填|未回答|空|缺失",
    Missing.DONT_KNOW: "don't know|don’t know|dont know|do not know|dk|not sure|unsure|can't say"
    "|can’t say|no opinion|weiß nicht|weiss nicht|ne sait pas|no sé|不知道|不清楚|说不清|不确定",
    Missing.NOT_APPLICABLE: "n/a|n.a.|n. a.|not applicable|does not apply|doesn't apply"
    "|inapplicable|trifft nicht zu|entfällt|不适用",
    Missing.REFUSED: "refused|refuse|declined|prefer not to say|prefer not to answer|ref"
    "|verweigert|拒答|拒绝回答|不愿回答|不便回答",
    Missing.NOT_ASKED: "not asked|not shown|not presented|not seen|nicht gefragt"
    "|未问|未询问|未显示",
}
CODES: Mapping[str, Missing] = {
    word: kind for kind, words in _WORDS.items() for word in words.split("|")
}
# Where words are answers, "refused" and "none" may be answers too, and only these are not.
_BLANKS = ("", "na", "n/a", "-", "--", "–", "—", ".", "?", "#n/a", "#null!", "null", "nan")
BLANKS: Mapping[str, Missing] = {word: CODES[word] for word in _BLANKS}


@dataclass(frozen=True)
class Language:
    """How cells are written: codes for no answer, and which sign stands before decimals."""

    codes: Mapping[str, Missing] = field(default_factory=lambda: dict(CODES))
    decimal: str = "."

    def meaning(self, text: str) -> float | Missing | Strange:
        """The number, or why there is none."""
        written = plain(text)
        missing = self.codes.get(written.casefold())
        if missing is not None:
            return missing
        number = self._number(written)
        if number is None:
            labelled = _LABEL_AFTER.fullmatch(written) or _LABEL_BEFORE.fullmatch(written)
            number = float(labelled[1]) if labelled else None
        if number is None or abs(number) > LARGEST:
            return Strange.NOT_A_NUMBER
        return self.codes.get(f"{number:g}", number)

    def is_label(self, text: str) -> bool:
        """Whether a number was taken from words around it."""
        return self._number(plain(text)) is None

    def _number(self, written: str) -> float | None:
        if self.decimal == ",":
            written = written.replace(".", "").replace(",", ".")
        elif WHOLE_GROUPS.fullmatch(written.split(".")[0]):
            written = written.replace(",", "")
        return float(written) if _NUMBER.fullmatch(written) else None


def decimal_of(texts: Iterable[str], *, is_comma_likely: bool) -> str:
    """The sign before decimals in a column: what stands last, where both signs are used."""
    votes = {",": 0, ".": 0}
    groups = 0
    for text in texts:
        written = plain(text)
        if not re.fullmatch(r"[+-]?[\d.,]*\d[\d.,]*", written):
            continue
        comma, point = written.rfind(","), written.rfind(".")
        if WHOLE_GROUPS.fullmatch(written):
            groups += 1
        elif comma > point and written.count(",") == 1:
            votes[","] += 1
        elif point > comma and written.count(".") == 1:
            votes["."] += 1
    if groups and is_comma_likely and not votes["."]:
        votes[","] += groups
    return "," if votes[","] > votes["."] else "."


def plain(text: str) -> str:
    """The text with digits and signs of full width made narrow, and a real minus sign."""
    return unicodedata.normalize("NFKC", text).strip().replace("−", "-")


def number_or_nan(meaning: float | Missing | Strange) -> float:
    return meaning if isinstance(meaning, float) else nan
