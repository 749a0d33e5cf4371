"""An expression as a tree: what the parser makes, the evaluator reads and the printer writes."""

import math
from dataclasses import dataclass
from enum import StrEnum


class Operator(StrEnum):
    """How two values are put together, each as it is written."""

    EQUAL = "="
    UNEQUAL = "<>"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    CONTAINS = "contains"
    LACKS = "notcontains"
    ANY_OF = "anyof"
    NONE_OF = "noneof"
    ALL_OF = "allof"
    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    DIVIDED = "/"


COMPARISONS = {
    *(Operator.EQUAL, Operator.UNEQUAL, Operator.LESS, Operator.AT_MOST),
    *(Operator.MORE, Operator.AT_LEAST),
}
ORDERS = COMPARISONS - {Operator.EQUAL, Operator.UNEQUAL}
MEMBERSHIPS = {
    *(Operator.CONTAINS, Operator.LACKS, Operator.ANY_OF, Operator.NONE_OF, Operator.ALL_OF),
}
SUMS = {Operator.PLUS, Operator.MINUS}
PRODUCTS = {Operator.TIMES, Operator.DIVIDED}
ARITHMETIC = SUMS | PRODUCTS


@dataclass(frozen=True)
class Name:
    """The answer to a question; `matrix.row` is that to one row."""

    name: str


@dataclass(frozen=True)
class Literal:
    """A text, a number or a truth value that stands in the expression itself."""

    value: str | int | float | bool

    def __post_init__(self) -> None:
        if isinstance(self.value, str) and "\\" in self.value:
            raise ValueError(f"expected a text without backslashes, got {self.value!r}")
        if isinstance(self.value, float) and not math.isfinite(self.value):
            raise ValueError(f"expected a finite number, got {self.value!r}")


@dataclass(frozen=True)
class Items:
    """A list of values; never empty."""

    items: tuple["Expression", ...]


@dataclass(frozen=True)
class Empty:
    """Whether a question has no answer."""

    name: Name


@dataclass(frozen=True)
class Answered:
    """Whether a question has an answer."""

    name: Name


@dataclass(frozen=True)
class Negation:
    operand: "Expression"


@dataclass(frozen=True)
class All:
    """Met if each of at least two conditions is."""

    conditions: tuple["Expression", ...]


@dataclass(frozen=True)
class Either:
    """Met if one of at least two conditions is."""

    conditions: tuple["Expression", ...]


@dataclass(frozen=True)
class Operation:
    operator: Operator
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True)
class Choose:
    """One value if a condition is met, else another: `iif(condition, value, otherwise)`."""

    condition: "Expression"
    value: "Expression"
    otherwise: "Expression"


Expression = (
    Name | Literal | Items | Empty | Answered | Negation | All | Either | Operation | Choose
)


def parts_of(tree: Expression) -> tuple[Expression, ...]:
    """The expressions a tree is put together from, in the order they are written."""
    match tree:
        case Items(parts) | All(parts) | Either(parts):
            return parts
        case Empty(name) | Answered(name):
            return (name,)
        case Negation(operand):
            return (operand,)
        case Operation(_, left, right):
            return (left, right)
        case Choose(condition, value, otherwise):
            return (condition, value, otherwise)
    return ()
