"""Conditions as XLSForm writes them (XPath, as ODK and Kobo read it)."""

from collections.abc import Mapping

from heed.core.expressions.checking import Kind, Kinds
from heed.core.expressions.printing import number_text
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

SIGNS = {Operator.UNEQUAL: "!=", Operator.DIVIDED: "div"}


class NotInXPath(ValueError):
    """An expression that XPath has no words for."""


def field_name(name: str) -> str:
    """The name of a field for a question, or for a part of one: `grid.speed` is `grid_speed`."""
    return name.replace(".", "_").replace("-Comment", "_other")


def xpath_of(tree: Expression, kinds: Mapping[str, Kinds]) -> str:
    """The expression in XPath. Raises NotInXPath."""
    match tree:
        case Name(name):
            return f"${{{field_name(name)}}}"
        case Literal(value):
            return _literal(value)
        case Items():
            raise NotInXPath
        case Operation(operator, left, right):
            return _operation(operator, left, right, kinds)
    return _condition(tree, kinds)


def _condition(
    tree: Empty | Answered | Negation | All | Either | Choose, kinds: Mapping[str, Kinds]
) -> str:
    match tree:
        case Empty(name):
            return f"{xpath_of(name, kinds)} = ''"
        case Answered(name):
            return f"{xpath_of(name, kinds)} != ''"
        case Negation(operand):
            return f"not({xpath_of(operand, kinds)})"
        case All(conditions):
            return " and ".join(f"({xpath_of(each, kinds)})" for each in conditions)
        case Either(conditions):
            return " or ".join(f"({xpath_of(each, kinds)})" for each in conditions)
        case Choose(condition, value, otherwise):
            parts = ", ".join(xpath_of(each, kinds) for each in (condition, value, otherwise))
            return f"if({parts})"


def _literal(value: str | float) -> str:
    if isinstance(value, bool):
        return "'true'" if value else "'false'"
    if isinstance(value, str):
        if "'" in value and '"' in value:
            raise NotInXPath
        return f'"{value}"' if "'" in value else f"'{value}'"
    return number_text(value)


def _operation(
    operator: Operator, left: Expression, right: Expression, kinds: Mapping[str, Kinds]
) -> str:
    if operator in ARITHMETIC:
        sides = [f"coalesce({xpath_of(each, kinds)}, 0)" for each in (left, right)]
        return f"({sides[0]} {SIGNS.get(operator, operator)} {sides[1]})"
    if operator in {Operator.ANY_OF, Operator.NONE_OF}:
        found = " or ".join(_has(left, each, kinds) for each in _items(right))
        return f"not({found})" if operator is Operator.NONE_OF else f"({found})"
    if operator in {Operator.CONTAINS, Operator.ALL_OF, Operator.LACKS}:
        found = " and ".join(_holds(left, each, kinds) for each in _items(right))
        return f"not({found})" if operator is Operator.LACKS else f"({found})"
    return f"{xpath_of(left, kinds)} {SIGNS.get(operator, operator)} {xpath_of(right, kinds)}"


def _items(tree: Expression) -> tuple[Expression, ...]:
    if isinstance(tree, Name):
        raise NotInXPath
    return tree.items if isinstance(tree, Items) else (tree,)


def _has(left: Expression, value: Expression, kinds: Mapping[str, Kinds]) -> str:
    """Whether one of several chosen values, or the one chosen, is this."""
    if not isinstance(left, Name):
        raise NotInXPath
    question, wanted = xpath_of(left, kinds), xpath_of(value, kinds)
    is_list = Kind.LIST in kinds.get(left.name, frozenset())
    return f"selected({question}, {wanted})" if is_list else f"{question} = {wanted}"


def _holds(left: Expression, value: Expression, kinds: Mapping[str, Kinds]) -> str:
    """Whether a list holds a value, or a text holds a text."""
    if isinstance(left, Name) and Kind.LIST in kinds.get(left.name, frozenset()):
        return _has(left, value, kinds)
    return f"contains({xpath_of(left, kinds)}, {xpath_of(value, kinds)})"
