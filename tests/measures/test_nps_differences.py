import numpy as np
import pytest

from heed.measures.estimates import Method
from heed.measures.nps import net_promoter_score
from heed.measures.nps_differences import (
    net_promoter_difference,
    paired_net_promoter_difference,
)
from tests.measures import nps_data

nan = float("nan")


@nps_data.needs_nps
def test_two_groups_match_the_r_package():
    # two_sample_reference.txt, made with R NPS::nps.test.
    found = net_promoter_difference(nps_data.answers("Apples"), nps_data.answers("Oranges"))

    assert found.difference.value == pytest.approx(0.072, abs=1e-12)
    assert found.difference.lower == pytest.approx(-0.08422376, abs=5e-9)
    assert found.difference.upper == pytest.approx(0.22822376, abs=5e-9)
    assert found.p == pytest.approx(0.36636505, abs=5e-9)
    assert found.z == pytest.approx(0.072 / 0.07970747, abs=1e-6)


def test_exchanging_the_groups_turns_the_sign():
    one, other = [10] * 20 + [3] * 15, [9] * 12 + [5] * 22

    here, there = net_promoter_difference(one, other), net_promoter_difference(other, one)

    assert here.difference.value == -there.difference.value
    assert here.difference.lower == pytest.approx(-there.difference.upper)
    assert (here.z, here.p) == (pytest.approx(-there.z), pytest.approx(there.p))


def test_the_adjusted_difference_has_an_error_where_the_plain_one_has_none():
    plain = net_promoter_difference([10] * 5, [10] * 5)
    adjusted = net_promoter_difference([10] * 5, [10] * 5, method=Method.ADJUSTED_WALD)

    assert np.isnan(plain.z)
    assert plain.difference.lower == plain.difference.upper == 0
    assert adjusted.difference.lower < 0 < adjusted.difference.upper


def test_an_equal_score_is_rejected_in_five_of_a_hundred():
    rng = np.random.default_rng(8)
    draws = rng.integers(0, 11, (2000, 2, 100))

    ps = [net_promoter_difference(one, other).p for one, other in draws]

    assert np.mean(np.array(ps) < 0.05) == pytest.approx(0.05, abs=0.015)


def test_the_same_people_are_compared_one_by_one():
    before, after = [6, 8, 9, 10, nan], [9, 9, 9, 10, 10]

    found = paired_net_promoter_difference(before, after)

    moves = np.array([2, 1, 0, 0])
    error = np.sqrt(moves.var() / 4)
    assert (found.difference.value, found.difference.n) == (0.75, 4)
    assert found.difference.upper == pytest.approx(0.75 + 1.959964 * error, abs=1e-6)


def test_pairs_show_a_change_that_groups_hide():
    rng = np.random.default_rng(9)
    before = rng.integers(0, 11, 200)
    after = np.minimum(before + (rng.random(200) < 0.3), 10)

    paired = paired_net_promoter_difference(before, after)
    apart = net_promoter_difference(after, before)

    scores = net_promoter_score(after).score.value - net_promoter_score(before).score.value
    assert paired.difference.value == pytest.approx(apart.difference.value)
    assert paired.difference.value == pytest.approx(scores)
    assert paired.p < 0.001 < apart.p


def test_nobody_answering_twice_leaves_no_difference():
    found = paired_net_promoter_difference([9, nan], [nan, 9])

    assert (found.difference.n, found.difference.has_value) == (0, False)


def test_an_empty_group_leaves_no_difference():
    found = net_promoter_difference([9], [nan])

    assert not found.difference.has_value


def test_answers_of_different_people_are_no_pairs():
    with pytest.raises(ValueError, match="two answers of each person"):
        paired_net_promoter_difference([9, 8], [9])
