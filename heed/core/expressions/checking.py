"""What an expression needs, and whether it compares what can be compared."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from django.utils.translation import gettext as _

from heed.core.expressions.printing import text_of
from heed.core.expressions.tree import (
    ARITHMETIC,
    MEMBERSHIPS,
    ORDERS,
    All,
    Choose,
    Either,
    Expression,
    Items,
    Literal,
    Name,
    Negation,
    Operation,
    parts_of,
)


class Kind(StrEnum):
    """What an answer can be compared with. A day is a text such as '2026-03-02'."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    LIST = "list"
    RECORD = "record"


Kinds = frozenset[Kind]
ANY = frozenset(Kind)
TRUTH: Kinds = frozenset({Kind.TRUTH})
NUMBER: Kinds = frozenset({Kind.NUMBER})


def names_in(tree: Expression) -> set[str]:
    """The names an expression asks for."""
    return {each.name for each in walk(tree) if isinstance(each, Name)}


def walk(tree: Expression) -> Iterator[Expression]:
    """The tree and all its parts, from the outside in."""
    yield tree
    for part in parts_of(tree):
        yield from walk(part)


def kind_problems(tree: Expression, kinds: Mapping[str, Kinds]) -> list[str]:
    """One sentence for each comparison or sum whose sides do not go together.

    `kinds` are those of the names; a name that is not there may be anything.
    """
    return [
        sentence
        for each in walk(tree)
        if isinstance(each, Operation)
        for sentence in _problems(each, kinds)
    ]


def kinds_of(tree: Expression, kinds: Mapping[str, Kinds]) -> Kinds:
    """What the value of an expression can be."""
    match tree:
        case Name(name):
            return kinds.get(name, ANY)
        case Literal(value):
            return _literal(value)
        case Items():
            return frozenset({Kind.LIST})
        case Choose(_condition, value, otherwise):
            return kinds_of(value, kinds) | kinds_of(otherwise, kinds)
        case Operation(operator) if operator in ARITHMETIC:
            return NUMBER | frozenset({Kind.TEXT})
    return TRUTH


def _literal(value: object) -> Kinds:
    if isinstance(value, bool):
        return TRUTH
    return NUMBER if isinstance(value, int | float) else frozenset({Kind.TEXT})


def _problems(tree: Operation, kinds: Mapping[str, Kinds]) -> Iterator[str]:
    left, right = kinds_of(tree.left, kinds), kinds_of(tree.right, kinds)
    shown = {"expression": text_of(tree)}
    if tree.operator in ARITHMETIC:
        if not (left & NUMBER and right & NUMBER):
            yield _("“%(expression)s” calculates with something that is not a number.") % shown
    elif tree.operator in MEMBERSHIPS:
        yield from _membership_problems(tree, left, right)
    elif tree.operator in ORDERS and not _is_ordered(left & right):
        yield _("“%(expression)s” compares what has no common order.") % shown
    elif not left & right:
        yield _("“%(expression)s” compares a text with a number, or a list with one value.") % shown


def _is_ordered(kinds: Kinds) -> bool:
    return bool(kinds & {Kind.NUMBER, Kind.TEXT})


def _membership_problems(tree: Operation, left: Kinds, right: Kinds) -> Iterator[str]:
    shown = {"expression": text_of(tree)}
    if left == {Kind.RECORD}:
        yield _("“%(expression)s” looks into a whole table; name one of its rows.") % shown
    if tree.operator in {"anyof", "noneof", "allof"} and Kind.LIST not in right:
        yield _("“%(expression)s” needs a list, such as ['a', 'b'].") % shown


def is_condition(tree: Expression) -> bool:
    """Whether an expression is met or not by its form, other than a number or a text."""
    match tree:
        case Literal(value):
            return isinstance(value, bool)
        case Operation(operator):
            return operator not in ARITHMETIC
        case Choose(_condition, value, otherwise):
            return is_condition(value) and is_condition(otherwise)
        case All() | Either() | Negation():
            return all(is_condition(each) for each in parts_of(tree))
    return not isinstance(tree, Items)
