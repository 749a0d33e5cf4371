import numpy as np
import pytest

from heed.measures.impact_asymmetry import Impact, asymmetry_estimate, impact_of, potentials


@pytest.mark.parametrize(
    ("asymmetry", "impact"),
    [
        (1, Impact.DELIGHTER),
        (0.41, Impact.DELIGHTER),
        (0.4, Impact.SATISFIER),
        (0.1, Impact.HYBRID),
        (-0.1, Impact.HYBRID),
        (-0.11, Impact.DISSATISFIER),
        (-0.4, Impact.DISSATISFIER),
        (-0.41, Impact.FRUSTRATOR),
    ],
)
def test_classes_change_at_the_limits_of_mikulic_and_prebezac(asymmetry, impact):
    assert impact_of(asymmetry) == impact


@pytest.mark.parametrize("asymmetry", [1.01, float("nan")])
def test_what_is_no_asymmetry_has_no_class(asymmetry):
    with pytest.raises(ValueError, match=r"asymmetry in -1\.\.1"):
        impact_of(asymmetry)


def test_a_wrong_sign_counts_as_0_and_two_of_them_leave_nothing_to_share():
    found = potentials([[-0.6, 0.2], [0.1, 0.2], [-0.3, -0.1], [0.1, -0.1]])

    np.testing.assert_allclose(found, [[0.75, 0.25], [0, 1], [1, 0], [np.nan, np.nan]])


def test_the_interval_leaves_out_samples_without_a_known_asymmetry():
    draws = [[0.1, -0.1], *[[-step / 10, 1 - step / 10] for step in range(11)]]

    found = asymmetry_estimate([-0.5, 0.5], draws, n=80, confidence=0.8)

    assert (found.value, found.n) == (0, 80)
    assert (found.lower, found.upper) == pytest.approx((-0.8, 0.8))


def test_without_an_impact_there_is_no_asymmetry():
    assert not asymmetry_estimate([0.5, -0.5], [[-1, 1]], n=80).has_value
