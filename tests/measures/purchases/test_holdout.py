from datetime import date

import numpy as np
import pytest

from heed.measures.estimates import Flag
from heed.measures.purchases.holdout import by_decile, by_frequency, holdout_of
from heed.measures.purchases.predicting import expected_purchases
from tests.measures.purchases import cdnow, published


@cdnow.needs_cdnow
def test_the_later_purchases_of_cdnow_are_as_published():
    # Fader, Hardie and Lee (2005): table of conditional expectations by x, 0 to 7 and more.
    shop = cdnow.sample()
    held = holdout_of(shop.x, shop.t_x, shop.T, shop.holdout, length=39)

    found = by_frequency(held, expected_purchases(published.bgnbd, held.x, held.t_x, held.T, 39))

    assert [group.n for group in found] == [1411, 439, 214, 100, 62, 38, 29, 64]
    means = [0.237, 0.697, 1.393, 1.560, 2.532, 2.947, 3.862, 6.359]
    assert [round(group.actual.value, 3) for group in found] == means
    model = [0.225, 0.523, 1.044, 1.520, 2.164, 2.654, 3.504, 6.157]
    np.testing.assert_allclose([group.predicted for group in found], model, atol=0.0006)
    assert [group.is_within for group in found] == [True, False, False] + [True] * 5
    assert np.isinf(found[-1].most)
    assert Flag.FEW_CASES in found[6].actual.flags


@cdnow.needs_cdnow
def test_customers_born_in_the_holdout_are_left_out_and_counted():
    shop = cdnow.sample(date(1997, 2, 15))

    found = holdout_of(shop.x, shop.t_x, shop.T, shop.holdout, length=71)

    assert found.born_later == (shop.T < 0).sum() > 0
    assert found.n + found.born_later == 2357
    np.testing.assert_array_equal(found.actual, shop.holdout[shop.T >= 0])
    np.testing.assert_array_equal(found.rows, np.flatnonzero(shop.T >= 0))


def test_deciles_of_a_calibrated_prediction_come_true():
    rng = np.random.default_rng(7)
    rate = rng.gamma(0.5, 2, 20_000)
    alike = (np.full(20_000, each) for each in (1, 1, 2))
    held = holdout_of(*alike, rng.poisson(rate), length=1)

    found = by_decile(held, rate)

    assert [group.n for group in found] == [2000] * 10
    assert sum(group.is_within for group in found) >= 8
    assert np.all(np.diff([group.predicted for group in found]) > 0)
    assert found[0].least == rate.min()
    assert found[-1].most == rate.max()


def test_equal_predictions_stay_in_one_tenth():
    held = holdout_of(np.ones(40), np.ones(40), np.full(40, 2), np.arange(40), length=1)

    found = by_decile(held, np.repeat([0.0, 1.0], [30, 10]))

    assert [(group.n, group.least, group.most) for group in found] == [(30, 0, 0), (10, 1, 1)]


@pytest.mark.parametrize(
    ("observed", "actual", "length", "message"),
    [
        pytest.param([-1.0], [2], 9, "got none of 1", id="all born later"),
        pytest.param([9.0], [2, 3], 9, "of each customer", id="of different length"),
        pytest.param([9.0], [1.5], 9, "later purchases, got 1.5", id="half a purchase"),
        pytest.param([9.0], [1], 0, "length above 0, got 0", id="no time"),
        pytest.param([np.nan], [1], 9, "T of at least 0, got nan", id="unknown time"),
    ],
)
def test_what_is_no_holdout_is_refused(observed, actual, length, message):
    with pytest.raises(ValueError, match=message):
        holdout_of([0], [0], observed, actual, length=length)


def test_a_prediction_for_each_customer_is_needed():
    held = holdout_of([0, 1], [0, 3], [9, 9], [0, 1], length=9)

    with pytest.raises(ValueError, match="each of 2 customers, got 1 of 2"):
        by_frequency(held, [0.5, np.nan])
