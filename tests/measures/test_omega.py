import numpy as np
import pytest

from heed.measures.estimates import Flag, Method
from heed.measures.omega import omega
from tests.measures.mobi import block, needs_mobi


def answered(seed: int, n: int, loadings: list[float]) -> np.ndarray:
    rng = np.random.default_rng(seed)
    own = np.sqrt(1 - np.square(loadings))
    return rng.normal(size=(n, 1)) * loadings + rng.normal(size=(n, len(loadings))) * own


@needs_mobi
@pytest.mark.parametrize(
    ("name", "expected"),
    # R lavaan, one factor, standardised: 5 digits.
    [("CUEX", 0.50704), ("CUSA", 0.78154), ("IMAG", 0.72958), ("PERQ", 0.87800)],
)
def test_omegas_of_real_answers_are_those_of_lavaan(name, expected):
    found = omega(block(name), resamples=0)

    assert found.standardised.value == pytest.approx(expected, abs=6e-6)
    assert Flag.IMPROPER not in found.standardised.flags


@needs_mobi
def test_a_negative_variance_is_held_at_0_and_said():
    # lavaan gives .64345 with a variance below 0; held at 0 the best fit gives .614.
    found = omega(block("CUSL"), seed=1)

    assert found.standardised.value == pytest.approx(0.614, abs=5e-4)
    assert {Flag.IMPROPER, Flag.UNRELIABLE} <= set(found.standardised.flags)
    assert Flag.IMPROPER in found.total.flags
    assert found.unique.min() == 0
    assert 0.5 < found.improper_share < 0.75


def test_a_known_omega_is_found_again():
    loadings = [0.9, 0.7, 0.5, 0.4]
    common, own = np.sum(loadings) ** 2, np.sum(1 - np.square(loadings))

    found = omega(answered(1, 50_000, loadings), resamples=0)

    assert found.total.value == pytest.approx(common / (common + own), abs=0.005)
    np.testing.assert_allclose(found.loadings, loadings, atol=0.015)
    assert found.total.flags == ()


def test_the_interval_holds_the_truth_as_often_as_it_says():
    loadings = [0.8, 0.7, 0.6, 0.6]
    truth = np.sum(loadings) ** 2 / (np.sum(loadings) ** 2 + np.sum(1 - np.square(loadings)))
    found = [omega(answered(seed, 120, loadings), resamples=200).total for seed in range(30)]

    assert sum(each.lower <= truth <= each.upper for each in found) >= 25
    assert found[0].method is Method.BOOTSTRAP


def test_the_same_seed_gives_the_same_interval():
    x = answered(2, 60, [0.8, 0.7, 0.6])

    assert omega(x, resamples=200, seed=5).total == omega(x, resamples=200, seed=5).total
    assert omega(x, resamples=200, seed=5).total != omega(x, resamples=200, seed=6).total


def test_units_matter_to_the_plain_sum_alone():
    x = answered(2, 60, [0.8, 0.7, 0.6])

    found, in_units = omega(x, resamples=0), omega(x * [1, 10, 1], resamples=0)

    assert in_units.standardised.value == pytest.approx(found.standardised.value)
    assert in_units.total.value < found.total.value - 0.1


@pytest.mark.parametrize(
    ("answers", "resamples", "message"),
    [
        pytest.param(np.ones((9, 2)), 0, "at least 3 items", id="two items"),
        pytest.param(np.ones((4, 3)), 0, "at least 5 complete cases", id="few cases"),
        pytest.param(np.ones((9, 3)), 0, "items that vary", id="still"),
        pytest.param(np.tile(np.arange(9.0)[:, None], 3), 0, "none that follows", id="copies"),
        pytest.param(np.ones((9, 3)), 7, "at least 100 bootstrap", id="resamples"),
    ],
)
def test_what_is_no_scale_is_refused(answers, resamples, message):
    with pytest.raises(ValueError, match=message):
        omega(answers, resamples=resamples)
