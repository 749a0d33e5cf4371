import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import linalg

from heed.measures.relative_weights import relative_weights
from heed.measures.shapley import shapley_shares
from tests.measures.test_shapley import correlated, explained


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 7))
def test_they_are_squared_loadings_times_squared_coefficients(seed, p):
    matrix = correlated(seed, p)[1]

    found = relative_weights(matrix)

    root = linalg.sqrtm(matrix[:-1, :-1]).real
    expected = root**2 @ np.linalg.solve(root, matrix[:-1, -1]) ** 2
    np.testing.assert_allclose(found, expected, atol=1e-9)
    assert found.sum() == pytest.approx(explained(matrix, range(p)))


def test_of_two_inputs_they_are_shapley_values():
    matrix = correlated(1, 2)[1]

    np.testing.assert_allclose(relative_weights(matrix), shapley_shares(matrix), atol=1e-12)


def test_units_do_not_matter_and_many_samples_are_each_alone():
    many = np.array([correlated(seed, 4)[1] for seed in range(5)])
    units = np.array([3, 0.1, 50, 1, 7])

    found = relative_weights(many * units[:, None] * units)

    np.testing.assert_allclose(found, [relative_weights(each) for each in many], atol=1e-12)


def test_repeated_inputs_share_as_an_ever_smaller_ridge_would():
    rows = correlated(3, 4)[0]
    rows[:, 2] = rows[:, 0]
    matrix = np.corrcoef(rows.T)
    ridge = matrix + np.diag([1e-7] * 4 + [0])

    np.testing.assert_allclose(relative_weights(matrix), relative_weights(ridge), atol=1e-5)


def test_what_never_varies_gets_nothing():
    matrix = correlated(3, 3)[1]
    matrix[1, :] = matrix[:, 1] = 0

    found = relative_weights(matrix)

    assert found[1] == 0
    assert found[[0, 2]].sum() == pytest.approx(explained(matrix, {0, 2}))


def test_what_is_no_table_of_covariances_is_refused():
    with pytest.raises(ValueError, match="Expected square matrices"):
        relative_weights([[1.0, 2.0]])
