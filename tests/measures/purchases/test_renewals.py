import numpy as np
import pytest

from heed.measures.purchases.renewals import renewals_of_customers, renewals_of_remaining
from tests.measures.purchases.renewing import TABLE


def test_a_table_and_its_customers_are_the_same_renewals():
    years = np.repeat(np.arange(1, 8), -np.diff(TABLE))
    periods = np.concatenate([years, np.full(TABLE[-1], 7)])

    found = renewals_of_customers(periods, np.arange(1000) < years.size)

    table = renewals_of_remaining(TABLE)
    np.testing.assert_array_equal(found.at_risk, table.at_risk)
    np.testing.assert_array_equal(found.lost, table.lost)


@pytest.mark.parametrize(
    ("remaining", "message"),
    [
        pytest.param([100, 60], "two or more periods", id="one period"),
        pytest.param([100, 60, 70], "never more than before", id="rising"),
        pytest.param([100, np.nan, 70], "never more than before", id="unknown"),
        pytest.param([0, 0, 0], "at least 1", id="nobody"),
    ],
)
def test_tables_that_cannot_be_are_refused(remaining, message):
    with pytest.raises(ValueError, match=message):
        renewals_of_remaining(remaining)


@pytest.mark.parametrize(
    ("period", "is_lost", "message"),
    [
        pytest.param([1.5], [True], "got 1.5 for customer 0", id="half a period"),
        pytest.param([2, 0], [True, True], "got 0.0 for customer 1", id="left before the first"),
        pytest.param([2, 1], [True], "got 2 and 1", id="of different length"),
        pytest.param([], [], "got 0 and 0", id="nobody"),
    ],
)
def test_customers_that_cannot_be_are_refused(period, is_lost, message):
    with pytest.raises(ValueError, match=message):
        renewals_of_customers(period, is_lost)
