import pytest
from hypothesis import assume, given, settings

from heed.core.expressions.evaluation import is_met
from heed.core.expressions.parsing import parse_expression
from heed.core.expressions.printing import text_of
from tests.core.expressions.trees import TREES, VALUES


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("{a}==1&&{b}!='x'", "{a} = 1 and {b} <> 'x'"),
        ("({a} or {b}) and {c} empty", "({a} or {b}) and {c} empty"),
        ("1-(2-3)", "1 - (2 - 3)"),
        ("1-2-3", "(1 - 2) - 3"),
        ("not {a} = 1", "!({a} = 1)"),
        ('{a} contains "it\'s"', "{a} contains 'it\\'s'"),
        ("iif({a} > 1.50, TRUE, -2)", "iif({a} > 1.5, true, -2)"),
    ],
)
def test_an_expression_is_printed_in_one_way(written, printed):
    assert text_of(parse_expression(written)) == printed


@given(TREES)
@settings(max_examples=150)
def test_printing_and_parsing_come_to_rest(tree):
    once = parse_expression(text_of(tree))

    assert parse_expression(text_of(once)) == once


@given(TREES, VALUES)
@settings(max_examples=150)
def test_what_is_printed_means_the_same(tree, values):
    assume(len(text_of(tree)) <= 2000)

    again = parse_expression(text_of(tree))

    assert is_met(again, values) == is_met(tree, values)
