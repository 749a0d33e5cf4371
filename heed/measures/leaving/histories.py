"""How long each customer was seen, and whether that ended by leaving: the input of survival."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Histories:
    """Customers' times under observation, checked.

    Parameters
    ----------
    durations : ndarray of float, shape (n,)
        Time from becoming a customer to leaving or to the last look, in one unit.
    has_left : ndarray of bool, shape (n,)
        Whether it ended by leaving; otherwise she was still here when last looked at (censored).
    entered : ndarray of float, shape (n,)
        Age at which she came under observation: 0, or more for who was a customer before the data
        begin (left truncation).
    """

    durations: Floats
    has_left: NDArray[np.bool_]
    entered: Floats

    @property
    def n(self) -> int:
        """How many customers."""
        return int(self.durations.size)


@dataclass(frozen=True)
class Moments:
    """The times at which somebody left, and how many could have.

    Parameters
    ----------
    times : ndarray of float, shape (k,)
        In rising order.
    at_risk : ndarray of int, shape (k,)
        Under observation just before each.
    leaving : ndarray of int, shape (k,)
        Who left at each.
    """

    times: Floats
    at_risk: NDArray[np.int64]
    leaving: NDArray[np.int64]


def histories(
    durations: ArrayLike, has_left: ArrayLike, *, entered: ArrayLike | None = None
) -> Histories:
    """Check the times customers were seen for.

    Parameters
    ----------
    durations : array_like of float, shape (n,)
        Time from becoming a customer to leaving or to the last look, in one unit; at least 0.
    has_left : array_like of bool, shape (n,)
        Whether it ended by leaving.
    entered : array_like of float, shape (n,), optional
        Age at which each came under observation; 0 by default.

    Returns
    -------
    Histories
        The same, as arrays.

    Raises
    ------
    ValueError
        If there is no customer, lengths differ, a time is negative, unknown or infinite, or one
        came under observation at or after the end of her time (both 0 is allowed).

    Examples
    --------
    >>> histories([3, 5], [True, False]).n
    2
    """
    lasted = np.asarray(durations, dtype=float).ravel()
    left = np.asarray(has_left).ravel().astype(bool)
    since = np.zeros(lasted.size) if entered is None else np.asarray(entered, dtype=float).ravel()
    if not lasted.size:
        raise ValueError("Expected at least one customer, got none.")
    if not lasted.size == left.size == since.size:
        raise ValueError(
            "Expected a duration, a mark of leaving and an entry for each customer, "
            f"got {lasted.size}, {left.size} and {since.size}."
        )
    for name, values in (("durations", lasted), ("entries", since)):
        wrong = values[~(np.isfinite(values) & (values >= 0))]
        if wrong.size:
            raise ValueError(f"Expected {name} of at least 0, got {wrong[0]}.")
    is_late = (since >= lasted) & (since > 0)
    if is_late.any():
        at = int(np.argmax(is_late))
        raise ValueError(
            f"Expected entries before the end of each time, got {since[at]:g} and {lasted[at]:g}."
        )
    return Histories(lasted, left, since)


def moments_of(given: Histories) -> Moments:
    """Return when somebody left, and how many were under observation then.

    Parameters
    ----------
    given : Histories
        Of n customers.

    Returns
    -------
    Moments
        Of the k different times of leaving; empty where nobody left.

    Examples
    --------
    >>> moments_of(histories([3, 5, 5], [True, False, True])).at_risk
    array([3, 2])
    """
    times, leaving = np.unique(given.durations[given.has_left], return_counts=True)
    return Moments(times, at_risk_before(given, times), leaving.astype(np.int64))


def at_risk_before(given: Histories, times: Floats) -> NDArray[np.int64]:
    """Return how many were under observation just before each time.

    Parameters
    ----------
    given : Histories
        Of n customers.
    times : ndarray of float, shape (k,)
        Ages, in the unit of the durations.

    Returns
    -------
    ndarray of int, shape (k,)
        Who had entered before and neither left nor was last seen before.

    Examples
    --------
    >>> at_risk_before(histories([3, 5], [True, False], entered=[0, 4]), np.array([3.0, 5.0]))
    array([1, 1])
    """
    over = np.searchsorted(np.sort(given.durations), times, side="left")
    # Who enters at age 0 is under observation from the start, also for a time of 0.
    late = np.sort(given.entered[given.entered > 0])
    early = given.n - late.size
    begun = early + np.searchsorted(late, times, side="left")
    return (begun - over).astype(np.int64)
