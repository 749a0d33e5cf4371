import numpy as np
import pytest

from heed.measures.pls.answers import Missing, answers_of
from heed.measures.pls.model import Latent, PathModel

MODEL = PathModel((Latent("a", ("x",), scale=(1, 5)), Latent("b", ("y", "z"))), (("a", "b"),))
NAN = float("nan")
GIVEN = {"x": [1, 2, 3, 4, 5, NAN], "y": [2, 1, NAN, 4, 3, NAN], "z": [1, 2, 3, 4, 6, NAN]}


def test_incomplete_cases_are_left_out_and_counted():
    found = answers_of(GIVEN, MODEL, weights=[1, 1, 9, 1, 2, 9])

    np.testing.assert_array_equal(found.values[:, 0], [1, 2, 4, 5])
    assert (found.n, found.given, found.left_out, found.filled) == (4, 6, 2, 0)
    assert found.effective_n == pytest.approx(25 / 7)


def test_weighted_means_take_the_place_of_single_answers_and_are_counted():
    found = answers_of(GIVEN, MODEL, weights=[3, 1, 5, 1, 1, 9], missing=Missing.MEAN)

    # (3 · 2 + 1 + 4 + 3) / 6; the case without any answer is left out.
    assert found.values[2].tolist() == [3, pytest.approx(14 / 6), 3]
    assert (found.n, found.given, found.left_out, found.filled) == (5, 6, 1, 1)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param({"x": [0, 2, 3, 4, 5, 1]}, "'x' from 1 to 5, got 0", id="off the scale"),
        pytest.param(
            {"y": [2, 2, NAN, 2, 2, 2]}, "that differ, got all the same of 'y'", id="same"
        ),
        pytest.param({"z": [1, NAN, NAN, NAN, NAN, 2]}, "at least 4 complete cases", id="few"),
        pytest.param({"z": [1, 2]}, "shape .2,. of 'z'", id="length"),
        pytest.param({"z": [1, 2, 3, 4, float("inf"), 5]}, "an infinite one of 'z'", id="infinite"),
    ],
)
def test_answers_that_cannot_be_used_are_refused_by_name(change, why):
    with pytest.raises(ValueError, match=why):
        answers_of(GIVEN | change, MODEL)


def test_missing_columns_are_all_named():
    with pytest.raises(ValueError, match="none of y, z"):
        answers_of({"x": [1, 2, 3]}, MODEL)
