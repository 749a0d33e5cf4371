import numpy as np
import pytest

from heed.measures.bootstrap_counts import bootstrap_counts
from heed.measures.estimates import Flag
from heed.measures.purchases.accuracy import (
    accuracy,
    root_mean_squared_error,
    shares_of_best,
)
from heed.measures.purchases.baselines import baselines
from heed.measures.purchases.holdout import holdout_of
from heed.measures.purchases.predicting import expected_purchases
from tests.measures.purchases import cdnow, published


def shop(n, seed=4):
    rng = np.random.default_rng(seed)
    rate = rng.gamma(0.5, 2, n)
    return rate * rng.uniform(0.6, 1.5, n), rng.poisson(rate)


@cdnow.needs_cdnow
@pytest.mark.parametrize(
    ("name", "absolute", "squared", "bias", "capture"),
    [
        # From the same file by another implementation, which splits ties of the best at random.
        pytest.param("bgnbd", 0.785, 1.608, -0.12, 0.467, id="bgnbd"),
        pytest.param("zero", 0.798, 2.206, -1.0, 0.100, id="zero"),
        pytest.param("own_rate", 1.024, 2.212, 0.56, 0.458, id="own rate"),
        pytest.param("last_window", 1.596, 2.318, 1.56, 0.441, id="last window"),
    ],
)
def test_the_holdout_of_cdnow_scores_as_found_elsewhere(name, absolute, squared, bias, capture):
    people = cdnow.sample()
    held = holdout_of(people.x, people.t_x, people.T, people.holdout, length=39)
    # The 39 weeks of calibration are the last window, and all were born in it.
    rules = baselines(held.x, held.t_x, held.T, length=39, last_window=held.x + 1)
    model = expected_purchases(published.bgnbd, held.x, held.t_x, held.T, 39)

    found = accuracy({"bgnbd": model, **rules}, held.actual, resamples=200)[name]

    assert round(found.absolute_error.value, 3) == absolute
    assert round(found.squared_error.value, 3) == squared
    assert round(found.bias.value, 2) == bias
    assert found.capture.value == pytest.approx(capture, abs=0.015)
    assert found.n == 2357


def test_the_interval_is_that_of_drawing_customers_and_measuring_anew():
    predicted, came = shop(1500)

    found = accuracy({"model": predicted}, came, resamples=2000)["model"]

    anew = []
    for counts in np.concatenate(list(bootstrap_counts(1500, 400, seed=9))):
        at = np.repeat(np.arange(1500), counts.astype(int))
        error = predicted[at] - came[at]
        best = shares_of_best(predicted[at], 0.1)
        anew.append(
            [
                np.abs(error).mean(),
                np.sqrt((error**2).mean()),
                error.sum() / came[at].sum(),
                came[at] @ best / came[at].sum(),
            ]
        )
    spread = np.subtract(*np.quantile(anew, [0.975, 0.025], axis=0))
    measures = (found.absolute_error, found.squared_error, found.bias, found.capture)
    told = np.array([each.upper - each.lower for each in measures])
    np.testing.assert_allclose(told / spread, 1, atol=0.2)
    middle = np.quantile(anew, 0.5, axis=0)
    assert np.all([e.lower < m < e.upper for e, m in zip(measures, middle, strict=True)])


def test_many_customers_have_the_interval_of_few_by_the_root_of_their_number():
    narrow = accuracy({"model": shop(64_000)[0]}, shop(64_000)[1])["model"].absolute_error
    wide = accuracy({"model": shop(4000)[0]}, shop(4000)[1])["model"].absolute_error

    ratio = (wide.upper - wide.lower) / (narrow.upper - narrow.lower)

    assert ratio == pytest.approx(4, rel=0.2)


def test_a_prediction_that_comes_true_has_no_error():
    came = [0, 0, 3, 1, 0, 0, 0, 0, 0, 0]

    found = accuracy({"true": came}, came)["true"]

    assert (found.absolute_error.value, found.squared_error.value, found.bias.value) == (0, 0, 0)
    assert found.capture.value == 0.75
    assert Flag.FEW_CASES in found.bias.flags


def test_equal_predictions_share_the_best_places():
    assert shares_of_best(np.array([1.0, 1, 1, 1]), 0.25).tolist() == [0.25] * 4
    assert shares_of_best(np.array([1.0, 2, 2, 3]), 0.5).tolist() == [0, 0.5, 0.5, 1]


def test_without_purchases_bias_and_capture_are_not_known():
    found = accuracy({"model": [0.2, 0.1]}, [0, 0])["model"]

    assert not found.bias.has_value
    assert not found.capture.has_interval
    assert found.absolute_error.value == pytest.approx(0.15)


def test_root_mean_squared_error_is_that_of_accuracy():
    predicted, came = shop(100)

    alone = root_mean_squared_error(predicted, came)

    assert alone == accuracy({"model": predicted}, came)["model"].squared_error.value


@pytest.mark.parametrize(
    ("predictions", "came", "message"),
    [
        pytest.param({"a": [1.0]}, [1.0, 2.0], "prediction of a for each of 2", id="too few"),
        pytest.param({"a": [np.nan]}, [1.0], "Expected a of at least 0, got nan", id="unknown"),
        pytest.param({"a": [1.0]}, [-1.0], "came of at least 0, got -1.0", id="below zero"),
        pytest.param({}, [1.0], "got 1 and 0", id="nothing predicted"),
        pytest.param({"a": []}, [], "got 0 and 1", id="nobody"),
    ],
)
def test_what_cannot_be_scored_is_refused(predictions, came, message):
    with pytest.raises(ValueError, match=message):
        accuracy(predictions, came)
