from hypothesis import given, settings
from hypothesis import strategies as st

from heed.surveys.answering.checking import check_page
from heed.surveys.answering.completion import cleaned, full_quotas, quotas_of, states_of
from heed.surveys.answering.made_up import made_up_answers
from heed.surveys.answering.pages import pages_of
from tests.core.expressions.trees import JSON
from tests.surveys.answering.sittings import sitting_of
from tests.surveys.format.examples import ONE_OF_EACH, pages

SCORE = {"type": "rating", "name": "score", "heed_missing": ["dontknow"]}
WHY = {"type": "comment", "name": "why", "visibleIf": "{score} <= 2"}
TRAP = {"type": "text", "name": "site", "heed_role": "trap"}
DOUBLE = {"type": "expression", "name": "double", "expression": "{score} * 2"}
NAMES = st.sampled_from([each["name"] for each in ONE_OF_EACH])


def test_only_what_counts_is_left_when_a_questionnaire_is_done():
    sitting = sitting_of(pages(SCORE, WHY, TRAP, DOUBLE, heed_given=["tier"]), tier="high")

    assert cleaned(sitting, {"score": 4, "why": "slow", "site": "x", "unknown": 1}) == {
        "score": 4,
        "double": 8,
    }
    assert cleaned(sitting, {"score": 2, "why": " slow\x00 "})["why"] == "slow"
    assert "score" not in cleaned(sitting, {"score": 99})


def test_each_question_has_a_state():
    sitting = sitting_of(pages(SCORE, WHY, TRAP, DOUBLE))

    assert states_of(sitting, {"score": 5}) == {"score": "answered", "why": "not_asked"}
    assert states_of(sitting, {"score": 1}) == {"score": "answered", "why": "skipped"}
    assert states_of(sitting, {"score": "dontknow"}) == {"score": "dontknow", "why": "not_asked"}


def test_a_full_quota_is_found_for_those_it_counts():
    low = {"name": "low", "expression": "{score} <= 2", "limit": 10}
    high = {"name": "high", "expression": "{score} > 2", "limit": 10}
    sitting = sitting_of(pages(SCORE, heed_quotas=[low, high]))

    assert [each.name for each in quotas_of(sitting, {"score": 1})] == ["low"]
    assert full_quotas(sitting, {"score": 1}, {"low": 9, "high": 10}) == ()
    assert [each.name for each in full_quotas(sitting, {"score": 1}, {"low": 10})] == ["low"]


@given(seed=st.integers(0, 10_000), required=st.booleans())
@settings(max_examples=25)
def test_made_up_answers_pass_every_check_and_are_the_same_for_a_seed(seed, required):
    more = {} if not required else {"isRequired": True}
    answerable = [
        each if each["name"] in {"note", "double"} else each | more for each in ONE_OF_EACH
    ]
    sitting = sitting_of(pages(*answerable, SCORE, WHY), seed=seed)

    answers = made_up_answers(sitting)
    problems = [check_page(page, answers) for page in pages_of(sitting, answers)]

    assert not any(problems)
    assert made_up_answers(sitting) == answers
    assert cleaned(sitting, answers).items() >= answers.items()


@given(answers=st.dictionaries(NAMES, JSON, max_size=8))
@settings(max_examples=60)
def test_no_answers_break_the_engine_and_what_is_cleaned_stays_so(answers):
    sitting = sitting_of(pages(*ONE_OF_EACH))

    once = cleaned(sitting, answers)

    assert cleaned(sitting, once) == once
    assert all(isinstance(check_page(each, answers), dict) for each in pages_of(sitting, answers))
