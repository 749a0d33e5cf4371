import pytest

from heed.core.expressions.parsing import parse_expression
from heed.core.expressions.printing import text_of
from heed.value.conditions import condition_said, number_said, problems_of, relaxed


@pytest.mark.parametrize(
    ("text", "wider"),
    [
        pytest.param("{spend} >= 900", "{spend} >= 810", id="from"),
        pytest.param("{recency_days} < 90", "{recency_days} < 99", id="below"),
        pytest.param("900 <= {spend}", "{spend} >= 810", id="turned"),
        pytest.param("!({discount_share} > 0.3)", "!({discount_share} > 0.33)", id="denied"),
        pytest.param("{spend} > -50", "{spend} > -55", id="negative"),
        pytest.param("{purchase_days} = 3", "{purchase_days} = 3", id="equal"),
        pytest.param(
            "{spend} >= 900 and ({perceived} empty or {perceived} >= 5)",
            "{spend} >= 810 and ({perceived} empty or {perceived} >= 4.5)",
            id="joined",
        ),
    ],
)
def test_a_margin_moves_every_limit_outwards(text, wider):
    assert text_of(relaxed(parse_expression(text), 10)) == wider


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("{income} > 5", "There is no value “income”.", id="unknown"),
        pytest.param("{spend} > {perceived}", "does not compare one value", id="two values"),
        pytest.param("{spend} > 'much'", "does not compare one value", id="text"),
        pytest.param("{spend} + 1 > 5", "does not compare one value", id="sum"),
        pytest.param("5 > 4", "does not compare one value", id="no value"),
        pytest.param("{spend} = true", "does not compare one value", id="truth"),
        pytest.param("{spend}", "does not compare one value", id="bare"),
        pytest.param("{spend} contains 5", "does not compare one value", id="contains"),
        pytest.param("{spend} >", "a value was expected", id="half"),
    ],
)
def test_what_cannot_decide_a_tier_is_said(text, problem):
    assert any(problem in said for said in problems_of(text))


def test_a_usable_condition_has_no_problems():
    assert problems_of("!({spend} < 900) and ({perceived} empty or 5 <= {perceived})") == []


def test_a_condition_is_said_in_words():
    said = condition_said("{spend} >= 900 and {recency_days} <= 90")

    assert said == (
        "net spend of twelve months is at least 900 and days since the last purchase is at most 90"
    )


@pytest.mark.parametrize(
    ("value", "said"), [(79.999, "79.99"), (80.0, "80"), (0.1 + 0.2, "0.3"), (-1.239, "-1.23")]
)
def test_a_value_just_below_a_limit_is_not_said_to_reach_it(value, said):
    assert number_said(value) == said
