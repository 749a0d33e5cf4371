import numpy as np
import pytest

from heed.measures.purchases.predicting import expected_purchases_of_new
from heed.measures.purchases.tracking import tracking
from tests.measures.purchases import cdnow, published


@cdnow.needs_cdnow
def test_the_weeks_of_cdnow_are_as_published():
    # BTYD 2.4.3 and lifetimes 0.11.3, weeks 20 to 25.
    shop = cdnow.sample()
    born = np.full(shop.x.size, np.inf)
    np.minimum.at(born, shop.customer_of, shop.bought_at)
    again = shop.bought_at[shop.bought_at > born[shop.customer_of]]

    found = tracking(
        born, again, lambda t: expected_purchases_of_new(published.bgnbd, t), periods=78
    )

    assert found.actual[20:25].tolist() == [55, 70, 33, 56, 99]
    assert found.cumulative_actual[19:25].tolist() == [1359, 1414, 1484, 1517, 1573, 1672]
    expected = [1312.458, 1387.346, 1460.392, 1531.713, 1601.418, 1669.6]
    np.testing.assert_allclose(found.cumulative_expected[19:25], expected, atol=0.001)
    weeks = [74.88843, 73.04554, 71.32166, 69.70412, 68.18213]
    np.testing.assert_allclose(found.expected[20:25], weeks, atol=2e-4)
    assert found.customers[-1] == 2357
    # Until the end of the holdout, 39 weeks after the parameters were fitted.
    assert found.cumulative_actual[-1] == 2457 + 1882
    assert abs(found.bias[-1]) < 0.05


def test_periods_hold_their_start_and_not_their_end():
    found = tracking([0.0, 3.0], [2.0, 3.999, 4.0, 6.0], lambda t: t, periods=3, length=2.0)

    assert found.until.tolist() == [2, 4, 6]
    assert found.actual.tolist() == [0, 2, 1]
    assert found.customers.tolist() == [1, 2, 2]
    assert found.expected.tolist() == [2, 3, 4]
    assert np.isnan(found.bias[0])
    assert found.bias[1:].tolist() == [5 / 2 - 1, 9 / 3 - 1]


@pytest.mark.parametrize(
    ("born", "bought", "message"),
    [
        pytest.param([], [], "got 0 customers", id="nobody"),
        pytest.param([0.0], [-1.0], "repeat purchases from 0 on, got -1.0", id="before the clock"),
        pytest.param([np.nan], [1.0], "first purchases from 0 on, got nan", id="unknown"),
    ],
)
def test_what_cannot_be_tracked_is_refused(born, bought, message):
    with pytest.raises(ValueError, match=message):
        tracking(born, bought, lambda t: t, periods=2)
