"""The text of an expression, cut into words and signs."""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from heed.core.expressions.problems import ExpressionError

MOST_CHARACTERS = 2000
MOST_DIGITS = 15
MOST_OF_A_NAME = 100


class Sort(StrEnum):
    NAME = "name"
    TEXT = "text"
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True)
class Token:
    sort: Sort
    text: str
    position: int


PATTERN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+)
    | \{(?P<name>[^{}]*)\}
    | '(?P<single>(?:\\['"]|[^'\\])*)'
    | "(?P<double>(?:\\['"]|[^"\\])*)"
    | (?P<number>[0-9]+(?:\.[0-9]+)?)
    | (?P<word>[A-Za-z_][A-Za-z_0-9]*)
    | (?P<sign><=|>=|<>|==|!=|&&|\|\||\*=|[-+*/%^=<>!(),\[\]])
    """,
    re.VERBOSE,
)
# One spelling for each sign; survey-core reads all of them.
SPELLINGS = {"==": "=", "!=": "<>", "&&": "and", "||": "or", "*=": "contains"}
UNUSABLE_NAME = re.compile(r"^[#$!@]|^$|[\[\]\x00-\x1f\x7f]|^\.|\.$|\.\.")


def tokens_of(text: str) -> list[Token]:
    """The words and signs in order, with one that says the end. Raises ExpressionError."""
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(
            _("The condition has %(length)s characters; %(most)s are allowed."),
            position=MOST_CHARACTERS,
            length=len(text),
            most=MOST_CHARACTERS,
        )
    tokens = []
    position = 0
    while position < len(text):
        found = PATTERN.match(text, position)
        if not found:
            raise _unreadable(text, position)
        if found.lastgroup != "space":
            tokens.append(_token(found))
        position = found.end()
    return [*tokens, Token(Sort.END, "", len(text))]


def _token(found: re.Match[str]) -> Token:
    group, position = found.lastgroup or "", found.start()
    text = found[group]
    if group == "name":
        return Token(Sort.NAME, _name(text, position), position)
    if group in {"single", "double"}:
        return Token(Sort.TEXT, text.replace("\\'", "'").replace('\\"', '"'), position)
    if group == "number":
        return Token(Sort.NUMBER, _number(text, position), position)
    if group == "word":
        return Token(Sort.WORD, text, position)
    return Token(Sort.SIGN, SPELLINGS.get(text, text), position)


def _name(text: str, position: int) -> str:
    name = text.strip()
    if len(name) > MOST_OF_A_NAME or UNUSABLE_NAME.search(name):
        raise ExpressionError(
            _("At character %(position)s: {%(name)s} cannot be the name of a question."),
            position=position,
            name=name[:MOST_OF_A_NAME],
        )
    return name


def _number(text: str, position: int) -> str:
    whole = text.partition(".")[0]
    if len(text) > MOST_DIGITS + 1 or (len(whole) > 1 and whole.startswith("0")):
        raise ExpressionError(
            _("At character %(position)s: %(number)s cannot be read as a number."),
            position=position,
            number=text[:40],
        )
    return text


def _unreadable(text: str, position: int) -> ExpressionError:
    if text[position] in "'\"":
        message = _(
            "At character %(position)s a text begins that does not end, or that holds a backslash."
        )
    elif text[position] == "{":
        message = _("At character %(position)s a name begins that does not end with }.")
    else:
        message = _("At character %(position)s: “%(found)s” has no meaning in a condition.")
    return ExpressionError(message, position=position, found=text[position])
