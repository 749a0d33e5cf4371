"""Customers who bought alike, counted once: all that models of buying look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# Up to so many possible rows each has a mark of its own; beyond that they are sorted.
MOST_MARKS = 10_000_000


@dataclass(frozen=True, eq=False)
class Cells:
    """Distinct purchase histories, ordered by x, then t_x, then T, with their customers.

    Parameters
    ----------
    x : ndarray of float, shape (m,)
        Purchases after the first one, those of one day being one: whole numbers from 0 on.
    t_x : ndarray of float, shape (m,)
        Time from the first to the last purchase; 0 where `x` is 0.
    T : ndarray of float, shape (m,)
        Time from the first purchase to the end of observation, in the unit of `t_x`.
    customers : ndarray of int, shape (m,)
        Customers with this history, at least 1.

    Examples
    --------
    >>> cells = cells_from([0, 0, 2], [0, 0, 30.43], [38.86, 38.86, 38.86])
    >>> cells.customers.tolist(), cells.n, cells.purchases
    ([2, 1], 3, 2)
    """

    x: Floats
    t_x: Floats
    T: Floats
    customers: Integers

    @property
    def n(self) -> int:
        """Customers in all cells."""
        return int(self.customers.sum())

    @property
    def purchases(self) -> int:
        """Purchases after the first one, of all customers."""
        return int(self.x @ self.customers)

    def every(self, step: int) -> "Cells":
        """Every so many cells: a sample spread over all kinds of histories."""
        rows = slice(step // 2, None, step)
        return Cells(self.x[rows], self.t_x[rows], self.T[rows], self.customers[rows])


def cells_from(
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    customers: ArrayLike | None = None,
) -> Cells:
    """Return the distinct purchase histories of customers.

    Parameters
    ----------
    x : array_like of float, shape (n,)
        Purchases after the first one, those of one day being one: whole numbers from 0 on.
    t_x : array_like of float, shape (n,)
        Time from the first to the last purchase, in 0..T; 0 where and only where `x` is 0.
    T : array_like of float, shape (n,)
        Time from the first purchase to the end of observation, in the unit of `t_x`.
    customers : array_like of int, shape (n,), optional
        Customers each row stands for, at least 1; 1 by default.

    Returns
    -------
    Cells
        At most n, each history once.

    Raises
    ------
    ValueError
        If there is no customer, lengths differ, or a value is impossible; it says which.

    Examples
    --------
    >>> cells_from([1, 0, 1], [3, 0, 3], [9, 9, 9]).customers.tolist()
    [1, 2]
    >>> cells_from([1], [9.5], [9])
    Traceback (most recent call last):
    ValueError: Expected a last purchase within the time observed, got t_x 9.5 and T 9.0 in row 0.
    """
    columns = checked_histories(x, t_x, T)
    if not columns[0].size:
        raise ValueError("Expected at least one customer, got none.")
    tables, key = _keyed(columns)
    keys, counts = _counted(key, _checked_counts(customers, len(key)))
    x, t_x, T = _unkeyed(keys, tables)
    return Cells(x, t_x, T, counts)


def distinct_rows(*columns: Floats) -> tuple[list[Floats], Integers]:
    """Return the distinct rows of some columns, and where each row is among them.

    Parameters
    ----------
    *columns : ndarray of float, shape (n,)
        Such as x and T.

    Returns
    -------
    distinct : list of ndarray of float, shape (m,)
        The columns of the distinct rows, in order of the first, then the second.
    at : ndarray of int, shape (n,)
        For each row its place in them.

    Examples
    --------
    >>> (x, T), at = distinct_rows(np.array([1.0, 0.0, 1.0]), np.array([9.0, 9.0, 9.0]))
    >>> x.tolist(), T.tolist(), at.tolist()
    ([0.0, 1.0], [9.0, 9.0], [1, 0, 1])
    """
    tables, key = _keyed(columns)
    size = prod(len(table) for table in tables)
    if size > MOST_MARKS:
        keys, at = np.unique(key, return_inverse=True)
    else:
        is_there = np.zeros(size, dtype=bool)
        is_there[key] = True
        keys = np.flatnonzero(is_there)
        at = (np.cumsum(is_there) - 1)[key]
    return _unkeyed(keys, tables), at


def _keyed(columns: Sequence[Floats]) -> tuple[list[Floats], Integers]:
    """Return the distinct values of each column, and one number a row that stands for all."""
    tables = [np.unique(column) for column in columns]
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for table, column in zip(tables, columns, strict=True):
        key = key * len(table) + np.searchsorted(table, column)
    return tables, key


def _unkeyed(keys: Integers, tables: list[Floats]) -> list[Floats]:
    columns = []
    for table in reversed(tables):
        keys, at = np.divmod(keys, len(table))
        columns.append(table[at])
    return columns[::-1]


def checked_histories(x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return histories as arrays of one length, refusing what cannot be.

    Parameters
    ----------
    x, t_x, T : array_like of float, shape (n,)
        As in `cells_from`; single numbers stand for all.

    Returns
    -------
    x, t_x, T : ndarray of float, shape (n,)

    Raises
    ------
    ValueError
        If lengths differ or a value is impossible; it says which.

    Examples
    --------
    >>> [column.tolist() for column in checked_histories([0, 1], [0, 2], 4)]
    [[0.0, 1.0], [0.0, 2.0], [4.0, 4.0]]
    """
    given = [np.atleast_1d(np.asarray(column, dtype=float)) for column in (x, t_x, T)]
    lengths = [len(column) for column in given]
    if any(column.ndim > 1 for column in given) or len(set(lengths) - {1}) > 1:
        raise ValueError(f"Expected as many x as t_x and T, got {lengths!r}.")
    x, t_x, T = (np.ascontiguousarray(column) for column in np.broadcast_arrays(*given))
    for name, column in (("x", x), ("t_x", t_x), ("T", T)):
        _refuse(
            ~(np.isfinite(column) & (column >= 0)),
            f"Expected {name} of at least 0, got {{0}} in row {{row}}.",
            column,
        )
    _refuse(x != np.floor(x), "Expected whole numbers of purchases, got x {0} in row {row}.", x)
    _refuse(
        t_x > T,
        "Expected a last purchase within the time observed, got t_x {0} and T {1} in row {row}.",
        t_x,
        T,
    )
    _refuse(
        (x == 0) & (t_x > 0),
        "Expected t_x 0 where nothing was bought again, got x 0 and t_x {0} in row {row}.",
        t_x,
    )
    _refuse(
        (x > 0) & (t_x == 0),
        "Expected purchases of one day to count once, got x {0} at t_x 0 in row {row}.",
        x,
    )
    return x, t_x, T


def _refuse(is_wrong: NDArray[np.bool_], sentence: str, *columns: Floats) -> None:
    if is_wrong.any():
        row = int(np.argmax(is_wrong))
        values = (repr(float(column[row])) for column in columns)
        raise ValueError(sentence.format(*values, row=row))


def _checked_counts(customers: ArrayLike | None, n: int) -> Integers | None:
    if customers is None:
        return None
    given = np.asarray(customers)
    if given.shape != (n,):
        raise ValueError(
            f"Expected a number of customers for each of {n} rows, got shape {given.shape}."
        )
    _refuse(
        ~((given >= 1) & (given == np.floor(given))),
        "Expected whole numbers of customers of at least 1, got {0} in row {row}.",
        given,
    )
    return given.astype(np.int64)


def _counted(key: Integers, counts: Integers | None) -> tuple[Integers, Integers]:
    """Return the distinct keys and the customers of each."""
    if counts is None:
        keys, found = np.unique(key, return_counts=True)
        return keys, found.astype(np.int64)
    keys, at = np.unique(key, return_inverse=True)
    found = np.zeros(len(keys), dtype=np.int64)
    np.add.at(found, at, counts)
    return keys, found
