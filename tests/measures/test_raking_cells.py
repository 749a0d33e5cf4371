import numpy as np

from heed.measures.raking_cells import Margin, joined, margins_of


def test_the_smallest_categories_are_joined_until_all_are_large_enough():
    margin = Margin(
        "age",
        ("-30", "-50", "-70", "71-"),
        np.array([0.2, 0.3, 0.3, 0.2]),
        np.repeat([0, 1, 2, 3], [4, 30, 25, 9]),
    )

    found, joins = joined(margin, np.ones(68), fewest_cases=20, most_ratio=5)

    assert found.names == ("-30 + 71- + -70", "-50")
    assert np.bincount(found.at).tolist() == [38, 30]
    assert found.targets.tolist() == [0.7, 0.3]
    assert [(join.category, join.joined_with) for join in joins] == [
        ("-30", "71-"),
        ("-30 + 71-", "-70"),
    ]


def test_rounded_shares_are_scaled():
    margins, _, _, total = margins_of(
        {"third": ["a", "b", "c"]},
        {"third": {"a": 0.333, "b": 0.333, "c": 0.333}},
        sets_missing_aside=True,
    )

    assert total is None
    np.testing.assert_allclose(margins[0].targets, 1 / 3)
