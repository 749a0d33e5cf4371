"""Walking through a questionnaire once, from front to back, with the answers so far.

What is hidden does not count, and neither does an answer its question does not allow: they are not
seen by conditions, texts and choices carried forward.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from heed.core.expressions.evaluation import is_met, value_of
from heed.core.expressions.printing import number_text
from heed.core.expressions.tree import Expression
from heed.surveys.answering.asked import Asked, AskedPage
from heed.surveys.answering.asking import Asking, has_nothing_to_choose
from heed.surveys.answering.checking import is_allowed
from heed.surveys.answering.piping import piped
from heed.surveys.answering.sitting import Sitting
from heed.surveys.answering.values import row_answers, tidied, told
from heed.surveys.format.kinds import names_of
from heed.surveys.format.questionnaire import Page
from heed.surveys.format.questions import Block, Computed, Question
from heed.surveys.format.words import Order


@dataclass
class Walk:
    """The pages that are shown, and the answers that count (`values`, with what was given)."""

    sitting: Sitting
    answers: Mapping[str, object]
    values: dict[str, object] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    pages: list[AskedPage] = field(default_factory=list)

    def go(self) -> "Walk":
        self.values.update(self.sitting.given)
        self.told.update(dict.fromkeys(self.sitting.questionnaire.given, ""))
        for question in self.sitting.questionnaire.questions:
            self.told.update(dict.fromkeys(names_of(question), ""))
        self.told.update({name: _plain(each) for name, each in self.sitting.given.items()})
        for page in self.sitting.questionnaire.pages:
            if self._is_shown(page.visible_if):
                self._turn_to(page)
        return self

    def _is_shown(self, condition: Expression | None) -> bool:
        return condition is None or is_met(condition, self.values)

    def _turn_to(self, page: Page) -> None:
        questions = [
            asked for question in page.questions if (asked := self._meet(question)) is not None
        ]
        if not questions:
            return
        text = self.sitting.text
        self.pages.append(
            AskedPage(
                name=page.name,
                title=piped(text(page.title), self.told),
                description=piped(text(page.description), self.told),
                questions=self._in_order(page, questions),
            )
        )

    def _meet(self, question: Question) -> Asked | None:
        """The question as it is put, None where it is not; its answer counts from here on."""
        if not self._is_shown(question.visible_if):
            return None
        asking = Asking(self.sitting, self.values, self.told, self.asked)
        asked = asking.ask(question, self._own_answers(question))
        if has_nothing_to_choose(asked):
            return None
        if isinstance(question, Computed):
            asked = replace(asked, value=value_of(question.expression, self.values))
        self.asked[question.name] = asked
        self._count(asked)
        return asked

    def _own_answers(self, question: Question) -> dict[str, object]:
        names = (question.name, f"{question.name}-Comment")
        return {name: tidied(self.answers[name]) for name in names if name in self.answers}

    def _count(self, asked: Asked) -> None:
        is_computed = isinstance(asked.question, Computed)
        if asked.value is None or not (is_computed or is_allowed(asked)):
            return
        self.values[asked.name] = asked.value
        if asked.comment:
            self.values[asked.comment_name] = asked.comment
        language = self.sitting.language
        self.told[asked.name] = told(asked, asked.value, language)
        self.told.update(row_answers(asked, asked.value, language))

    def _in_order(self, page: Page, questions: list[Asked]) -> tuple[Asked, ...]:
        """Texts between questions keep their place; questions change theirs where that is asked."""
        order = page.questions_order or self.sitting.questionnaire.questions_order
        if order is not Order.RANDOM:
            return tuple(questions)
        moving = [each for each in questions if not isinstance(each.question, Block)]
        names = [each.name for each in moving]
        drawn = iter(self.sitting.shuffled(moving, names, f"page {page.name}"))
        return tuple(
            each if isinstance(each.question, Block) else next(drawn) for each in questions
        )


def _plain(value: object) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return number_text(value) if is_number else str(value)  # type: ignore[arg-type]


def walk(sitting: Sitting, answers: Mapping[str, object]) -> Walk:
    """The way with these answers; it is gone once, as long as the values are the very same ones.

    Equal values are not enough: 1 and true are equal, and told differently.
    """
    key = tuple((name, id(value)) for name, value in answers.items())
    if key not in sitting.ways:
        sitting.ways[key] = Walk(sitting, dict(answers)).go()  # which keeps the values alive
    way: Walk = sitting.ways[key]
    return way
