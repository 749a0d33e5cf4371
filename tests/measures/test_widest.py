import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.measures.linearised import weighted_mean_estimate
from heed.measures.widest import widest_mean_estimate

ANSWERS = st.lists(st.integers(1, 5), min_size=2, max_size=60)


@given(ANSWERS)
def test_the_widest_interval_holds_the_usual_one(answers):
    usual = weighted_mean_estimate(answers)

    widest = widest_mean_estimate(usual, lowest=1, highest=5)

    assert widest.lower <= max(usual.lower, 1) + 1e-9
    assert widest.upper >= min(usual.upper, 5) - 1e-9
    assert 1 <= widest.lower <= widest.value <= widest.upper <= 5


def test_answers_at_both_ends_of_the_scale_have_the_widest_interval_already():
    usual = weighted_mean_estimate([1] * 30 + [5] * 30)

    widest = widest_mean_estimate(usual, lowest=1, highest=5)

    np.testing.assert_allclose([widest.lower, widest.upper], [usual.lower, usual.upper])


def test_one_answer_has_no_interval():
    assert not widest_mean_estimate(weighted_mean_estimate([3]), lowest=1, highest=5).has_interval


@pytest.mark.parametrize(
    ("ends", "says"),
    [((5, 1), "Expected lowest < highest"), ((4, 5), "Expected a mean from 4 to 5, got 3.0")],
    ids=["out of order", "beyond"],
)
def test_ends_that_do_not_fit_are_refused(ends, says):
    lowest, highest = ends

    with pytest.raises(ValueError, match=says):
        widest_mean_estimate(weighted_mean_estimate([3, 3]), lowest=lowest, highest=highest)
