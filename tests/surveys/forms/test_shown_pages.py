import pytest
from django.utils import translation

from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.sitting import Sitting
from heed.surveys.forms.shown_pages import blank_page, drawn_questions
from heed.surveys.queries.versions import asked_under
from tests.surveys.factories import make_questionnaire, make_survey

CHOICES = [{"value": number, "text": f"Stall {number}"} for number in range(1, 6)]
MARKET = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {"type": "text", "name": "fruit", "title": "What did you buy?", "isRequired": True},
                {"type": "boolean", "name": "again"},
            ],
        },
        {
            "name": "two",
            "elements": [{"type": "comment", "name": "why", "title": "Why {fruit}?"}],
        },
        {
            "name": "three",
            "elements": [{"type": "comment", "name": "more", "title": "Anything else?"}],
        },
        {
            "name": "drawn",
            "elements": [
                {
                    "type": "radiogroup",
                    "name": "stall",
                    "choices": CHOICES,
                    "choicesOrder": "random",
                }
            ],
        },
        {
            "name": "reckoned",
            "elements": [
                {"type": "expression", "name": "count", "expression": "iif({again} = true, 1, 0)"},
                {"type": "text", "name": "line"},
            ],
        },
    ]
}


@pytest.fixture
def version_id(manager):
    questionnaire = make_questionnaire(actor=manager, definition=MARKET)
    return make_survey(actor=manager, questionnaire=questionnaire).version_id


def page_of(version_id, name, answers=None, seed=1):
    pages = pages_of(Sitting(asked_under(version_id), seed, "en"), answers or {})
    return next(page for page in pages if page.name == name)


def html_of(version_id, name, answers=None, *, problems=None, seed=1):
    page = page_of(version_id, name, answers, seed)
    return drawn_questions(version_id, "en", page, problems)["html"]


@pytest.mark.parametrize("name", ["one", "three"])
def test_what_is_the_same_for_everybody_is_drawn_once(version_id, name):
    first = html_of(version_id, name)
    second = html_of(version_id, name, {"why": "They were ripe"}, seed=2)

    assert second is first
    assert "What did you buy?" in first or "Anything else?" in first


@pytest.mark.parametrize(
    ("name", "answers", "expected"),
    [
        pytest.param("one", {"fruit": "Figs"}, 'value="Figs"', id="answered"),
        pytest.param("two", {"fruit": "Figs"}, "Why Figs?", id="piped"),
        pytest.param("reckoned", {"again": True}, '<b class="num">1</b>', id="reckoned"),
    ],
)
def test_what_somebody_said_is_shown_to_her_and_not_kept(version_id, name, answers, expected):
    before = html_of(version_id, name)

    hers = html_of(version_id, name, answers)

    assert expected in hers
    assert html_of(version_id, name) == before
    assert expected not in before
    assert expected not in blank_page(version_id, "en", "en", name)[1]


def test_an_order_drawn_by_lot_stays_each_persons_own(version_id):
    orders = {html_of(version_id, "drawn", seed=seed) for seed in range(12)}

    assert len(orders) > 6
    assert all(each.count("Stall") == 5 for each in orders)


def test_problems_stand_beside_their_questions(version_id):
    page = page_of(version_id, "one")

    context = drawn_questions(version_id, "en", page, {"fruit": ("Please answer this question.",)})

    assert "Please answer this question." in context["html"]
    assert [each.name for each in context["faulty"]] == ["fruit"]
    assert "Please answer this question." not in html_of(version_id, "one")


def test_words_around_the_questions_are_kept_for_each_language(version_id):
    english = html_of(version_id, "one")
    with translation.override("zh-hans"):
        chinese = html_of(version_id, "one")

    assert (">needed<" in english, ">needed<" in chinese) == (True, False)
