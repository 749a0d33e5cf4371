"""From a tree back to the text it is written as; SurveyJS reads it too."""

from decimal import Decimal

from heed.core.expressions.tree import (
    COMPARISONS,
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


def text_of(tree: Expression) -> str:
    """The expression as text, with brackets wherever two readings would be possible."""
    match tree:
        case Name(name):
            return f"{{{name}}}"
        case Literal(value):
            return literal_text(value)
        case Items(items):
            return f"[{', '.join(text_of(each) for each in items)}]"
        case Operation(operator, left, right):
            return f"{_operand(left)} {operator} {_operand(right)}"
    return _condition_text(tree)


def _condition_text(tree: Empty | Answered | Negation | All | Either | Choose) -> str:
    match tree:
        case Empty(name):
            return f"{text_of(name)} empty"
        case Answered(name):
            return f"{text_of(name)} notempty"
        case Negation(operand):
            return f"!({text_of(operand)})"
        case All(conditions):
            return " and ".join(_condition(each) for each in conditions)
        case Either(conditions):
            return " or ".join(_condition(each) for each in conditions)
        case Choose(condition, value, otherwise):
            return f"iif({text_of(condition)}, {text_of(value)}, {text_of(otherwise)})"


def literal_text(value: str | float) -> str:
    """A text, number or truth value as it is written in an expression."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("'", "\\'").replace('"', '\\"')
        return f"'{escaped}'"
    return number_text(value)


def number_text(value: float) -> str:
    """A number without exponent and without decimals that say nothing."""
    if isinstance(value, int):
        return str(value)
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def _condition(tree: Expression) -> str:
    needs_none = isinstance(tree, Operation) and tree.operator in COMPARISONS
    return text_of(tree) if needs_none or isinstance(tree, Empty | Answered) else _operand(tree)


def _operand(tree: Expression) -> str:
    stands_alone = isinstance(tree, Name | Literal | Items | Negation | Choose)
    return text_of(tree) if stands_alone else f"({text_of(tree)})"
