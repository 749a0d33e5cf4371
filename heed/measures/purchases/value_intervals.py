"""How sure a lifetime value is: of its mean, and of what one customer will bring."""

from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import interpolate, special

from heed.measures.estimates import Estimate, Method, require_confidence
from heed.measures.purchases.cells import checked_histories, distinct_rows
from heed.measures.purchases.fitting import PurchaseFit
from heed.measures.purchases.gamma_gamma import GammaGamma
from heed.measures.purchases.lifetime_value import discounted_purchases, require_trusted
from heed.measures.purchases.models import PROCESSES
from heed.measures.purchases.predicting import expected_if_alive
from heed.measures.purchases.spend import expected_spend, expected_spend_slopes, spend_history
from heed.measures.purchases.terms import Terms

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# Of the logarithm of a parameter, for slopes.
DIFFERENCE = 1e-4
# Numbers of purchases at which probabilities are computed; those between are interpolated.
NODES = np.unique(np.concatenate([np.arange(1, 9), np.geomspace(9, 100_000, 56).round()]))
LEAST_CHANCE = 1e-9


@dataclass(frozen=True, eq=False)
class MeanIntervals:
    """Between which bounds the mean value of customers like each of these lies.

    Parameters
    ----------
    lower_minor, upper_minor : ndarray of float, shape (n,)
        In minor units; nan where a model gives no covariance.
    total : Estimate
        Of all customers together, in minor units.

    Examples
    --------
    >>> MeanIntervals.__name__
    'MeanIntervals'
    """

    lower_minor: Floats
    upper_minor: Floats
    total: Estimate


def mean_value_intervals(
    model: PurchaseFit,
    spend: GammaGamma,
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    mean_spend: ArrayLike,
    terms: Terms,
    *,
    paid: ArrayLike | None = None,
    confidence: float = 0.95,
) -> MeanIntervals:
    """Return how sure the expected values are, given that parameters were estimated.

    Parameters
    ----------
    model, spend, x, t_x, T, mean_spend, terms, paid
        As in `lifetime_values`.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    MeanIntervals
        Of each customer's mean and of the total.

    Raises
    ------
    ValueError
        As `lifetime_values`, or if `confidence` is out of range.

    Notes
    -----
    Delta method on the logarithm of the value, from the covariances of both models, which are
    fitted apart and taken as independent. This is NOT where a customer's value will lie, which is
    far wider (`value_interval`); nor does it hold what the models leave out.

    References
    ----------
    Efron, B., & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapman & Hall.
    Section 21.5, for the delta method.

    Examples
    --------
    >>> from datetime import date
    >>> from heed.measures.purchases.cells import cells_from
    >>> from heed.measures.purchases.gamma_gamma import gamma_gamma
    >>> from heed.measures.purchases.models import fit
    >>> rng = np.random.default_rng(1)
    >>> x, spent = rng.poisson(rng.gamma(1, 3, 500)), rng.gamma(6, 1 / rng.gamma(4, 0.001, 500))
    >>> t_x = np.where(x > 0, 9, 0)
    >>> model, spend = fit("nbd", cells_from(x, t_x, 10)), gamma_gamma(x, spent)
    >>> terms = Terms(date(2026, 6, 30), 12, yearly_discount=0.1, margin=0.3, currency="EUR")
    >>> found = mean_value_intervals(model, spend, x, t_x, 10, spent, terms)
    >>> bool(found.total.lower < found.total.value < found.total.upper), found.total.n
    (True, 500)
    """
    require_confidence(confidence)
    require_trusted(model, spend)
    purchases = discounted_purchases(model, x, t_x, T, terms)
    bought = x if paid is None else paid
    worth = expected_spend(spend, bought, mean_spend)
    by_counts = _count_slopes(model, x, t_x, T, terms)
    by_spend = expected_spend_slopes(spend, bought, mean_spend)
    values = purchases * worth * terms.margin
    relative = np.divide(
        by_counts, purchases[:, None], out=np.zeros_like(by_counts), where=purchases[:, None] > 0
    )
    variance = _forms(relative, model.covariance)
    variance += _forms(by_spend / worth[:, None], spend.covariance)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    factors = np.exp(z * np.sqrt(variance))
    total = float(values.sum())
    slopes = worth @ by_counts * terms.margin, purchases @ by_spend * terms.margin
    both = slopes[0] @ model.covariance @ slopes[0] + slopes[1] @ spend.covariance @ slopes[1]
    factor = float(np.exp(z * np.sqrt(both) / total)) if total > 0 else 1.0
    return MeanIntervals(
        values / factors,
        values * factors,
        Estimate(total, total / factor, total * factor, values.size, Method.DELTA, confidence),
    )


