import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from heed.measures.estimates import Flag
from heed.measures.scores import effort_score, mean_score, score, top_box_share

nan = float("nan")
answers = st.lists(st.integers(1, 5), min_size=1, max_size=50)


def test_the_top_box_share_matches_newcombes_table():
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3: 81 of 263.
    found = top_box_share([5] * 81 + [3] * 182, lowest=1, highest=5, boxes=2)

    assert (found.n, found.flags) == (263, ())
    assert found.lower == pytest.approx(0.2553, abs=5e-5)
    assert found.upper == pytest.approx(0.3662, abs=5e-5)


@settings(max_examples=30)
@given(answers)
def test_turning_the_scale_turns_the_share(given_answers):
    top = top_box_share(given_answers, lowest=1, highest=5, boxes=2)
    rest = top_box_share([6 - each for each in given_answers], lowest=1, highest=5, boxes=3)

    assert top.value == pytest.approx(1 - rest.value)
    assert top.lower == pytest.approx(1 - rest.upper, abs=1e-12)


@settings(max_examples=30)
@given(answers)
def test_more_boxes_never_hold_fewer(given_answers):
    shares = [
        top_box_share(given_answers, lowest=1, highest=5, boxes=boxes).value for boxes in (1, 2, 3)
    ]

    assert shares == sorted(shares)


def test_weights_count_people_but_do_not_make_cases():
    weighted = top_box_share([5, 2], lowest=1, highest=5, boxes=2, weights=[300, 100])
    plain = top_box_share([5] * 300 + [2] * 100, lowest=1, highest=5, boxes=2)

    assert weighted.value == plain.value == 0.75
    assert (weighted.n, weighted.effective_n) == (2, pytest.approx(1.6))
    assert weighted.upper - weighted.lower > 5 * (plain.upper - plain.lower)


def test_the_mean_has_the_interval_of_student():
    rng = np.random.default_rng(3)
    given_answers = rng.integers(1, 6, 80)

    found = mean_score(given_answers, lowest=1, highest=5)

    low, high = stats.t.interval(0.95, 79, np.mean(given_answers), stats.sem(given_answers))
    assert (found.lower, found.upper) == (pytest.approx(low), pytest.approx(high))


def test_the_mean_stays_on_the_scale():
    found = mean_score([5, 5, 4], lowest=1, highest=5)

    assert found.upper == 5
    assert found.flags == (Flag.FEW_CASES, Flag.CEILING)


def test_effort_counts_five_to_seven():
    found = effort_score([1, 4, 5, 6, 7, nan])

    assert (found.top_boxes.value, found.top_boxes.n) == (0.6, 5)
    assert found.mean.value == pytest.approx(4.6)


def test_no_answer_has_no_value():
    found = score([nan, nan], lowest=1, highest=5, boxes=2)

    assert not found.top_boxes.has_value
    assert not found.mean.has_value


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param({"boxes": 0}, "Expected 1 to 4 top boxes", id="no box"),
        pytest.param({"boxes": 5}, "Expected 1 to 4 top boxes", id="all boxes"),
        pytest.param({"highest": 4}, "Expected answers from 1 to 4, got 2 to 5", id="off scale"),
        pytest.param({"lowest": 5}, "lowest < highest", id="no scale"),
        pytest.param({"weights": [1]}, "one weight for each", id="too few weights"),
    ],
)
def test_what_makes_no_sense_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        top_box_share([5, 2], **{"lowest": 1, "highest": 5, "boxes": 2} | options)
