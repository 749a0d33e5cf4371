import pytest

from heed.core.expressions.parsing import parse_expression
from heed.core.expressions.sentences import Words, sentence_of

TITLES = {"csat": "Overall satisfaction", "reason": "Reason"}
WORDS = Words(
    question=lambda name: TITLES.get(name, name),
    value=lambda name, value: {("reason", "price"): "“Price”"}.get((name, value), str(value)),
)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{csat} <= 3", "Overall satisfaction is at most 3"),
        ("3 >= {csat}", "3 is at least Overall satisfaction"),
        ("{reason} anyof ['price', 'x']", "Reason is one of “Price”, x"),
        ("{csat} empty", "Overall satisfaction is not answered"),
        (
            "{csat} > 5 and ({reason} = 'price' or {reason} notempty)",
            "Overall satisfaction is more than 5 and (Reason is “Price” or Reason is answered)",
        ),
        ("not {csat} = 3", "it is not so that Overall satisfaction is 3"),
        (
            "iif({csat} = 1, {a} + 1, 2) < 5",
            "(if Overall satisfaction is 1 then a plus 1, otherwise 2) is less than 5",
        ),
    ],
)
def test_an_expression_is_said_as_a_sentence(text, sentence):
    assert sentence_of(parse_expression(text), WORDS) == sentence


def test_without_words_names_and_values_stand_as_written():
    assert sentence_of(parse_expression("{a} = 'x' and {b} = true")) == "a is “x” and b is yes"
