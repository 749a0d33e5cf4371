import numpy as np
import pytest

from heed.measures.purchases.bgnbd import expected
from heed.measures.purchases.cells import cells_from
from heed.measures.purchases.fitting import ModelName, PurchaseFit
from heed.measures.purchases.models import PROCESSES, fit
from heed.measures.purchases.predicting import (
    expected_if_alive,
    expected_purchases,
    expected_purchases_of_new,
    predictive,
    probability_alive,
    probability_of_count,
    probability_of_none,
)
from tests.measures.purchases.cdnow import needs_cdnow, sample
from tests.measures.purchases.simulated import TRUE, simulated
from tests.measures.purchases.slow_reference import Slow
from tests.measures.purchases.test_models import HISTORIES, each_model

MORE_DIGITS = (0.2425945, 4.4136019, 0.7929199, 2.4258881)
ROUNDED = (0.243, 4.414, 0.793, 2.426)
PARETO = (0.553, 10.578, 0.606, 11.669)


def model(name, parameters=None):
    values = parameters or TRUE[name]
    names = PROCESSES[ModelName(name)].names
    return PurchaseFit(
        ModelName(name), dict(zip(names, values, strict=True)), {}, np.eye(len(values)), 0.0, 1
    )


@each_model
@pytest.mark.parametrize("history", HISTORIES)
def test_answers_are_those_of_the_definition(name, history):
    slow = Slow(name, TRUE[name])

    alive = probability_alive(model(name), *history)
    expected = expected_purchases(model(name), *history, 26)
    none = probability_of_none(model(name), *history, 26)

    assert alive == pytest.approx([slow.alive(*history)], abs=1e-10)
    assert expected == pytest.approx([slow.expected(*history, 26)], rel=1e-9)
    assert none == pytest.approx([1 - slow.at_least(*history, 26, 1)], abs=1e-10)


@each_model
@pytest.mark.parametrize("k", [1, 2, 9])
def test_tails_of_counts_are_those_of_the_definition(name, k):
    slow = Slow(name, TRUE[name])
    once = [np.array([each]) for each in (3.0, 20.0, 25.0)]
    values, process = model(name).values, PROCESSES[name]

    found = process.at_least_if_alive(values, once[0], once[2], np.array(26.0), np.array([k]))

    assert found * process.alive(values, *once) == pytest.approx(
        [slow.at_least(3, 20.0, 25.0, 26, k)], abs=1e-9
    )


@pytest.mark.parametrize("a", [0.9995, 1.0, 1.0004, 40.0])
def test_expectations_are_smooth_where_the_closed_form_is_not(a):
    slow = Slow("bgnbd", (0.6, 5.0, a, 4.0))

    found = expected_purchases(model("bgnbd", (0.6, 5.0, a, 4.0)), 3, 20, 25, 26)

    assert found == pytest.approx([slow.expected(3, 20, 25, 26)], rel=1e-6)


def test_expectations_where_the_closed_form_overflows():
    # Mpmath, 30 digits.
    found = expected(
        shape=[0.9, 50.9, 2.0], alpha=[42.0, 3.0, 20.0], a=5e3, b=[8e3, 8050.0, 8e3], t=[52, 1, 1e4]
    )

    assert found[:2] == pytest.approx([0.768769456, 2.60455461], rel=1e-3)
    # Nearly all have stopped by then: after 1 / p - 0.5 purchases or so.
    assert found[2] == pytest.approx(12_999 / 4_999, rel=1e-2)


@each_model
def test_counts_of_new_customers_are_a_distribution(name):
    k = np.arange(3000.0)

    found = probability_of_count(model(name), k, 39)

    mean = expected_purchases_of_new(model(name), 39)
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1, abs=1e-8)
    assert found @ k == pytest.approx(float(mean), rel=1e-6)


