import numpy as np
import pytest
from scipy import stats

from heed.measures.purchases.frequencies import frequencies
from heed.measures.purchases.predicting import probability_of_count
from tests.measures.purchases import cdnow, published


@cdnow.needs_cdnow
def test_the_model_describes_how_often_customers_of_cdnow_bought():
    shop = cdnow.sample()

    found = frequencies(shop.x, shop.T, lambda k, t: probability_of_count(published.bgnbd, k, t))

    assert [each.actual for each in found] == [1411, 439, 214, 100, 62, 38, 29, 64]
    assert sum(each.expected for each in found) == pytest.approx(2357)
    # Of eight numbers four parameters are fitted: chi-square of 3 degrees, 7.8 at 5 %.
    distance = sum((each.actual - each.expected) ** 2 / each.expected for each in found)
    assert distance < stats.chi2.ppf(0.99, 3)


def test_each_customer_counts_over_her_own_time():
    times = [1.0, 1.0, 2.0, 4.0]

    found = frequencies([0, 3, 1, 2], times, stats.poisson.pmf, most_apart=2)

    by_hand = np.array([stats.poisson.pmf(k, times).sum() for k in (0, 1)])
    np.testing.assert_allclose([each.expected for each in found[:2]], by_hand)
    assert found[2].expected == pytest.approx(4 - by_hand.sum())
    assert [(each.actual, each.is_open) for each in found] == [(1, False), (1, False), (2, True)]


def test_nobody_has_no_frequencies():
    with pytest.raises(ValueError, match="got 0 and 0"):
        frequencies([], [], stats.poisson.pmf)
