import numpy as np
from scipy.optimize import minimize

from heed.measures.texts.dual_descent import descended
from heed.measures.texts.features import SparseRows


def case(seed: int = 0):
    drawn = np.random.default_rng(seed)
    dense = drawn.normal(size=(40, 5)) * (drawn.random((40, 5)) < 0.7)
    rows, columns = np.nonzero(dense)
    starts = np.searchsorted(rows, np.arange(41))
    signs = np.where(dense @ drawn.normal(size=5) + drawn.normal(size=40) > 0, 1.0, -1.0)
    return dense, SparseRows(starts, columns, dense[rows, columns]), signs


def test_the_minimum_is_that_of_a_general_search():
    # Oracle: SciPy's BFGS on the objective as it is written.
    dense, rows, signs = case()
    costs = np.linspace(0.05, 0.2, 40)
    scale = np.array([1, 2, 0.5, 1, 3])
    start = np.array([0.3, -0.2, 0, 0.5, 0.1])

    def objective(at):
        losses = np.maximum(0, 1 - signs * (dense @ at[:5] + at[5])) ** 2
        distance = ((at[:5] - start) / scale) ** 2
        return 0.5 * (distance.sum() + (at[5] - 0.4) ** 2) + (costs * losses).sum()

    best = minimize(objective, np.zeros(6), method="BFGS", options={"gtol": 1e-9}).x
    weights, offsets = descended(
        rows,
        signs[:, None],
        costs=costs,
        scale=scale,
        start=(start[:, None], np.array([0.4])),
        rounds=600,
        seed=1,
    )

    np.testing.assert_allclose(np.append(weights, offsets), best, atol=2e-5)


def test_separators_do_not_disturb_each_other():
    _dense, rows, signs = case()
    shared = {"costs": np.ones(40), "scale": np.ones(5), "rounds": 5, "seed": 2}

    both, _ = descended(rows, np.c_[signs, -signs], start=(np.zeros((5, 2)), np.zeros(2)), **shared)
    alone, _ = descended(rows, signs[:, None], start=(np.zeros((5, 1)), np.zeros(1)), **shared)

    np.testing.assert_allclose(both[:, 0], alone[:, 0])
    np.testing.assert_allclose(both[:, 1], -alone[:, 0])


def test_the_start_is_not_changed():
    _dense, rows, signs = case()
    start = (np.zeros((5, 1)), np.zeros(1))

    descended(
        rows, signs[:, None], costs=np.ones(40), scale=np.ones(5), start=start, rounds=1, seed=0
    )

    assert not start[0].any()
    assert not start[1].any()
