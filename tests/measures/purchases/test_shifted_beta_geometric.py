import numpy as np
import pytest

from heed.measures.estimates import Flag
from heed.measures.purchases.renewals import renewals_of_customers, renewals_of_remaining
from heed.measures.purchases.shifted_beta_geometric import shifted_beta_geometric
from tests.measures.purchases.renewing import left_after, needs_table, remaining


@needs_table
@pytest.mark.parametrize(
    ("column", "alpha", "beta", "log_likelihood"),
    [
        pytest.param("regular_pct", 0.704, 1.182, -1680.27, id="regular"),
        pytest.param("highend_pct", 0.668, 3.806, -1611.16, id="high end"),
    ],
)
def test_seven_years_give_the_published_model(column, alpha, beta, log_likelihood):
    model = shifted_beta_geometric(renewals_of_remaining(remaining(column)[:8]))

    assert (round(model.alpha, 3), round(model.beta, 3)) == (alpha, beta)
    assert model.log_likelihood == pytest.approx(log_likelihood, abs=0.005)
    assert model.flags == ()


def test_known_parameters_are_recovered_from_customers_who_came_at_any_time():
    rng = np.random.default_rng(3)
    stay = left_after(rng, 1.2, 4.0, 60_000)
    seen = rng.integers(0, 10, 60_000)

    model = shifted_beta_geometric(renewals_of_customers(np.minimum(stay, seen), stay <= seen))

    errors = model.standard_errors
    assert abs(model.alpha - 1.2) < 3 * errors["alpha"] < 0.2
    assert abs(model.beta - 4.0) < 3 * errors["beta"] < 0.8


def test_customers_who_do_not_differ_are_told():
    model = shifted_beta_geometric(renewals_of_remaining([100_000, 80_000, 64_000, 51_200]))

    assert Flag.NO_SPREAD in model.flags
    assert "20.0% at the end of every period" in model.warnings[0]


def test_few_losses_are_told():
    model = shifted_beta_geometric(renewals_of_remaining([40, 32, 29, 27]))

    assert Flag.FEW_CASES in model.flags


@pytest.mark.parametrize(
    ("remaining", "message"),
    [
        pytest.param([100, 100, 100], "nobody left of 100", id="nobody left"),
        pytest.param([100, 0, 0], "at least 2 periods, got 1", id="all at once"),
    ],
)
def test_renewals_that_tell_nothing_are_refused(remaining, message):
    with pytest.raises(ValueError, match=message):
        shifted_beta_geometric(renewals_of_remaining(remaining))
