import pytest

from heed.core.expressions.checking import Kind, is_condition, kind_problems, names_in
from heed.core.expressions.parsing import parse_expression

KINDS = {
    "score": frozenset({Kind.NUMBER}),
    "reason": frozenset({Kind.TEXT}),
    "tags": frozenset({Kind.LIST}),
    "grid": frozenset({Kind.RECORD}),
    "agree": frozenset({Kind.TRUTH}),
    "day": frozenset({Kind.TEXT}),
}


def test_names_are_found_everywhere():
    tree = parse_expression("iif({a} empty, {b.c} + 1, 2) > 3 or {d} anyof ['x', {e}]")

    assert names_in(tree) == {"a", "b.c", "d", "e"}


@pytest.mark.parametrize(
    "text",
    [
        "{score} <= 3",
        "{reason} = 'price'",
        "{tags} contains 'a'",
        "{reason} anyof ['a', 'b']",
        "{agree} = true",
        "{day} < '2026-03-02'",
        "{unknown} + 1 > 3",
        "{score} * 2 = 4",
    ],
)
def test_what_goes_together_is_left_alone(text):
    assert kind_problems(parse_expression(text), KINDS) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{score} = 'price'", "compares a text with a number"),
        ("{reason} = 3", "compares a text with a number"),
        ("{tags} = 'a'", "or a list with one value"),
        ("{tags} > 3", "compares what has no common order"),
        ("{score} < 'x'", "compares what has no common order"),
        ("{reason} * 2 > 4", "calculates with something that is not a number"),
        ("{grid} contains 'x'", "looks into a whole table"),
        ("{reason} anyof 'a'", "needs a list"),
    ],
)
def test_what_does_not_go_together_is_said(text, sentence):
    assert sentence in kind_problems(parse_expression(text), KINDS)[0]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("{a}", True),
        ("{a} = 1 and {b}", True),
        ("1 + 2", False),
        ("'x'", False),
        ("true", True),
        ("iif({a}, true, 'x')", False),
        ("!(1 + 2)", False),
    ],
)
def test_a_condition_is_told_from_a_value(text, is_one):
    assert is_condition(parse_expression(text)) is is_one
