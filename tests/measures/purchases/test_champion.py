import numpy as np
import pytest

from heed.measures.purchases.baselines import baselines
from heed.measures.purchases.champion import champion
from heed.measures.purchases.predicting import expected_purchases
from tests.measures.purchases import cdnow, published


@cdnow.needs_cdnow
def test_the_model_wins_on_cdnow():
    shop = cdnow.sample()
    history = shop.x, shop.t_x, shop.T
    rules = baselines(*history, length=39, last_window=shop.x + 1)

    found = champion(
        {**rules, "bgnbd": expected_purchases(published.bgnbd, *history, 39)}, shop.holdout
    )

    assert (found.name, found.runner_up, found.is_sure) == ("bgnbd", "rate_if_recent", True)
    assert found.sentence.startswith(
        "bgnbd is used: over 2,357 customers its root mean squared error is 1.608 purchases ("
    )
    assert found.sentence.endswith("that of rate_if_recent 1.994, more than chance explains.")
    assert list(found.accuracies) == [
        "bgnbd",
        "rate_if_recent",
        "pooled_mean",
        "zero",
        "own_rate",
        "last_window",
    ]


def test_a_rule_of_thumb_wins_where_it_is_better():
    rng = np.random.default_rng(8)
    rate = rng.gamma(1, 2, 3000)

    found = champion({"model": np.full(3000, 2.0), "own_rate": rate}, rng.poisson(rate))

    assert (found.name, found.is_sure) == ("own_rate", True)
    assert found.lead.value == pytest.approx(rate.var(), rel=0.1)


def test_a_lead_that_chance_explains_is_told():
    rng = np.random.default_rng(8)
    rate = rng.gamma(1, 2, 300)

    found = champion({"a": rate * 1.001, "b": rate}, rng.poisson(rate))

    assert not found.is_sure
    assert "no more than chance explains" in found.sentence


def test_a_refused_model_is_not_chosen_and_the_sentence_says_so():
    came = [0, 1, 2, 3]

    found = champion(
        {"bgnbd": came, "zero": [0] * 4, "own_rate": [1, 1, 1, 2]},
        came,
        refused={"bgnbd": "a ran to the edge."},
        resamples=100,
    )

    assert found.name == "own_rate"
    assert found.sentence.endswith("bgnbd was not admitted: a ran to the edge.")


def test_a_single_prediction_has_nothing_to_win_against():
    with pytest.raises(ValueError, match=r"got \['a'\], and \['b'\] not admitted"):
        champion({"a": [1], "b": [1]}, [1], refused={"b": "It did not converge."})
