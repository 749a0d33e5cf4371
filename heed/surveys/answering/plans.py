"""A questionnaire as a browser takes it along, to go through it with no network.

The logic is that of `walk`, `asking` and `checking`, written a second time in
`core/static/heed/js/kiosk_walk.js` and its neighbours; a test goes both ways and compares. What is
left out stands at its default. Texts keep their `{name}`, which are filled in there.
"""

from collections.abc import Callable
from typing import Any

from heed.core.expressions.exchange import json_of
from heed.core.expressions.tree import Expression
from heed.surveys.answering.limits import MOST_CHARACTERS
from heed.surveys.format import own_questions, questions
from heed.surveys.format.choices import Choice, KanoRow
from heed.surveys.format.kinds import known_kinds
from heed.surveys.format.questionnaire import Page, Questionnaire
from heed.surveys.format.scales import points_of
from heed.surveys.format.texts import Texts
from heed.surveys.format.wording import (
    AND,
    MISSING_TEXTS,
    NO,
    NONE_TEXT,
    OTHER_TEXT,
    PART_TEXTS,
    YES,
)
from heed.surveys.format.words import NONE, OTHER, ChoicesOrder, Input, Order, Role

Plan = dict[str, Any]
Said = Callable[[Texts], str]


def plan_of(questionnaire: Questionnaire, language: str) -> Plan:
    """The whole questionnaire in one language, as JSON."""

    def said(texts: Texts) -> str:
        return texts.in_language(language)

    return {
        "names": [*questionnaire.given, *known_kinds(questionnaire)],
        "and": said(AND),
        "yes": said(YES),
        "no": said(NO),
        "pages": [_page(questionnaire, page, language) for page in questionnaire.pages],
    }


def _page(questionnaire: Questionnaire, page: Page, language: str) -> Plan:
    order = page.questions_order or questionnaire.questions_order
    return _without_nothing(
        name=page.name,
        title=page.title.in_language(language),
        description=page.description.in_language(language),
        visibleIf=_tree(page.visible_if),
        isRandom=order is Order.RANDOM,
        questions=[question_plan(each, language) for each in page.questions],
    )


def question_plan(question: questions.Question, language: str) -> Plan:
    """One question: when it is put, what can be answered, in which order."""

    def said(texts: Texts) -> str:
        return texts.in_language(language)

    return _without_nothing(
        name=question.name,
        type=question.type,
        visibleIf=_tree(question.visible_if),
        requiredIf=_tree(question.required_if),
        isRequired=question.is_required,
        isTrap=question.role is Role.TRAP,
        missing=[[str(code), said(MISSING_TEXTS[code])] for code in question.missing],
        **_choosing(question, language),
        **_table(question, language),
        **_own(question, said),
    )


def _choosing(question: questions.Question, language: str) -> Plan:
    if isinstance(question, own_questions.BestWorst):
        return {
            "choices": _pairs(question.choices, language),
            "sets": [[str(number), list(one)] for number, one in enumerate(question.sets, start=1)],
            "isRandom": question.sets_order is Order.RANDOM,
        }
    if isinstance(question, questions.Rating | own_questions.Paired):
        labelled = question.labels if isinstance(question, questions.Rating) else ()
        labels = {each.value: each.shown(language) for each in labelled}
        points = [[point, labels.get(point, str(point))] for point in points_of(question)]
        return {"choices": points, "lowest": question.lowest, "highest": question.highest}
    if not isinstance(question, questions.Choosing):
        return {}
    return {
        "choices": _pairs(question.choices, language),
        "last": _last(question, language),
        "isRandom": question.choices_order is ChoicesOrder.RANDOM,
        "from": question.choices_from,
        "fromMode": str(question.choices_from_mode) if question.choices_from else "",
    }


def _last(question: questions.Choosing, language: str) -> list[list[object]]:
    last: list[list[object]] = []
    if isinstance(question, questions.SeveralOf) and question.has_none:
        last.append([NONE, (question.none_text or NONE_TEXT).in_language(language)])
    if isinstance(question, questions.Selecting) and question.has_other:
        last.append([OTHER, (question.other_text or OTHER_TEXT).in_language(language)])
    return last


def _table(question: questions.Question, language: str) -> Plan:
    if not isinstance(question, questions.Matrix | own_questions.Paired | own_questions.Kano):
        return {}
    is_pair = isinstance(question, own_questions.Paired)
    return {
        "rows": _pairs(question.rows, language),
        "isRandom": question.rows_order is Order.RANDOM,
        "columns": [] if is_pair else _pairs(getattr(question, "columns", ()), language),
    }


def _own(question: questions.Question, said: Said) -> Plan:
    """What only questions of one type have."""
    match question:
        case questions.SeveralOf() | questions.Ranking():
            is_partial = isinstance(question, questions.Ranking) and question.is_partial
            return {"fewest": question.fewest, "most": question.most, "isPartial": is_partial}
        case questions.Line():
            limit = question.most_characters if question.input is Input.TEXT else 0
            limits = {"least": question.least, "most": question.most, "characters": limit}
            return {"input": str(question.input), **limits}
        case questions.Comment():
            return {"characters": min(question.most_characters or MOST_CHARACTERS, MOST_CHARACTERS)}
        case questions.YesNo():
            words = {"yes": said(question.yes or YES), "no": said(question.no or NO)}
            return {**words, "isConsent": question.is_consent}
        case questions.Computed():
            return {"expression": json_of(question.expression)}
    return _of_table(question, said)


def _of_table(question: questions.Question, said: Said) -> Plan:
    match question:
        case questions.Matrix():
            return {"eachRow": question.each_row_required}
        case own_questions.Sum():
            return {"total": question.total}
        case own_questions.Paired():
            return {"parts": [[str(part), said(PART_TEXTS[part])] for part in question.parts]}
    return {}


def _pairs(choices: tuple[Choice | KanoRow, ...], language: str) -> list[list[object]]:
    return [[each.value, each.shown(language)] for each in choices]


def _tree(condition: Expression | None) -> list[object] | None:
    return None if condition is None else json_of(condition)


def _without_nothing(**facts: object) -> Plan:
    """The facts that say something; 0 does."""
    return {
        key: each
        for key, each in facts.items()
        if each is not None and each is not False and each not in ("", [])
    }
