import numpy as np

from heed.customers.duplicates.clustering import persons_of


def rows_of(edges, least=0.0):
    left, right, logits = (np.array(each) for each in zip(*edges, strict=True))
    persons = persons_of(left, right, logits.astype(float), least=least)
    return sorted(sorted({row for pair in pairs for row in pair[:2]}) for pairs in persons)


def test_a_chain_of_chances_does_not_join_everybody():
    # 1 and 2 are alike, but 0 and 3 were found to differ from the other side.
    edges = [(0, 1, 6), (2, 3, 6), (1, 2, 1), (0, 2, -5), (0, 3, -5), (1, 3, -5)]

    assert rows_of(edges) == [[0, 1], [2, 3]]


def test_a_row_that_says_little_joins_those_it_fits_on_average():
    edges = [(0, 1, 8), (0, 2, 8), (1, 2, 8), (0, 3, 1), (1, 3, 1), (2, 3, -0.5)]

    assert rows_of(edges) == [[0, 1, 2, 3]]


def test_a_higher_threshold_joins_less():
    edges = [(0, 1, 5), (2, 3, 1)]

    assert rows_of(edges) == [[0, 1], [2, 3]]
    assert rows_of(edges, least=3.0) == [[0, 1]]


def test_nothing_compared_is_nobody_found():
    nothing = np.array([], dtype=np.int64)

    assert list(persons_of(nothing, nothing, np.array([]), least=0.0)) == []