@each_model
def test_who_has_just_come_is_a_new_customer(name):
    if_alive = expected_if_alive(model(name), 0, 0, [10, 20])
    alive = probability_alive(model(name), 0, 0, 0)
    none = probability_of_none(model(name), 0, 0, 0, 20)

    assert alive * if_alive[0] == pytest.approx(expected_purchases_of_new(model(name), [10, 20]))
    assert none[0] == pytest.approx(float(probability_of_count(model(name), 0, 20)))


def test_new_customers_buy_as_published():
    # Hardie's spreadsheets as in the tests of lifetimes; 52 weeks: BTYD walkthrough. At 78 weeks
    # the spreadsheet has 1.8576, the definition 1.8580.
    t = [0.1429, 1.0, 3.0, 31.8571, 32.0, 52.0, 78.0]
    weeks_78 = Slow("bgnbd", MORE_DIGITS).expected(0, 0, 0, 78)

    found = expected_purchases_of_new(model("bgnbd", MORE_DIGITS), t)

    np.testing.assert_allclose(
        found[:6], [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.4440], atol=5e-5
    )
    assert found[6] == pytest.approx(weeks_78, rel=1e-6)
    assert found[6] == pytest.approx(1.8576, abs=5e-4)


def test_customers_with_histories_buy_as_published():
    # Fader, Hardie & Lee (2005); BTYD walkthrough for customer 1516 and for ever more purchases.
    found = expected_purchases(
        model("bgnbd", MORE_DIGITS), [2, 26], [30.43, 30.857], [38.86, 31], [39, 52]
    )
    silent = expected_purchases(model("bgnbd", MORE_DIGITS), [10, 15, 20, 25], 20, 39, 52)

    assert found[0, 0] == pytest.approx(1.226, abs=5e-4)
    assert found[1, 1] == pytest.approx(25.757, abs=1e-3)
    assert silent == pytest.approx([0.34746, 0.042834, 0.0041590, 0.00035837], rel=1e-3)


def test_chances_of_being_there_are_the_published_ones():
    # BTYD walkthrough, customer 1516.
    history = (26, 30.857, 31)

    assert probability_alive(model("bgnbd", MORE_DIGITS), *history) == pytest.approx(
        [0.96885], abs=5e-6
    )
    assert probability_alive(model("paretonbd", PARETO), *history) == pytest.approx(
        [0.99787], abs=5e-6
    )
    assert expected_purchases(model("paretonbd", PARETO), *history, 52) == pytest.approx(
        [25.456], abs=2e-3
    )


def test_probabilities_of_counts_are_the_published_ones():
    # Hardie's spreadsheet as in the tests of lifetimes.
    found = probability_of_count(model("bgnbd", ROUNDED), [10, 0], [2, 39])

    assert found == pytest.approx([1.07869e-07, 0.5737864], rel=1e-5)


@needs_cdnow
def test_means_of_the_following_year_are_the_published_ones():
    # Fader, Hardie & Lee (2005), figure 4, by purchases made; 7 stands for 7 or more.
    shop = sample()
    found = fit("bgnbd", cells_from(shop.x, shop.t_x, shop.T))

    expected = expected_purchases(found, shop.x, shop.t_x, shop.T, 39)

    bins = np.minimum(shop.x, 7)
    means = np.bincount(bins, expected) / np.bincount(bins)
    np.testing.assert_allclose(
        means, [0.225, 0.523, 1.044, 1.520, 2.164, 2.654, 3.504, 6.157], atol=5e-4
    )
    errors = expected - shop.holdout
    assert np.abs(errors).mean() == pytest.approx(0.785, abs=5e-4)
    assert np.sqrt((errors**2).mean()) == pytest.approx(1.608, abs=5e-4)


