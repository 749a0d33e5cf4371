import numpy as np
import pytest
from scipy.optimize import approx_fprime

from heed.measures.estimates import Flag
from heed.measures.purchases.cells import cells_from
from heed.measures.purchases.fitting import ModelName
from heed.measures.purchases.models import PROCESSES, fit
from tests.measures.purchases.cdnow import everyone, needs_cdnow, sample
from tests.measures.purchases.online_retail import half_year, needs_online_retail
from tests.measures.purchases.simulated import TRUE, simulated
from tests.measures.purchases.slow_reference import Slow

HISTORIES = [
    pytest.param((0, 0.0, 0.0), id="today"),
    pytest.param((0, 0.0, 30.0), id="once"),
    pytest.param((1, 2.0, 40.0), id="silent"),
    pytest.param((12, 38.0, 39.0), id="frequent"),
    pytest.param((60, 30.0, 39.0), id="frequent-then-silent"),
]
each_model = pytest.mark.parametrize("name", list(ModelName))


def shop(name, customers=10_000):
    T = np.random.default_rng(7).integers(20, 60, customers).astype(float)
    x, t_x, later = simulated(name, T, 30.0, seed=11)
    return x, t_x, T, later


@each_model
@pytest.mark.parametrize("history", HISTORIES)
def test_likelihoods_are_those_of_the_definition(name, history):
    slow = Slow(name, TRUE[name])

    found, _ = PROCESSES[name].score_of(cells_from(*history))(np.log(TRUE[name]))

    assert found == pytest.approx(np.log(slow.likelihood(*history)), abs=1e-10)


@pytest.mark.parametrize(
    ("s", "beta"), [(0.7, 0.05), (0.7, 6.0), (0.4, 3000.0), (4.0, 900.0)], ids=str
)
def test_stopping_much_faster_or_slower_than_buying_keeps_its_digits(s, beta):
    true = (0.6, 6.0, s, beta)

    found, _ = PROCESSES[ModelName.PARETONBD].score_of(cells_from(3, 4, 200))(np.log(true))

    assert found == pytest.approx(np.log(Slow("paretonbd", true).likelihood(3, 4, 200)), abs=1e-8)


@each_model
def test_slopes_are_those_of_the_likelihood(name):
    score = PROCESSES[name].score_of(cells_from(*shop(name, 400)[:3]))
    at = np.log(TRUE[name]) + 0.2

    _, slopes = score(at)

    by_differences = approx_fprime(at, lambda logs: score(logs)[0], 1e-6)
    assert slopes == pytest.approx(by_differences, rel=1e-3, abs=1e-3)


@each_model
def test_true_parameters_are_recovered(name):
    x, t_x, T, _ = shop(name)

    found = fit(name, cells_from(x, t_x, T))

    assert found.flags == ()
    assert list(found.parameters) == list(PROCESSES[name].names)
    off = (found.values - TRUE[name]) / np.array(list(found.standard_errors.values()))
    assert np.abs(off).max() < 3.5
    assert np.sqrt(np.diag(found.covariance)) * found.values == pytest.approx(
        list(found.standard_errors.values())
    )


def test_a_sample_to_begin_with_leads_to_the_same_parameters():
    T = np.random.default_rng(5).integers(200, 900, 60_000) / 7
    x, t_x, _ = simulated("bgnbd", T, 1.0, seed=6)
    cells = cells_from(x, t_x, T)

    found = fit("bgnbd", cells)

    _, slopes = PROCESSES[ModelName.BGNBD].score_of(cells)(np.log(found.values))
    assert len(cells.x) > 40_000
    assert found.is_trusted
    assert slopes @ found.covariance @ slopes < 1e-6


