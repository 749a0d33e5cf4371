import pytest

from heed.surveys.analysing.choices import Filters
from heed.surveys.analysing.privacy import NamesNobody
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.queries.answers import column_named, responses_behind
from tests.moments import DAY, NOON
from tests.surveys.factories import make_questionnaire, make_survey
from tests.surveys.queries.test_results import hand_in

ASKED = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {"type": "rating", "name": "nps", "rateMax": 10, "heed_missing": ["dontknow"]},
                {"type": "checkbox", "name": "why", "choices": ["价格", 'a "b".c', 7]},
                {"type": "boolean", "name": "again"},
                {"type": "matrix", "name": "rows", "rows": [1, "v2"], "columns": [1, 2]},
                {"type": "heed:pair", "name": "pairs", "rows": ["staff"]},
                {"type": "ranking", "name": "order", "choices": ["x", "y"]},
                {"type": "comment", "name": "words"},
            ],
        }
    ]
}
GIVEN = [
    {"nps": 9, "why": ["价格", 7], "again": True, "rows": {"1": 2, "v2": 1}},
    {"nps": 10, "why": ['a "b".c'], "again": False, "pairs": {"staff": {"expected": 6}}},
    {"nps": "dontknow", "order": ["y", "x"], "words": "9"},
]


@pytest.fixture
def survey(manager):
    held = make_questionnaire(actor=manager, definition=ASKED)
    return make_survey(actor=manager, questionnaire=held)


def behind(survey, name, *values, filters=None, **fields):
    column = column_named(questionnaire_from(ASKED), name)
    rows = responses_behind(survey, column, filters=filters or Filters(), values=values, **fields)
    return [GIVEN.index(each.cleaned) for each in rows.order_by("pk")]


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        pytest.param("nps", ("9",), [0], id="a point"),
        pytest.param("nps", ("9", "10"), [0, 1], id="one of several points"),
        pytest.param("nps", (), [0, 1], id="all who gave a value"),
        pytest.param("nps", ("dontknow",), [2], id="all who did not know"),
        pytest.param("why", ("价格",), [0], id="one of several choices"),
        pytest.param("why", ('a "b".c',), [1], id="a choice with quotes"),
        pytest.param("why", ("7",), [0], id="a number among texts"),
        pytest.param("again", ("true",), [0], id="yes"),
        pytest.param("again", ("0",), [1], id="no"),
        pytest.param("again", ("perhaps",), [], id="neither yes nor no"),
        pytest.param("rows.1", ("2",), [0], id="a row named by a number"),
        pytest.param("rows.v2", ("1",), [0], id="a row named by a word"),
        pytest.param("rows.1", (), [0], id="a whole row"),
        pytest.param("pairs.staff.expected", ("6",), [1], id="a part of a pair"),
        pytest.param("pairs.staff", (), [1], id="both parts of a pair"),
        pytest.param("order.1", ("y",), [2], id="a place of an order"),
        pytest.param("words", ("9",), [2], id="words that look like a number"),
    ],
)
def test_the_responses_that_gave_an_answer_are_found(survey, name, values, found):
    hand_in(survey, *GIVEN)

    assert behind(survey, name, *values) == found


def test_robots_the_unfinished_and_other_surveys_do_not_count(survey, manager):
    hand_in(survey, GIVEN[0])
    hand_in(survey, GIVEN[1], flags=["speeding", "robot"])
    hand_in(survey, GIVEN[1], ending="", submitted_at=None)
    hand_in(make_survey(actor=manager, questionnaire=survey.questionnaire), GIVEN[1])

    assert behind(survey, "nps") == [0]


def test_filters_choose_whose_answers(survey):
    hand_in(survey, GIVEN[0], tier="high", submitted_at=NOON)
    hand_in(survey, GIVEN[1], tier="low", submitted_at=NOON + DAY)

    today, tomorrow = NOON.date(), (NOON + DAY).date()
    assert behind(survey, "nps", filters=Filters(tiers=("high",))) == [0]
    assert behind(survey, "nps", filters=Filters(modes=("qr", "mail"))) == []
    assert behind(survey, "nps", filters=Filters(since=tomorrow)) == [1]
    assert behind(survey, "nps", filters=Filters(since=today, until=tomorrow)) == [0]


def test_why_an_answer_is_missing_can_be_asked(survey):
    hand_in(survey, GIVEN[0], GIVEN[1])
    survey.responses.filter(cleaned=GIVEN[1]).update(states={"nps": "skipped"})

    assert behind(survey, "nps", state="skipped") == [1]


def test_the_answers_to_an_anonymous_survey_are_not_chosen_by_who_answered(manager):
    held = make_questionnaire(actor=manager, definition=ASKED)
    survey = make_survey(actor=manager, questionnaire=held, is_anonymous=True)

    with pytest.raises(NamesNobody, match="its answers are looked at together"):
        behind(survey, "nps", "9", filters=Filters(languages=("en",)))


def test_an_unknown_column_is_none():
    assert column_named(questionnaire_from(ASKED), "price.of.tea") is None
