from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy import integrate, special

from heed.measures.estimates import Flag
from heed.measures.purchases.gamma_gamma import gamma_gamma
from heed.measures.purchases.lifetime_value import discounted_purchases, lifetime_values
from heed.measures.purchases.predicting import expected_purchases, probability_alive
from heed.measures.purchases.spend import expected_spend
from heed.measures.purchases.terms import Terms
from tests.measures.purchases import cdnow, published

YEAR = Terms(date(1997, 9, 30), 12, yearly_discount=0.15, margin=0.25, currency="USD")
ENDLESS = Terms(date(1997, 9, 30), None, yearly_discount=0.15, margin=0.25, currency="USD")
RATE = np.log(1.15) * 7 / 365.25
# x, t_x and T of customers of every kind: one of today, one long silent, one with very many.
HISTORIES = (
    np.array([0, 0, 2, 2, 26, 7, 1_000_000]),
    np.array([0, 0, 30.43, 3.0, 30.857, 12.0, 38.0]),
    np.array([0, 38.86, 38.86, 38.86, 31.0, 30.0, 38.86]),
)
SPENT = np.array([0, 0, 2234.0, 900.0, 4100.0, -50.0, 1500.0])


@pytest.fixture(scope="module")
def spend():
    rng = np.random.default_rng(1)
    x = rng.integers(1, 9, size=3000)
    return gamma_gamma(x, rng.gamma(6 * x, 1 / (rng.gamma(4, 1 / 1500, size=3000) * x)))


MODELS = [
    pytest.param(published.bgnbd, id="bgnbd"),
    pytest.param(published.paretonbd, id="paretonbd"),
    pytest.param(published.nbd, id="nbd"),
]


@pytest.mark.parametrize("model", MODELS)
def test_values_are_sums_over_months(model, spend):
    found = lifetime_values(model, spend, *HISTORIES, SPENT, YEAR)

    until = expected_purchases(model, *HISTORIES, YEAR.times)
    purchases = np.diff(until, prepend=0.0, axis=1) @ YEAR.discounts
    values = purchases * expected_spend(spend, HISTORIES[0], SPENT) * 0.25
    np.testing.assert_allclose(found.discounted_purchases, purchases, rtol=1e-9)
    np.testing.assert_array_equal(found.value_minor, np.rint(values))
    assert found.value_minor.dtype == np.int64
    assert found.total_minor == round(float(values.sum()))
    assert len(found.by_month_minor) == 12
    assert sum(found.by_month_minor) == pytest.approx(found.total_minor, abs=6)


def test_returns_above_purchases_are_worth_what_a_purchase_of_anybody_is(spend):
    found = lifetime_values(published.bgnbd, spend, *HISTORIES, SPENT, YEAR)

    assert found.spend_minor[5] == found.spend_minor[0] == spend.mean
    assert np.all(found.value_minor >= 0)


def test_purchases_that_cost_nothing_say_nothing_of_spend(spend):
    paid = np.array([0, 0, 1, 0, 20, 7, 1_000_000])

    found = lifetime_values(published.bgnbd, spend, *HISTORIES, SPENT, YEAR, paid=paid)

    np.testing.assert_array_equal(found.spend_minor, expected_spend(spend, paid, SPENT))
    all_paid = lifetime_values(published.bgnbd, spend, *HISTORIES, SPENT, YEAR)
    np.testing.assert_array_equal(found.discounted_purchases, all_paid.discounted_purchases)
    assert found.spend_minor[3] == spend.mean != all_paid.spend_minor[3]


def test_all_time_to_come_has_the_closed_form_of_the_pareto_nbd():
    # Fader, Hardie and Lee (2005), Journal of Marketing Research 42(4):415-430, equation 2:
    # Tricomi's confluent hypergeometric function.
    r, alpha, s, beta = published.PARETONBD.values()
    x, t_x, T = (each[1:6] for each in HISTORIES)

    found = discounted_purchases(published.paretonbd, x, t_x, T, ENDLESS)

    alive = probability_alive(published.paretonbd, x, t_x, T)
    tricomi = special.hyperu(s, s, RATE * (beta + T))
    closed = RATE ** (s - 1) * (r + x) * (beta + T) ** s / (alpha + T) * tricomi * alive
    np.testing.assert_allclose(found, closed, rtol=1e-6)


def test_all_time_to_come_without_stopping_is_the_rate_over_the_discount():
    r, alpha = published.nbd.values
    x, _, T = HISTORIES

    found = discounted_purchases(published.nbd, *HISTORIES, ENDLESS)

    np.testing.assert_allclose(found, (r + x) / (alpha + T) / RATE, rtol=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_all_time_to_come_is_its_integral(model):
    def discounted(share, history):
        # In time compressed to 0..1 by the discount itself.
        return float(expected_purchases(model, *history, -np.log(share) / RATE)[0])

    histories = [tuple(column[at] for column in HISTORIES) for at in (1, 2, 4)]

    found = [float(discounted_purchases(model, *each, ENDLESS)[0]) for each in histories]

    by_hand = [integrate.quad(discounted, 0, 1, args=(each,), limit=400)[0] for each in histories]
    np.testing.assert_allclose(found, by_hand, rtol=1e-5)


def test_longer_horizons_come_closer_to_all_time(spend):
    totals = [
        lifetime_values(
            published.bgnbd, spend, *HISTORIES, SPENT, replace(ENDLESS, months=months)
        ).total_minor
        for months in (12, 120, 1200)
    ]

    endless = lifetime_values(published.bgnbd, spend, *HISTORIES, SPENT, ENDLESS)

    assert totals[0] < totals[1] < totals[2]
    assert totals[2] == pytest.approx(endless.total_minor, rel=1e-3)
    assert endless.by_month_minor == ()


@cdnow.needs_cdnow
def test_cdnow_in_its_holdout_brings_about_what_was_predicted():
    shop = cdnow.sample()
    money = gamma_gamma(shop.x, shop.mean_spend * 100)
    terms = Terms(date(1997, 9, 30), 9, yearly_discount=0, margin=1, currency="USD")

    found = lifetime_values(
        published.bgnbd, money, shop.x, shop.t_x, shop.T, shop.mean_spend * 100, terms
    )

    # 1,882 purchases came in these nine months, of which the model foresees 12 % fewer.
    assert found.discounted_purchases.sum() == pytest.approx(1882 * 0.88, rel=0.01)
    # They paid $70,976.39 for them.
    assert found.total_minor == pytest.approx(7_097_639 * 0.88, rel=0.05)


def test_a_model_that_is_not_trusted_gives_no_value(spend):
    doubtful = replace(published.bgnbd, flags=(Flag.NO_GAIN,), warnings=("Nobody seems to stop.",))

    with pytest.raises(ValueError, match=r"got bgnbd: Nobody seems to stop\. Choose another"):
        lifetime_values(doubtful, spend, *HISTORIES, SPENT, YEAR)


def test_spend_without_a_mean_gives_no_value():
    rng = np.random.default_rng(1)
    x = rng.integers(1, 9, size=3000)
    wild = gamma_gamma(x, rng.gamma(6 * x, 1 / (rng.gamma(0.6, 1, size=3000) * x)))

    with pytest.raises(ValueError, match="no value can be given"):
        lifetime_values(published.bgnbd, wild, *HISTORIES, SPENT, YEAR)
