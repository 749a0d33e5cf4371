import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.measures.purchases.cells import cells_from, distinct_rows

HISTORY = st.tuples(st.integers(0, 3), st.integers(1, 5), st.integers(0, 2)).map(
    lambda each: (each[0], each[1] if each[0] else 0, each[1] + each[2])
)


@given(st.lists(HISTORY, min_size=1, max_size=40))
def test_each_history_is_counted_once(histories):
    x, t_x, T = np.array(histories, dtype=float).T

    cells = cells_from(x, t_x, T)

    rows = list(zip(cells.x, cells.t_x, cells.T, strict=True))
    assert rows == sorted(set(histories))
    assert cells.customers.tolist() == [histories.count(row) for row in rows]
    assert (cells.n, cells.purchases) == (len(histories), x.sum())


def test_counts_may_be_given():
    cells = cells_from([1, 0, 1], [3, 0, 3], 9, customers=[2, 10, 5])

    assert cells.x.tolist() == [0, 1]
    assert cells.customers.tolist() == [10, 7]


def test_distinct_rows_lead_back_to_all():
    x, T = np.array([2.0, 0.0, 2.0, 2.0]), np.array([9.0, 9.0, 8.0, 9.0])

    distinct, at = distinct_rows(x, T)

    assert len(distinct[0]) == 3
    assert distinct[0][at].tolist() == x.tolist()
    assert distinct[1][at].tolist() == T.tolist()


def test_rows_too_many_to_mark_are_sorted():
    x, T = np.arange(4000.0), np.arange(4000.0)[::-1]

    distinct, at = distinct_rows(x, T)

    assert distinct[1][at].tolist() == T.tolist()


@pytest.mark.parametrize(
    ("x", "t_x", "T", "customers", "message"),
    [
        pytest.param([], [], [], None, "at least one customer, got none", id="nobody"),
        pytest.param([1, -1], [1, 1], 3, None, r"x of at least 0, got -1\.0 in row 1", id="x"),
        pytest.param([1], [np.nan], 3, None, "t_x of at least 0, got nan in row 0", id="t_x"),
        pytest.param([0], [0], [np.inf], None, "T of at least 0, got inf", id="T"),
        pytest.param([1.5], [1], 3, None, r"whole numbers of purchases, got x 1\.5", id="part"),
        pytest.param([1], [4], 3, None, r"got t_x 4\.0 and T 3\.0 in row 0", id="later"),
        pytest.param([0], [2], 3, None, r"got x 0 and t_x 2\.0", id="none-but-when"),
        pytest.param([2], [0], 3, None, r"one day to count once, got x 2\.0", id="same-day"),
        pytest.param(
            [0, 1], [0, 1, 2], 3, None, r"as many x as t_x and T, got \[2, 3, 1\]", id="n"
        ),
        pytest.param([0], [0], 3, [0], "customers of at least 1, got", id="no-customer"),
        pytest.param([0], [0], 3, [1, 2], r"each of 1 rows, got shape \(2,\)", id="customers"),
    ],
)
def test_what_cannot_be_is_refused(x, t_x, T, customers, message):
    with pytest.raises(ValueError, match=message):
        cells_from(x, t_x, T, customers)
