import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from heed.core.expressions.evaluation import is_met, value_of
from heed.core.expressions.parsing import parse_expression
from tests.core.expressions.trees import TREES, VALUES

# What survey-core 2.5.38 (ExpressionRunner, under Node) makes of these expressions and answers.
CASES = json.loads(Path(__file__).with_name("survey_core.json").read_text("utf-8"))


def is_the_same(found: object, expected: object) -> bool:
    if isinstance(expected, bool | str) or isinstance(found, bool | str):
        return found == expected and type(found) is type(expected)
    return found == pytest.approx(expected, abs=1e-9)


def test_expressions_come_to_what_survey_core_makes_of_them():
    found = [
        (text, answers, value_of(parse_expression(text), answers)) for text, answers, _ in CASES
    ]
    different = [
        (*each, expected)
        for each, (_, _, expected) in zip(found, CASES, strict=True)
        if not is_the_same(each[2], expected)
    ]

    assert len(CASES) == 896
    assert different == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{never asked} + 1", 1),
        ("{matrix.speed} >= 6", True),
        ("{matrix.price} empty", True),
        ("{a.b}", 3),
        ("{tags} contains ['x', 'y']", True),
        ("{tags} allof ['x', 'z']", False),
        ("{text} * 2", None),
        ("1 / 0", None),
    ],
)
def test_answers_are_found_by_their_names(text, value):
    answers = {"matrix": {"speed": 6}, "a.b": 3, "tags": ["y", "x"], "text": "hello"}

    assert value_of(parse_expression(text), answers) == value


@pytest.mark.parametrize("value", [None, "", "  ", [], {}, 0, "0", False, "false"])
def test_a_condition_that_comes_to_nothing_is_not_met(value):
    assert not is_met(parse_expression("{a}"), {"a": value})


@given(TREES, VALUES)
@settings(max_examples=200)
def test_evaluation_never_raises(tree, values):
    assert is_met(tree, values) in {True, False}


def test_evaluation_bears_huge_numbers_and_deep_answers():
    deep: list[object] = []
    for _each in range(5000):
        deep = [deep]

    assert value_of(parse_expression("{a} * {a}"), {"a": 10**400}) == 0
    assert value_of(parse_expression("{a} * {a}"), {"a": 1e200}) is None
    assert value_of(parse_expression("{a} = {b}"), {"a": deep, "b": deep}) is False
