import pytest

from heed.surveys.answering.checking import check_page
from heed.surveys.answering.forms import answers_from_fields
from heed.surveys.answering.pages import pages_of
from tests.surveys.answering.sittings import sitting_of
from tests.surveys.format.examples import ONE_OF_EACH, survey

QUESTIONS = {each["name"]: each for each in ONE_OF_EACH}


def page_of(*names):
    return pages_of(sitting_of(survey(*(QUESTIONS[name] for name in names))), {})[0]


@pytest.mark.parametrize(
    ("name", "fields", "answer"),
    [
        ("reason", {"reason": ["price"]}, "price"),
        ("city", {"city": ["1"]}, 1),
        ("used", {"used": ["web", "shop"]}, ["web", "shop"]),
        ("used", {"used": ["web"], "used-missing": ["refused"]}, "refused"),
        ("nps", {"nps": ["10"]}, 10),
        ("nps", {"nps": ["ten"]}, "ten"),
        ("nps", {"nps": ["5"], "nps-missing": ["refused"]}, 5),
        ("grid", {"grid.speed": ["bad"], "grid.weather": ["x"]}, {"speed": "bad"}),
        ("grid", {"grid.speed": ["notapplicable"]}, {"speed": "notapplicable"}),
        ("order", {"order": ["c", "a", "b"]}, ["c", "a", "b"]),
        ("order", {"order.a": ["2"], "order.b": ["1"], "order.c": ["3"]}, ["b", "a", "c"]),
        ("order", {"order.a": ["1"], "order.b": ["1"]}, "1; 1"),
        ("days", {"days": [" 2,5 "]}, 2.5),
        ("days", {"days": ["07"]}, 7),
        ("days", {"days": ["9" * 400]}, "9" * 400),
        ("since", {"since": ["2026-03-02"]}, "2026-03-02"),
        ("words", {"words": [" a\x00b "]}, "ab"),
        ("agree", {"agree": ["true"]}, True),
        ("agree", {"agree": ["false"]}, False),
        ("best", {"best.2.best": ["b"], "best.2.worst": ["c"]}, {"2": {"best": "b", "worst": "c"}}),
        ("pairs", {"pairs.x.expected": ["7"]}, {"x": {"expected": 7}}),
        (
            "kano",
            {"kano.f.functional": ["1"], "kano.f.dysfunctional": ["5"]},
            {"f": {"functional": 1, "dysfunctional": 5}},
        ),
        ("points", {"points.x": ["60"], "points.y": ["40"]}, {"x": 60, "y": 40}),
        ("points", {"points.x": ["100"], "points.y": [""]}, {"x": 100}),
        ("words", {}, None),
        ("grid", {}, None),
        ("pairs", {}, None),
    ],
)
def test_fields_become_the_answer_of_their_question(name, fields, answer):
    assert answers_from_fields(page_of(name), fields)[name] == answer


def test_own_words_stand_beside_other_and_foreign_fields_are_left_out():
    fields = {"reason": ["other"], "reason-Comment": [" rain "], "csrf": ["x"], "double": ["9"]}

    answers = answers_from_fields(page_of("reason", "double", "note", "photo"), fields)

    assert answers == {"reason": "other", "reason-Comment": "rain"}


def test_equal_ranks_are_told_as_such():
    page = page_of("order")

    answers = answers_from_fields(page, {"order.a": ["1"], "order.b": ["1"], "order.c": ["2"]})

    assert check_page(page, answers) == {"order": ("Please give each rank to one thing only.",)}
