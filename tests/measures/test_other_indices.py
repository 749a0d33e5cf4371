import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.other_indices import other_indices
from tests.measures.test_shapley import correlated, explained


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 6))
def test_they_are_those_of_least_squares(seed, p):
    rows, matrix = correlated(seed, p)

    found = other_indices(matrix)

    slopes = np.linalg.lstsq(rows[:, :-1], rows[:, -1])[0]
    last = [
        explained(matrix, range(p)) - explained(matrix, set(range(p)) - {at}) for at in range(p)
    ]
    np.testing.assert_allclose(found.coefficients, slopes, atol=1e-9)
    np.testing.assert_allclose(found.last, last, atol=1e-9)
    assert (found.rank, found.is_repeated.any()) == (p, False)


def test_a_sum_of_others_is_found_to_repeat_them_and_nobody_else():
    rows, _matrix = correlated(1, 4)
    rows = np.column_stack([rows[:, :3], rows[:, 0] + 2 * rows[:, 1], rows[:, 4]])

    found = other_indices(np.corrcoef(rows.T))

    assert found.rank == 3
    assert found.is_repeated.tolist() == [True, True, False, True]
    assert found.last[[0, 1, 3]] == pytest.approx(0, abs=1e-9)
    assert found.last[2] > 0.001


def test_one_input_alone_adds_its_squared_correlation():
    found = other_indices([[1, 0.4], [0.4, 1]])

    assert found.last == pytest.approx([0.16])
