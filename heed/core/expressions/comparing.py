"""Comparing two values, each of which may be nothing."""

import re
from collections.abc import Callable, Mapping

from heed.core.expressions.printing import number_text
from heed.core.expressions.tree import Operator

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")
TRUTHS = {"true": True, "false": False}
MOST_DEPTH = 8  # answers are objects in objects at most; what is deeper equals nothing
MOST_EXACT = 2**53


def plain(value: object) -> object:
    """A value as it is compared: numbers and truth values out of texts, None for nothing."""
    if isinstance(value, str):
        text = value.strip()
        if NUMBER.fullmatch(text):
            return float(text) if "." in text else int(text)
        return TRUTHS.get(text.lower(), text) if text else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return finite(value)
    if isinstance(value, list | tuple | Mapping) and not value:
        return None
    return value


def finite(value: float) -> float | None:
    """The number where it can be calculated with: neither infinite nor not a number."""
    if isinstance(value, int) and abs(value) <= MOST_EXACT:
        return value
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if abs(number) < float("inf") else None


def are_equal(left: object, right: object, depth: int = 0) -> bool:
    """Whether two values are the same; the order in lists and the case of letters do not count."""
    left, right = plain(left), plain(right)
    if depth > MOST_DEPTH:
        return False
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(
            any(are_equal(one, other, depth + 1) for other in right) for one in left
        )
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(
            are_equal(left[key], right[key], depth + 1) for key in left
        )
    if isinstance(left, str) and isinstance(right, str):
        return left.lower() == right.lower()
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left == right
    return left is None and right is None


def is_less(left: object, right: object) -> bool:
    """Whether a number is smaller than another, or a text (a date) comes before another."""
    left, right = plain(left), plain(right)
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left < right
    return False


def contains(left: object, right: object) -> bool:
    """Whether a list holds a value, or all of a list; whether a text holds a text."""
    left = plain(left)
    if left is None or isinstance(left, Mapping):
        return False
    wanted = right if isinstance(right, list | tuple) else [right]
    if isinstance(left, list | tuple):
        return all(any(are_equal(each, one) for each in left) for one in wanted)
    return all(_holds(_letters(left), one) for one in wanted)


def _holds(text: str, wanted: object) -> bool:
    value = plain(wanted)
    if value is None or isinstance(value, list | tuple | Mapping):
        return False
    return _letters(value) in text


def _letters(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(value)
    return str(value).strip().lower()


def lacks(left: object, right: object) -> bool:
    return plain(right) is not None and not contains(left, right)


def is_any_of(left: object, right: object) -> bool:
    """Whether a value, or one of a list, is among those of another list."""
    first, second = plain(left), plain(right)
    if first is None or second is None:
        return second is None
    ours = first if isinstance(first, list | tuple) else [first]
    theirs = second if isinstance(second, list | tuple) else [second]
    return any(are_equal(one, other) for one in ours for other in theirs)


COMPARERS: dict[Operator, Callable[[object, object], bool]] = {
    Operator.EQUAL: are_equal,
    Operator.UNEQUAL: lambda left, right: not are_equal(left, right),
    Operator.LESS: is_less,
    Operator.MORE: lambda left, right: is_less(right, left),
    Operator.AT_MOST: lambda left, right: are_equal(left, right) or is_less(left, right),
    Operator.AT_LEAST: lambda left, right: are_equal(left, right) or is_less(right, left),
    Operator.CONTAINS: contains,
    Operator.LACKS: lacks,
    Operator.ANY_OF: is_any_of,
    Operator.NONE_OF: lambda left, right: not is_any_of(left, right),
    Operator.ALL_OF: contains,
}
