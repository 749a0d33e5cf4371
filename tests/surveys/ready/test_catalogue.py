import pytest

from heed.surveys.answering.checking import check_page
from heed.surveys.answering.made_up import made_up_answers
from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.sitting import Sitting
from heed.surveys.format.checks import problems_of
from heed.surveys.format.languages import missing_translations
from heed.surveys.format.own_questions import BestWorst, Kano, Paired
from heed.surveys.format.words import Role
from heed.surveys.ready.catalogue import FOLDER, ready_keys, ready_questionnaire


@pytest.mark.parametrize("key", ready_keys())
def test_a_ready_questionnaire_can_be_asked_in_both_languages(key):
    questionnaire = ready_questionnaire(key)

    assert problems_of(questionnaire) == []
    assert missing_translations(questionnaire) == []
    assert questionnaire.languages == ("en", "zh-cn")


@pytest.mark.parametrize("key", ready_keys())
@pytest.mark.parametrize("seed", range(5))
def test_a_ready_questionnaire_can_be_answered_to_its_end(key, seed):
    sitting = Sitting(ready_questionnaire(key), seed=seed, language="zh-hans")

    answers = made_up_answers(sitting)
    problems = {page.name: check_page(page, answers) for page in pages_of(sitting, answers)}

    assert answers
    assert problems
    assert not any(problems.values())


def test_every_file_is_in_the_catalogue_and_others_are_refused():
    assert {path.stem for path in FOLDER.glob("*.json")} == set(ready_keys())
    with pytest.raises(ValueError, match="expected one of transactional, "):
        ready_questionnaire("signature")


def test_measures_find_what_they_need():
    transactional = ready_questionnaire("transactional")
    recovery = {each.role for each in ready_questionnaire("recovery").questions}
    service = ready_questionnaire("servqual_short").question("service")

    assert [each.role for each in transactional.questions] == [Role.CSAT, Role.CES, Role.NPS]
    assert recovery >= {
        *(Role.DISTRIBUTIVE, Role.PROCEDURAL, Role.INTERACTIONAL),
        *(Role.OUTCOME, Role.EFFORT, Role.ELAPSED),
    }
    assert isinstance(service, Paired)
    assert {each.dimension for each in service.rows} == {
        *("tangibles", "reliability", "responsiveness", "assurance", "empathy"),
    }
    assert isinstance(ready_questionnaire("kano").question("features"), Kano)


def test_every_two_topics_meet_once_in_the_best_worst_sets():
    question = ready_questionnaire("best_worst").question("topics")

    assert isinstance(question, BestWorst)
    pairs = [
        frozenset({one, other})
        for each in question.sets
        for one in each
        for other in each
        if str(one) < str(other)
    ]
    assert len(pairs) == len(set(pairs)) == 7 * 6 // 2
