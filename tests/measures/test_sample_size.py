import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.measures.group_sizes import answers_for_two_means, answers_for_two_shares
from heed.measures.half_widths import half_width_of_share
from heed.measures.sample_size import (
    answers_for_mean,
    answers_for_nps,
    answers_for_share,
)


@pytest.mark.parametrize(
    ("population", "needed"),
    [
        # Krejcie and Morgan (1970), Educational and Psychological Measurement 30:607-610, table 1.
        pytest.param(100, 80, id="100"),
        pytest.param(500, 217, id="500"),
        pytest.param(1000, 278, id="1,000"),
        pytest.param(10_000, 370, id="10,000"),
        pytest.param(100_000, 383, id="100,000"),
        pytest.param(float("inf"), 385, id="without end"),
    ],
)
def test_the_number_for_5_points_is_the_published_one(population, needed):
    assert answers_for_share(0.05, population=population).answers == pytest.approx(needed, abs=1)


def test_means_shares_and_scores_take_their_formulas():
    # z = 1.959964: (z 2 / .5)² = 61.5; z² (.6 - .04) / .05² = 860.5; z² .09 .91 / .03² = 349.6.
    assert answers_for_mean(0.5, 2).answers == 62
    assert answers_for_nps(0.05, promoters=0.4, detractors=0.2).answers == 861
    assert answers_for_share(0.03, share=0.09).answers == 350


def test_two_shares_match_the_published_table():
    # Fleiss, Levin and Paik (2003), section 4.2: .60 against .70, 5 %, power 80 %: 356 each
    # without continuity correction.
    assert answers_for_two_shares(0.6, 0.7).answers == 356
    assert answers_for_two_shares(0.7, 0.6).answers == 356


@pytest.mark.parametrize(("difference", "needed"), [(0.2, 393), (0.5, 64), (0.8, 26)])
def test_two_means_match_the_published_table(difference, needed):
    # Cohen (1988), table 2.4.1, two-sided 5 %, power 80 %, of Student's t: at most one more.
    found = answers_for_two_means(difference, 1.0).answers

    assert needed - 1 <= found <= needed


def test_two_shares_are_noticed_as_often_as_said():
    rng = np.random.default_rng(1)
    n = answers_for_two_shares(0.3, 0.4).answers
    one, two = rng.binomial(n, 0.3, 4000) / n, rng.binomial(n, 0.4, 4000) / n
    error = np.sqrt((one + two) * (1 - (one + two) / 2) / n)

    assert np.mean(np.abs(one - two) / error > 1.96) == pytest.approx(0.8, abs=0.02)


def test_invitations_make_up_for_silence_and_weights():
    found = answers_for_share(0.05, design_effect=1.3, response=0.2)

    assert (found.answers, found.invitations) == (500, 2500)


def test_more_than_all_cannot_be_asked():
    found = answers_for_share(0.05, population=1000, response=0.1)

    assert (found.answers, found.invitations, found.is_reachable) == (278, 1000, False)


@given(st.floats(0.01, 0.2), st.integers(200, 100_000), st.floats(1, 3))
def test_the_half_width_is_kept(half_width, population, design_effect):
    asked = {"population": population, "design_effect": design_effect}
    found = answers_for_share(half_width, **asked)

    # Design effects of a near census may ask for all: then nothing is left to chance.
    reached = half_width_of_share(found.answers, **asked)
    assert reached <= half_width * 1.001


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda: answers_for_share(0), id="no width"),
        pytest.param(lambda: answers_for_share(0.05, share=1), id="share of 1"),
        pytest.param(lambda: answers_for_share(0.05, response=0), id="no response"),
        pytest.param(lambda: answers_for_share(0.05, design_effect=0.5), id="design effect"),
        pytest.param(lambda: answers_for_share(0.05, population=0), id="nobody"),
        pytest.param(lambda: answers_for_mean(0.5, 0), id="no spread"),
        pytest.param(lambda: answers_for_nps(0.05, promoters=0.7, detractors=0.4), id="over 1"),
        pytest.param(lambda: answers_for_two_shares(0.5, 0.5), id="equal shares"),
        pytest.param(lambda: answers_for_two_shares(0.5, 0.6, power=1), id="certain"),
        pytest.param(lambda: answers_for_two_means(0, 1), id="equal means"),
        pytest.param(lambda: answers_for_two_means(0.5, 0), id="no spread"),
    ],
)
def test_numbers_out_of_range_are_refused(ask):
    with pytest.raises(ValueError, match="Expected"):
        ask()
