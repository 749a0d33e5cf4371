import numpy as np
import pytest

from heed.measures.ratings import UNRATED, placed


@pytest.mark.parametrize("missing", [None, "", float("nan"), np.nan])
def test_what_was_not_rated_has_no_place(missing):
    found = placed([[3, missing], [1, 3]])

    assert found.categories == (1, 3)
    np.testing.assert_array_equal(found.places, [[1, UNRATED], [0, 1]])
    np.testing.assert_array_equal(found.counts, [[0, 1], [1, 1]])


def test_categories_nobody_chose_have_their_place():
    found = placed([["b", "d"]], categories="abcd")

    np.testing.assert_array_equal(found.counts, [[0, 1, 0, 1]])


@pytest.mark.parametrize(
    ("ratings", "message"),
    [
        pytest.param(["a", "b"], "shape", id="one row"),
        pytest.param([["a", "e"]], "among a, b, got e", id="strange"),
    ],
)
def test_what_are_no_ratings_is_refused(ratings, message):
    with pytest.raises(ValueError, match=message):
        placed(ratings, categories="ab")
