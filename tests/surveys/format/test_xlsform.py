import pytest

from heed.surveys.format.problems import QuestionnaireRefused
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.format.xlsform import XlsForm, xlsform_of
from heed.surveys.ready.catalogue import ready_questionnaire
from tests.surveys.format.examples import ONE_OF_EACH, RATING, pages, survey

UNSAYABLE = {"best", "points"}
SAYABLE = [each for each in ONE_OF_EACH if each["name"] not in UNSAYABLE]


def form_of(value) -> XlsForm:
    return xlsform_of(questionnaire_from(value), form_id="test")


def refused(value) -> list[tuple[str, str]]:
    with pytest.raises(QuestionnaireRefused) as caught:
        form_of(value)
    return [(each.path, each.message) for each in caught.value.problems]


def relevant(condition: str) -> str:
    questions = pages(*SAYABLE, {"type": "comment", "name": "last", "visibleIf": condition})
    return next(row["relevant"] for row in form_of(questions).survey if row["name"] == "last")


def test_questions_become_rows_and_choices_in_both_languages():
    title = {"default": "How was {topic}?", "zh-cn": "{topic}怎么样？"}
    topic = {"type": "text", "name": "topic", "inputType": "number", "max": 3}
    rating = RATING | {"rateMax": 2, "title": title, "isRequired": True}

    form = form_of(survey(topic, rating | {"heed_missing": ["dontknow"]}))

    assert [row["name"] for row in form.survey] == ["page_p1", "topic", "q", "page_p1"]
    assert form.survey[1]["constraint"] == ". <= 3"
    assert form.survey[2] == {
        "type": "select_one q_list",
        "name": "q",
        "label::English (en)": "How was ${topic}?",
        "label::中文 (zh-CN)": "${topic}怎么样？",
        "required": "yes",
    }
    assert [row["name"] for row in form.choices] == ["1", "2", "dontknow"]
    assert form.settings[0]["form_id"] == "test"


@pytest.mark.parametrize(
    ("condition", "xpath"),
    [
        ("{nps} <= 6 and {reason} <> 'price'", "(${nps} <= 6) and (${reason} != 'price')"),
        ("{used} contains 'web'", "(selected(${used}, 'web'))"),
        ("{words} contains 'late'", "(contains(${words}, 'late'))"),
        ("{reason} anyof ['price', 'x']", "(${reason} = 'price' or ${reason} = 'x')"),
        ("!({grid.speed} empty)", "not(${grid_speed} = '')"),
        ("{nps} / 2 > 3", "(coalesce(${nps}, 0) div coalesce(2, 0)) > 3"),
        ("iif({agree} = true, {nps} = 1, false)", "if(${agree} = 'true', ${nps} = 1, 'false')"),
    ],
)
def test_conditions_become_xpath(condition, xpath):
    assert relevant(condition) == xpath


def test_what_an_xlsform_cannot_say_is_refused_by_name_and_place():
    quota = {"name": "n", "expression": "{nps} = 1", "limit": 3}
    value = pages(*ONE_OF_EACH, heed_quotas=[quota], heed_given=["tier"])
    value["pages"][0] |= {"questionOrder": "random"}
    value["pages"][3]["elements"] = [{**RATING, "name": "满意"}]

    found = refused(value)

    assert ("pages[13].elements[0]", "An XLSForm cannot say “heed:bestworst”.") in found
    assert {path for path, _message in found} == {
        *("heed_quotas", "heed_given", "pages[0].questionOrder", "pages[3].elements[0].name"),
        *("pages[13].elements[0]", "pages[16].elements[0]"),
    }


@pytest.mark.parametrize("name", ["one_of_each", "transactional", "exit_interview"])
def test_pyxform_makes_a_form_of_it(name):
    pyxform = pytest.importorskip("pyxform.xls2xform")
    value = questionnaire_from(pages(*SAYABLE)) if name == "one_of_each" else None
    form = xlsform_of(value or ready_questionnaire(name), form_id=name)

    made = pyxform.convert(dict(vars(form)), form_name=name)

    assert f'id="{name}"' in made.xform
