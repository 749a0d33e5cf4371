from datetime import date
from functools import partial
from math import nan

import pytest
from django.utils import translation

from heed.measures.estimates import Estimate, Method
from heed.measuring.sayings import (
    by_size,
    days_said,
    few,
    named,
    not_told_apart,
    points,
    sides,
    signed,
    surely,
)
from tests.measuring.readings import said, table_of

made = partial(Estimate, method=Method.STUDENT_T, confidence=0.95)
HIGH, MIDDLE, LOW = made(5, 4, 6, 40), made(3, 2, 4.5, 40), made(0, -1, 1, 40)
UNKNOWN, NOBODY = made(2, nan, nan, 1), made(nan, nan, nan, 0)


def test_how_sure_a_figure_is_stands_beside_it():
    assert surely(HIGH, points) == "plausibly between 4.00 and 6.00"
    assert surely(UNKNOWN, points) == "too few answers to say how surely"


@pytest.mark.parametrize(
    ("estimate", "warnings"),
    [
        pytest.param(HIGH, [], id="enough"),
        pytest.param(
            made(5, 4, 6, 29),
            ["These are few answers (29): take this as an indication, not as a finding."],
            id="few",
        ),
        pytest.param(
            made(5, 4, 6, 90, effective_n=12.2),
            [
                "With their weights these answers are worth only 12: take this as an indication, "
                "not as a finding."
            ],
            id="few by weight",
        ),
    ],
)
def test_few_answers_are_warned_of(estimate, warnings):
    assert list(few(estimate)) == warnings


def test_what_has_no_interval_is_on_neither_side():
    found = sides([("a", HIGH), ("b", LOW), ("c", UNKNOWN), ("d", made(-2, -3, -1, 40))])

    assert (found.above, found.below, found.undecided) == (["a"], ["d"], ["b", "c"])


def test_figures_stand_by_size_and_what_is_not_known_is_left_out():
    assert [name for name, _each in by_size([("c", LOW), ("n", NOBODY), ("a", HIGH)])] == ["a", "c"]


def test_overlapping_intervals_are_not_told_apart():
    rows = [("a", HIGH), ("b", MIDDLE), ("c", LOW)]

    assert list(not_told_apart(rows)) == ["Not told apart from “a”, as the intervals overlap: b."]
    assert list(not_told_apart([("a", HIGH), ("b", MIDDLE)])) == [
        "The intervals overlap: these answers do not tell which one comes first."
    ]
    assert list(not_told_apart([("a", HIGH), ("c", LOW)])) == []
    assert list(not_told_apart([("a", HIGH)])) == []


def test_of_many_names_the_first_are_said():
    assert named(["a", "b"]) == "a, b"
    assert named([*"abcdefghij"]) == "a, b, c, d, e, f, g, h and 2 more"


def test_a_figure_carries_its_sign():
    assert [signed(value) for value in (1.25, -0.04, -3)] == ["+1.2", "0.0", "−3.0"]


def test_a_figure_in_a_sentence_has_a_true_minus():
    assert surely(made(-2, -3, -1, 40), points) == "plausibly between −3.00 and −1.00"


def test_the_days_of_one_day_are_that_day():
    first, last = date(2026, 1, 29), date(2026, 2, 4)

    assert days_said(first, last) == "29 Jan 2026 to 4 Feb 2026"
    assert days_said(first, first) == "29 Jan 2026"


def test_days_are_said_in_the_language_of_the_reader():
    with translation.override("zh-hans"):
        assert days_said(date(2026, 1, 29), date(2026, 1, 29)) == "2026年1月29日"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        pytest.param("nps --answer v", "Of one person 0% would recommend us", id="nps"),
        pytest.param(
            "csat --answer v --lowest 1 --highest 7", "“v”: of one person 0% is", id="csat"
        ),
        pytest.param("ces --answer v", "“v”: 0% of one person says", id="ces"),
        pytest.param("share --of v --at-least 5", "“v”: of one answer 0% counts", id="share"),
    ],
)
def test_one_person_is_not_called_people(command, sentence):
    (first, *_others) = said(table_of("v", [("2", 1)]), command)

    assert first.startswith(sentence)
