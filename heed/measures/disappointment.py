"""Where a customer is about to be disappointed, and how badly: the order of the work list."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

# How far rounding may let a survival curve rise.
ROUNDING = 1e-9


class Disappointment(NamedTuple):
    """What is to be expected of each case; every field has the shape (n,).

    Parameters
    ----------
    score : ndarray of float
        chance x distance x weight; 0 where nothing can go wrong.
    chance : ndarray of float
        Probability that delivery falls short of what the customer expects, in 0..1.
    distance : ndarray of float
        How far it then falls short on average, in widths of the zone of tolerance; at least 0.
    weight : ndarray of float
        Of the customer's tier.
    has_own_width : ndarray of bool
        False where the customer gave no zone of tolerance and the fallback stood in.
    is_cut_off : ndarray of bool
        True where some cases last longer than all that is known, or this one already has: chance
        and distance are then at least what is stated.

    Examples
    --------
    >>> found = disappointment_from_samples([[1, 3]], [2], desired=1, adequate=2, weight=1)
    >>> found.score
    array([0.5])
    """

    score: NDArray[np.float64]
    chance: NDArray[np.float64]
    distance: NDArray[np.float64]
    weight: NDArray[np.float64]
    has_own_width: NDArray[np.bool_]
    is_cut_off: NDArray[np.bool_]


def disappointment_from_survival(
    durations: ArrayLike,
    survival: ArrayLike,
    expected: ArrayLike,
    *,
    elapsed: ArrayLike = 0.0,
    desired: ArrayLike = np.nan,
    adequate: ArrayLike = np.nan,
    fallback_width: ArrayLike = np.nan,
    weight: ArrayLike = 1.0,
) -> Disappointment:
    """Return the expected disappointment of cases that take time.

    Parameters
    ----------
    durations : array_like of float, shape (m,) or (n, m)
        Rising times since the request, at least 0, in the topic's unit.
    survival : array_like of float, shape (m,) or (n, m)
        Probability in 0..1 that a case is still open at that time; never rising.
    expected : array_like of float, shape (n,)
        The time each customer expects it to take, at least 0, in the same unit.
    elapsed : array_like of float, shape (n,), default 0
        How long each case has been open already, at least 0; the chances are then those of cases
        that took longer.
    desired, adequate : array_like of float, shape (n,), optional
        The customer's zone of tolerance; nan where not given.
    fallback_width : array_like of float, shape (n,), optional
        Width that stands in where the customer gave no zone, or one without width; above 0.
    weight : array_like of float, shape (n,), default 1
        Of the customer's tier; at least 0.

    Returns
    -------
    Disappointment
        Arrays of shape (n,).

    Raises
    ------
    ValueError
        If the curves are no survival curves, a value is out of range, or a case has neither a
        zone of its own nor a fallback width.

    Notes
    -----
    Score = chance x distance x weight, where chance is the probability of taking longer than
    expected and distance the mean delay of those that do, divided by |desired - adequate|. Chance
    x distance is thus the mean delay beyond the expected time, delays of 0 included: the area
    under the curve to its right. Between the times given the curve is a straight line; before the
    first it comes down from 1 at 0. What is still open at the last time counts as ending there,
    so chance and distance are lower bounds. A case open for longer than every time given counts
    as ending now.

    References
    ----------
    Zeithaml, V. A., Berry, L. L., & Parasuraman, A. (1993). The nature and determinants of
    customer expectations of service. Journal of the Academy of Marketing Science, 21(1), 1-12.

    Klein, J. P., & Moeschberger, M. L. (2003). Survival analysis (2nd ed.). Springer. Section 2.4.

    Examples
    --------
    >>> found = disappointment_from_survival(
    ...     [0, 10], [1, 0], [4, 8], desired=[2, 4], adequate=[5, 8], weight=[2, 1])
    >>> found.chance, found.distance, found.score
    (array([0.6, 0.2]), array([1.  , 0.25]), array([1.2 , 0.05]))
    """
    times, open_share = _curves(durations, survival)
    reference, begun, factor = (
        _at_least_zero(name, given)
        for name, given in (("expected", expected), ("elapsed", elapsed), ("weight", weight))
    )
    size = (np.broadcast_shapes(reference.shape, begun.shape, factor.shape, (times.shape[0],)))[0]
    reference, begun = np.broadcast_to(reference, size), np.broadcast_to(begun, size)
    still_open, _ = _right_of(times, open_share, begun)
    later, area = _right_of(times, open_share, np.maximum(reference, begun))
    has_future = still_open > 0
    base = np.where(has_future, still_open, 1.0)
    overdue = np.maximum(begun - reference, 0.0)
    is_late = overdue > 0
    chance = np.where(has_future & ~is_late, later / base, np.where(is_late, 1.0, 0.0))
    shortfall = np.where(has_future, area / base, 0.0) + overdue
    is_cut_off = np.broadcast_to((open_share[:, -1] > 0) | (begun >= times[:, -1]), size)
    width, has_own = _widths(desired, adequate, fallback_width, size)
    return _combined(chance, shortfall, width, np.broadcast_to(factor, size), has_own, is_cut_off)


def disappointment_from_samples(
    samples: ArrayLike,
    expected: ArrayLike,
    *,
    more_is_better: bool = False,
    desired: ArrayLike = np.nan,
    adequate: ArrayLike = np.nan,
    fallback_width: ArrayLike = np.nan,
    weight: ArrayLike = 1.0,
) -> Disappointment:
    """Return the expected disappointment from values that may come, or came in cases alike.

    Parameters
    ----------
    samples : array_like of float, shape (n, m) or (m,)
        Values equally likely for each case, in the topic's unit; one row for all cases, or each.
    expected : array_like of float, shape (n,)
        What each customer expects, in the same unit.
    more_is_better : bool, default False
        True for topics such as the quality of a part, of which more is better.
    desired, adequate, fallback_width, weight
        As in `disappointment_from_survival`.

    Returns
    -------
    Disappointment
        Arrays of shape (n,); `is_cut_off` is false throughout.

    Raises
    ------
    ValueError
        If there is no sample or one is not finite, a value is out of range, or a case has neither
        a zone of its own nor a fallback width.

    Notes
    -----
    See `disappointment_from_survival`. Falling short is to be worse than expected; exactly as
    expected is not short.

    References
    ----------
    Zeithaml, V. A., Berry, L. L., & Parasuraman, A. (1993). The nature and determinants of
    customer expectations of service. Journal of the Academy of Marketing Science, 21(1), 1-12.

    Examples
    --------
    >>> found = disappointment_from_samples(
    ...     [4, 5, 6, 7], [6, 4], more_is_better=True, fallback_width=2)
    >>> found.chance, found.distance
    (array([0.5, 0. ]), array([0.75, 0.  ]))
    """
    values = np.atleast_2d(np.asarray(samples, dtype=float))
    reference = np.atleast_1d(np.asarray(expected, dtype=float))
    factor = _at_least_zero("weight", weight)
    if values.ndim != 2 or values.size == 0 or not np.all(np.isfinite(values)):
        raise ValueError(f"Expected at least one finite sample for each case, got {samples!r}.")
    if not np.all(np.isfinite(reference)):
        raise ValueError(f"Expected finite expected values, got {expected!r}.")
    size = (np.broadcast_shapes(reference.shape, factor.shape, (values.shape[0],)))[0]
    short = reference[:, None] - values if more_is_better else values - reference[:, None]
    chance = np.broadcast_to((short > 0).mean(axis=1), size)
    shortfall = np.broadcast_to(np.maximum(short, 0.0).mean(axis=1), size)
    width, has_own = _widths(desired, adequate, fallback_width, size)
    never = np.zeros(size, dtype=bool)
    return _combined(chance, shortfall, width, np.broadcast_to(factor, size), has_own, never)


def _combined(
    chance: NDArray[np.float64],
    shortfall: NDArray[np.float64],
    width: NDArray[np.float64],
    weight: NDArray[np.float64],
    has_own_width: NDArray[np.bool_],
    is_cut_off: NDArray[np.bool_],
) -> Disappointment:
    distance = np.zeros(chance.shape)
    np.divide(shortfall, chance * width, out=distance, where=chance > 0)
    return Disappointment(
        chance * distance * weight, chance, distance, weight, has_own_width, is_cut_off
    )


def _curves(
    durations: ArrayLike, survival: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return times and shares as arrays of shape (n or 1, m + 1) that begin with 1 at time 0."""
    times = np.atleast_2d(np.asarray(durations, dtype=float))
    shares = np.atleast_2d(np.asarray(survival, dtype=float))
    if times.shape[-1] != shares.shape[-1] or times.shape[-1] == 0:
        raise ValueError(
            "Expected a survival share for each duration, "
            f"got shapes {np.shape(durations)} and {np.shape(survival)}."
        )
    times, shares = np.broadcast_arrays(times, shares)
    if not (np.all(np.diff(times) > 0) and np.all(times[:, 0] >= 0) and np.all(np.isfinite(times))):
        raise ValueError(f"Expected finite rising durations of at least 0, got {durations!r}.")
    if not (np.all((shares >= 0) & (shares <= 1)) and np.all(np.diff(shares) <= ROUNDING)):
        raise ValueError(f"Expected survival shares in 0..1 that never rise, got {survival!r}.")
    begin = np.zeros((times.shape[0], 1))
    return np.hstack([begin, times]), np.hstack([begin + 1, shares])


