import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.models import ItemTopic
from heed.surveys.operations.item_topics import ItemUnknown, link_item_topics
from heed.surveys.operations.questionnaires import change_questionnaire
from heed.surveys.queries.item_topics import items_with_topics
from tests.expectations.factories import make_topic
from tests.moments import NOON
from tests.surveys.factories import make_questionnaire, make_survey


@pytest.fixture
def kano(manager):
    return make_questionnaire(actor=manager, ready="kano")


def tie(held, actor, **topics):
    named = {f"features.{row}": topic for row, topic in topics.items()}
    return link_item_topics(questionnaire_id=held.pk, topics=named, actor=actor, now=NOON)


def test_items_are_tied_and_untied_and_what_was_before_is_told(kano, manager):
    speed, care = make_topic(key="speed", name="Speed"), make_topic(key="care", name="Care")

    first = tie(kano, manager, answer_day=speed, named_person=care)
    second = tie(kano, manager, answer_day=care, named_person=None)
    third = tie(kano, manager, answer_day=care)

    assert first == {"features.answer_day": None, "features.named_person": None}
    assert second == {"features.answer_day": speed.pk, "features.named_person": care.pk}
    assert third == {}
    assert [(row.item, row.topic) for row in ItemTopic.objects.all()] == [
        ("features.answer_day", care)
    ]
    assert Event.objects.filter(type="surveys.ItemTopicsLinked").count() == 2


def test_an_item_that_is_not_asked_is_refused(kano, manager):
    with pytest.raises(ItemUnknown, match=r"“features\.tea”"):
        tie(kano, manager, tea=make_topic())

    assert not ItemTopic.objects.exists()


def test_an_item_of_a_version_that_was_asked_can_still_be_tied(kano, manager):
    make_survey(actor=manager, questionnaire=kano)
    emptied = {"pages": [{"name": "page", "elements": []}]}
    change_questionnaire(
        questionnaire_id=kano.pk, name=kano.name, definition=emptied, seen_changes=kano.changes,
        actor=manager, now=NOON,
    )  # fmt: skip

    tie(kano, manager, answer_day=make_topic())

    assert ItemTopic.objects.get().item == "features.answer_day"


def test_an_agent_may_not_tie(kano, agent):
    with pytest.raises(NotPermitted):
        tie(kano, agent, answer_day=make_topic())


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"key": "answer-day", "name": "Quickness"}, id="key"),
        pytest.param({"key": "q", "name": "An answer on the same day"}, id="name"),
        pytest.param({"key": "q", "name": "Q", "name_zh": "当天答复"}, id="Chinese name"),
    ],
)
def test_a_topic_of_the_same_name_is_proposed(kano, fields):
    topic = make_topic(**fields)

    items = items_with_topics(kano, questionnaire_from(kano.draft), "en")

    proposed = {each.name for each in items if each.proposed_id == topic.pk}
    assert proposed == {"features.answer_day", "weight.answer_day"}
    assert items[0].text == "an answer on the same day"