def value_interval(
    model: PurchaseFit,
    spend: GammaGamma,
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    mean_spend: ArrayLike,
    terms: Terms,
    *,
    paid: ArrayLike | None = None,
    confidence: float = 0.95,
) -> tuple[Integers, Integers]:
    """Return between which bounds the value of each customer will lie.

    Parameters
    ----------
    model, spend, x, t_x, T, mean_spend
        As in `lifetime_values`.
    terms : Terms
        With a number of months.
    paid : array_like of int, shape (n,), optional
        As in `lifetime_values`.
    confidence : float, default 0.95
        Share of customers like these whose value lies within, strictly between 0 and 1.

    Returns
    -------
    lower, upper : ndarray of int, shape (n,)
        In minor units; both 0 where a customer most likely buys nothing.

    Raises
    ------
    ValueError
        As `lifetime_values`, or if the terms look ahead without end.

    Notes
    -----
    A prediction interval: it holds the chance of single purchases, that of who is still there, and
    how little is known of what the customer spends. Parameters are taken as known, and every
    purchase as discounted by the mean discount of the expected ones. The probability of nothing is
    the model's own. Where something is bought, n purchases are worth a gamma of shape p n over the
    customer's own rate; n varies, so that sum is taken as a scaled gamma with the mean and the
    variance of the model's counts, and the logarithm of the ratio of both gammas by its first three
    moments (Cornish and Fisher).

    References
    ----------
    Fader, P. S., & Hardie, B. G. S. (2013). The gamma-gamma model of monetary value. Note 025,
    brucehardie.com.

    Cornish, E. A., & Fisher, R. A. (1938). Moments and cumulants in the specification of
    distributions. Revue de l'Institut International de Statistique, 5(4), 307-320.

    Examples
    --------
    >>> from datetime import date
    >>> from heed.measures.purchases.cells import cells_from
    >>> from heed.measures.purchases.gamma_gamma import gamma_gamma
    >>> from heed.measures.purchases.models import fit
    >>> x, t_x, spent = [0, 0, 1, 2, 7], [0, 0, 3, 8, 9], [0, 0, 2150, 1400, 3600]
    >>> model, spend = fit("nbd", cells_from(x, t_x, 10)), gamma_gamma(x, spent)
    >>> terms = Terms(date(2026, 6, 30), 1, yearly_discount=0.1, margin=0.3, currency="EUR")
    >>> lower, upper = value_interval(model, spend, x, t_x, 10, spent, terms)
    >>> bool(lower[0] == 0 < upper[0] < upper[4])
    True
    """
    require_confidence(confidence)
    require_trusted(model, spend)
    if terms.months is None:
        raise ValueError(
            "Expected a number of months: over all time to come one customer's value has no "
            "interval that could ever be checked."
        )
    x, t_x, T = checked_histories(x, t_x, T)
    counted, total = spend_history(spend, x if paid is None else paid, mean_spend)
    (kind_x, kind_T, kind_counted), kind = distinct_rows(x, T, counted)
    if_alive = expected_if_alive(model, kind_x, kind_T, terms.times)
    expected = np.maximum(if_alive[:, -1], np.finfo(float).tiny)
    some, mean, variance = _counts(model, kind_x, kind_T, expected, terms)
    scale = 1 + spend.p * variance / mean
    discount = if_alive @ terms.weights / expected * terms.margin
    buying, rate = spend.p * mean / scale, spend.p * kind_counted + spend.q
    centre = np.log(discount * scale) + special.digamma(buying) - special.digamma(rate)
    spread = np.sqrt(special.polygamma(1, buying) + special.polygamma(1, rate))
    skew = (special.polygamma(2, buying) - special.polygamma(2, rate)) / spread**3
    alive = PROCESSES[model.name].alive(model.values, x, t_x, T)
    chance = alive * some[kind]

    def quantile(share: float) -> Integers:
        with np.errstate(divide="ignore", invalid="ignore"):
            z = special.ndtri(1 - (1 - share) / chance)
        z = np.where(1 - share < chance, z, -np.inf)
        finite = np.where(np.isfinite(z), z, 0.0)
        # Beyond its turning point the correction would lead back.
        bent = finite + np.clip(skew[kind] / 6, -0.15, 0.15) * (finite**2 - 1)
        logs = centre[kind] + spread[kind] * bent
        found = np.where(np.isfinite(z), np.exp(logs) * (spend.gamma + total), 0.0)
        return np.rint(found).astype(np.int64)

    tail = (1 - confidence) / 2
    return quantile(tail), quantile(1 - tail)


def _count_slopes(
    model: PurchaseFit, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, terms: Terms
) -> Floats:
    """Return how discounted purchases move with the logarithms of the parameters."""

    def at(name: str, change: float) -> Floats:
        moved = {**model.parameters, name: model.parameters[name] * float(np.exp(change))}
        return discounted_purchases(replace(model, parameters=moved), x, t_x, T, terms)

    return np.column_stack(
        [
            (at(name, DIFFERENCE) - at(name, -DIFFERENCE)) / (2 * DIFFERENCE)
            for name in model.parameters
        ]
    )


def _forms(slopes: Floats, covariance: Floats) -> Floats:
    return np.asarray(np.maximum(np.einsum("ij,jk,ik->i", slopes, covariance, slopes), 0.0))


def _counts(
    model: PurchaseFit, x: Floats, T: Floats, expected: Floats, terms: Terms
) -> tuple[Floats, Floats, Floats]:
    """Return of customers who are there the probability to buy, and mean and variance if they do.

    The mean of n (n + 1) / 2 is the sum of k P(n >= k) over k.
    """
    process, values, horizon = PROCESSES[model.name], model.values, terms.times[-1]
    chances = np.zeros((NODES.size, x.size))
    rows = np.arange(x.size)
    for node, k in enumerate(NODES):
        found = process.at_least_if_alive(values, x[rows], T[rows], horizon, np.full(rows.size, k))
        chances[node, rows] = found
        rows = rows[found > LEAST_CHANCE]
        if not rows.size:
            break
    used = node + 1
    some = np.maximum(chances[0], np.finfo(float).tiny)
    triangle = _triangle_weights(NODES[:used]) @ chances[:used]
    mean = expected / some
    return some, mean, np.maximum(2 * triangle / some - mean - mean**2, 0.0)


def _triangle_weights(nodes: Floats) -> Floats:
    """Return weights that sum k f(k) over all k up to the last node from f at the nodes."""
    if nodes.size < 4:
        return nodes
    every = np.arange(1.0, nodes[-1] + 1)
    spline = interpolate.make_interp_spline(np.log(nodes), np.eye(nodes.size), k=3)
    return np.asarray(every @ spline(np.log(every)), dtype=float)