def _right_of(
    times: NDArray[np.float64], shares: NDArray[np.float64], at: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the height of each curve at a time and the area under it to the right."""
    steps = np.diff(times)
    strips = steps * (shares[:, 1:] + shares[:, :-1]) / 2
    areas = np.hstack([np.cumsum(strips[:, ::-1], axis=1)[:, ::-1], np.zeros((len(strips), 1))])
    row = np.arange(at.size) if len(times) == at.size else np.zeros(at.size, dtype=int)
    before = np.clip((times[row] <= at[:, None]).sum(axis=1) - 1, 0, times.shape[1] - 2)
    left, right = times[row, before], times[row, before + 1]
    part = np.zeros(at.shape)
    np.divide(at - left, right - left, out=part, where=right > left)
    high, low = shares[row, before], shares[row, before + 1]
    height = high + np.minimum(part, 1.0) * (low - high)
    area = areas[row, before + 1] + np.maximum(right - at, 0.0) * (height + low) / 2
    is_beyond = at >= times[row, -1]
    return np.where(is_beyond, 0.0, height), np.where(is_beyond, 0.0, area)


def _widths(
    desired: ArrayLike, adequate: ArrayLike, fallback: ArrayLike, size: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    own = np.abs(np.asarray(desired, dtype=float) - np.asarray(adequate, dtype=float))
    own = np.broadcast_to(own, size)
    has_own = own > 0
    width = np.where(has_own, own, np.broadcast_to(np.asarray(fallback, dtype=float), size))
    if not np.all(width > 0):
        raise ValueError(
            f"Expected a zone of tolerance or a fallback width above 0 for each case, got desired "
            f"{desired!r}, adequate {adequate!r} and fallback {fallback!r}."
        )
    return width, has_own


def _at_least_zero(name: str, given: ArrayLike) -> NDArray[np.float64]:
    values = np.atleast_1d(np.asarray(given, dtype=float))
    if not np.all(np.isfinite(values) & (values >= 0)):
        raise ValueError(f"Expected finite values of at least 0 for {name}, got {given!r}.")
    return values
