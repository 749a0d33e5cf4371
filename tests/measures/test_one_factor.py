import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from heed.measures.one_factor import one_factor


def correlations(seed: int, n: int, loadings: list[float]) -> np.ndarray:
    rng = np.random.default_rng(seed)
    own = np.sqrt(1 - np.square(loadings))
    x = rng.normal(size=(n, 1)) * loadings + rng.normal(size=(n, len(loadings))) * own
    return np.corrcoef(x.T)


def misfit(parameters: np.ndarray, r: np.ndarray) -> float:
    loadings, roots = np.split(parameters, 2)
    implied = np.outer(loadings, loadings) + np.diag(roots**2 + 1e-9)
    sign, log_implied = np.linalg.slogdet(implied)
    fitted = np.trace(np.linalg.solve(implied, r))
    return sign * log_implied + fitted - np.linalg.slogdet(r)[1] - len(r)


@pytest.mark.parametrize("seed", range(6))
def test_nothing_fits_better_than_what_was_found(seed):
    # SciPy looks for loadings and roots of unique variances without knowing any derivative.
    r = correlations(seed, 60, [0.95, 0.6, 0.5, 0.4])

    found = one_factor(r)

    start = np.concatenate([found.loadings[0], np.sqrt(found.unique[0])]) * 0.9 + 0.02
    other = optimize.minimize(misfit, start, args=(r,), method="BFGS")
    assert found.has_converged[0]
    assert found.misfit[0] <= other.fun + 1e-6
    assert found.misfit[0] == pytest.approx(other.fun, abs=1e-4)


def test_three_items_have_a_closed_answer():
    r = np.array([[1, 0.42, 0.35], [0.42, 1, 0.30], [0.35, 0.30, 1]])

    found = one_factor(r)

    np.testing.assert_allclose(found.loadings[0], [0.7, 0.6, 0.5], atol=1e-7)
    assert found.misfit[0] == pytest.approx(0, abs=1e-12)


def test_many_samples_at_once_are_each_alone():
    many = np.array([correlations(seed, 80, [0.8, 0.7, 0.5, 0.3]) for seed in range(20)])

    found = one_factor(many)

    alone = [one_factor(each).loadings[0] for each in many]
    np.testing.assert_allclose(found.loadings, alone, atol=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 6))
def test_loadings_and_what_is_left_make_up_each_item(seed, k):
    r = correlations(seed, 40, list(np.linspace(0.3, 0.9, k)))

    found = one_factor(r)

    np.testing.assert_allclose(found.loadings**2 + found.unique, 1, atol=1e-4)
    assert found.unique.min() >= 0
    assert found.is_improper[0] == (found.unique.min() == 0)


@pytest.mark.parametrize(
    ("given_matrix", "message"),
    [
        pytest.param(np.eye(2), "at least 3 items", id="two"),
        pytest.param(np.ones((3, 3)), "none of which follows", id="copies"),
    ],
)
def test_what_has_no_factor_is_refused(given_matrix, message):
    with pytest.raises(ValueError, match=message):
        one_factor(given_matrix)
