import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.surveys.format.checks import problems_of
from heed.surveys.format.problems import Problem, QuestionnaireRefused
from heed.surveys.format.questions import Matrix, OneOf, Rating
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.format.texts import texts
from heed.surveys.format.types import TYPES
from heed.surveys.format.words import Missing, Role
from heed.surveys.format.writing import json_of
from tests.core.expressions.trees import JSON
from tests.surveys.format.examples import ONE_OF_EACH, RATING, survey


def refused(value) -> dict[str, str]:
    with pytest.raises(QuestionnaireRefused) as caught:
        questionnaire_from(value)
    return {each.path: each.message for each in caught.value.problems}


def test_every_type_of_question_is_read_and_written_back_the_same():
    read = questionnaire_from(survey(*ONE_OF_EACH, title="Hello", heed_version=3))

    assert {each.type for each in read.questions} == set(TYPES)
    assert json_of(read)["pages"][0]["elements"][3] == ONE_OF_EACH[3]
    assert questionnaire_from(json.dumps(json_of(read))) == read


def test_what_a_measure_needs_stands_on_the_question():
    read = questionnaire_from(
        survey(
            {
                **RATING,
                "title": {"default": "How satisfied are you?", "zh-cn": "您满意吗？"},
                "heed_role": "csat",
                "heed_item": "delivery-time",
                "heed_purpose": "opinion",
                "heed_missing": ["refused", "dontknow"],
            }
        )
    )

    question = read.question("q")
    assert isinstance(question, Rating)
    assert question.role is Role.CSAT
    assert question.item == "delivery-time"
    assert question.missing == (Missing.DONT_KNOW, Missing.REFUSED)
    assert question.title == texts("How satisfied are you?", zh_cn="您满意吗？")
    assert question.title.in_language("zh-hans") == "您满意吗？"


def test_what_surveyjs_says_in_other_words_is_understood():
    read = questionnaire_from(
        {
            "elements": [
                {"type": "rating", "name": "ten", "autoGenerate": False, "rateCount": 10},
                {"type": "rating", "name": "values", "rateValues": [0, {"value": 1, "text": "!"}]},
                {
                    "type": "radiogroup",
                    "name": "one",
                    "choices": ["a"],
                    "hasOther": True,
                    "showDontKnowItem": True,
                },
                {
                    "type": "matrix",
                    "name": "grid",
                    "rows": ["r"],
                    "columns": [1],
                    "isAllRowRequired": True,
                },
            ]
        }
    )

    ten, values, one, grid = read.questions
    assert read.pages[0].name == "page1"
    assert (ten.lowest, ten.highest) == (1, 10)
    assert (values.lowest, values.highest) == (0, 1)
    assert isinstance(one, OneOf)
    assert one.has_other
    assert one.missing == (Missing.DONT_KNOW,)
    assert isinstance(grid, Matrix)
    assert grid.each_row_required


def test_everything_that_is_not_supported_is_told_at_once_with_its_path():
    found = refused(
        {
            "pages": [
                {
                    "name": "p",
                    "elements": [
                        {"type": "signaturepad", "name": "x"},
                        {"type": "rating", "name": "a.b", "rateMin": "1", "enableIf": "{q} = 1"},
                        {"type": "text", "name": "t", "inputType": "color", "visibleIf": "{a} >"},
                        {"type": "matrix", "name": "m", "rows": [{"text": "no value"}]},
                    ],
                },
                "not a page",
            ],
            "triggers": [],
            "title": 3,
        }
    )

    assert found["pages[0].elements[0]"].startswith(
        "type 'signaturepad' is not supported; supported are radiogroup, dropdown,"
    )
    assert found["pages[0].elements[1].enableIf"].startswith("“enableIf” is not supported here;")
    assert found["triggers"].startswith("“triggers” is not supported here;")
    assert found["pages[0].elements[2].inputType"] == (
        "“color” is not supported; supported are text, number, date."
    )
    assert found["pages[0].elements[2].visibleIf"] == (
        "At the end, after character 5, a value was expected."
    )
    assert found["pages[0].elements[3].columns"] == "“columns” is missing."
    assert found["pages[0].elements[3].rows[0].value"] == "“value” is missing."
    assert found["pages[1]"] == "An object was expected."
    assert found.keys() >= {"title", "pages[0].elements[1].name", "pages[0].elements[1].rateMin"}


@pytest.mark.parametrize(
    "value",
    ["{", "[" * 100_000, "3", None, [], {}, {"pages": 1}, {"pages": [{"elements": {}}]}],
)
def test_what_is_no_questionnaire_is_refused(value):
    assert refused(value)


@pytest.mark.parametrize("name", ["", " q", "a{b", "q-Comment", "_csrf", "x" * 101, 3])
def test_names_that_forms_and_conditions_cannot_hold_are_refused(name):
    assert "pages[0].elements[0].name" in refused(survey({"type": "rating", "name": name}))


def test_too_many_questions_are_refused():
    many = [{"name": f"p{n}", "elements": [{**RATING, "name": f"q{n}"}] * 251} for n in range(2)]

    with pytest.raises(QuestionnaireRefused) as caught:
        questionnaire_from({"pages": many})

    assert caught.value.problems == (
        Problem("pages", "A questionnaire may have 500 questions at most."),
    )


@given(
    changed=st.dictionaries(
        st.sampled_from(["type", "name", "title", "choices", "rows", "rateMin", "rateValues"])
        | st.sampled_from(["rateCount", "heed_missing", "visibleIf", "parts", "sets", "min"]),
        JSON,
        min_size=1,
        max_size=3,
    ),
    question=st.sampled_from(ONE_OF_EACH),
)
@settings(max_examples=150)
def test_any_json_is_read_or_refused_and_can_be_checked(changed, question):
    with suppress(QuestionnaireRefused):
        read = questionnaire_from(survey({**question, **changed}))
        assert questionnaire_from(json_of(read)) == read
        assert isinstance(problems_of(read), list)


def test_a_scale_without_end_does_not_keep_the_check_busy():
    endless = {**RATING, "rateMax": 10**12, "visibleIf": "{q} = 1"}

    assert "pages[0].elements[0].rateMax" in {
        each.path for each in problems_of(questionnaire_from(survey(endless)))
    }
