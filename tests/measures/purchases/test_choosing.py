import numpy as np
import pytest

from heed.measures.purchases.cells import cells_from
from heed.measures.purchases.choosing import akaike, choose
from heed.measures.purchases.predicting import expected_purchases
from tests.measures.purchases.cdnow import needs_cdnow, sample
from tests.measures.purchases.online_retail import half_year, needs_online_retail
from tests.measures.purchases.test_models import shop


@needs_cdnow
def test_the_smallest_error_on_what_followed_is_chosen():
    music = sample()

    def error(model):
        expected = expected_purchases(model, music.x, music.t_x, music.T, 39)
        return float(np.sqrt(((expected - music.holdout) ** 2).mean()))

    found = choose(cells_from(music.x, music.t_x, music.T), error)

    assert found.fit.name == "paretonbd"
    assert found.reason == (
        "paretonbd has the smallest error, 1.60285, before mbgnbd 1.60718, bgnbd 1.60798, "
        "nbd 1.85952."
    )
    assert [each.fit.name.value for each in found.candidates] == [
        "nbd",
        "bgnbd",
        "mbgnbd",
        "paretonbd",
    ]


@needs_online_retail
def test_models_that_cannot_be_trusted_are_refused_and_named():
    found = choose(cells_from(*half_year()), akaike)

    assert found.fit.name == "nbd"
    assert [each.is_refused for each in found.candidates] == [False, True, True, True]
    assert np.isnan(found.candidates[1].error)
    assert found.reason == (
        "nbd is the only model that can be trusted here. "
        + " ".join(
            f"The log-likelihood of {name} is only 0.00 above that of nbd, in which nobody stops "
            "buying: the data do not show who has stopped."
            for name in ("bgnbd", "mbgnbd", "paretonbd")
        )
    )


@pytest.mark.parametrize("name", ["bgnbd", "mbgnbd", "paretonbd"])
def test_without_later_purchases_the_true_model_is_found_by_its_likelihood(name):
    x, t_x, T, _ = shop(name)

    assert choose(cells_from(x, t_x, T), akaike).fit.name == name


def test_a_model_without_a_known_error_is_refused():
    x, t_x, T, _ = shop("bgnbd", 2_000)

    found = choose(
        cells_from(x, t_x, T),
        lambda model: 1.5 if model.name == "nbd" else float("nan"),
        names=["nbd", "bgnbd"],
    )

    assert found.fit.name == "nbd"
    assert found.candidates[1].refusal == "The error of bgnbd is not known."


def test_where_no_model_can_be_trusted_all_are_refused():
    x, t_x, T, _ = shop("nbd", 2_000)

    with pytest.raises(ValueError, match=r"No model of buying can be trusted here\. The log-lik"):
        choose(cells_from(x, t_x, T), akaike, names=["bgnbd"])
