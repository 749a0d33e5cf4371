import numpy as np
import pytest

from heed.measures.best_worst import BestWorstTask, best_worst_answers
from heed.measures.best_worst_individual import individual_utilities
from tests.measures.best_worst_simulated import MEAN, simulated


def test_mean_and_spread_of_persons_are_recovered():
    given_answers, true = simulated(200, tasks=8, spread=0.8, seed=1)

    found = individual_utilities(given_answers)

    assert found.is_converged
    assert found.spread == pytest.approx(0.8, abs=0.12)
    np.testing.assert_allclose(found.mean_utilities, MEAN, atol=0.25)
    is_covered = (found.lower <= true) & (true <= found.upper)
    assert 0.87 < is_covered.mean() < 0.97
    assert np.corrcoef(found.utilities.ravel(), true.ravel())[0, 1] > 0.85


def test_persons_come_closer_to_the_truth_than_their_mean_is():
    given_answers, true = simulated(80, tasks=10, spread=1.0, seed=3)

    found = individual_utilities(given_answers)

    off = ((found.utilities - true) ** 2).mean()
    assert off < 0.6 * ((found.mean_utilities - true) ** 2).mean()


def test_persons_who_want_the_same_are_not_told_apart():
    given_answers, _ = simulated(120, tasks=8, spread=0.0, seed=4)

    found = individual_utilities(given_answers)

    assert found.spread < 0.25
    assert np.abs(found.utilities - found.mean_utilities).max() < 0.5


def test_shares_are_averaged_over_persons():
    given_answers, _ = simulated(40, tasks=6, spread=0.5, seed=7)

    found = individual_utilities(given_answers)

    np.testing.assert_allclose(found.shares.sum(axis=1), 1)
    np.testing.assert_allclose(found.utilities.sum(axis=1), 0, atol=1e-9)
    assert [each.value for each in found.mean_shares] == pytest.approx(found.shares.mean(axis=0))
    assert all(0 <= each.lower < each.upper <= 1 for each in found.mean_shares)
    assert {each.n for each in found.mean_shares} == {40}


@pytest.mark.parametrize(
    "persons",
    [
        pytest.param([None] * 30, id="unknown"),
        pytest.param(list(range(19)), id="too few"),
    ],
)
def test_too_few_known_persons_are_refused(persons):
    tasks = [BestWorstTask("abc", "a", "b", person) for person in persons]

    with pytest.raises(ValueError, match="tasks of at least 20 known persons"):
        individual_utilities(best_worst_answers("abc", tasks))