@needs_cdnow
def test_purchases_of_all_follow_the_published_curve():
    # Weeks 20 to 25 since the first day of 1997, from Hardie's spreadsheet.
    shop = sample()
    found = fit("bgnbd", cells_from(shop.x, shop.t_x, shop.T))
    since = np.maximum(np.arange(20, 26)[:, None] - (shop.T.max() - shop.T), 0)

    curve = expected_purchases_of_new(found, since).sum(axis=1)

    np.testing.assert_allclose(
        curve, [1312.458, 1387.346, 1460.392, 1531.713, 1601.418, 1669.600], atol=3e-3
    )


@each_model
@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95])
def test_intervals_hold_as_many_as_they_say(name, confidence):
    T = np.random.default_rng(2).integers(20, 60, 20_000).astype(float)
    x, t_x, later = simulated(name, T, 30.0, seed=4)
    found = fit(name, cells_from(x, t_x, T))

    lower, upper = predictive(found, x, t_x, T, 30, confidence)

    process, ahead = PROCESSES[name], np.array(30.0)
    alive = process.alive(found.values, x, t_x, T)
    above = alive * process.at_least_if_alive(found.values, x, T, ahead, upper + 1.0)
    below = 1 - alive * process.at_least_if_alive(found.values, x, T, ahead, lower + 0.0)
    below[lower == 0] = 0
    # Counts are whole, so less than the tail lies outside; how much less the model says exactly.
    error = 4 * np.sqrt(above.mean() / len(T))
    assert max(above.max(), below.max()) <= (1 - confidence) / 2 + 1e-9
    assert (later > upper).mean() == pytest.approx(above.mean(), abs=error)
    assert (later < lower).mean() == pytest.approx(below.mean(), abs=error)
    assert ((lower <= later) & (later <= upper)).mean() > confidence


@each_model
def test_bounds_are_the_smallest_counts_that_suffice(name):
    history = (12, 38.0, 39.0)
    lower, upper = predictive(model(name), *history, 26, 0.9)
    slow = Slow(name, TRUE[name])

    tails = [slow.at_least(*history, 26, int(k)) for k in (upper[0] + 1, upper[0])]

    assert tails[0] <= 0.05 < tails[1]
    assert slow.at_least(*history, 26, int(lower[0]) + 1) <= 0.95


@each_model
def test_frequent_buyers_overflow_nothing(name):
    history = (1e6, 39.0, 40.0)

    lower, upper = predictive(model(name), *history, 26)

    assert 0 <= expected_purchases(model(name), *history, 26)[0] < 1e6
    assert 0 <= probability_of_none(model(name), *history, 26)[0] <= 1
    assert 0 <= lower[0] <= upper[0] < 2e6


def test_one_time_buyers_are_there_for_bgnbd_and_still_buy_nothing():
    known = model("bgnbd", MORE_DIGITS)

    assert probability_alive(known, 0, 0, [1, 1000]).tolist() == [1, 1]
    assert probability_of_none(known, 0, 0, 1000, 39)[0] == pytest.approx(
        1 - (1 - (1004.4136019 / 1043.4136019) ** 0.2425945)
    )


def test_the_longer_the_silence_the_less_likely_anything_is_bought():
    for name in ModelName:
        none = probability_of_none(model(name), 4, [5, 10, 20, 39], 40, 26)
        assert (np.diff(none) <= 0).all()


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        pytest.param(
            lambda m: expected_purchases(m, 1, 2, 3, -1), "a horizon of at least 0, got -1", id="h"
        ),
        pytest.param(
            lambda m: expected_purchases(m, 1, 4, 3, 1), r"got t_x 4\.0 and T 3\.0", id="history"
        ),
        pytest.param(
            lambda m: expected_if_alive(m, 1, np.nan, 1), "x and T of at least 0, got nan", id="T"
        ),
        pytest.param(
            lambda m: probability_of_count(m, 1.5, 1), r"whole numbers of purchases, got", id="k"
        ),
        pytest.param(
            lambda m: predictive(m, 1, 2, 3, 1, 95), "a confidence strictly between", id="share"
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(ask, message):
    with pytest.raises(ValueError, match=message):
        ask(model("bgnbd"))
