from itertools import pairwise

import pytest

from heed.measures.pls.models import READY
from heed.measuring.path_columns import columns_of

CHAIN = "abcdefgh"
ARROWS = tuple(pairwise(CHAIN))


def test_short_models_have_a_column_for_each_depth():
    assert columns_of("abc", [("a", "b"), ("b", "c"), ("a", "c")], "b") == {"a": 0, "b": 1, "c": 2}


def test_long_models_share_four_columns():
    assert list(columns_of(CHAIN, ARROWS).values()) == [0, 0, 1, 1, 2, 2, 3, 3]


def test_a_target_has_its_own_column_three_before_and_one_behind_it():
    assert list(columns_of(CHAIN, ARROWS, "e").values()) == [0, 1, 2, 2, 3, 4, 4, 4]
    assert list(columns_of(CHAIN, ARROWS, "a").values()) == [0, 1, 1, 1, 1, 1, 1, 1]
    assert list(columns_of(CHAIN, ARROWS, "b").values()) == [0, 1, 2, 2, 2, 2, 2, 2]


@pytest.mark.parametrize("name", READY)
def test_no_arrow_of_a_ready_model_runs_back(name):
    model = READY[name]

    columns = columns_of(model.names, model.paths, model.target)

    assert all(columns[source] <= columns[target] for source, target in model.paths)
    assert max(columns.values()) == 4
