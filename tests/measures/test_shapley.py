from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.shapley import (
    antithetic_orders,
    explained_by_subset,
    sampled_shares,
    shapley_shares,
    shares_with_and_without_last,
)


def correlated(seed: int, p: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of p inputs and an outcome, with mean 0 and spread 1, and their correlations."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(50, p + 1)) + rng.normal(size=(50, 1))
    rows = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    return rows, rows.T @ rows / 50


def explained(matrix: np.ndarray, subset) -> float:
    at = sorted(subset)
    if not at:
        return 0.0
    slopes = np.linalg.solve(matrix[np.ix_(at, at)], matrix[at, -1])
    return float(slopes @ matrix[at, -1] / matrix[-1, -1])


def by_orders(matrix: np.ndarray) -> np.ndarray:
    """Shapley values by their definition: all orders, one after the other."""
    p = len(matrix) - 1
    orders = list(permutations(range(p)))
    shares = np.zeros(p)
    for order in orders:
        for place, each in enumerate(order):
            before = order[:place]
            shares[each] += explained(matrix, (*before, each)) - explained(matrix, before)
    return shares / len(orders)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_each_subset_explains_what_a_regression_on_it_does(seed, p):
    matrix = correlated(seed, p)[1]

    found = explained_by_subset(matrix)

    subsets = [[at for at in range(p) if subset >> at & 1] for subset in range(2**p)]
    np.testing.assert_allclose(found, [explained(matrix, each) for each in subsets], atol=1e-10)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5))
def test_shares_are_means_over_all_orders(seed, p):
    matrix = correlated(seed, p)[1]

    found = shapley_shares(matrix)

    np.testing.assert_allclose(found, by_orders(matrix), atol=1e-10)
    every = np.array(list(permutations(range(p))))
    np.testing.assert_allclose(sampled_shares(matrix, every), found, atol=1e-10)


def test_many_samples_are_each_alone():
    # Of 13 inputs four samples are looked at at once, so that seven are in two parts.
    many = np.array([correlated(seed, 13)[1] for seed in range(7)])

    both = shares_with_and_without_last(many)

    alone = [shapley_shares(each) for each in many]
    fewer = np.delete(np.delete(many, 12, axis=1), 12, axis=2)
    np.testing.assert_allclose(shapley_shares(many), alone, atol=1e-12)
    np.testing.assert_allclose(both[0], alone, atol=1e-12)
    np.testing.assert_allclose(both[1], shapley_shares(fewer), atol=1e-12)


def test_repeated_inputs_share_as_an_ever_smaller_ridge_would():
    rows = correlated(3, 4)[0]
    rows[:, 2] = rows[:, 0]
    matrix = np.cov(rows.T)
    ridge = matrix + np.diag([1e-7] * 4 + [0])

    np.testing.assert_allclose(shapley_shares(matrix), shapley_shares(ridge), atol=1e-6)
    assert shapley_shares(matrix)[0] == pytest.approx(shapley_shares(matrix)[2])


def test_few_orders_come_close_to_all():
    matrix = correlated(5, 10)[1]

    found = sampled_shares(matrix, antithetic_orders(10, 1000, seed=1))

    np.testing.assert_allclose(found, shapley_shares(matrix), atol=0.006)
    assert found.sum() == pytest.approx(shapley_shares(matrix).sum())


@pytest.mark.parametrize("matrix", [[1.0], [[1.0]], [[1.0, 2.0]]])
def test_what_is_no_table_of_covariances_is_refused(matrix):
    with pytest.raises(ValueError, match="Expected square matrices"):
        shapley_shares(matrix)
