import numpy as np
import pytest

from heed.measures.difference_scores import difference_check
from heed.measures.estimates import Flag
from tests.measures import kiosk

nan = float("nan")
# Coefficients alpha of E and P and of the gap itself, from R, in the order of kiosk.DIMENSIONS.
ALPHAS = {
    "security": (5, 0.831782926870363, 0.856948153093013, 0.848478704763008),
    "convenience": (4, 0.724664677770634, 0.79841395022783, 0.747236904406046),
}


@kiosk.needs_kiosk
@pytest.mark.parametrize("name", ALPHAS)
def test_the_reliability_of_real_differences_is_close_to_the_alpha_of_the_gaps(name):
    # Equal where the errors of an item's E and P are unrelated, as in these two dimensions.
    at, of_perceived, of_expected, of_gap = ALPHAS[name]

    found = difference_check(
        kiosk.answers("perceived")[:, at],
        kiosk.answers("expected")[:, at],
        highest=7,
        perceived_reliability=of_perceived,
        expected_reliability=of_expected,
    )

    assert found.reliability.n == 194
    assert found.reliability.value == pytest.approx(of_gap, abs=0.06)
    assert found.reliability.lower < found.reliability.value < found.reliability.upper


@kiosk.needs_kiosk
def test_expectations_at_the_ceiling_are_flagged():
    found = difference_check(
        kiosk.answers("perceived")[:, 5],
        kiosk.answers("expected")[:, 5],
        highest=7,
        perceived_reliability=0.83,
        expected_reliability=0.86,
    )

    assert found.expected_at_highest.flags == (Flag.CEILING,)
    assert found.expected_spread < found.perceived_spread / 2


def test_the_reliability_of_simulated_differences_is_recovered():
    # True variances 1 and 1 with covariance .3, error variances .25: 1.4 of 1.9 is true.
    rng = np.random.default_rng(6)
    true = rng.multivariate_normal([0, 0], [[1, 0.3], [0.3, 1]], 4000)
    seen = true + rng.normal(0, 0.5, (4000, 2))

    found = difference_check(
        seen[:, 0], seen[:, 1], highest=10, perceived_reliability=0.8, expected_reliability=0.8
    ).reliability

    assert found.value == pytest.approx(1.4 / 1.9, abs=0.01)
    assert found.lower < 1.4 / 1.9 < found.upper


def test_a_difference_of_twins_is_nothing_but_error():
    p = np.array([1, 2, 3, 4, 5, 6] * 10)
    e = p + np.array([0, 1] * 30)

    found = difference_check(p, e, highest=7, perceived_reliability=0.9, expected_reliability=0.9)

    assert found.reliability.value < 0
    assert Flag.UNRELIABLE in found.reliability.flags


def test_a_constant_difference_has_no_reliability():
    found = difference_check(
        [1, 2, 3], [2, 3, 4], highest=7, perceived_reliability=0.9, expected_reliability=0.9
    )

    assert not found.reliability.has_value
    assert found.gap_spread == 0


def test_pairs_with_one_side_unknown_are_left_out():
    found = difference_check(
        [1, nan, 3, 5], [2, 7, nan, 7], highest=7, perceived_reliability=1, expected_reliability=1
    )

    assert (found.reliability.n, found.expected_at_highest.value) == (2, 0.5)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param({"perceived_reliability": 1.1}, "reliabilities in 0..1", id="reliability"),
        pytest.param({"resamples": 5}, "at least 100 bootstrap", id="too few resamples"),
        pytest.param({"highest": 4}, "to 4, got 5", id="off the scale"),
    ],
)
def test_what_makes_no_sense_is_refused(options, message):
    usual = {"highest": 7, "perceived_reliability": 0.9, "expected_reliability": 0.9}

    with pytest.raises(ValueError, match=message):
        difference_check([5, 6], [6, 7], **usual | options)
