"""From a question of the questionnaire to the question as it is put to one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heed.core.expressions.evaluation import is_met
from heed.surveys.answering.asked import Asked, AskedChoice, AskedSet, Choices
from heed.surveys.answering.piping import piped, piped_html
from heed.surveys.answering.sitting import Sitting
from heed.surveys.format.choices import Choice, KanoRow
from heed.surveys.format.own_questions import BestWorst, Kano, Paired
from heed.surveys.format.questions import (
    Block,
    Choosing,
    Matrix,
    Question,
    Rating,
    Selecting,
    SeveralOf,
    YesNo,
)
from heed.surveys.format.scales import points_of
from heed.surveys.format.texts import NOTHING, Texts
from heed.surveys.format.wording import (
    MISSING_TEXTS,
    NO,
    NONE_TEXT,
    OTHER_TEXT,
    PART_TEXTS,
    YES,
)
from heed.surveys.format.words import NONE, OTHER, Carried, ChoicesOrder, Order


@dataclass(frozen=True)
class Asking:
    """What is known when a question is reached: answers that count, and how they are told."""

    sitting: Sitting
    values: Mapping[str, object]
    told: Mapping[str, str]
    earlier: Mapping[str, Asked]

    def ask(self, question: Question, answers: Mapping[str, object]) -> Asked:
        """The question as it is put now."""
        text, comment = self.sitting.text, answers.get(f"{question.name}-Comment")
        return Asked(
            question=question,
            title=piped(question.shown(self.sitting.language), self.told),
            description=piped(text(question.description), self.told),
            is_required=self._is_required(question),
            choices=self._choices(question),
            rows=self._rows(question),
            columns=self._columns(question),
            parts=self._parts(question),
            sets=self._sets(question),
            missing=tuple(
                AskedChoice(code, text(MISSING_TEXTS[code])) for code in question.missing
            ),
            html=piped_html(text(question.html), self.told) if isinstance(question, Block) else "",
            lowest_label=text(_ends(question)[0]),
            highest_label=text(_ends(question)[1]),
            value=answers.get(question.name),
            comment=comment if isinstance(comment, str) else "",
        )

    def _is_required(self, question: Question) -> bool:
        condition = question.required_if
        return question.is_required or (condition is not None and is_met(condition, self.values))

    def _choice(self, choice: Choice) -> AskedChoice:
        text = piped(choice.shown(self.sitting.language), self.told)
        if not isinstance(choice, KanoRow):
            return AskedChoice(choice.value, text)
        return AskedChoice(
            choice.value,
            text,
            functional=piped(self.sitting.text(choice.functional), self.told),
            dysfunctional=piped(self.sitting.text(choice.dysfunctional), self.told),
        )

    def _choices(self, question: Question) -> Choices:
        if isinstance(question, BestWorst):
            return tuple(self._choice(each) for each in question.choices)
        if isinstance(question, Rating | Paired):
            return self._points(question)
        if isinstance(question, YesNo):
            words = {"true": question.yes or YES, "false": question.no or NO}
            return tuple(AskedChoice(key, self.sitting.text(each)) for key, each in words.items())
        if not isinstance(question, Choosing):
            return ()
        own = (*self._carried(question), *(self._choice(each) for each in question.choices))
        is_random = question.choices_order is ChoicesOrder.RANDOM
        ordered = self._ordered(own, question.name, is_random=is_random)
        return (*ordered, *self._last(question))

    def _points(self, question: Rating | Paired) -> Choices:
        labelled = question.labels if isinstance(question, Rating) else ()
        labels = {each.value: self._choice(each).text for each in labelled}
        return tuple(
            AskedChoice(point, labels.get(point, str(point))) for point in points_of(question)
        )

    def _last(self, question: Choosing) -> Choices:
        """“None” and “other” stand last, whatever the order."""
        text, last = self.sitting.text, []
        if isinstance(question, SeveralOf) and question.has_none:
            last.append(AskedChoice(NONE, text(question.none_text or NONE_TEXT)))
        if isinstance(question, Selecting) and question.has_other:
            last.append(AskedChoice(OTHER, text(question.other_text or OTHER_TEXT)))
        return tuple(last)

    def _carried(self, question: Choosing) -> list[AskedChoice]:
        """The choices of an earlier question that go on to this one."""
        source = self.earlier.get(question.choices_from)
        if source is None:
            return []
        answer = self.values.get(source.name)
        chosen = answer if isinstance(answer, list) else [answer]
        offered = [each for each in source.choices if each.value not in {OTHER, NONE}]
        match question.choices_from_mode:
            case Carried.CHOSEN:
                own_words = AskedChoice(OTHER, source.comment)
                found = [each for each in offered if each.value in chosen]
                return [*found, own_words] if OTHER in chosen and source.comment else found
            case Carried.LEFT:
                return [each for each in offered if each.value not in chosen]
        return offered

    def _rows(self, question: Question) -> Choices:
        if not isinstance(question, Matrix | Paired | Kano):
            return ()
        rows = [self._choice(each) for each in question.rows]
        is_random = question.rows_order is Order.RANDOM
        return tuple(self._ordered(rows, question.name, is_random=is_random))

    def _columns(self, question: Question) -> Choices:
        if not isinstance(question, Matrix | Kano):
            return ()
        return tuple(self._choice(each) for each in question.columns)

    def _parts(self, question: Question) -> Choices:
        parts = question.parts if isinstance(question, Paired) else ()
        return tuple(AskedChoice(part.value, self.sitting.text(PART_TEXTS[part])) for part in parts)

    def _sets(self, question: Question) -> tuple[AskedSet, ...]:
        if not isinstance(question, BestWorst):
            return ()
        choices = {each.value: each for each in self._choices(question)}
        sets = [
            AskedSet(str(number), tuple(choices[each] for each in values if each in choices))
            for number, values in enumerate(question.sets, start=1)
        ]
        if question.sets_order is Order.RANDOM:
            sets = self.sitting.shuffled(sets, [each.key for each in sets], question.name)
        return tuple(sets)

    def _ordered(
        self, choices: Sequence[AskedChoice], name: str, *, is_random: bool
    ) -> Sequence[AskedChoice]:
        if not is_random:
            return choices
        return self.sitting.shuffled(choices, [each.value for each in choices], name)


def _ends(question: Question) -> tuple[Texts, Texts]:
    """The words at the ends of a scale."""
    if isinstance(question, BestWorst):
        return question.worst_label, question.best_label
    if isinstance(question, Rating | Paired):
        return question.lowest_label, question.highest_label
    return NOTHING, NOTHING


def has_nothing_to_choose(asked: Asked) -> bool:
    """Whether nothing was carried forward to a question that lives of it."""
    return isinstance(asked.question, Choosing) and not asked.choices
