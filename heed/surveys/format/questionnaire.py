"""A questionnaire as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from heed.core.expressions.tree import Expression
from heed.surveys.format.codecs import (
    EXPRESSION,
    NAMED,
    PLAIN,
    TEXTS,
    WHOLE,
    listed,
    one_of,
    stands,
)
from heed.surveys.format.objects import object_of
from heed.surveys.format.questions import Question
from heed.surveys.format.texts import DEFAULT, NOTHING, Texts, survey_language, texts_in
from heed.surveys.format.types import QUESTION
from heed.surveys.format.words import Order


@dataclass(frozen=True, kw_only=True)
class Page:
    name: str = stands("name", NAMED)
    title: Texts = stands("title", TEXTS, default=NOTHING)
    description: Texts = stands("description", TEXTS, default=NOTHING)
    visible_if: Expression | None = stands("visibleIf", EXPRESSION, default=None)
    questions_order: Order | None = stands(
        "questionOrder", one_of(Order), default=None, also=("questionsOrder",)
    )
    questions: tuple[Question, ...] = stands("elements", listed(QUESTION), also=("questions",))


@dataclass(frozen=True, kw_only=True)
class Quota:
    """At most `limit` people of whom the expression is true."""

    name: str = stands("name", NAMED)
    expression: Expression = stands("expression", EXPRESSION)
    limit: int = stands("limit", WHOLE)


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """Pages of questions. `given` names what is known from outside, such as a topic's name."""

    title: Texts = stands("title", TEXTS, default=NOTHING)
    description: Texts = stands("description", TEXTS, default=NOTHING)
    completed: Texts = stands("completedHtml", TEXTS, default=NOTHING)
    locale: str = stands("locale", PLAIN, default="en")
    version: int = stands("heed_version", WHOLE, default=1)
    given: tuple[str, ...] = stands("heed_given", listed(NAMED), default=())
    quotas: tuple[Quota, ...] = stands("heed_quotas", listed(object_of(Quota)), default=())
    questions_order: Order = stands(
        "questionOrder", one_of(Order), default=Order.AS_WRITTEN, also=("questionsOrder",)
    )
    pages: tuple[Page, ...] = stands("pages", listed(object_of(Page)))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of all its texts; that of the questionnaire comes first."""
        own = survey_language(self.locale)
        found = {
            own if name == DEFAULT else name
            for _path, text in texts_in(self)
            for name, _text in text.texts
        }
        return (own, *sorted(found - {own}))

    def question(self, name: str) -> Question | None:
        return next((each for each in self.questions if each.name == name), None)

    def placed(self) -> Iterator[tuple[str, Page, Question]]:
        """Each question with its path and page."""
        for number, page in enumerate(self.pages):
            for place, question in enumerate(page.questions):
                yield f"pages[{number}].elements[{place}]", page, question
