"""How well purchases were predicted: errors, bias, and whether the best customers were found."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.bootstrap_counts import bootstrap_counts
from heed.measures.bootstrap_sums import MANY_CASES, normal_sums
from heed.measures.estimates import Estimate, Flag, Method, require_confidence

Floats = NDArray[np.float64]
FEW = 30
# Customers this close to the last one counted as best tell what a place more or less brings.
NEIGHBOURS = 0.005


@dataclass(frozen=True)
class Accuracy:
    """How well one prediction did.

    Parameters
    ----------
    absolute_error : Estimate
        Mean of the absolute errors, in purchases a customer (MAE).
    squared_error : Estimate
        Root of the mean of the squared errors, in purchases a customer (RMSE).
    bias : Estimate
        What was predicted in all above what came, as a share of it: -.1 is a tenth too few. Nan
        where nothing was bought.
    capture : Estimate
        Share of all later purchases made by the tenth of customers predicted to buy most; .1 is
        what chance finds. Nan where nothing was bought.
    n : int
        Customers.

    Examples
    --------
    >>> found = accuracy({"zero": [0, 0, 0, 0]}, [0, 0, 1, 3], resamples=100)["zero"]
    >>> found.absolute_error.value, found.bias.value, found.capture.value
    (1.0, -1.0, 0.1)
    """

    absolute_error: Estimate
    squared_error: Estimate
    bias: Estimate
    capture: Estimate
    n: int


def accuracy(
    predictions: Mapping[str, ArrayLike],
    actual: ArrayLike,
    *,
    best: float = 0.1,
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 1,
) -> dict[str, Accuracy]:
    """Return how well each prediction did on the same customers.

    Parameters
    ----------
    predictions : mapping of str to array_like of float, shape (n,)
        Purchases predicted of each customer, by the name of what predicted them.
    actual : array_like of float, shape (n,)
        Purchases that came.
    best : float, default .1
        Share of customers looked at for the capture, strictly between 0 and 1.
    confidence : float, default 0.95
        Coverage of the intervals.
    resamples : int, default 1000
        Bootstrap samples of customers, at least 100; the same ones for all predictions.
    seed : int, default 1
        Of the samples.

    Returns
    -------
    dict of str to Accuracy
        In the order given. Flag FEW_CASES below 30 customers.

    Raises
    ------
    ValueError
        If there are no customers or predictions, lengths differ, or a number is not known.

    Notes
    -----
    Absolute errors alone prefer "nobody buys" where most buy nothing: the median is 0. Squared
    errors ask for the mean, which is what values are made of. Customers with equal predictions
    share the places of the best among them. Intervals are percentiles over bootstrap samples of
    customers: sums are drawn, and what crosses the border of the best enters by its slope. From
    20,000 customers on the sums are drawn from their normal limit.

    References
    ----------
    Wuebben, M., & von Wangenheim, F. (2008). Instant customer base analysis: Managerial heuristics
    often "get it right". Journal of Marketing, 72(3), 82-93.

    Efron, B., & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapman & Hall.

    Examples
    --------
    >>> came = [0, 0, 1, 0, 2, 0, 0, 5, 1, 0]
    >>> told = [0.1, 0.1, 0.6, 0.1, 1.2, 0.3, 0.1, 3.5, 2.0, 0.3]
    >>> found = accuracy({"model": told}, came)["model"]
    >>> round(found.absolute_error.value, 2), round(found.squared_error.value, 3)
    (0.47, 0.653)
    >>> round(found.bias.value, 2), round(found.capture.value, 2), found.n
    (-0.08, 0.56, 10)
    """
    require_confidence(confidence)
    if not 0 < best < 1 or resamples < 100:
        raise ValueError(
            "Expected a share of the best strictly between 0 and 1 and at least 100 samples, got "
            f"{best!r} and {resamples!r}."
        )
    came = _known(actual, "purchases that came")
    if not came.size or not predictions:
        raise ValueError(
            f"Expected customers and predictions, got {came.size} and {len(predictions)}."
        )
    told = {name: _known(values, name) for name, values in predictions.items()}
    for name, values in told.items():
        if values.size != came.size:
            raise ValueError(
                f"Expected a prediction of {name} for each of {came.size} customers, got "
                f"{values.size}."
            )
    columns = [_columns(values, came, best) for values in told.values()]
    sums = np.split(sampled_sums(np.hstack(columns), resamples, seed=seed), len(columns), axis=1)
    return {
        name: _accuracy(each, drawn, confidence)
        for name, each, drawn in zip(told, columns, sums, strict=True)
    }


def root_mean_squared_error(predicted: ArrayLike, actual: ArrayLike) -> float:
    """Return the root of the mean of the squared errors.

    Parameters
    ----------
    predicted, actual : array_like of float, shape (n,)
        Purchases predicted and purchases that came.

    Returns
    -------
    float
        In purchases a customer, at least 0.

    Raises
    ------
    ValueError
        If there are none, lengths differ, or a number is not known.

    Notes
    -----
    Lowest where each customer's mean is predicted: what sums and values are made of.

    References
    ----------
    Gneiting, T. (2011). Making and evaluating point forecasts. Journal of the American Statistical
    Association, 106(494), 746-762.

    Examples
    --------
    >>> root_mean_squared_error([1, 0.5], [2, 0.5]) ** 2
    0.5000000000000001
    """
    told, came = _known(predicted, "purchases predicted"), _known(actual, "purchases that came")
    if told.size != came.size or not came.size:
        raise ValueError(
            f"Expected as many predicted as actual, at least 1, got {told.size} and {came.size}."
        )
    return float(np.sqrt(np.mean((told - came) ** 2)))


def sampled_sums(columns: Floats, resamples: int, *, seed: int) -> Floats:
    """Return the sums of columns over bootstrap samples of the rows.

    Parameters
    ----------
    columns : ndarray of float, shape (n, m)
        One row a customer.
    resamples : int
        Samples in all, each of n rows drawn with replacement.
    seed : int
        Of the draws; the same rows are drawn for any columns.

    Returns
    -------
    ndarray of float, shape (resamples, m)
        Of each sample; from 20,000 rows on drawn from their normal limit.

    References
    ----------
    Efron, B., & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapman & Hall.

    Examples
    --------
    >>> sampled_sums(np.ones((5, 2)), 3, seed=1)[0]
    array([5., 5.])
    """
    n = len(columns)
    if n < MANY_CASES:
        drawn = bootstrap_counts(n, resamples, seed=seed)
        return np.concatenate([np.asarray(counts @ columns) for counts in drawn])
    total: Floats = columns.sum(axis=0)
    random = np.random.default_rng(seed)
    return total + normal_sums([columns - total / n], resamples, random)


def shares_of_best(predicted: Floats, best: float) -> Floats:
    """Return how much of each customer is among those predicted to buy most.

    Parameters
    ----------
    predicted : ndarray of float, shape (n,)
        Purchases predicted.
    best : float
        Share of customers that count as best, in 0..1.

    Returns
    -------
    ndarray of float, shape (n,)
        1 inside, 0 outside, between where equal predictions share the last places; adds up to
        n times `best`.

    Notes
    -----
    The mean over all orders in which equal predictions could stand.

    References
    ----------
    None; counting.

    Examples
    --------
    >>> shares_of_best(np.array([5.0, 1.0, 1.0, 0.0]), 0.5)
    array([1. , 0.5, 0.5, 0. ])
    """
    _, at, counts = np.unique(-predicted, return_inverse=True, return_counts=True)
    before = np.concatenate([[0], np.cumsum(counts)[:-1]])
    share: Floats = np.clip((best * predicted.size - before) / counts, 0, 1)[at]
    return share


def _columns(predicted: Floats, actual: Floats, best: float) -> Floats:
    """Return what the measures are sums of: |error|, error squared, error, actual, captured."""
    error, share = predicted - actual, shares_of_best(predicted, best)
    order = np.argsort(-predicted, kind="stable")
    place, width = int(best * actual.size), max(1, int(NEIGHBOURS * actual.size))
    at_border = float(predicted[order[min(place, actual.size - 1)]])
    near = actual[order[max(0, place - width) : place + width + 1]]
    is_tied = predicted == at_border
    worth = float(actual[is_tied].mean() if is_tied.sum() > width else near.mean())
    captured = actual * share - worth * (share - best)
    return np.column_stack([np.abs(error), error**2, error, actual, captured])


def _accuracy(columns: Floats, sums: Floats, confidence: float) -> Accuracy:
    """Return the measures of the columns, with the spread of the sums drawn."""
    n, total = len(columns), columns.sum(axis=0)
    tails = (1 - confidence) / 2, (1 + confidence) / 2
    flags = (Flag.FEW_CASES,) if n < FEW else ()

    def estimate(value: float, drawn: Floats) -> Estimate:
        known = drawn[~np.isnan(drawn)]
        bounds = np.quantile(known, tails) if n > 1 and known.size else (nan, nan)
        lower, upper = map(float, bounds)
        return Estimate(value, lower, upper, n, Method.BOOTSTRAP, confidence, flags=flags)

    absolute, squared, bias, capture = (
        estimate(float(at[0]), drawn)
        for at, drawn in zip(_measures(total[np.newaxis], n), _measures(sums, n), strict=True)
    )
    return Accuracy(absolute, squared, bias, capture, n)


def _measures(sums: Floats, n: int) -> tuple[Floats, Floats, Floats, Floats]:
    absolute, squared, error, came, captured = sums.T
    base = np.where(came > 0, came, nan)
    return (
        absolute / n,
        np.sqrt(np.maximum(squared, 0) / n),
        error / base,
        np.clip(captured / base, 0, 1),
    )


def _known(values: ArrayLike, what: str) -> Floats:
    known = np.asarray(values, dtype=float).ravel()
    is_wrong = ~(np.isfinite(known) & (known >= 0))
    if is_wrong.any():
        at = int(np.argmax(is_wrong))
        raise ValueError(
            f"Expected {what} of at least 0, got {float(known[at])!r} for customer {at}."
        )
    return known
