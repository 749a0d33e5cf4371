from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.estimates import Estimate, Flag
from heed.measures.intraclass import IntraclassCorrelations, intraclass_correlations
from heed.measures.reliability import cronbach_alpha
from tests.measures.published_ratings import JUDGES, anxiety


def estimates(found: IntraclassCorrelations) -> dict[str, Estimate]:
    every = {field.name: getattr(found, field.name) for field in fields(found)}
    return {name: each for name, each in every.items() if isinstance(each, Estimate)}


def judged(seed: int, n: int, k: int) -> np.ndarray:
    """Cases, judges and errors each of variance 1, so that ICC(2,1) is 1/3 and ICC(3,1) 1/2."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, 1)) + rng.normal(size=k) + rng.normal(size=(n, k))


def test_the_judges_of_shrout_and_fleiss_give_the_published_correlations():
    # Shrout and Fleiss (1979), table 4: .17 .29 .71 .44 .62 .91.
    found = estimates(intraclass_correlations(JUDGES))

    assert {name: round(each.value, 2) for name, each in found.items()} == {
        "single_one_way": 0.17,
        "mean_one_way": 0.44,
        "single_random": 0.29,
        "mean_random": 0.62,
        "single_fixed": 0.71,
        "mean_fixed": 0.91,
    }


def test_their_intervals_are_those_of_r():
    # R psych, ICC, on the same ratings.
    found = estimates(intraclass_correlations(JUDGES))

    assert {name: (each.lower, each.upper) for name, each in found.items()} == {
        "single_one_way": pytest.approx((-0.133, 0.723), abs=5e-4),
        "mean_one_way": pytest.approx((-0.884, 0.912), abs=5e-4),
        "single_random": pytest.approx((0.019, 0.761), abs=5e-4),
        "mean_random": pytest.approx((0.071, 0.927), abs=5e-4),
        "single_fixed": pytest.approx((0.342, 0.946), abs=5e-4),
        "mean_fixed": pytest.approx((0.676, 0.986), abs=5e-4),
    }
    assert all(each.n == 6 and each.flags == (Flag.FEW_CASES,) for each in found.values())


def test_the_anxiety_ratings_agree_as_r_says():
    # R psych, ICC (by lmer, whose search ends at 6 decimals), on the ratings of R irr.
    found = estimates(intraclass_correlations(anxiety()))

    values = {name: (each.value, each.lower, each.upper) for name, each in found.items()}
    assert values == {
        "single_one_way": pytest.approx((0.1750225, -0.07744650, 0.4843362), abs=5e-7),
        "mean_one_way": pytest.approx((0.3889259, -0.27492318, 0.7380652), abs=5e-7),
        "single_random": pytest.approx((0.1979983, -0.03891068, 0.4935740), abs=5e-7),
        "mean_random": pytest.approx((0.4254988, -0.12658288, 0.7451493), abs=5e-7),
        "single_fixed": pytest.approx((0.2160493, -0.04625793, 0.5222590), abs=5e-7),
        "mean_fixed": pytest.approx((0.4525861, -0.15292145, 0.7663308), abs=5e-7),
    }


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_the_mean_of_fixed_raters_is_as_reliable_as_alpha_says(seed, k):
    ratings = judged(seed, 12, k)

    found, alpha = intraclass_correlations(ratings).mean_fixed, cronbach_alpha(ratings)

    assert found.value == pytest.approx(alpha.value)
    assert (found.lower, found.upper) == pytest.approx((alpha.lower, alpha.upper))


def test_strictness_matters_unless_raters_are_fixed():
    ratings = judged(1, 40, 3)
    stricter = ratings - [0, 2, 5]

    before, after = intraclass_correlations(ratings), intraclass_correlations(stricter)

    assert after.single_fixed.value == pytest.approx(before.single_fixed.value)
    assert after.single_random.value < before.single_random.value / 2


def test_known_correlations_are_found_again():
    found = intraclass_correlations(judged(2, 4000, 60))

    assert found.single_fixed.value == pytest.approx(1 / 2, abs=0.02)
    assert found.single_random.value == pytest.approx(1 / 3, abs=0.06)


def test_intervals_hold_the_truth_as_often_as_they_say():
    found = [intraclass_correlations(judged(seed, 20, 4)) for seed in range(150)]

    random = sum(each.single_random.lower <= 1 / 3 <= each.single_random.upper for each in found)
    fixed = sum(each.single_fixed.lower <= 1 / 2 <= each.single_fixed.upper for each in found)

    assert 135 <= random <= 150
    assert 135 <= fixed <= 149


def test_incompletely_rated_cases_are_left_out_and_counted():
    ratings = judged(1, 35, 3)

    found = intraclass_correlations(np.vstack([ratings, [1, np.nan, 2]]))

    assert found.dropped == 1
    assert found.single_random == intraclass_correlations(ratings).single_random


def test_raters_who_agree_in_all_have_no_interval():
    found = estimates(intraclass_correlations([[1, 1], [2, 2], [5, 5]]))

    assert {each.value for each in found.values()} == {1.0}
    assert not any(each.has_interval for each in found.values())


def test_ratings_that_are_all_the_same_tell_nothing():
    found = estimates(intraclass_correlations([[3.3, 3.3]] * 40))

    assert {each.flags for each in found.values()} == {(Flag.NO_SPREAD,)}
    assert not any(each.has_value for each in found.values())


@pytest.mark.parametrize(
    ("ratings", "message"),
    [
        pytest.param([[1], [2]], "at least 2 raters", id="one rater"),
        pytest.param([[1, 2], [1, np.nan]], "at least 2 completely rated", id="one case"),
    ],
)
def test_what_cannot_be_compared_is_refused(ratings, message):
    with pytest.raises(ValueError, match=message):
        intraclass_correlations(ratings)
