from functools import partial

import numpy as np
import pytest

from heed.measures.agreement import cohen_kappa, fleiss_kappa, plain_agreement
from heed.measures.agreement_samples import Drawing, require_resamples, used_cases
from heed.measures.estimates import Estimate, Flag
from heed.measures.intraclass import intraclass_correlations
from heed.measures.krippendorff import Level, krippendorff_alpha
from heed.measures.weights import effective_n
from tests.measures.weighted_ratings import weighted_ratings


def cohen(ratings, **asked) -> Estimate:
    return cohen_kappa(ratings[:, 0], ratings[:, 1], categories=range(4), **asked)


def random_raters(ratings, **asked) -> Estimate:
    return intraclass_correlations(ratings, **asked).mean_random


COEFFICIENTS = {
    "cohen": cohen,
    "fleiss": partial(fleiss_kappa, resamples=0),
    "plain": partial(plain_agreement, resamples=0),
    "nominal": partial(krippendorff_alpha, resamples=0),
    "ordinal": partial(krippendorff_alpha, level=Level.ORDINAL, resamples=0),
    "interval": partial(krippendorff_alpha, level=Level.INTERVAL, resamples=0),
    "intraclass": random_raters,
}


@pytest.mark.parametrize("coefficient", COEFFICIENTS.values(), ids=COEFFICIENTS)
def test_whole_weights_are_cases_repeated_so_often(coefficient):
    ratings, _weights = weighted_ratings(1, 60)
    times = np.random.default_rng(2).integers(0, 4, size=60)

    weighted = coefficient(ratings, weights=times)

    repeated = coefficient(np.repeat(ratings, times, axis=0))
    assert weighted.value == pytest.approx(repeated.value, abs=1e-12)
    # A weight of 3 does not make three cases.
    assert weighted.n == (times > 0).sum()
    assert weighted.effective_n == pytest.approx(effective_n(times[times > 0]))


@pytest.mark.parametrize("coefficient", COEFFICIENTS.values(), ids=COEFFICIENTS)
def test_equal_weights_change_nothing(coefficient):
    ratings, _weights = weighted_ratings(3, 40)

    assert coefficient(ratings, weights=np.ones(40)) == coefficient(ratings)


# On a fifth of the cases the second rater copies the first with .8, on the others with .4.
COPIED_ONE = 0.2 * 0.8 + 0.8 * 0.4
COPIED_BOTH = 0.2 * 0.8**2 + 0.8 * 0.4**2
TRUE_OF_THREE = (2 * COPIED_ONE + COPIED_BOTH) / 3


@pytest.mark.parametrize(
    ("coefficient", "truth"),
    [
        pytest.param(cohen, COPIED_ONE, id="cohen"),
        pytest.param(partial(fleiss_kappa, resamples=200), TRUE_OF_THREE, id="fleiss"),
        pytest.param(
            partial(plain_agreement, resamples=200), 0.25 + 0.75 * TRUE_OF_THREE, id="plain"
        ),
        pytest.param(
            partial(krippendorff_alpha, level=Level.INTERVAL, resamples=200),
            TRUE_OF_THREE,
            id="krippendorff",
        ),
    ],
)
def test_intervals_with_weights_hold_the_truth_as_often_as_they_say(coefficient, truth):
    # Weights that have to do with how cases are rated.
    samples = [weighted_ratings(seed, 120) for seed in range(300)]

    found = [coefficient(ratings, weights=worth) for ratings, worth in samples]

    assert 273 <= sum(each.lower <= truth <= each.upper for each in found) <= 295


def single_random(seed: int) -> Estimate:
    """Of three raters whose true correlation is .5, of cases with weights."""
    rng = np.random.default_rng(seed)
    ratings = rng.normal(size=(80, 1)) + rng.normal(size=(80, 3))
    return intraclass_correlations(ratings, weights=rng.lognormal(0, 0.6, 80)).single_random


def test_intervals_of_intraclass_correlations_with_weights_hold_the_truth():
    found = [single_random(seed) for seed in range(300)]

    assert 275 <= sum(each.lower <= 0.5 <= each.upper for each in found) <= 295


def test_a_few_heavy_cases_are_few():
    ratings, _weights = weighted_ratings(4, 60)
    weights = np.where(np.arange(60) < 10, 50.0, 0.5)

    found = krippendorff_alpha(ratings, weights=weights, resamples=0)

    assert (found.n, round(found.effective_n)) == (60, 11)
    assert found.flags == (Flag.FEW_CASES,)


@pytest.mark.parametrize("coefficient", COEFFICIENTS.values(), ids=COEFFICIENTS)
def test_weights_that_do_not_fit_are_refused(coefficient):
    ratings, _weights = weighted_ratings(5, 20)

    with pytest.raises(ValueError, match="one weight for each of 20 cases"):
        coefficient(ratings, weights=np.ones(19))


def test_shares_are_taken_for_weights_of_the_cases_there_are():
    is_rated = np.array([True, True, True, False])

    is_used, weights = used_cases(is_rated, [0.1, 0.3, 0.0, 0.6])

    assert is_used.tolist() == [True, True, False, False]
    assert weights.tolist() == pytest.approx([0.5, 1.5])
    assert used_cases(is_rated, [5, 1, 0, 9])[1].tolist() == [5, 1]


@pytest.mark.parametrize("resamples", [-1, 1, 99])
def test_too_few_samples_are_refused(resamples):
    with pytest.raises(ValueError, match=f"at least 100 bootstrap samples.*got {resamples}"):
        require_resamples(resamples)

    with pytest.raises(ValueError, match="at least 100"):
        Drawing(resamples, 0, 0.95)
