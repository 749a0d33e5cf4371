"""Calculating with two values, each of which may be nothing."""

from heed.core.expressions.comparing import finite, plain
from heed.core.expressions.printing import number_text
from heed.core.expressions.tree import Operator

MOST_CHARACTERS = 10_000
DECIMALS = 10  # so that 0.1 + 0.2 is 0.3


def calculated(operator: Operator, left: object, right: object) -> float | str | None:
    """The result, None where there is none: division by zero, a text times a number."""
    first, second = plain(left), plain(right)
    if operator is Operator.PLUS and (isinstance(first, str) or isinstance(second, str)):
        return _joined(first, second)
    one, other = _number(first), _number(second)
    if one is None or other is None:
        return None
    return _result(operator, one, other)


def _number(value: object) -> float | None:
    if value is None:
        return 0
    return value if isinstance(value, int | float) else None


def _result(operator: Operator, one: float, other: float) -> float | None:
    match operator:
        case Operator.PLUS:
            found = one + other
        case Operator.MINUS:
            found = one - other
        case Operator.TIMES:
            found = one * other
        case _ if other == 0:
            return None
        case _:
            found = one / other
    number = finite(found)
    return round(number, DECIMALS) if isinstance(number, float) else number


def _joined(first: object, second: object) -> str | None:
    parts = []
    for value in (first, second):
        if isinstance(value, str):
            parts.append(value)
        elif isinstance(value, int | float):
            parts.append(number_text(value))
        elif value is not None:
            return None
    text = "".join(parts)
    return text if len(text) <= MOST_CHARACTERS else None