@needs_cdnow
@pytest.mark.parametrize(
    ("name", "parameters", "errors", "log_likelihood"),
    [
        pytest.param(
            "bgnbd",
            (0.2425945, 4.4136019, 0.7929199, 2.4258881),
            (0.01256, 0.37822, 0.18573, 0.70541),
            -9582.4292,
            id="Fader, Hardie & Lee (2005); CLVTools",
        ),
        pytest.param(
            "paretonbd",
            (0.553, 10.578, 0.606, 11.669),
            (0.0476, 0.8427, 0.1873, 6.2105),
            -9594.976,
            id="Fader, Hardie & Lee (2005); BTYD, CLVTools",
        ),
    ],
)
def test_one_in_ten_customers_of_the_shop_give_the_published_models(
    name, parameters, errors, log_likelihood
):
    shop = sample()

    found = fit(name, cells_from(shop.x, shop.t_x, shop.T))

    assert found.customers == 2357
    assert found.flags == ()
    assert found.log_likelihood == pytest.approx(log_likelihood, abs=1e-3)
    assert found.values == pytest.approx(parameters, abs=6e-4)
    assert list(found.standard_errors.values()) == pytest.approx(errors, rel=1e-3)


@needs_cdnow
def test_all_customers_of_the_shop_give_the_model_others_found():
    # lifetimes 0.11.3.
    shop = everyone()

    found = fit("bgnbd", cells_from(shop.x, shop.t_x, shop.T))

    assert found.values == pytest.approx([0.251624, 4.788945, 0.723433, 2.161087], abs=1e-5)
    assert found.log_likelihood == pytest.approx(-95368.443933, abs=1e-5)


@pytest.mark.parametrize("name", ["bgnbd", "mbgnbd", "paretonbd"])
def test_where_nobody_stops_the_models_of_stopping_are_not_trusted(name):
    x, t_x, T, _ = shop("nbd", 5_000)

    found = fit(name, cells_from(x, t_x, T))

    assert not found.is_trusted
    assert Flag.NO_GAIN in found.flags
    assert "the data do not show who has stopped" in " ".join(found.warnings)
    assert len(found.warnings) == len(found.flags)


@needs_online_retail
@pytest.mark.parametrize("name", ["bgnbd", "mbgnbd", "paretonbd"])
def test_half_a_year_of_a_wholesaler_determines_no_stopping(name):
    # Others return a 0.0 and b 15,292 here, with standard errors, and say nothing.
    found = fit(name, cells_from(*half_year()))

    assert {Flag.BOUNDARY, Flag.NO_GAIN, Flag.FLAT} <= set(found.flags)
    assert all(np.isnan(error) for error in found.standard_errors.values())
    assert fit("nbd", cells_from(*half_year())).is_trusted


def test_customers_of_today_change_nothing():
    x, t_x, T, _ = shop("bgnbd", 2_000)

    found = fit("bgnbd", cells_from(np.append(x, 0), np.append(t_x, 0), np.append(T, 0)))

    assert found.customers == 2001
    assert found.values == pytest.approx(fit("bgnbd", cells_from(x, t_x, T)).values, rel=1e-5)


@each_model
def test_a_million_purchases_and_a_very_long_time_overflow_nothing(name):
    x, t_x, T, _ = shop(name, 500)
    cells = cells_from(
        np.append(x, [1e6, 1, 0]), np.append(t_x, [30, 1, 0]), np.append(T, [40, 1e9, 1e9])
    )

    found = fit(name, cells)

    assert np.isfinite(found.log_likelihood)
    assert np.isfinite(found.values).all()


def test_few_who_bought_again_are_an_indication():
    found = fit("nbd", cells_from([0, 0, 1, 2, 7], [0, 0, 3, 8, 9], 10))

    assert found.flags == (Flag.FEW_CASES,)
    assert found.warnings == ("Only 3 of 5 customers bought again: an indication, no more.",)
    assert found.is_trusted


def test_a_search_that_did_not_end_says_so():
    x, t_x, T, _ = shop("bgnbd", 500)

    found = fit("bgnbd", cells_from(x, t_x, T), maximum_steps=1)

    assert Flag.NOT_CONVERGED in found.flags
    assert not found.is_trusted


@each_model
def test_customers_who_all_bought_once_are_refused(name):
    with pytest.raises(ValueError, match="got 3 who all bought once: there is no repeat buying"):
        fit(name, cells_from([0, 0, 0], 0, [5, 6, 0]))


def test_an_unknown_model_is_refused():
    with pytest.raises(ValueError, match="nbd, bgnbd, mbgnbd, paretonbd as the model, got 'rfm'"):
        fit("rfm", cells_from(1, 2, 3))
