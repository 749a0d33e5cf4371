import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.estimates import Flag, Method
from heed.measures.nps import Breaks, answers_needed_for_nps, net_promoter_score
from tests.measures import nps_data

nan = float("nan")
UNITS = ("Apples", "Oranges", "Bananas", "Berries")
answers = st.lists(st.integers(0, 10), min_size=1, max_size=60)


@nps_data.needs_nps
@pytest.mark.parametrize("unit", UNITS)
def test_wald_intervals_match_the_r_package(unit):
    reference = nps_data.reference(unit)

    found = net_promoter_score(nps_data.answers(unit), method=Method.WALD).score

    assert found.n == reference["n"]
    assert found.value == pytest.approx(reference["nps"], abs=1e-12)
    assert found.lower == pytest.approx(reference["lo"], abs=1e-9)
    assert found.upper == pytest.approx(reference["hi"], abs=1e-9)


@nps_data.needs_nps
def test_the_score_of_all_matches_the_r_package():
    found = net_promoter_score(nps_data.answers(), method=Method.WALD)

    assert (found.promoters, found.passives, found.detractors) == (
        0.462,
        pytest.approx(0.176),
        0.362,
    )
    assert found.score.value == pytest.approx(0.1)
    assert found.score.lower == pytest.approx(0.0441, abs=5e-5)
    assert found.score.upper == pytest.approx(0.1559, abs=5e-5)


def test_the_adjusted_interval_adds_three_cases():
    # Rocks (2016): n + 3, promoters + 3/4, detractors + 3/4.
    found = net_promoter_score([10] * 5 + [8] * 3 + [2] * 2).score

    promoters, detractors = 5.75 / 13, 2.75 / 13
    middle = promoters - detractors
    error = np.sqrt((promoters + detractors - middle**2) / 13)
    assert found.value == pytest.approx(0.3)
    assert found.lower == pytest.approx(middle - 1.959964 * error, abs=1e-6)
    assert found.upper == pytest.approx(middle + 1.959964 * error, abs=1e-6)
    assert found.flags == (Flag.FEW_CASES,)


def test_adjusted_intervals_hold_the_truth_where_plain_ones_do_not():
    # Ten answers, six of ten promoters, three of ten passives.
    rng = np.random.default_rng(5)
    draws = rng.choice([10, 8, 2], (600, 10), p=[0.6, 0.3, 0.1])

    shares = {}
    for method in (Method.WALD, Method.ADJUSTED_WALD):
        found = [net_promoter_score(draw, method=method).score for draw in draws]
        shares[method] = np.mean([each.lower <= 0.5 <= each.upper for each in found])

    assert shares[Method.WALD] < 0.93
    assert 0.93 <= shares[Method.ADJUSTED_WALD] <= 0.985


@settings(max_examples=30)
@given(answers)
def test_turning_the_scale_turns_the_score(given_answers):
    mirrored = Breaks(promoters_from=4, detractors_to=1)

    found = net_promoter_score(given_answers).score
    turned = net_promoter_score([10 - each for each in given_answers], breaks=mirrored).score

    assert turned.value == pytest.approx(-found.value)
    assert turned.lower == pytest.approx(-found.upper, abs=1e-12)


@settings(max_examples=30)
@given(answers)
def test_score_and_bounds_stay_between_minus_one_and_one(given_answers):
    found = net_promoter_score(given_answers).score

    assert -1 <= found.lower <= found.value <= found.upper <= 1


def test_weights_move_the_score_and_lower_the_effective_number():
    found = net_promoter_score([10, 0], weights=[3, 1])

    assert found.score.value == 0.5
    assert (found.score.n, found.score.effective_n) == (2, pytest.approx(1.6))
    assert found.likelihood.value == 7.5


def test_nobody_answering_leaves_no_score():
    found = net_promoter_score([nan])

    assert not found.score.has_value
    assert not found.score.has_interval


def test_one_answer_does_not_say_that_one_is_enough():
    # 1.75 of 4 promote and .75 detract, with the cases added.
    found = net_promoter_score([10])

    assert found.variance == pytest.approx(2.5 / 4 - (1 / 4) ** 2)
    assert net_promoter_score([nan]).variance == 0.5


@pytest.mark.parametrize(
    ("half_width", "n"), [pytest.param(0.05, 1076, id="5 points"), pytest.param(0.1, 269, id="10")]
)
def test_answers_needed(half_width, n):
    assert answers_needed_for_nps(half_width) == n


@pytest.mark.parametrize(
    ("run", "message"),
    [
        pytest.param(lambda: Breaks(6, 9), "detractors to < promoters", id="breaks turned round"),
        pytest.param(lambda: net_promoter_score([11]), "from 0 to 10", id="off the scale"),
        pytest.param(
            lambda: net_promoter_score([5], method=Method.WILSON), "adjusted_wald", id="method"
        ),
        pytest.param(lambda: answers_needed_for_nps(0), "half-width above 0", id="no width"),
    ],
)
def test_what_makes_no_sense_is_refused(run, message):
    with pytest.raises(ValueError, match=message):
        run()
