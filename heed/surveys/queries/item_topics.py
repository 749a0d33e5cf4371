"""Which topics of the ledger the items of a questionnaire are about."""

from collections.abc import Iterable
from dataclasses import dataclass

from heed.expectations.models import Topic
from heed.expectations.queries.topics import topics_in_use
from heed.surveys.analysing.narrowing import items_of
from heed.surveys.format.choices import Choice
from heed.surveys.format.own_questions import Kano, Paired
from heed.surveys.format.questionnaire import Questionnaire as Asked
from heed.surveys.format.questions import Block, Comment, Computed, Files, Matrix, Question
from heed.surveys.format.words import Role
from heed.surveys.models import Questionnaire
from heed.surveys.models.analyses import ItemTopic

TELLS_NOTHING = (Block, Comment, Computed, Files)


@dataclass(frozen=True)
class Item:
    """One thing asked about, the topic it is tied to, and one it might be tied to."""

    name: str
    text: str
    question: str
    topic_id: int | None
    proposed_id: int | None


def topics_of_items(questionnaire: Questionnaire) -> dict[str, Topic]:
    """The topic of each item that is tied to one; one statement."""
    rows = ItemTopic.objects.filter(questionnaire=questionnaire).select_related("topic")
    return {row.item: row.topic for row in rows}


def items_with_topics(questionnaire: Questionnaire, asked: Asked, language: str) -> list[Item]:
    """The items a topic can be tied to, in the order of asking; two statements."""
    tied = topics_of_items(questionnaire)
    topics = list(topics_in_use())
    return [
        Item(
            name,
            _text(name, question, language),
            question.shown(language),
            tied[name].pk if name in tied else None,
            None if name in tied else _proposed(name, question, topics),
        )
        for name, question in items_of(asked)
        if not isinstance(question, TELLS_NOTHING) and question.role is not Role.TRAP
    ]


def _text(name: str, question: Question, language: str) -> str:
    row = _row(name, question)
    return row.shown(language) if row else question.shown(language)


def _row(name: str, question: Question) -> Choice | None:
    if not isinstance(question, Matrix | Paired | Kano):
        return None
    rows: dict[str, Choice] = {f"{question.name}.{each.value}": each for each in question.rows}
    return rows.get(name)


def _proposed(name: str, question: Question, topics: Iterable[Topic]) -> int | None:
    """The topic that is called as the item is, by key or by name in either language."""
    row = _row(name, question)
    texts = row.text if row else question.title
    words = {name.rpartition(".")[2], row.item if row else question.item}
    words |= {texts.in_language("en"), texts.in_language("zh-hans")}
    called = {_plain(word) for word in words if word}
    for topic in topics:
        if called & {_plain(each) for each in (topic.key, topic.name, topic.name_zh) if each}:
            return topic.pk
    return None


def _plain(word: str) -> str:
    return word.strip().rstrip(".。").replace("_", "-").replace(" ", "-").casefold()
