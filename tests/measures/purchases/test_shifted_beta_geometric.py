import csv

import numpy as np
import pytest

from heed.measures.estimates import Flag
from heed.measures.purchases.renewals import renewals_of_customers, renewals_of_remaining
from heed.measures.purchases.retention import (
    residual_renewals,
    retention,
    survival,
    survival_interval,
)
from heed.measures.purchases.shifted_beta_geometric import shifted_beta_geometric
from tests.measures.purchases import cdnow

PUBLISHED = cdnow.VALUE / "sbg_fader_hardie_2007.csv"
needs_table = pytest.mark.skipif(not PUBLISHED.is_file(), reason=f"There is no {PUBLISHED}.")
TABLE = [1000, 631, 468, 382, 326, 289, 262, 241]


def remaining(column):
    with PUBLISHED.open(newline="") as file:
        return [10 * float(row[column]) for row in csv.DictReader(file)]


def left_after(rng, alpha, beta, n):
    return rng.geometric(rng.beta(alpha, beta, n))


@needs_table
@pytest.mark.parametrize(
    ("column", "alpha", "beta", "log_likelihood", "last", "projected"),
    [
        pytest.param("regular_pct", 0.704, 1.182, -1680.27, 0.173, 0.170, id="regular"),
        pytest.param("highend_pct", 0.668, 3.806, -1611.16, 0.394, 0.378, id="high end"),
    ],
)
def test_seven_years_project_the_twelfth_as_published(
    column, alpha, beta, log_likelihood, last, projected
):
    # Fader and Hardie (2007), Journal of Interactive Marketing 21(1):76-90.
    table = remaining(column)

    model = shifted_beta_geometric(renewals_of_remaining(table[:8]))

    assert (round(model.alpha, 3), round(model.beta, 3)) == (alpha, beta)
    assert model.log_likelihood == pytest.approx(log_likelihood, abs=0.005)
    assert table[12] / 1000 == pytest.approx(last)
    assert float(survival(model, 12)) == pytest.approx(projected, abs=0.0005)
    assert model.flags == ()


def test_a_table_and_its_customers_give_the_same_model():
    years = np.repeat(np.arange(1, 8), -np.diff(TABLE))
    periods = np.concatenate([years, np.full(TABLE[-1], 7)])

    found = renewals_of_customers(periods, np.arange(1000) < years.size)

    table = renewals_of_remaining(TABLE)
    np.testing.assert_array_equal(found.at_risk, table.at_risk)
    np.testing.assert_array_equal(found.lost, table.lost)


def test_known_parameters_are_recovered_from_customers_who_came_at_any_time():
    rng = np.random.default_rng(3)
    stay = left_after(rng, 1.2, 4.0, 60_000)
    seen = rng.integers(0, 10, 60_000)

    model = shifted_beta_geometric(renewals_of_customers(np.minimum(stay, seen), stay <= seen))

    errors = model.standard_errors
    assert abs(model.alpha - 1.2) < 3 * errors["alpha"] < 0.2
    assert abs(model.beta - 4.0) < 3 * errors["beta"] < 0.8


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


def test_customers_who_do_not_differ_are_told():
    model = shifted_beta_geometric(renewals_of_remaining([100_000, 80_000, 64_000, 51_200]))

    assert Flag.NO_SPREAD in model.flags
    assert "20.0% at the end of every period" in model.warnings[0]
    assert float(retention(model, 5)) == pytest.approx(0.8, abs=1e-3)


def test_few_losses_are_told():
    model = shifted_beta_geometric(renewals_of_remaining([40, 32, 29, 27]))

    assert Flag.FEW_CASES in model.flags


@pytest.mark.parametrize(
    ("remaining", "message"),
    [
        pytest.param([100, 60], "two or more periods", id="one period"),
        pytest.param([100, 60, 70], "never more than before", id="rising"),
        pytest.param([100, np.nan, 70], "never more than before", id="unknown"),
        pytest.param([0, 0, 0], "at least 1", id="nobody"),
        pytest.param([100, 100, 100], "nobody left of 100", id="nobody left"),
        pytest.param([100, 0, 0], "at least 2 periods, got 1", id="all at once"),
    ],
)
def test_tables_that_tell_nothing_are_refused(remaining, message):
    with pytest.raises(ValueError, match=message):
        shifted_beta_geometric(renewals_of_remaining(remaining))


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
