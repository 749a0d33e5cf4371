import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from heed.measures.acsi import satisfaction_index

nan = float("nan")
OHIO = (0.3885, 0.3190, 0.2925)
rows = st.lists(st.tuples(*[st.integers(1, 10)] * 3), min_size=2, max_size=30)


@pytest.mark.parametrize(
    ("answer", "index"), [pytest.param(10, 100, id="best"), pytest.param(1, 0, id="worst")]
)
def test_the_ends_of_the_scale_are_100_and_0(answer, index):
    assert satisfaction_index([[answer] * 3] * 4).value == pytest.approx(index)


@settings(max_examples=30)
@given(rows)
def test_equal_weights_give_the_published_formula(answers):
    # Fornell and others (1996): 100 (X1 + X2 + X3 - 3) / 27 of the means.
    found = satisfaction_index(answers)

    assert found.value == pytest.approx(100 * (np.mean(answers, axis=0).sum() - 3) / 27)


def test_given_weights_count_each_question():
    # The weights that the State of Ohio publishes for its own index.
    answers = np.random.default_rng(2).integers(1, 11, (90, 3))

    found = satisfaction_index(answers, item_weights=OHIO)

    each = 100 * (answers - 1) @ np.array(OHIO) / 9
    low, high = stats.t.interval(0.95, 89, each.mean(), stats.sem(each))
    assert (found.value, found.n) == (pytest.approx(each.mean()), 90)
    assert (found.lower, found.upper) == (pytest.approx(low), pytest.approx(high))


def test_each_mean_rests_on_the_answers_there_are():
    found = satisfaction_index([[10, nan, 10], [1, 1, nan], [nan, nan, nan]])

    assert found.value == pytest.approx(100 * (5.5 + 1 + 10 - 3) / 27)
    assert found.n == 2


def test_the_interval_holds_the_truth_where_answers_are_missing():
    rng = np.random.default_rng(7)
    person = rng.normal(6, 1, (600, 80, 1))
    answers = np.clip(person + rng.normal(0, 1, (600, 80, 3)), 1, 10)
    truth = 100 * (6 - 1) / 9
    answers[rng.random(answers.shape) < 0.2] = nan

    found = [satisfaction_index(each) for each in answers]

    assert 555 <= sum(each.lower <= truth <= each.upper for each in found) <= 585


def test_a_question_without_weight_need_not_be_answered():
    found = satisfaction_index([[4, nan], [6, nan]], item_weights=[1, 0])

    assert (found.value, found.n) == (pytest.approx(100 * 4 / 9), 2)


def test_a_question_nobody_answered_leaves_no_index():
    assert not satisfaction_index([[4, nan], [6, nan]]).has_value


@pytest.mark.parametrize(
    ("answers", "weights", "message"),
    [
        pytest.param([[0, 5, 5]], None, "Expected answers from 1 to 10", id="off the scale"),
        pytest.param([[5, 5, 5]], [1, 1], "Expected 3 item weights", id="too few weights"),
        pytest.param([[5, 5, 5]], [1, 1, -1], "Expected 3 item weights", id="negative weight"),
        pytest.param([5, 5, 5], None, "one row per person", id="no table"),
    ],
)
def test_what_makes_no_sense_is_refused(answers, weights, message):
    with pytest.raises(ValueError, match=message):
        satisfaction_index(answers, item_weights=weights)
