import numpy as np
import pytest

from heed.measures.leaving.calibration import calibrated


def _made(rng, n, rates):
    ages, sight = rng.exponential(1 / rates), rng.uniform(0.2, 3, n)
    return np.minimum(ages, sight), ages <= sight


def test_true_risks_are_found_true_although_many_are_lost_from_sight():
    rng = np.random.default_rng(1)
    rates = rng.uniform(0.1, 2, 5000)
    risks = 1 - np.exp(-rates)

    found = calibrated(risks, *_made(rng, 5000, rates), within=1)

    assert found.came_to_foretold == pytest.approx(1, abs=0.05)
    held = [group.came.lower <= group.foretold <= group.came.upper for group in found.groups]
    assert (len(held), sum(held) >= 8) == (10, True)
    assert found.brier == pytest.approx(np.mean(risks * (1 - risks)), abs=0.01)
    assert found.brier < found.brier_of_all


def test_risks_twice_too_high_are_told():
    rng = np.random.default_rng(2)
    rates = np.full(3000, 0.3)

    found = calibrated(np.full(3000, 2 * (1 - np.exp(-0.3))), *_made(rng, 3000, rates), within=1)

    assert found.came_to_foretold == pytest.approx(0.5, abs=0.05)
    assert len(found.groups) == 1  # equal risks are never parted
    assert found.brier > found.brier_of_all


@pytest.mark.parametrize(
    ("risks", "within", "said"),
    [
        pytest.param([0.5, 1.2], 1, "risks in 0..1, got 1.2", id="no probability"),
        pytest.param([0.5], 1, "each of 2 customers, got 1", id="few"),
        pytest.param(
            [0.5, 0.5], 9, "at most 3, the longest anybody was followed, got 9", id="long"
        ),
    ],
)
def test_what_cannot_be_judged_is_refused(risks, within, said):
    with pytest.raises(ValueError, match=said):
        calibrated(risks, [2, 3], [True, False], within=within)
