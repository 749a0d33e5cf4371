import numpy as np
import pytest

from heed.measures.purchases.renewals import renewals_of_customers, renewals_of_remaining
from heed.measures.purchases.retention import (
    residual_renewals,
    retention,
    survival,
    survival_interval,
)
from heed.measures.purchases.shifted_beta_geometric import shifted_beta_geometric
from tests.measures.purchases.renewing import TABLE, left_after, needs_table, remaining


@needs_table
@pytest.mark.parametrize(
    ("column", "actual", "projected"),
    [
        pytest.param("regular_pct", 0.173, 0.170, id="regular"),
        pytest.param("highend_pct", 0.394, 0.378, id="high end"),
    ],
)
def test_seven_years_project_the_twelfth_as_published(column, actual, projected):
    table = remaining(column)

    model = shifted_beta_geometric(renewals_of_remaining(table[:8]))

    assert table[12] / 1000 == pytest.approx(actual)
    assert float(survival(model, 12)) == pytest.approx(projected, abs=0.0005)
    lower, upper = survival_interval(model, [12])
    assert lower[0] < actual < upper[0]


def test_the_interval_of_survival_covers_as_often_as_it_says():
    rng = np.random.default_rng(5)
    real = np.prod((4.0 + np.arange(12)) / (5.2 + np.arange(12)))
    stays = left_after(rng, 1.2, 4.0, (400, 500))
    models = [
        shifted_beta_geometric(renewals_of_customers(np.minimum(stay, 6), stay <= 6))
        for stay in stays
    ]

    bounds = np.array([np.concatenate(survival_interval(each, 12)) for each in models])

    covered = np.mean((bounds[:, 0] <= real) & (real <= bounds[:, 1]))
    # 95 %, four standard errors of 400 trials being 4.4 %.
    assert 0.906 < covered < 0.994


def test_retention_is_what_remains_of_each_period():
    model = shifted_beta_geometric(renewals_of_remaining(TABLE))
    periods = np.arange(1, 30)

    rates = retention(model, periods)

    np.testing.assert_allclose(np.cumprod(rates), survival(model, periods))
    np.testing.assert_allclose(np.cumprod(rates[4:]), survival(model, periods[:-4], kept=4))
    assert np.all(np.diff(rates) > 0)


@pytest.mark.parametrize("discount", [0.02, 0.1, 0.5])
@pytest.mark.parametrize("next_in", [0.0, 0.25, 1.0])
def test_residual_renewals_are_their_sum(discount, next_in):
    model = shifted_beta_geometric(renewals_of_remaining(TABLE))

    found = residual_renewals(model, [0, 1, 7], discount=discount, next_in=next_in)

    ahead = np.arange(1, 3001)
    weights = (1 + discount) ** -(ahead - 1 + next_in)
    by_hand = [survival(model, ahead, kept=kept) @ weights for kept in (0, 1, 7)]
    np.testing.assert_allclose(found, by_hand, rtol=1e-9)
    near = residual_renewals(model, [0, 1, 7], discount=discount, next_in=next_in, horizon=3000)
    np.testing.assert_allclose(near, by_hand)


def test_without_discount_all_renewals_are_the_mean_stay():
    # The mean of a shifted beta-geometric stay is (alpha + beta - 1) / (alpha - 1) periods.
    rng = np.random.default_rng(2)
    stay = left_after(rng, 3.0, 6.0, 20_000)
    model = shifted_beta_geometric(renewals_of_customers(stay, np.ones(20_000)))

    found = float(residual_renewals(model, 0, discount=0))

    assert found == pytest.approx(model.beta / (model.alpha - 1))
    assert found == pytest.approx(stay.mean() - 1, rel=0.05)


def test_an_infinite_sum_is_refused():
    model = shifted_beta_geometric(renewals_of_remaining(TABLE))

    with pytest.raises(ValueError, match=r"got 0 with alpha 0\.704"):
        residual_renewals(model, 3, discount=0)


def test_customers_who_do_not_differ_are_kept_at_one_rate():
    model = shifted_beta_geometric(renewals_of_remaining([100_000, 80_000, 64_000, 51_200]))

    np.testing.assert_allclose(retention(model, [1, 5, 50]), 0.8, atol=1e-3)
