import numpy as np
import pytest

from heed.measures.mode_cells import cells_of, compared_strata, standardised

NOT_KNOWN = float("nan")


def test_cells_leave_out_what_is_not_known():
    values = np.array([1.0, 3.0, NOT_KNOWN, 7.0, 9.0, 5.0])
    modes, strata = np.array([0, 0, 0, -1, 1, 1]), np.array([0, 0, 0, 0, -1, 1])

    found = cells_of(values, modes, strata, np.ones(6), (2, 2))

    np.testing.assert_array_equal(found.counts, [[2, 0], [0, 1]])
    np.testing.assert_array_equal(found.means, [[2, NOT_KNOWN], [NOT_KNOWN, 5]])
    np.testing.assert_array_equal(found.errors, [[1, NOT_KNOWN], [NOT_KNOWN, NOT_KNOWN]])


def test_weights_count_in_means_and_errors():
    found = cells_of(
        np.array([2.0, 5.0]), np.zeros(2, int), np.zeros(2, int), np.array([1.0, 2.0]), (1, 1)
    )

    # Mean 4; influences 1/3 · (2 - 4) and 2/3 · (5 - 4), their squares doubled by n / (n - 1).
    assert found.means[0, 0] == 4
    assert found.errors[0, 0] == pytest.approx(2 * (4 / 9 + 4 / 9))


def test_a_stratum_counts_where_every_mode_has_two_answers():
    modes = np.array([0, 0, 0, 0, 1, 1, 1, 2])
    strata = np.array([0, 0, 1, 1, 0, 0, 1, 1])

    cells = cells_of(np.arange(8.0), modes, strata, np.ones(8), (3, 2))

    # The third mode has but one answer in all and hinders nobody.
    np.testing.assert_array_equal(compared_strata(cells), [True, False])


def test_standardised_differences_match_what_is_worked_out_by_hand():
    # Mode a: low 2, 4; high 6, 8, 10. Mode b: low 1, 3, 5, 7; high 9, 9, 9. Twelve answers, half
    # of them low: mix 1/2 and 1/2.
    values = np.array([2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 9, 9], dtype=float)
    modes, strata = np.repeat([0, 1], [5, 7]), np.array([0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1])
    cells = cells_of(values, modes, strata, np.ones(12), (2, 2))

    found = standardised(cells, np.array([1.0, -1.0]))

    # Means 3, 8 and 4, 9: the difference is -1 in both strata. Squared errors 2/2, 4/3 and
    # (20/3)/4, 0, a quarter of each; the mix adds nothing where strata differ alike.
    errors = np.array([1, 4 / 3, 5 / 3, 0]) / 4
    assert found.value == -1
    assert found.variance == pytest.approx(errors.sum())
    assert found.degrees == pytest.approx(
        errors.sum() ** 2 / (errors**2 / np.array([1, 2, 3, 2])).sum()
    )


def test_the_mix_adds_to_the_error_where_strata_differ():
    values = np.array([1.0, 3, 5, 7, 1, 3, 1, 3])
    modes, strata = np.repeat([0, 1], 4), np.tile([0, 0, 1, 1], 2)
    cells = cells_of(values, modes, strata, np.ones(8), (2, 2))

    found = standardised(cells, np.array([1.0, -1.0]))

    # Differences 0 and 4, mean 2: within 4 · 1/4 · (2/2), mix 1/7 · ((0 - 2)² + (4 - 2)²) / 2.
    assert found.value == 2
    assert found.variance == pytest.approx(1 + 4 / 7)
