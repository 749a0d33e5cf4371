import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.surveys.events import QuestionnairePublished, QuestionnairePutAway
from heed.surveys.format.writing import json_of
from heed.surveys.models import Questionnaire, QuestionnaireVersion
from heed.surveys.operations import questionnaires
from heed.surveys.ready.catalogue import ready_questionnaire
from tests.moments import HOUR, NOON
from tests.surveys.factories import make_questionnaire

KANO = json_of(ready_questionnaire("kano"))


def change(questionnaire, actor, *, seen=0, name="After a call", definition=KANO):
    return questionnaires.change_questionnaire(
        questionnaire_id=questionnaire.pk,
        name=name,
        definition=definition,
        seen_changes=seen,
        actor=actor,
        now=NOON + HOUR,
    )


def publish(questionnaire, actor):
    return questionnaires.publish_questionnaire(
        questionnaire_id=questionnaire.pk, actor=actor, now=NOON + HOUR
    )


def put_away(questionnaire, actor, *, is_away):
    questionnaires.put_questionnaire_away(
        questionnaire_id=questionnaire.pk, is_away=is_away, actor=actor, now=NOON
    )


def test_what_is_not_known_is_refused_all_at_once_and_nothing_is_kept(manager):
    definition = {
        "pages": [
            {
                "name": "one",
                "elements": [
                    {"type": "signaturepad", "name": "sign"},
                    {"type": "text", "name": "why", "maskType": "numeric"},
                ],
            }
        ]
    }

    with pytest.raises(questionnaires.QuestionnaireUnreadable) as refused:
        make_questionnaire(actor=manager, definition=definition)

    paths = [problem.path for problem in refused.value.problems]
    assert len(paths) == 2
    assert paths[0].startswith("pages[0].elements[0]")
    assert paths[1].startswith("pages[0].elements[1]")
    assert Questionnaire.objects.count() == 0


def test_a_questionnaire_without_a_name_is_refused(manager):
    questionnaire = make_questionnaire(actor=manager)

    with pytest.raises(questionnaires.NameMissing):
        change(questionnaire, manager, name=" ")

    questionnaire.refresh_from_db()
    assert (questionnaire.name, questionnaire.changes) == ("After a visit", 0)


def test_two_people_at_once_do_not_overwrite_each_other(manager, analyst):
    questionnaire = make_questionnaire(actor=manager)
    change(questionnaire, manager)

    with pytest.raises(questionnaires.ChangedMeanwhile, match=manager.name):
        change(questionnaire, analyst, name="Mine")

    questionnaire.refresh_from_db()
    assert (questionnaire.name, questionnaire.changed_by) == ("After a call", manager)


def test_versions_stay_as_they_were_asked_and_an_unchanged_draft_makes_none(manager):
    questionnaire = make_questionnaire(actor=manager)
    first = publish(questionnaire, manager)
    same = publish(questionnaire, manager)

    change(questionnaire, manager)
    second = publish(questionnaire, manager)

    assert (first, first.number, second.number) == (same, 1, 2)
    first.refresh_from_db()
    assert first.definition != second.definition == KANO
    assert Event.objects.filter(type=QuestionnairePublished.type_name()).count() == 2


def test_what_cannot_be_asked_is_not_published(manager):
    definition = {"pages": [{"name": "one", "elements": []}]}
    questionnaire = make_questionnaire(actor=manager, definition=definition)

    with pytest.raises(questionnaires.QuestionnaireUnfit) as refused:
        publish(questionnaire, manager)

    assert refused.value.problems
    assert QuestionnaireVersion.objects.count() == 0


def test_put_away_and_taken_back(manager):
    questionnaire = make_questionnaire(actor=manager)

    put_away(questionnaire, manager, is_away=True)
    put_away(questionnaire, manager, is_away=True)
    put_away(questionnaire, manager, is_away=False)

    questionnaire.refresh_from_db()
    assert questionnaire.archived_at is None
    assert Event.objects.filter(type=QuestionnairePutAway.type_name()).count() == 2


def test_agents_ask_but_do_not_design(agent):
    with pytest.raises(NotPermitted):
        make_questionnaire(actor=agent)
