from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.core.expressions.parsing import parse_expression
from heed.core.expressions.problems import ExpressionError
from heed.core.expressions.tree import (
    All,
    Answered,
    Either,
    Empty,
    Items,
    Literal,
    Name,
    Negation,
    Operation,
    Operator,
    parts_of,
)


def refused(text: str) -> str:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("{q} <= 3", Operation(Operator.AT_MOST, Name("q"), Literal(3))),
        ("{q} == 'a'", Operation(Operator.EQUAL, Name("q"), Literal("a"))),
        ("{q} != -2.5", Operation(Operator.UNEQUAL, Name("q"), Literal(-2.5))),
        ("{m.row} empty", Empty(Name("m.row"))),
        ("{ 满意度 } NOTEMPTY", Answered(Name("满意度"))),
        ("not {q}", Negation(Name("q"))),
        ("!{q} && true", All((Negation(Name("q")), Literal(value=True)))),
        (
            "{q} anyof ['a', \"it's\"]",
            Operation(Operator.ANY_OF, Name("q"), Items((Literal("a"), Literal("it's")))),
        ),
    ],
)
def test_text_is_read_as_a_tree(text, tree):
    assert parse_expression(text) == tree


def test_and_binds_tighter_than_or_and_not_holds_a_whole_comparison():
    tree = parse_expression("{a} or {b} and not {c} = 1")

    is_one = Operation(Operator.EQUAL, Name("c"), Literal(1))
    assert tree == Either((Name("a"), All((Name("b"), Negation(is_one)))))


def test_conditions_of_one_kind_lie_side_by_side_whatever_the_brackets():
    flat = All((Name("a"), Name("b"), Name("c")))

    assert parse_expression("({a} and {b}) and {c}") == flat
    assert parse_expression("{a} and ({b} and {c})") == flat


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{a} >", "At the end, after character 5, a value was expected."),
        ("", "At the end, after character 0, a value was expected."),
        (
            "{a} > 1 3",
            "At character 9 an operator or the end was expected, but “3” stands there.",
        ),
        (
            "age({a}) > 3",
            "At character 1: the function age is not supported; "
            "supported is iif(condition, value, otherwise).",
        ),
        ("{a} % 2 = 0", "At character 5: calculating with % is not supported."),
        ("{a} = yes", "At character 7: a text is written in quotation marks: 'yes'."),
        ("{a} = null", "At character 7: write {name} empty instead of null."),
        ("1 < {a} < 3", "At character 9: only two values can be compared at a time"),
        ("{a", "At character 1 a name begins that does not end with }."),
        ("{a[0].b}", "At character 1: {a[0].b} cannot be the name of a question."),
        ("{a} = 'x", "At character 7 a text begins that does not end"),
        ("{a} = 'x\\y'", "At character 7 a text begins that does not end"),
        ("iif({a}, 1)", "At character 1: iif needs 3 values, but 2 are given."),
        ("{a} = 007", "At character 7: 007 cannot be read as a number."),
        ("({a} = 1", "At the end, after character 8, ) was expected."),
        ("[] contains 1", "At character 2 a value was expected, but “]” stands there."),
        ("-{a}", "At character 2 a number was expected, but “a” stands there."),
        ("{a} ; 1", "At character 5: “;” has no meaning in a condition."),
    ],
)
def test_an_unreadable_expression_is_refused_with_place_and_what_was_expected(text, sentence):
    assert refused(text).startswith(sentence)


def test_long_and_deep_expressions_are_refused_and_long_lists_of_conditions_are_not():
    assert refused("{a}" * 1000).startswith("The condition has 3000 characters; 2000 are allowed.")
    assert "30 deep" in refused("(" * 40 + "{a}" + ")" * 40)
    assert "30 deep" in refused("!" * 40 + "{a}")
    assert "30 deep" in refused("+".join(["1"] * 40))
    assert isinstance(parse_expression(" or ".join(["{a} = 1"] * 150)), Either)


@given(st.text(alphabet="{}a1.'\"()[],<>=! +-*/&|\\andornoteiif", max_size=40) | st.text())
@settings(max_examples=200)
def test_any_text_is_read_or_refused(text):
    with suppress(ExpressionError):
        assert parts_of(parse_expression(text)) is not None
