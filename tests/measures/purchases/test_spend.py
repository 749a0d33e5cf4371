import numpy as np
import pytest

from heed.measures.purchases.gamma_gamma import gamma_gamma
from heed.measures.purchases.spend import expected_spend, expected_spend_slopes, spend_interval
from tests.measures.purchases import cdnow
from tests.measures.purchases.spenders import spenders


@pytest.fixture(scope="module")
def many():
    x, means, own = spenders(40_000, 6.0, 4.0, 15.0)
    return gamma_gamma(x, means), x, means, own


@cdnow.needs_cdnow
def test_the_first_customers_of_cdnow_spend_as_published():
    # Fader and Hardie (2013), note 025, and the tests of CLVTools.
    shop = cdnow.sample()

    spend = expected_spend(gamma_gamma(shop.x, shop.mean_spend), shop.x, shop.mean_spend)

    published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    np.testing.assert_allclose(spend[:10], published, atol=0.005)


def test_the_expected_spend_is_right_on_average_at_every_frequency(many):
    model, x, means, own = many
    groups = [x == 0, x == 1, (x > 1) & (x < 6), x > 9]

    told = np.array([expected_spend(model, x[at], means[at]).mean() for at in groups])

    errors = np.array([own[at].std() / np.sqrt(at.sum()) for at in groups])
    real = np.array([own[at].mean() for at in groups])
    assert np.all(np.abs(told - real) < 3 * errors + 0.01 * real)


def test_the_interval_of_spend_holds_as_many_as_it_says(many):
    model, x, means, own = many

    lower, upper = spend_interval(model, x, means, confidence=0.8)

    inside = (lower <= own) & (own <= upper)
    for at in (x == 0, (x > 0) & (x < 4), x > 5):
        assert inside[at].mean() == pytest.approx(0.8, abs=0.02)


def test_the_slopes_are_those_of_the_expected_spend(many):
    model, x, means, _ = many
    x, means = x[:50], means[:50]
    total = x * means

    def spend(p, q, gamma):
        return p * (gamma + total) / (p * x + q - 1)

    at = np.array(list(model.parameters.values()))
    steps = np.eye(3) * at * 1e-6
    numeric = [(spend(*(at + step)) - spend(*(at - step))) / (2 * step.max()) for step in steps]

    np.testing.assert_allclose(
        expected_spend_slopes(model, x, means), np.column_stack(numeric), rtol=1e-6, atol=1e-9
    )


def test_very_many_purchases_speak_for_themselves(many):
    found = expected_spend(many[0], [1_000_000], [25.0])

    assert found[0] == pytest.approx(25.0, rel=1e-4)


def test_equal_means_are_expected_again():
    model = gamma_gamma(np.full(50, 3), np.full(50, 20.0))

    np.testing.assert_allclose(expected_spend(model, [0, 3], [0.0, 20.0]), 20, rtol=1e-3)


def test_spend_without_a_mean_has_no_expectation():
    x, means, _ = spenders(3000, 6.0, 0.7, 15.0)
    model = gamma_gamma(x, means)

    with pytest.raises(ValueError, match="mean is infinite"):
        expected_spend(model, x, means)
