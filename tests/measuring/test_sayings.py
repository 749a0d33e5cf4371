from functools import partial
from math import nan

import pytest

from heed.measures.estimates import Estimate, Method
from heed.measuring.sayings import (
    by_size,
    few,
    named,
    not_told_apart,
    points,
    sides,
    signed,
    surely,
)

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
    assert [signed(value) for value in (1.25, -0.04, -3)] == ["+1.2", "+0.0", "-3.0"]
