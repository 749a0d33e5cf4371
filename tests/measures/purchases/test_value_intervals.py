from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from heed.measures.purchases.cells import cells_from
from heed.measures.purchases.fitting import ModelName
from heed.measures.purchases.gamma_gamma import gamma_gamma
from heed.measures.purchases.lifetime_value import lifetime_values
from heed.measures.purchases.models import PROCESSES, fit
from heed.measures.purchases.terms import Terms
from heed.measures.purchases.value_intervals import mean_value_intervals, value_interval
from tests.measures.purchases import published
from tests.measures.purchases.simulated import TRUE, simulated

YEAR = Terms(date(2026, 6, 30), 12, yearly_discount=0, margin=0.4, currency="EUR")
P, Q, GAMMA = 6.0, 4.0, 1500.0


def shop(name, n, terms=YEAR, seed=11):
    """Customers of known parameters: history, mean spend and what they bring within the terms."""
    rng = np.random.default_rng(seed)
    observed = rng.integers(7, 365, n) / 7
    x, t_x, later = simulated(name, observed, terms.times[-1], seed=seed)
    rate = rng.gamma(Q, 1 / GAMMA, n)
    means = np.where(x > 0, rng.gamma(P * np.maximum(x, 1)) / (rate * np.maximum(x, 1)), 0)
    brought = np.where(later > 0, rng.gamma(P * np.maximum(later, 1)) / rate, 0) * terms.margin
    return (x, t_x, observed), means, brought


def true_model(name):
    return published.model(
        name, dict(zip(PROCESSES[ModelName(name)].names, TRUE[name], strict=True))
    )


@pytest.mark.parametrize("name", ["nbd", "bgnbd", "mbgnbd", "paretonbd"])
@pytest.mark.parametrize("months", [3, 24])
def test_as_many_customers_lie_within_as_it_says(name, months):
    terms = replace(YEAR, months=months)
    history, means, brought = shop(name, 20_000, terms)
    spend = gamma_gamma(history[0], means)

    lower, upper = value_interval(true_model(name), spend, *history, means, terms, confidence=0.9)

    x = history[0]
    for group in (x == 0, (x > 0) & (x < 4), x >= 4):
        above, below = np.mean((brought > upper)[group]), np.mean((brought < lower)[group])
        # Nothing is a value too, so intervals that begin there hold more than they need.
        assert 0.02 < above < 0.065
        assert below < 0.09
        assert above + below < 0.125


@pytest.mark.parametrize("name", ["bgnbd", "paretonbd"])
def test_the_mean_lies_between_the_bounds_of_the_customer(name):
    history, means, _ = shop(name, 4000)
    spend = gamma_gamma(history[0], means)

    lower, upper = value_interval(true_model(name), spend, *history, means, YEAR)

    values = lifetime_values(true_model(name), spend, *history, means, YEAR).value_minor
    bought = upper > 0
    assert np.mean(values[bought] <= upper[bought]) > 0.999
    assert np.all(lower <= values)


def test_the_interval_of_the_mean_is_that_of_drawn_parameters():
    history, means, _ = shop("bgnbd", 1500)
    model, spend = fit("bgnbd", cells_from(*history)), gamma_gamma(history[0], means)
    rng = np.random.default_rng(2)
    logs = rng.multivariate_normal(np.log(model.values), model.covariance, 300)
    at = np.array(list(spend.parameters.values()))
    relative = spend.covariance / np.outer(at, at)
    spends = np.exp(rng.multivariate_normal(np.log(at), relative, 300))

    found = mean_value_intervals(model, spend, *history, means, YEAR)

    drawn = [
        lifetime_values(
            replace(model, parameters=dict(zip(model.parameters, np.exp(log), strict=True))),
            replace(spend, p=p, q=q, gamma=gamma),
            *history,
            means,
            YEAR,
        )
        for log, (p, q, gamma) in zip(logs, spends, strict=True)
    ]
    totals = np.log([each.total_minor for each in drawn])
    told = np.log(found.total.upper / found.total.lower) / (2 * 1.96)
    # Three hundred draws know a spread to 4 %; the delta method is of the first order.
    assert totals.std() == pytest.approx(told, rel=0.15)
    each = np.log([values.discounted_purchases[:40] * values.spend_minor[:40] for values in drawn])
    own = np.log(found.upper_minor / found.lower_minor)[:40] / (2 * 1.96)
    np.testing.assert_allclose(each.std(axis=0), own, rtol=0.25)


def test_parameters_say_little_of_a_single_customer():
    history, means, _ = shop("bgnbd", 1500)
    model, spend = fit("bgnbd", cells_from(*history)), gamma_gamma(history[0], means)

    mean = mean_value_intervals(model, spend, *history, means, YEAR)

    lower, upper = value_interval(model, spend, *history, means, YEAR)
    active = upper > 0
    assert np.all((mean.upper_minor - mean.lower_minor)[active] < (upper - lower)[active])


def test_more_confidence_is_wider():
    history, means, _ = shop("bgnbd", 500)
    spend = gamma_gamma(history[0], means)
    asked = true_model("bgnbd"), spend, *history, means, YEAR

    narrow, wide = value_interval(*asked, confidence=0.5), value_interval(*asked, confidence=0.95)

    assert np.all(wide[0] <= narrow[0])
    assert np.all(narrow[1] <= wide[1])
    assert np.any(narrow[1] < wide[1])


def test_fewer_paid_purchases_say_less_of_spend():
    history, means, _ = shop("bgnbd", 500)
    spend = gamma_gamma(history[0], means)
    asked = true_model("bgnbd"), spend, [20], [50], [52], [GAMMA * 2], YEAR

    sure, unsure = value_interval(*asked), value_interval(*asked, paid=[1])
    mean, of_one = mean_value_intervals(*asked), mean_value_intervals(*asked, paid=[1])

    # Her mean is that of all, so that only its certainty differs.
    assert unsure[1][0] > 1.1 * sure[1][0] > 0
    value = lifetime_values(*asked, paid=[1]).value_minor[0]
    assert of_one.total.value == pytest.approx(value, abs=0.5)
    assert mean.total.value != of_one.total.value


def test_a_million_purchases_of_one_customer_do_no_harm():
    history, means, _ = shop("bgnbd", 500)
    spend = gamma_gamma(history[0], means)

    lower, upper = value_interval(
        true_model("bgnbd"), spend, [1_000_000], [52], [52], [2000.0], YEAR
    )

    assert 0 <= lower[0] < upper[0]


def test_all_time_to_come_has_no_interval():
    history, means, _ = shop("bgnbd", 500)
    spend = gamma_gamma(history[0], means)
    endless = replace(YEAR, months=None, yearly_discount=0.1)

    with pytest.raises(ValueError, match="Expected a number of months"):
        value_interval(true_model("bgnbd"), spend, *history, means, endless)
