"""An expression as a sentence for people, in the language that is active."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.expressions.printing import number_text
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
    Operator,
)


def _as_written(name: str) -> str:
    return name


def _value_as_written(_name: str, value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return number_text(value) if isinstance(value, int | float) else f"“{value}”"


@dataclass(frozen=True)
class Words:
    """How questions and their answers are called in sentences."""

    question: Callable[[str], str] = _as_written
    value: Callable[[str, object], str] = _value_as_written


SENTENCES: dict[Operator, LazyText] = {
    Operator.EQUAL: gettext_lazy("%(left)s is %(right)s"),
    Operator.UNEQUAL: gettext_lazy("%(left)s is not %(right)s"),
    Operator.LESS: gettext_lazy("%(left)s is less than %(right)s"),
    Operator.AT_MOST: gettext_lazy("%(left)s is at most %(right)s"),
    Operator.MORE: gettext_lazy("%(left)s is more than %(right)s"),
    Operator.AT_LEAST: gettext_lazy("%(left)s is at least %(right)s"),
    Operator.CONTAINS: gettext_lazy("%(left)s includes %(right)s"),
    Operator.LACKS: gettext_lazy("%(left)s does not include %(right)s"),
    Operator.ANY_OF: gettext_lazy("%(left)s is one of %(right)s"),
    Operator.NONE_OF: gettext_lazy("%(left)s is none of %(right)s"),
    Operator.ALL_OF: gettext_lazy("%(left)s includes all of %(right)s"),
    Operator.PLUS: gettext_lazy("%(left)s plus %(right)s"),
    Operator.MINUS: gettext_lazy("%(left)s minus %(right)s"),
    Operator.TIMES: gettext_lazy("%(left)s times %(right)s"),
    Operator.DIVIDED: gettext_lazy("%(left)s divided by %(right)s"),
}


def sentence_of(tree: Expression, words: Words | None = None) -> str:
    """The expression as people say it: “Overall satisfaction is at most 3”."""
    return _Speaker(words or Words()).say(tree)


@dataclass(frozen=True)
class _Speaker:
    words: Words

    def say(self, tree: Expression, about: str = "") -> str:
        """`about` is the question whose answers the literals are."""
        match tree:
            case Name(name):
                return self.words.question(name)
            case Literal(value):
                return self.words.value(about, value)
            case Items(items):
                return _(", ").join(self.say(each, about) for each in items)
            case Operation(operator, left, right):
                return str(SENTENCES[operator]) % {
                    "left": self.inner(left, _subject(right)),
                    "right": self.inner(right, _subject(left)),
                }
        return self.condition(tree)

    def condition(self, tree: Empty | Answered | Negation | All | Either | Choose) -> str:
        match tree:
            case Empty(name):
                return _("%(question)s is not answered") % {"question": self.say(name)}
            case Answered(name):
                return _("%(question)s is answered") % {"question": self.say(name)}
            case Negation(operand):
                return _("it is not so that %(condition)s") % {"condition": self.inner(operand)}
            case All(conditions):
                return _(" and ").join(self.inner(each) for each in conditions)
            case Either(conditions):
                return _(" or ").join(self.inner(each) for each in conditions)
            case Choose(condition, value, otherwise):
                return _("if %(condition)s then %(value)s, otherwise %(otherwise)s") % {
                    "condition": self.inner(condition),
                    "value": self.inner(value),
                    "otherwise": self.inner(otherwise),
                }

    def inner(self, tree: Expression, about: str = "") -> str:
        """A part of a sentence, in brackets where it is a joined one itself."""
        said = self.say(tree, about)
        if isinstance(tree, All | Either | Choose):
            return _("(%(condition)s)") % {"condition": said}
        return said


def _subject(tree: Expression) -> str:
    return tree.name if isinstance(tree, Name) else ""
