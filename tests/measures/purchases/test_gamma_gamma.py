import numpy as np
import pytest
from scipy import integrate, stats

from heed.measures.estimates import Flag
from heed.measures.purchases.gamma_gamma import gamma_gamma
from tests.measures.purchases import cdnow
from tests.measures.purchases.spenders import spenders


@cdnow.needs_cdnow
def test_the_sample_of_cdnow_gives_the_published_model():
    # Fader and Hardie (2013), note 025, and the tests of CLVTools.
    shop = cdnow.sample()

    model = gamma_gamma(shop.x, shop.mean_spend)

    assert model.customers == 946
    assert [round(each, 2) for each in model.parameters.values()] == [6.25, 3.74, 15.44]
    assert model.log_likelihood == pytest.approx(-4055.9177, abs=1e-4)
    assert model.correlation.value == pytest.approx(0.1139, abs=1e-4)
    assert model.flags == ()


@cdnow.needs_cdnow
def test_all_of_cdnow_gives_the_same_as_another_implementation():
    # lifetimes 0.11.3 and a prototype; one repeat customer paid nothing.
    shop = cdnow.everyone()

    model = gamma_gamma(shop.x, shop.mean_spend)

    assert (model.customers, model.without_spend) == (9450, 1)
    np.testing.assert_allclose(
        list(model.parameters.values()), [6.27536, 3.62445, 14.98368], atol=6e-6
    )
    assert model.log_likelihood == pytest.approx(-40763.47626, abs=1e-5)


def test_known_parameters_are_recovered_within_their_errors():
    x, means, _ = spenders(40_000, 6.0, 4.0, 15.0)
    model = gamma_gamma(x, means)

    distance = np.array([model.p - 6, model.q - 4, model.gamma - 15])

    assert np.all(np.abs(distance) < 3 * np.array(list(model.standard_errors.values())))
    assert max(model.standard_errors["p"] / 6, model.standard_errors["q"] / 4) < 0.05


def test_the_standard_errors_are_the_spread_over_many_shops():
    shops = [spenders(1200, 6.0, 4.0, 15.0, seed)[:2] for seed in range(60)]

    models = [gamma_gamma(*shop) for shop in shops]

    spread = np.std([list(model.parameters.values()) for model in models], axis=0)
    told = np.median([list(model.standard_errors.values()) for model in models], axis=0)
    # Sixty shops know a spread to 9 %; three times that, and a little skew.
    np.testing.assert_allclose(spread / told, 1, atol=0.35)


def test_the_likelihood_is_the_integral_over_customers():
    # The mean of x gamma purchases of shape p and rate v is gamma of shape p x and rate v x.
    x, means, _ = spenders(40, 2.0, 4.0, 15.0)
    model = gamma_gamma(x, means)

    def seen(log_rate, bought, mean):
        rate = np.exp(log_rate)
        spend = stats.gamma.pdf(mean, model.p * bought, scale=1 / (rate * bought))
        return spend * stats.gamma.pdf(rate, model.q, scale=1 / model.gamma) * rate

    pairs = [each for each in zip(x, means, strict=True) if each[0]]
    densities = [integrate.quad(seen, -12, 6, args=pair, limit=200)[0] for pair in pairs]

    assert model.customers == len(pairs)
    assert model.log_likelihood == pytest.approx(float(np.log(densities).sum()), rel=1e-8)


def test_the_unit_of_money_does_not_matter():
    x, means, _ = spenders(500, 6.0, 4.0, 15.0)

    dollars, cents = gamma_gamma(x, means), gamma_gamma(x, means * 100)

    assert cents.p == pytest.approx(dollars.p)
    assert cents.gamma == pytest.approx(100 * dollars.gamma)
    assert cents.standard_errors["gamma"] == pytest.approx(100 * dollars.standard_errors["gamma"])
    bought = (x > 0).sum()
    assert cents.log_likelihood == pytest.approx(dollars.log_likelihood - bought * np.log(100))


def test_spend_without_a_mean_is_told():
    x, means, _ = spenders(3000, 6.0, 0.7, 15.0)

    model = gamma_gamma(x, means)

    assert Flag.NO_MEAN in model.flags
    assert "no value can be given" in " ".join(model.warnings)
    assert np.isnan(model.mean)
    assert not model.is_trusted


def test_spend_that_goes_with_frequency_is_told():
    x, means, _ = spenders(3000, 6.0, 4.0, 15.0)

    model = gamma_gamma(x, means * (1 + x) ** 1.5)

    assert Flag.DEPENDENT in model.flags
    assert model.correlation.lower > 0.3


def test_equal_means_do_not_tell_customers_apart():
    model = gamma_gamma(np.full(50, 3), np.full(50, 20.0))

    assert Flag.NO_SPREAD in model.flags


def test_a_million_purchases_of_one_customer_do_no_harm():
    x, means, _ = spenders(500, 6.0, 4.0, 15.0)

    model = gamma_gamma([*x, 1_000_000], [*means, 25.0])

    assert np.isfinite(model.log_likelihood)


@pytest.mark.parametrize(
    ("x", "means", "message"),
    [
        pytest.param([0, 0], [0, 0], "got none of 2", id="all bought once"),
        pytest.param([], [], "got none of 0", id="nobody"),
        pytest.param([2], [-3.0], "got none of 1", id="returns above purchases"),
        pytest.param([1.5], [3.0], "whole numbers of purchases, got 1.5", id="half a purchase"),
        pytest.param([-1], [3.0], "whole numbers of purchases, got -1.0", id="below zero"),
        pytest.param([0, 1], [0, np.nan], "got nan for customer 1", id="unknown mean"),
        pytest.param([1, 2], [3.0], "got 2 and 1", id="of different length"),
    ],
)
def test_what_cannot_be_fitted_is_refused(x, means, message):
    with pytest.raises(ValueError, match=message):
        gamma_gamma(x, means)
