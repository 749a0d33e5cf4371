import numpy as np
import pytest

from heed.measures.estimates import Flag
from heed.measures.purchases.cells import cells_from
from heed.measures.purchases.fitting import ModelName, PurchaseFit, maximum_of

CELLS = cells_from([0, 1], [0, 2], [3, 3])


def searched(value_and_slopes, k):
    return maximum_of(lambda cells: value_and_slopes, CELLS, np.ones(k), maximum_steps=60)


def test_a_parameter_at_its_bound_does_not_hold_up_the_others():
    def score(logs):
        # The first one rises for ever, and the second follows it.
        value = logs[0] - (logs[1] - logs[0] / 4) ** 2
        back = 2 * (logs[1] - logs[0] / 4)
        return float(value), np.array([1 + back / 4, -back])

    found = searched(score, 2)

    assert np.log(found.parameters) == pytest.approx([16, 4], abs=1e-4)
    assert found.is_flat


def test_a_search_starts_well_where_the_likelihood_bends_the_wrong_way():
    def score(logs):
        # A saddle at the start between two hills at 1 and -1.
        value = logs[0] ** 2 / 2 - logs[0] ** 4 / 4 + logs[0] / 10
        return float(value), logs - logs**3 + 0.1

    found = searched(score, 1)

    assert found.is_converged
    assert float(np.log(found.parameters)[0]) == pytest.approx(1.0467, abs=1e-4)
    assert not found.is_flat


def test_where_a_direction_is_flat_no_error_is_given():
    def score(logs):
        # Only the sum is known.
        off = logs.sum() - 1
        return float(-(off**2)), np.full(2, -2 * off)

    found = searched(score, 2)

    assert found.is_flat
    assert np.isnan(found.standard_errors).all()
    assert np.log(found.parameters).sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("flag", "is_trusted"),
    [
        (Flag.BOUNDARY, False),
        (Flag.FLAT, False),
        (Flag.NO_GAIN, False),
        (Flag.NOT_CONVERGED, False),
        (Flag.FEW_CASES, True),
    ],
)
def test_what_the_data_leave_open_is_not_trusted(flag, is_trusted):
    fit = PurchaseFit(ModelName.NBD, {}, {}, np.empty((0, 0)), -1.0, 9, (flag,), ("Why.",))

    assert fit.is_trusted == is_trusted
