"""What a fitted model of buying says of a customer with a history, and of a new one."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import require_confidence
from heed.measures.purchases.cells import checked_histories, distinct_rows
from heed.measures.purchases.fitting import PurchaseFit
from heed.measures.purchases.models import PROCESSES

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def expected_purchases(
    model: PurchaseFit,
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    horizon: ArrayLike,
) -> Floats:
    """Return how many purchases are expected of customers with these histories.

    Parameters
    ----------
    model : PurchaseFit
        From `fit`.
    x, t_x, T : array_like of float, shape (n,)
        Purchases after the first, time to the last, time observed; as in `cells_from`.
    horizon : float or array_like of float, shape (h,)
        Time from the end of observation on, in the unit of the cells; at least 0.

    Returns
    -------
    ndarray of float, shape (n,) or (n, h)
        Mean of purchases, at least 0.

    Raises
    ------
    ValueError
        If a history is impossible, or a horizon negative or not known.

    Notes
    -----
    The probability of being there times the mean if she is. The mean depends on x and T alone and
    is worked out once for each pair of them.

    References
    ----------
    Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science, 24(2), 275-284.

    Examples
    --------
    >>> published = {"r": 0.2425945, "alpha": 4.4136019, "a": 0.7929199, "b": 2.4258881}
    >>> cdnow = PurchaseFit("bgnbd", published, {}, np.empty((4, 4)), -9582.4292, 2357)
    >>> float(expected_purchases(cdnow, 2, 30.43, 38.86, 39).round(3)[0])
    1.226
    """
    x, t_x, T = checked_histories(x, t_x, T)
    alive = PROCESSES[model.name].alive(model.values, x, t_x, T)
    if_alive = expected_if_alive(model, x, T, horizon)
    return if_alive * (alive if if_alive.ndim == 1 else alive[:, None])


def expected_if_alive(model: PurchaseFit, x: ArrayLike, T: ArrayLike, horizon: ArrayLike) -> Floats:
    """Return how many purchases are expected of customers who have not stopped.

    Parameters
    ----------
    model : PurchaseFit
        From `fit`.
    x, T : array_like of float, shape (n,)
        Purchases after the first, time observed; as in `cells_from`.
    horizon : float or array_like of float, shape (h,)
        Time from the end of observation on, in the unit of the cells; at least 0.

    Returns
    -------
    ndarray of float, shape (n,) or (n, h)
        Mean of purchases, at least 0.

    Raises
    ------
    ValueError
        If a number is negative or not known.

    Examples
    --------
    >>> nbd = PurchaseFit("nbd", {"r": 0.4, "alpha": 12.0}, {}, np.empty((2, 2)), -9.0, 9)
    >>> expected_if_alive(nbd, [0, 2], [38, 38], [10, 20]).round(2).tolist()
    [[0.08, 0.16], [0.48, 0.96]]
    """
    x, T = np.broadcast_arrays(*(_checked(each, "x and T") for each in (x, T)))
    ahead = _checked(horizon, "a horizon")
    (x, T), at = distinct_rows(np.atleast_1d(x), np.atleast_1d(T))
    found = PROCESSES[model.name].expected_if_alive(
        model.values, x[:, None], T[:, None], np.atleast_1d(ahead)
    )[at]
    return found if ahead.ndim else found[:, 0]


def probability_alive(model: PurchaseFit, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
    """Return the probability that customers have not stopped buying.

    Parameters
    ----------
    model : PurchaseFit
        From `fit`.
    x, t_x, T : array_like of float, shape (n,)
        Purchases after the first, time to the last, time observed; as in `cells_from`.

    Returns
    -------
    ndarray of float, shape (n,)
        In 0..1.

    Raises
    ------
    ValueError
        If a history is impossible.

    Notes
    -----
    NOT a measure of who is lost: nbd gives 1 to everyone, and bgnbd gives 1 to everyone who bought
    but once, often most of all, however long ago. Use `probability_of_none`, which says of every
    model what can be observed, and name its horizon.

    References
    ----------
    Schmittlein, D. C., Morrison, D. G., & Colombo, R. (1987). Counting your customers: who are
    they and what will they do next? Management Science, 33(1), 1-24.

    Examples
    --------
    >>> published = {"r": 0.2425945, "alpha": 4.4136019, "a": 0.7929199, "b": 2.4258881}
    >>> cdnow = PurchaseFit("bgnbd", published, {}, np.empty((4, 4)), -9582.4292, 2357)
    >>> probability_alive(cdnow, [26, 0], [30.857, 0], [31, 39]).round(3).tolist()
    [0.969, 1.0]
    """
    return PROCESSES[model.name].alive(model.values, *checked_histories(x, t_x, T))


def probability_of_none(
    model: PurchaseFit, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, horizon: float
) -> Floats:
    """Return the probability that customers buy nothing within a time to come.

    Parameters
    ----------
    model : PurchaseFit
        From `fit`.
    x, t_x, T : array_like of float, shape (n,)
        Purchases after the first, time to the last, time observed; as in `cells_from`.
    horizon : float
        Time from the end of observation on, in the unit of the cells; at least 0.

    Returns
    -------
    ndarray of float, shape (n,)
        In 0..1; those who stopped and those who are slow both count.

    Raises
    ------
    ValueError
        If a history is impossible, or the horizon negative or not known.

    Notes
    -----
    What "lost" should rest on: it can be checked later, and holds for customers who bought once.
    Closed forms but for paretonbd, which takes an integral over the time of stopping.

    Examples
    --------
    >>> published = {"r": 0.2425945, "alpha": 4.4136019, "a": 0.7929199, "b": 2.4258881}
    >>> cdnow = PurchaseFit("bgnbd", published, {}, np.empty((4, 4)), -9582.4292, 2357)
    >>> probability_of_none(cdnow, [26, 0], [30.857, 0], [31, 39], 39).round(3).tolist()
    [0.031, 0.856]
    """
    x, t_x, T = checked_histories(x, t_x, T)
    process, ahead = PROCESSES[model.name], _checked(horizon, "a horizon")
    (each_x, each_T), at = distinct_rows(x, T)
    some = process.at_least_if_alive(model.values, each_x, each_T, ahead, np.ones(1))
    found: Floats = 1 - process.alive(model.values, x, t_x, T) * some[at]
    return found


def expected_purchases_of_new(model: PurchaseFit, t: ArrayLike) -> Floats:
    """Return how many purchases after the first are expected of new customers.

    Parameters
    ----------
    model : PurchaseFit
        From `fit`.
    t : array_like of float
        Time since the first purchase, in the unit of the cells; at least 0.

    Returns
    -------
    ndarray of float, of the shape of `t`
        Mean of purchases, at least 0.

    Raises
    ------
    ValueError
        If a time is negative or not known.

    References
    ----------
    Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science, 24(2), 275-284. Equation 9.

    Examples
    --------
    >>> published = {"r": 0.2425945, "alpha": 4.4136019, "a": 0.7929199, "b": 2.4258881}
    >>> cdnow = PurchaseFit("bgnbd", published, {}, np.empty((4, 4)), -9582.4292, 2357)
    >>> expected_purchases_of_new(cdnow, [1, 32, 52]).round(4).tolist()
    [0.0532, 1.0437, 1.444]
    """
    return PROCESSES[model.name].expected_of_new(model.values, _checked(t, "times"))


def probability_of_count(model: PurchaseFit, k: ArrayLike, t: ArrayLike) -> Floats:
    """Return the probability that new customers buy exactly k times after the first.

    Parameters
    ----------
    model : PurchaseFit
        From `fit`.
    k : array_like of int
        Purchases, at least 0.
    t : array_like of float
        Time since the first purchase, in the unit of the cells; at least 0.

    Returns
    -------
    ndarray of float, of the shape both broadcast to
        In 0..1.

    Raises
    ------
    ValueError
        If a number is negative, not known, or `k` not whole.

    References
    ----------
    Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science, 24(2), 275-284. Equation 8.

    Examples
    --------
    >>> rounded = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
    >>> cdnow = PurchaseFit("bgnbd", rounded, {}, np.empty((4, 4)), -9582.4292, 2357)
    >>> round(float(probability_of_count(cdnow, 0, 39)), 7)
    0.5737864
    """
    k = _checked(k, "numbers of purchases")
    if np.any(k != np.floor(k)):
        raise ValueError(f"Expected whole numbers of purchases, got {k[k != np.floor(k)][0]!r}.")
    k, t = np.broadcast_arrays(k, _checked(t, "times"))
    return PROCESSES[model.name].count_of_new(model.values, k, t)


def predictive(
    model: PurchaseFit,
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    horizon: float,
    confidence: float = 0.95,
) -> tuple[Integers, Integers]:
    """Return between which numbers the purchases to come of each customer will lie.

    Parameters
    ----------
    model : PurchaseFit
        From `fit`.
    x, t_x, T : array_like of float, shape (n,)
        Purchases after the first, time to the last, time observed; as in `cells_from`.
    horizon : float
        Time from the end of observation on, in the unit of the cells; at least 0.
    confidence : float, default 0.95
        Share of customers like these whose count lies within; strictly between 0 and 1.

    Returns
    -------
    lower, upper : ndarray of int, shape (n,)
        Both included; counts are whole, so more than `confidence` may lie between.

    Raises
    ------
    ValueError
        If a history is impossible, the horizon negative, or `confidence` out of range.

    Notes
    -----
    Quantiles of the model's own distribution of counts given the history: exact, for k purchases
    have closed probabilities (by an integral over the time of stopping for paretonbd). Parameters
    are taken as known; among thousands of customers their errors are small beside the chance of
    single purchases, which this is about.

    Examples
    --------
    >>> published = {"r": 0.2425945, "alpha": 4.4136019, "a": 0.7929199, "b": 2.4258881}
    >>> cdnow = PurchaseFit("bgnbd", published, {}, np.empty((4, 4)), -9582.4292, 2357)
    >>> lower, upper = predictive(cdnow, [26, 0], [30.857, 0], [31, 39], 39, 0.9)
    >>> lower.tolist(), upper.tolist()
    ([1, 0], [39, 1])
    """
    require_confidence(confidence)
    (x, t_x, T), at = distinct_rows(*checked_histories(x, t_x, T))
    ahead = _checked(horizon, "a horizon")
    alive = PROCESSES[model.name].alive(model.values, x, t_x, T)
    tail = (1 - confidence) / 2
    pairs, pair = distinct_rows(x, T)
    lower, upper = (
        _quantile(model, pairs, pair, alive, ahead, share) for share in (1 - tail, tail)
    )
    return lower[at], upper[at]


def _quantile(
    model: PurchaseFit,
    pairs: list[Floats],
    pair: Integers,
    alive: Floats,
    horizon: Floats,
    tail: float,
) -> Integers:
    """Return the smallest counts above which no more than the tail lies.

    `pairs` are distinct x and T, `pair` says for each customer which of them is hers.
    """
    process, values = PROCESSES[model.name], model.values

    def is_enough(rows: Integers, k: Integers) -> NDArray[np.bool_]:
        (which, count), at = distinct_rows(pair[rows].astype(float), k.astype(float))
        x, T = (column[which.astype(int)] for column in pairs)
        above = process.at_least_if_alive(values, x, T, horizon, count + 1)[at]
        enough: NDArray[np.bool_] = alive[rows] * above <= tail
        return enough

    low, high = np.full(len(pair), -1), np.zeros(len(pair), dtype=np.int64)
    rows = np.arange(len(pair))
    while rows.size:
        rows = rows[~is_enough(rows, high[rows])]
        low[rows] = high[rows]
        high[rows] = 2 * high[rows] + 1
    rows = np.flatnonzero(high - low > 1)
    while rows.size:
        middle = (low[rows] + high[rows]) // 2
        enough = is_enough(rows, middle)
        high[rows[enough]], low[rows[~enough]] = middle[enough], middle[~enough]
        rows = rows[high[rows] - low[rows] > 1]
    return high


def _checked(values: ArrayLike, name: str) -> Floats:
    given = np.asarray(values, dtype=float)
    wrong = given[~(np.isfinite(given) & (given >= 0))]
    if wrong.size:
        raise ValueError(f"Expected {name} of at least 0, got {float(wrong[0])!r}.")
    return given
