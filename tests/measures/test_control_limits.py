import numpy as np
import pytest

from heed.measures.control_limits import control_limits


def test_limits_are_those_of_an_x_bar_chart_with_unequal_numbers():
    # Deviation pooled within the stretches: (2 + 2 + 2 + 2 + 2) / (1 + 1 + 1 + 1 + 2) = 10 / 6.
    found = control_limits([[1, 3], [2, 4], [3, 5], [4, 2], [2, 3, 4]])

    assert found.centre == pytest.approx(33 / 11)
    assert found.deviation == pytest.approx(np.sqrt(10 / 6))
    half = 3 * np.sqrt(10 / 6)
    assert found.points[0].upper == pytest.approx(3 + half / np.sqrt(2))
    assert found.points[4].lower == pytest.approx(3 - half / np.sqrt(3))
    assert not any(each.is_out or each.is_run for each in found.points)


def test_a_mean_beyond_its_limits_is_told_and_a_run_of_eight_too():
    low, high = [2, 3, 2, 3], [3, 4, 3, 4]

    found = control_limits([low] * 9 + [high] * 8 + [[], [9, 9, 9, 9]])

    assert [at for at, each in enumerate(found.points) if each.is_out] == [18]
    assert [at for at, each in enumerate(found.points) if each.is_run] == [7, 8, 16, 18]
    assert (found.points[17].n, np.isnan(found.points[17].mean)) == (0, True)


def test_where_nothing_changes_few_means_lie_out():
    rng = np.random.default_rng(1)
    stretches = [rng.normal(5, 1, size=rng.integers(5, 40)) for _ in range(4000)]

    found = control_limits(stretches)

    share = np.mean([each.is_out for each in found.points])
    assert share == pytest.approx(0.0027, abs=0.0018)


@pytest.mark.parametrize(
    ("stretches", "said"),
    [
        pytest.param([[1]] * 4, "at least 5 stretches of time, got 4", id="few"),
        pytest.param([[]] * 5, "at least one answer", id="none"),
        pytest.param([[1], [2], [3], [4], [np.nan]], "finite answers", id="unknown"),
    ],
)
def test_what_has_no_limits_is_refused(stretches, said):
    with pytest.raises(ValueError, match=said):
        control_limits(stretches)
