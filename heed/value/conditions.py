"""Conditions of tiers: which measured values they may name, and what they become with a margin."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heed.core.expressions.checking import names_in
from heed.core.expressions.exchange import json_of
from heed.core.expressions.parsing import parse_expression
from heed.core.expressions.printing import number_text, text_of
from heed.core.expressions.problems import ExpressionError
from heed.core.expressions.sentences import Words, sentence_of
from heed.core.expressions.tree import (
    COMPARISONS,
    All,
    Answered,
    Either,
    Empty,
    Expression,
    Literal,
    Name,
    Negation,
    Operation,
    Operator,
    parts_of,
)

MEASURED: dict[str, LazyText] = {
    "spend": gettext_lazy("net spend of twelve months"),
    "spend_percentile": gettext_lazy("percentile of spend in twelve months (0 to 100)"),
    "spend_in_all": gettext_lazy("net spend in all"),
    "recency_days": gettext_lazy("days since the last purchase"),
    "tenure_days": gettext_lazy("days since the first purchase"),
    "purchase_days": gettext_lazy("days with purchases"),
    "discount_share": gettext_lazy("share of discounts in twelve months (0 to 1)"),
    "returns_share": gettext_lazy("share returned in twelve months (0 to 1)"),
    "kept_share": gettext_lazy("share of our promises to the customer that we kept (0 to 1)"),
    "perceived": gettext_lazy("mean of what the customer perceived (1 to 7)"),
}
MONEY = {"spend", "spend_in_all"}
DEFAULT_HIGH = "{spend_percentile} >= 80"
DEFAULT_MEDIUM = "{spend_percentile} >= 50"
DEFAULT_MARGIN = 10
DOWN = {Operator.MORE, Operator.AT_LEAST}
MIRRORED = {
    Operator.LESS: Operator.MORE,
    Operator.MORE: Operator.LESS,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.AT_LEAST: Operator.AT_MOST,
}


def problems_of(text: str) -> list[str]:
    """One sentence for each thing wrong with a condition as it was written."""
    try:
        tree = parse_expression(text)
    except ExpressionError as problem:
        return [str(problem)]
    unknown = sorted(names_in(tree) - MEASURED.keys())
    found = [
        _("There is no value “%(name)s”. Choose among %(names)s.")
        % {"name": name, "names": ", ".join(MEASURED)}
        for name in unknown
    ]
    return found + [
        _("“%(part)s” does not compare one value with a number, as {spend} >= 900 does.")
        % {"part": text_of(part)}
        for part in _unusable(tree)
    ]


def _unusable(tree: Expression) -> list[Expression]:
    """The parts that are neither comparisons with a number nor joined of such."""
    if isinstance(tree, All | Either | Negation):
        return [wrong for part in parts_of(tree) for wrong in _unusable(part)]
    if isinstance(tree, Empty | Answered):
        return []
    is_comparison = isinstance(tree, Operation) and tree.operator in COMPARISONS
    return [] if is_comparison and _is_with_number(tree) else [tree]


def _is_with_number(tree: Expression) -> bool:
    sides = parts_of(tree)
    numbers = [
        side
        for side in sides
        if isinstance(side, Literal)
        and isinstance(side.value, int | float)
        and not isinstance(side.value, bool)
    ]
    return len(numbers) == 1 and any(isinstance(side, Name) for side in sides)


def relaxed(tree: Expression, percent: int, *, is_denied: bool = False) -> Expression:
    """The condition with each limit moved outwards by so many percent of itself.

    `{spend} >= 900` becomes `{spend} >= 810` at 10 percent; what is denied moves the other way.
    Equality has no limit that could move.
    """
    match tree:
        case All(conditions):
            return All(tuple(relaxed(each, percent, is_denied=is_denied) for each in conditions))
        case Either(conditions):
            parts = tuple(relaxed(each, percent, is_denied=is_denied) for each in conditions)
            return Either(parts)
        case Negation(operand):
            return Negation(relaxed(operand, percent, is_denied=not is_denied))
        case Operation(operator, Literal() as limit, name) if operator in MIRRORED:
            turned = Operation(MIRRORED[operator], name, limit)
            return relaxed(turned, percent, is_denied=is_denied)
        case Operation(operator, _name, Literal(int() | float() as limit)) if operator in MIRRORED:
            sign = -1 if (operator in DOWN) is not is_denied else 1
            moved = round(limit + sign * abs(limit) * percent / 100, 10)
            return replace(tree, right=Literal(moved))
    return tree


@dataclass(frozen=True)
class TierConditions:
    """The conditions of one policy, which are known to be usable."""

    high: str = DEFAULT_HIGH
    medium: str = DEFAULT_MEDIUM
    margin_percent: int = DEFAULT_MARGIN

    def as_asked(self) -> Mapping[str, object]:
        """The conditions for the child process that places customers by them."""
        high, medium = parse_expression(self.high), parse_expression(self.medium)
        return {
            "high": json_of(high),
            "medium": json_of(medium),
            "high_stays": json_of(relaxed(high, self.margin_percent)),
            "medium_stays": json_of(relaxed(medium, self.margin_percent)),
            "names": sorted(names_in(high) | names_in(medium)),
        }


def condition_said(text: str) -> str:
    """The condition as a sentence, in the language that is active."""
    return sentence_of(parse_expression(text), Words(question=_named))


def _named(name: str) -> str:
    return str(MEASURED[name])


def number_said(value: float) -> str:
    """A measured number with at most two decimals, the rest cut off so that no limit is passed."""
    return number_text(int(value * 100 + (1e-6 if value >= 0 else -1e-6)) / 100)


def values_joined(said: list[tuple[str, str]]) -> str:
    """Measured values, each with its name."""
    pairs = [
        _("%(name)s: %(value)s") % {"name": MEASURED[name], "value": value} for name, value in said
    ]
    return pgettext("between measured values", "; ").join(pairs)
