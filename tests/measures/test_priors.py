import numpy as np
import pytest
from scipy import stats

from heed.measures.priors import number_believed, share_believed, shares_believed

SHARES = [1, 3, 4, 5, 9, 10, 68]  # reasons for leaving, as the trade tells them


def test_a_share_moves_from_what_was_believed_to_what_is_counted():
    found = share_believed(30, 100, prior=0.04, prior_cases=25)

    beta = stats.beta(1 + 30, 24 + 70)
    assert found.posterior.value == pytest.approx(beta.mean())
    assert found.posterior.lower == pytest.approx(beta.ppf(0.025))
    assert found.posterior.upper == pytest.approx(beta.ppf(0.975))
    assert (found.prior_weight, found.is_measured) == (0.2, True)
    assert (found.own.value, found.own.n, found.posterior.n) == (0.3, 100, 100)


def test_without_own_cases_the_belief_stands_and_is_not_measured():
    found = share_believed(0, 0, prior=0.04, prior_cases=25)

    assert (found.posterior.value, found.prior_weight, found.is_measured) == (0.04, 1, False)
    assert np.isnan(found.own.value)
    assert found.posterior.lower < 0.04 < found.posterior.upper


def test_reasons_sum_to_one_and_a_reason_never_met_keeps_a_little():
    found = shares_believed([0, 5, 0, 0, 60, 20, 15], prior=SHARES, prior_cases=20)

    assert sum(each.posterior.value for each in found) == pytest.approx(1)
    assert found[0].posterior.value == pytest.approx(0.01 * 20 / 120)
    assert found[4].posterior.value == pytest.approx((0.09 * 20 + 60) / 120)
    assert found[6].prior == 0.68


def test_an_interval_holds_the_truth_as_often_as_it_says_where_the_belief_is_fair():
    rng = np.random.default_rng(1)
    truths = rng.beta(4, 96, 2000)  # beliefs of mean .04 that are worth 100 cases
    held = [
        found.posterior.lower <= truth <= found.posterior.upper
        for truth in truths
        for found in [share_believed(rng.binomial(60, truth), 60, prior=0.04, prior_cases=100)]
    ]

    assert np.mean(held) == pytest.approx(0.95, abs=0.015)


def test_how_many_are_told_is_between_the_belief_and_the_count():
    found = number_believed([2, 3, 1, 2, 2, 3, 1, 2], prior=10, prior_cases=2)

    gamma = stats.gamma(20 + 16, scale=1 / 10)
    assert found.posterior.value == pytest.approx(3.6)
    assert found.posterior.lower == pytest.approx(gamma.ppf(0.025))
    assert found.posterior.upper == pytest.approx(gamma.ppf(0.975))


def test_a_few_who_tell_everybody_make_the_figure_less_sure():
    even = number_believed([3] * 40, prior=10, prior_cases=2).posterior
    uneven = number_believed([0] * 38 + [60, 60], prior=10, prior_cases=2).posterior

    assert even.value == uneven.value
    assert uneven.upper - uneven.lower > 3 * (even.upper - even.lower)


def test_nobody_told_is_no_certainty():
    found = number_believed([0, 0, 0], prior=5, prior_cases=1)

    assert (found.own.value, found.own.lower) == (0, 0)
    assert found.own.upper > 0.5


@pytest.mark.parametrize(
    ("successes", "trials", "prior", "cases", "said"),
    [
        pytest.param(3, 2, 0.5, 1, "got 3 of 2", id="more than all"),
        pytest.param(-1, 2, 0.5, 1, "got -1 of 2", id="negative"),
        pytest.param(1, 2, 1.0, 1, "strictly between 0 and 1, got 1.0", id="certain"),
        pytest.param(1, 2, 0.5, 0, "worth more than 0 cases, got 0", id="worth nothing"),
    ],
)
def test_what_is_no_belief_is_refused(successes, trials, prior, cases, said):
    with pytest.raises(ValueError, match=said):
        share_believed(successes, trials, prior=prior, prior_cases=cases)


@pytest.mark.parametrize(
    ("counts", "prior", "said"),
    [
        pytest.param([1, 2], [1], "got 2 and 1", id="lengths"),
        pytest.param([1, -2], [1, 2], "counts of at least 0", id="negative"),
        pytest.param([1, 2], [1, 0], "priors above 0", id="impossible"),
    ],
)
def test_categories_that_do_not_fit_are_refused(counts, prior, said):
    with pytest.raises(ValueError, match=said):
        shares_believed(counts, prior=prior, prior_cases=10)


def test_counts_below_nothing_are_refused():
    with pytest.raises(ValueError, match="got -1"):
        number_believed([1, -1], prior=5, prior_cases=1)
