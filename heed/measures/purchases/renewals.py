"""Who renewed and who left, period by period of a stay."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Renewals:
    """How many customers could leave in each period of their stay, and how many did.

    Parameters
    ----------
    at_risk : ndarray of float, shape (k,)
        Customers who came to the end of their first, second, ... period.
    lost : ndarray of float, shape (k,)
        Those of them who left there.

    Examples
    --------
    >>> renewals_of_remaining([100, 60, 45]).lost
    array([40., 15.])
    """

    at_risk: Floats
    lost: Floats


def renewals_of_remaining(remaining: ArrayLike) -> Renewals:
    """Return the renewals of one cohort from a table of how many remained.

    Parameters
    ----------
    remaining : array_like of float, shape (k + 1,)
        Customers at the start, after the first period, after the second, and so on.

    Returns
    -------
    Renewals
        Of k periods.

    Raises
    ------
    ValueError
        If there are fewer than two periods, or numbers rise, are not known or below 0.

    Notes
    -----
    Shares do not do: how sure the model is depends on how many customers there are.

    References
    ----------
    None; counting.

    Examples
    --------
    >>> renewals_of_remaining([100, 60, 45]).at_risk
    array([100.,  60.])
    """
    remaining = np.asarray(remaining, dtype=float).ravel()
    is_falling = np.all(np.diff(remaining) <= 0) and np.all(np.isfinite(remaining))
    if remaining.size < 3 or not is_falling or remaining[-1] < 0 or remaining[0] < 1:
        raise ValueError(
            "Expected customers at the start and after two or more periods, at least 1 and never "
            f"more than before, got {remaining.tolist()}."
        )
    kept = remaining[:-1] > 0
    return Renewals(remaining[:-1][kept], -np.diff(remaining)[kept])


def renewals_of_customers(period: ArrayLike, is_lost: ArrayLike) -> Renewals:
    """Return the renewals of customers who came at any time.

    Parameters
    ----------
    period : array_like of int, shape (n,)
        Of a lost customer the period at whose end she left, 1 for the first; of one who is still
        there the periods she has completed and renewed, 0 where it is her first.
    is_lost : array_like of bool, shape (n,)
        Whether she left.

    Returns
    -------
    Renewals
        Of as many periods as the longest stay.

    Raises
    ------
    ValueError
        If shapes differ, there is nobody, or a period is not a whole number or too small.

    Notes
    -----
    Customers still there count in each period they completed: leaving them out would make all
    stays look short.

    References
    ----------
    None; counting.

    Examples
    --------
    >>> found = renewals_of_customers([1, 2, 2, 0], [True, True, False, False])
    >>> found.at_risk, found.lost
    (array([3., 2.]), array([1., 1.]))
    """
    period, is_lost = (
        np.asarray(period, dtype=float).ravel(),
        np.asarray(is_lost, dtype=bool).ravel(),
    )
    if period.size != is_lost.size or not period.size:
        raise ValueError(
            f"Expected a period and an outcome of each customer, got {period.size} and "
            f"{is_lost.size}."
        )
    is_wrong = ~(np.isfinite(period) & (period == np.floor(period)) & (period >= is_lost))
    if is_wrong.any():
        at = int(np.argmax(is_wrong))
        raise ValueError(
            "Expected whole numbers of periods, from 1 on for those who left, got "
            f"{float(period[at])!r} for customer {at}."
        )
    ended = np.bincount(period.astype(int))
    lost = np.bincount(period[is_lost].astype(int), minlength=ended.size)
    return Renewals(ended[::-1].cumsum()[::-1][1:].astype(float), lost[1:].astype(float))
