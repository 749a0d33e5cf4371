"""A tree as JSON, for a program that evaluates it without a parser: the one in a browser.

Each part is a list that begins with what it is: `["name", "csat"]`, `["value", 3]`,
`["<=", left, right]`.
"""

from heed.core.expressions.tree import (
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
)

Json = list[object]


def json_of(tree: Expression) -> Json:
    """The expression as nested lists."""
    match tree:
        case Name(name):
            return ["name", name]
        case Literal(value):
            return ["value", value]
        case Items(items):
            return ["list", *(json_of(each) for each in items)]
        case Operation(operator, left, right):
            return [str(operator), json_of(left), json_of(right)]
        case Choose(condition, value, otherwise):
            return ["if", json_of(condition), json_of(value), json_of(otherwise)]
    return _condition(tree)


def _condition(tree: Empty | Answered | Negation | All | Either) -> Json:
    match tree:
        case Empty(name):
            return ["empty", name.name]
        case Answered(name):
            return ["answered", name.name]
        case Negation(operand):
            return ["not", json_of(operand)]
        case All(conditions):
            return ["and", *(json_of(each) for each in conditions)]
        case Either(conditions):
            return ["or", *(json_of(each) for each in conditions)]
