import numpy as np
import pytest

from heed.measures.importance_samples import Scale, Scales, map_of, resampled_maps

SCALES = Scales(*[Scale(1, 7)] * 3)
ANSWERS = np.array([[2.0, 6.0, 4.0], [4.0, 6.0, np.nan], [3.0, 5.0, 6.0]])
VALUED = np.array([[7.0, 5.0, 1.0], [6.0, 5.0, 2.0], [7.0, np.nan, 3.0]])


def test_a_sample_that_counts_a_person_twice_is_the_map_of_the_person_repeated():
    times = np.array([2.0, 0.0, 1.0])

    by_counts = map_of(ANSWERS, VALUED, times, SCALES, "means")
    repeated = map_of(ANSWERS[[0, 0, 2]], VALUED[[0, 0, 2]], np.ones(3), SCALES, "means")

    np.testing.assert_allclose(by_counts.performance, repeated.performance)
    np.testing.assert_allclose(by_counts.priority, repeated.priority)
    np.testing.assert_allclose(by_counts.index, repeated.index)


@pytest.mark.parametrize(
    ("crosshairs", "expected"), [("midpoint", 4.0), ("means", 41 / 9), ("medians", 5.0)]
)
def test_the_map_is_divided_where_asked(crosshairs, expected):
    found = map_of(ANSWERS, VALUED, np.ones(3), SCALES, crosshairs)

    assert found.performance[0].tolist() == pytest.approx([3, 17 / 3, 5])
    assert found.performance_cross[0] == pytest.approx(expected)


def test_an_item_on_the_line_belongs_to_the_higher_side():
    found = map_of(ANSWERS, VALUED, np.ones(3), SCALES, "medians")

    assert found.is_performed[0].tolist() == [False, True, True]


def test_derived_importance_and_its_performance_are_put_between_the_lowest_and_highest_item():
    derived = np.array([0.1, 0.3, 0.2])
    scales = Scales.of(np.array([3, 17 / 3, 5]), derived, Scale(1, 7))

    found = map_of(ANSWERS, derived, np.ones(3), scales, "means")

    assert found.priority[0].tolist() == pytest.approx([0, 0, 0.5 - 2 / (8 / 3)])


def test_a_sample_without_an_answer_on_an_item_is_left_out():
    answers = np.array([[1.0, np.nan], [2.0, np.nan], [3.0, 4.0]])

    found = resampled_maps(answers, answers, np.ones(3), SCALES, "means", resamples=1000, seed=1)

    # The third person is drawn in 1 - (2/3)³ of samples.
    assert len(found.index) / 1000 == pytest.approx(19 / 27, abs=0.05)
    assert not np.isnan(found.performance).any()


def test_items_that_do_not_differ_have_no_reach():
    scales = Scales.of(np.array([4.0, 4.0]), np.array([0.2, 0.2]), Scale(1, 7))

    assert scales.performance.share(np.array([4.0, 4.5])).tolist() == [0, 0]


def test_unknown_crosshairs_are_refused():
    with pytest.raises(ValueError, match="midpoint, means or medians, got 'modes'"):
        map_of(ANSWERS, VALUED, np.ones(3), SCALES, "modes")
