"""What an expression comes to for given answers.

A value is a truth value, a number, a text, a list, an object, or nothing (None). What is missing,
an empty text, an empty list and an empty object are all nothing. The rules for nothing are those
of survey-core 2.5.38, so that a questionnaire behaves the same in both:

- nothing equals nothing alone; `<>` is the opposite of `=`, also here;
- `<` and `>` with nothing on a side are false, `<=` and `>=` are true where both sides are nothing;
- `contains`, `anyof` and `allof` of nothing are false, `notcontains` and `noneof` true;
- nothing counts 0 in sums and products; what cannot be calculated is nothing;
- a condition that comes to nothing, to 0 or to false is not met.

Unlike there, `and` and `or` come to a truth value, never to one of their sides.
"""

from collections.abc import Mapping

from heed.core.expressions.arithmetic import calculated
from heed.core.expressions.comparing import COMPARERS, plain
from heed.core.expressions.tree import (
    ARITHMETIC,
    All,
    Answered,
    Choose,
    Either,
    Empty,
    Expression,
    Items,
    Literal,
    Name,
    Negation,
    Operation,
    Operator,
)


def is_met(condition: Expression, values: Mapping[str, object]) -> bool:
    """Whether a condition holds for these answers. Never raises."""
    value = plain(value_of(condition, values))
    return value is not None and value is not False and value != 0


def value_of(tree: Expression, values: Mapping[str, object]) -> object:
    """The value of an expression for these answers, None if it has none. Never raises."""
    match tree:
        case Name(name):
            return _answer(name, values)
        case Literal(value):
            return value
        case Items(items):
            return [value_of(each, values) for each in items]
        case Choose(condition, value, otherwise):
            return value_of(value if is_met(condition, values) else otherwise, values)
        case Operation(operator, left, right):
            return _result(operator, value_of(left, values), value_of(right, values))
    return _truth(tree, values)


def _result(operator: Operator, left: object, right: object) -> object:
    if operator in ARITHMETIC:
        return calculated(operator, left, right)
    return COMPARERS[operator](left, right)


def _truth(tree: Empty | Answered | Negation | All | Either, values: Mapping[str, object]) -> bool:
    match tree:
        case Empty(name):
            return plain(_answer(name.name, values)) is None
        case Answered(name):
            return plain(_answer(name.name, values)) is not None
        case Negation(operand):
            return not is_met(operand, values)
        case All(conditions):
            return all(is_met(each, values) for each in conditions)
        case Either(conditions):
            return any(is_met(each, values) for each in conditions)


def _answer(name: str, values: Mapping[str, object]) -> object:
    """The answer of that name; else, for `matrix.row`, what the answer to `matrix` says of it."""
    if name in values:
        return values[name]
    for place, letter in enumerate(name):
        if letter == "." and isinstance(inside := values.get(name[:place]), Mapping):
            return _answer(name[place + 1 :], inside)
    return None
