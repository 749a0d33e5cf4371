"""From the text of an expression to its tree. The language is in docs/questionnaires.md."""

from collections.abc import Callable

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from heed.core.expressions.problems import ExpressionError
from heed.core.expressions.tokens import Sort, Token, tokens_of
from heed.core.expressions.tree import (
    COMPARISONS,
    MEMBERSHIPS,
    PRODUCTS,
    SUMS,
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
    parts_of,
)

MOST_DEPTH = 30
FUNCTIONS = ("iif",)
SPELLINGS = {
    "equal": "=",
    "notequal": "<>",
    "less": "<",
    "lessorequal": "<=",
    "greater": ">",
    "greaterorequal": ">=",
    "contain": "contains",
    "notcontain": "notcontains",
}
NOTHING_STANDS_FOR_EMPTY = {"null", "undefined"}


def parse_expression(text: str) -> Expression:
    """The tree of an expression. Raises ExpressionError, which says where and what was expected."""
    tree = _Parser(tokens_of(text)).whole()
    _refuse_depth(tree, 1)
    return tree


def _refuse_depth(tree: Expression, depth: int) -> None:
    if depth > MOST_DEPTH:
        raise _too_deep(0)
    for part in parts_of(tree):
        _refuse_depth(part, depth + 1)


def _too_deep(position: int) -> ExpressionError:
    return ExpressionError(
        _("At character %(position)s: conditions may stand %(most)s deep in one another."),
        position=position,
        most=MOST_DEPTH,
    )


class _Parser:
    """Reads tokens from the loosest binding to the tightest: or, and, not, =, +, *, contains."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def whole(self) -> Expression:
        tree = self.either()
        if self.next.sort is not Sort.END:
            raise self.expected(_("an operator or the end"))
        return tree

    def either(self) -> Expression:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise _too_deep(self.next.position)
        conditions = [*self.joined("or", self.all, Either)]
        self.depth -= 1
        return conditions[0] if len(conditions) == 1 else Either(tuple(conditions))

    def all(self) -> Expression:
        conditions = [*self.joined("and", self.negated, All)]
        return conditions[0] if len(conditions) == 1 else All(tuple(conditions))

    def joined(
        self, word: str, part: Callable[[], Expression], kind: type[All] | type[Either]
    ) -> list[Expression]:
        """The conditions between `word`s; those of the same kind in brackets are taken out."""
        found: list[Expression] = []
        while True:
            condition = part()
            found.extend(condition.conditions if isinstance(condition, kind) else [condition])
            if not self.takes(word):
                return found

    def negated(self) -> Expression:
        count = 0
        while self.takes("not"):
            count += 1
        tree = self.comparison()
        for _each in range(min(count, MOST_DEPTH + 1)):
            tree = Negation(tree)
        return tree

    def comparison(self) -> Expression:
        left = self.sum()
        operator = self.operator(COMPARISONS)
        if not operator:
            return left
        right = self.sum()
        self.refuse_chain(COMPARISONS)
        return Operation(operator, left, right)

    def sum(self) -> Expression:
        tree = self.product()
        while operator := self.operator(SUMS):
            tree = Operation(operator, tree, self.product())
        return tree

    def product(self) -> Expression:
        tree = self.membership()
        while operator := self.operator(PRODUCTS):
            tree = Operation(operator, tree, self.membership())
        return tree

    def membership(self) -> Expression:
        left = self.factor()
        operator = self.operator(MEMBERSHIPS)
        if not operator:
            return left
        right = self.factor()
        self.refuse_chain(MEMBERSHIPS)
        return Operation(operator, left, right)

    def factor(self) -> Expression:
        count = 0
        while self.takes("!") or self.takes("negate"):
            count += 1
        tree = self.value()
        for _each in range(min(count, MOST_DEPTH + 1)):
            tree = Negation(tree)
        return tree

    def value(self) -> Expression:
        token = self.next
        if token.sort is Sort.NAME:
            return self.answer()
        if token.sort is Sort.TEXT:
            self.place += 1
            return Literal(token.text)
        if token.sort is Sort.NUMBER or (token.text == "-" and token.sort is Sort.SIGN):
            return self.number()
        if token.sort is Sort.WORD:
            return self.word()
        if self.takes("("):
            tree = self.either()
            self.needs(")")
            return tree
        if self.takes("["):
            return Items(tuple(self.sequence("]")))
        raise self.expected(_("a value"))

    def answer(self) -> Expression:
        name = Name(self.next.text)
        self.place += 1
        if self.takes("empty"):
            return Empty(name)
        return Answered(name) if self.takes("notempty") else name

    def number(self) -> Expression:
        sign = -1 if self.takes("-") else 1
        token = self.next
        if token.sort is not Sort.NUMBER:
            raise self.expected(_("a number"))
        self.place += 1
        return Literal(sign * (float(token.text) if "." in token.text else int(token.text)))

    def word(self) -> Expression:
        token = self.next
        word = token.text.lower()
        if word in {"true", "false"}:
            self.place += 1
            return Literal(word == "true")
        if self.tokens[self.place + 1].text == "(":
            return self.function()
        if word in NOTHING_STANDS_FOR_EMPTY:
            raise ExpressionError(
                _("At character %(position)s: write {name} empty instead of %(word)s."),
                position=token.position,
                word=token.text,
            )
        raise ExpressionError(
            _("At character %(position)s: a text is written in quotation marks: '%(word)s'."),
            position=token.position,
            word=token.text,
        )

    def function(self) -> Expression:
        token = self.next
        if token.text.lower() not in FUNCTIONS:
            raise ExpressionError(
                _(
                    "At character %(position)s: the function %(function)s is not supported; "
                    "supported is iif(condition, value, otherwise)."
                ),
                position=token.position,
                function=token.text,
            )
        self.place += 2
        arguments = self.sequence(")")
        if len(arguments) != 3:
            raise ExpressionError(
                _("At character %(position)s: iif needs 3 values, but %(count)s are given."),
                position=token.position,
                count=len(arguments),
            )
        return Choose(*arguments)

    def sequence(self, end: str) -> list[Expression]:
        items = [self.either()]
        while self.takes(","):
            items.append(self.either())
        self.needs(end)
        return items

    def operator(self, among: set[Operator]) -> Operator | None:
        text = self.written()
        if text in list(among):
            self.place += 1
            return Operator(text)
        return None

    def written(self) -> str:
        """The next word or sign in its usual spelling; empty for names, texts and numbers."""
        if self.next.sort not in {Sort.WORD, Sort.SIGN}:
            return ""
        word = self.next.text.lower()
        return SPELLINGS.get(word, word)

    def takes(self, text: str) -> bool:
        if self.written() != text:
            return False
        self.place += 1
        return True

    def needs(self, text: str) -> None:
        if not self.takes(text):
            raise self.expected(text)

    def refuse_chain(self, among: set[Operator]) -> None:
        if self.written() in list(among):
            raise ExpressionError(
                _(
                    "At character %(position)s: only two values can be compared at a time; "
                    "join comparisons by and."
                ),
                position=self.next.position,
            )

    def expected(self, what: str | LazyText) -> ExpressionError:
        token = self.next
        if token.sort is Sort.END:
            message = _("At the end, after character %(before)s, %(expected)s was expected.")
        elif token.text in {"%", "^"}:
            message = _("At character %(position)s: calculating with %(found)s is not supported.")
        else:
            message = _(
                "At character %(position)s %(expected)s was expected, but “%(found)s” stands there."
            )
        return ExpressionError(
            message,
            position=token.position,
            before=token.position,
            expected=what,
            found=token.text[:40],
        )
