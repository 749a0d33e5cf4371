import numpy as np
import pytest
from scipy.optimize import minimize

from heed.measures.conditional_logit import ChoiceSets, conditional_logit, distinct


def some_sets(seed: int) -> tuple[ChoiceSets, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    is_offered = np.ones((30, 4), dtype=bool)
    is_offered[::3, 3] = False
    sets = ChoiceSets(rng.normal(size=(30, 4, 3)), is_offered)
    return sets, np.arange(30), rng.integers(0, 3, 30)


def test_coefficients_are_those_scipy_finds():
    sets, at, chosen = some_sets(4)

    def loss(coefficients: np.ndarray) -> float:
        return -float(np.log(sets.chances(coefficients)[at, chosen]).sum())

    expected = minimize(loss, np.zeros(3), tol=1e-10)
    found = conditional_logit(sets, at, chosen)

    assert found.is_converged
    assert found.log_likelihood == pytest.approx(-expected.fun, abs=1e-7)
    np.testing.assert_allclose(found.coefficients, expected.x, atol=1e-5)


def test_a_pick_made_twice_counts_as_two():
    sets, at, chosen = some_sets(5)

    counted = conditional_logit(sets, at, chosen, times=np.full(30, 2.0))
    listed = conditional_logit(sets, np.tile(at, 2), np.tile(chosen, 2))

    np.testing.assert_allclose(counted.coefficients, listed.coefficients)
    np.testing.assert_allclose(counted.covariance, listed.covariance)
    assert counted.n == listed.n == 60


def test_errors_of_persons_who_repeat_themselves_are_not_taken_for_many():
    sets, at, chosen = some_sets(6)

    found = conditional_logit(
        sets, np.tile(at, 4), np.tile(chosen, 4), persons=np.tile(np.arange(30), 4)
    )

    ratio = np.sqrt(np.diag(found.clustered) / np.diag(found.covariance))
    assert ratio.mean() == pytest.approx(2, abs=0.4)


def test_what_repeats_itself_is_refused():
    features = np.random.default_rng(1).normal(size=(10, 3, 1))
    sets = ChoiceSets(np.repeat(features, 2, axis=2), np.ones((10, 3), dtype=bool))

    with pytest.raises(ValueError, match="picks that tell all coefficients apart"):
        conditional_logit(sets, np.arange(10), np.zeros(10, dtype=int))


def test_a_pick_not_offered_is_refused():
    sets, at, _ = some_sets(7)

    with pytest.raises(ValueError, match="one of the alternatives offered"):
        conditional_logit(sets, at, np.full(30, 3))


def test_kinds_are_numbered_as_they_come():
    first, kind = distinct(["b", "a", "b", "c"])

    assert first == [0, 1, 3]
    assert kind.tolist() == [0, 1, 0, 2]
