"""How the values of a questionnaire are read from JSON and written to it.

A codec reads a value at a path. What is wrong goes to the list of problems, and reading goes on, so
that all problems are told at once; what it returns then is never used.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from heed.core.expressions.parsing import parse_expression
from heed.core.expressions.printing import text_of
from heed.core.expressions.problems import ExpressionError
from heed.surveys.format.problems import Problem
from heed.surveys.format.texts import DEFAULT, Texts

MOST_CHARACTERS = 10_000
MOST_ITEMS = 500
LANGUAGE = re.compile(r"default|[a-z]{2,3}(-[a-z0-9]{2,4})?")
NAME = re.compile(r"[^\W_][^{}\[\].\x00-\x1f\x7f]{0,99}")
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}|")
KEPT_ENDINGS = ("-Comment", "-missing")

Problems = list[Problem]
Read = Callable[[object, str, Problems], Any]


@dataclass(frozen=True)
class Codec:
    read: Read
    write: Callable[[Any], object]


def stands(key: str, codec: Codec, *, default: object = MISSING, also: tuple[str, ...] = ()) -> Any:
    """A field that stands in JSON under `key`, or under another name it once had."""
    metadata = {"key": key, "codec": codec, "also": also}
    if default is MISSING:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


def as_it_is(value: Any) -> object:
    return value


def _kind(kinds: tuple[type, ...], expected: Callable[[], str]) -> Read:
    def read(value: object, path: str, problems: Problems) -> object:
        if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)):
            return value
        problems.append(Problem(path, expected()))
        return None

    return read


def _matching(pattern: re.Pattern[str], expected: Callable[[], str]) -> Read:
    def read(value: object, path: str, problems: Problems) -> object:
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        problems.append(Problem(path, expected()))
        return ""

    return read


def _read_name(value: object, path: str, problems: Problems) -> object:
    usable = isinstance(value, str) and NAME.fullmatch(value) and value == value.strip()
    if usable and not str(value).endswith(KEPT_ENDINGS):
        return value
    message = _("A name begins with a letter or digit and holds no brackets and no full stop.")
    problems.append(Problem(path, message))
    return ""


def _read_texts(value: object, path: str, problems: Problems) -> Texts:
    by_language = {DEFAULT: value} if isinstance(value, str) else value
    if not isinstance(by_language, dict) or not all(
        isinstance(text, str) and isinstance(name, str) and LANGUAGE.fullmatch(name)
        for name, text in by_language.items()
    ):
        problems.append(Problem(path, _("A text was expected, or an object of texts by language.")))
        return Texts()
    if any(len(text) > MOST_CHARACTERS for text in by_language.values()):
        problems.append(Problem(path, _("A text may have 10,000 characters at most.")))
    return Texts(tuple((name, text) for name, text in by_language.items() if text))


def _write_texts(value: Texts) -> object:
    by_language = dict(value.texts)
    return by_language[DEFAULT] if list(by_language) == [DEFAULT] else by_language


def _read_expression(value: object, path: str, problems: Problems) -> object:
    if not isinstance(value, str):
        problems.append(Problem(path, _("A condition is written as a text, such as {q1} = 3.")))
        return None
    try:
        return parse_expression(value)
    except ExpressionError as error:
        problems.append(Problem(path, str(error)))
        return None


TEXTS = Codec(_read_texts, _write_texts)
FLAG = Codec(_kind((bool,), lambda: _("true or false was expected.")), as_it_is)
WHOLE = Codec(_kind((int,), lambda: _("A whole number was expected.")), as_it_is)
LIMIT = Codec(_kind((int, float, str), lambda: _("A number or a day was expected.")), as_it_is)
PLAIN = Codec(_kind((str,), lambda: _("A text was expected.")), as_it_is)
VALUE = Codec(_kind((str, int), lambda: _("A text or a whole number was expected.")), as_it_is)
NAMED = Codec(_read_name, as_it_is)
SLUGGED = Codec(
    _matching(SLUG, lambda: _("Small letters, digits, - and _ were expected, up to 60.")), as_it_is
)
EXPRESSION = Codec(_read_expression, text_of)


def one_of(kind: type[StrEnum]) -> Codec:
    """One of the words of an enumeration."""

    def read(value: object, path: str, problems: Problems) -> object:
        if isinstance(value, str) and value in list(kind):
            return kind(value)
        shown = {"value": str(value)[:60], "allowed": ", ".join(each.value for each in kind)}
        message = _("“%(value)s” is not supported; supported are %(allowed)s.") % shown
        problems.append(Problem(path, message))
        return None

    return Codec(read, str)


def listed(codec: Codec) -> Codec:
    """A list of what the codec reads, kept as a tuple."""

    def read(value: object, path: str, problems: Problems) -> tuple[object, ...]:
        if not isinstance(value, list) or len(value) > MOST_ITEMS:
            problems.append(Problem(path, _("A list of at most 500 was expected.")))
            return ()
        return tuple(
            codec.read(each, f"{path}[{place}]", problems) for place, each in enumerate(value)
        )

    return Codec(read, lambda value: [codec.write(each) for each in value])
