import numpy as np
import pytest

from heed.measures.asymmetry import loss_and_gain
from heed.measures.estimates import Flag
from tests.measures import kiosk


def answered(n, gain, loss, seed):
    rng = np.random.default_rng(seed)
    expected, perceived = rng.integers(1, 8, (2, n)).astype(float)
    gap = perceived - expected
    felt = 4 + gain * np.maximum(gap, 0) + loss * np.minimum(gap, 0)
    # Those far off scatter more, which HC3 allows for.
    return perceived, expected, felt + rng.normal(0, 0.5 + 0.1 * np.abs(gap))


def test_slopes_put_in_are_found_again():
    found = loss_and_gain(*answered(3000, gain=0.2, loss=0.6, seed=1))

    assert found.loss.value == pytest.approx(0.6, abs=0.03)
    assert found.gain.value == pytest.approx(0.2, abs=0.03)
    assert found.difference.value == pytest.approx(found.loss.value - found.gain.value)
    assert found.at_expected.value == pytest.approx(4, abs=0.06)
    assert found.p < 1e-6


def test_equal_slopes_are_told_apart_in_five_of_a_hundred():
    found = [loss_and_gain(*answered(150, gain=0.4, loss=0.4, seed=at)) for at in range(300)]

    rejected = np.mean([each.p < 0.05 for each in found])
    undecided = np.mean([Flag.UNDECIDED in each.difference.flags for each in found])
    assert rejected == pytest.approx(0.05, abs=0.03)
    assert rejected + undecided == pytest.approx(1)


def test_the_interval_and_the_test_agree_on_what_is_covered():
    found = [loss_and_gain(*answered(150, gain=0.2, loss=0.6, seed=at)) for at in range(300)]

    hits = sum(each.difference.lower <= 0.4 <= each.difference.upper for each in found)
    assert 275 <= hits <= 295


@kiosk.needs_kiosk
def test_real_answers_have_a_slope_on_each_side():
    # Tangibility is the one dimension of which little was expected, so many got more.
    found = loss_and_gain(
        kiosk.answers("perceived")[:, 1], kiosk.answers("expected")[:, 1], kiosk.satisfaction()
    )

    assert found.n == 194
    assert found.below + found.above <= 194
    assert 0 < found.r_squared < 0.3


def test_nothing_above_expectation_is_refused():
    with pytest.raises(ValueError, match="at least 10 answers below and 10 above"):
        loss_and_gain([4, 5, 6] * 30, [5, 6, 7] * 30, range(90))
