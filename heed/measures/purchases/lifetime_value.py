"""What each customer's purchases to come are worth today: residual lifetime value."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.purchases.cells import checked_histories, distinct_rows
from heed.measures.purchases.fitting import PurchaseFit
from heed.measures.purchases.gamma_gamma import GammaGamma
from heed.measures.purchases.models import PROCESSES
from heed.measures.purchases.predicting import expected_if_alive
from heed.measures.purchases.spend import expected_spend
from heed.measures.purchases.terms import Terms

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class LifetimeValues:
    """Values of customers, and what they are made of.

    Parameters
    ----------
    terms : Terms
        Months, discount, margin and currency.
    value_minor : ndarray of int, shape (n,)
        Margin of the purchases to come, discounted to today, in minor units of the currency.
    discounted_purchases : ndarray of float, shape (n,)
        Purchases expected, each counted with its discount.
    spend_minor : ndarray of float, shape (n,)
        Mean worth of a purchase, in minor units.
    total_minor : int
        Of all customers together, rounded once.
    by_month_minor : tuple of int
        The total by the months in which purchases are expected; none for all time to come.

    Examples
    --------
    >>> LifetimeValues.__name__
    'LifetimeValues'
    """

    terms: Terms
    value_minor: Integers
    discounted_purchases: Floats
    spend_minor: Floats
    total_minor: int
    by_month_minor: tuple[int, ...]


def lifetime_values(
    model: PurchaseFit,
    spend: GammaGamma,
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    mean_spend: ArrayLike,
    terms: Terms,
    *,
    paid: ArrayLike | None = None,
) -> LifetimeValues:
    """Return what the purchases to come of each customer are worth today.

    Parameters
    ----------
    model : PurchaseFit
        How customers buy and stop, from `fit`.
    spend : GammaGamma
        What purchases are worth, from `gamma_gamma`, fitted on minor units of the currency.
    x, t_x, T : array_like of float, shape (n,)
        Repeat purchases, time of the last one and time observed until `terms.as_of`.
    mean_spend : array_like of float, shape (n,)
        Mean of the repeat purchases in minor units; anything where there are none.
    terms : Terms
        Months, discount, margin and currency.
    paid : array_like of int, shape (n,), optional
        Repeat purchases the mean is of, where some of x cost nothing or were paid in another
        currency; all of x by default.

    Returns
    -------
    LifetimeValues
        Residual values: from now on, without what was bought before.

    Raises
    ------
    ValueError
        If a model is not trusted or spend has no mean, or a history is impossible.

    Notes
    -----
    Expected discounted purchases times the expected worth of one times the margin; the models take
    frequency and spend as independent. Whether a customer is still there depends on t_x, but what
    she buys if she is depends on x and T alone: the costly part is computed once for each distinct
    pair. Values are means: most customers will be worth less, a few much more
    (`value_interval`). Costs of winning and keeping customers are not in them, nor referrals.

    References
    ----------
    Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). RFM and CLV: Using iso-value curves for
    customer base analysis. Journal of Marketing Research, 42(4), 415-430.

    Examples
    --------
    >>> from datetime import date
    >>> from heed.measures.purchases.cells import cells_from
    >>> from heed.measures.purchases.gamma_gamma import gamma_gamma
    >>> from heed.measures.purchases.models import fit
    >>> x, t_x, spent = [0, 0, 1, 2, 7], [0, 0, 3, 8, 9], [0, 0, 2150, 1400, 3600]
    >>> model, spend = fit("nbd", cells_from(x, t_x, 10)), gamma_gamma(x, spent)
    >>> terms = Terms(date(2026, 6, 30), 12, yearly_discount=0.1, margin=0.3, currency="EUR")
    >>> found = lifetime_values(model, spend, x, t_x, 10, spent, terms)
    >>> found.discounted_purchases.round(1), len(found.by_month_minor)
    (array([ 2.4,  2.4,  6.2,  9.9, 28.7]), 12)
    """
    require_trusted(model, spend)
    alive, if_alive, pair = _ahead(model, x, t_x, T, terms)
    purchases = alive * (if_alive @ terms.weights)[pair]
    worth = expected_spend(spend, x if paid is None else paid, mean_spend)
    values = purchases * worth * terms.margin
    by_month: tuple[int, ...] = ()
    if terms.months is not None:
        money = np.bincount(pair, alive * worth, minlength=len(if_alive)) * terms.margin
        each = np.diff(money @ if_alive, prepend=0.0) * terms.discounts
        by_month = tuple(round(float(amount)) for amount in each)
    return LifetimeValues(
        terms,
        np.rint(values).astype(np.int64),
        purchases,
        worth,
        round(float(values.sum())),
        by_month,
    )


def discounted_purchases(
    model: PurchaseFit, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, terms: Terms
) -> Floats:
    """Return how many purchases are expected of each customer, discounted to today.

    Parameters
    ----------
    model, x, t_x, T, terms
        As in `lifetime_values`.

    Returns
    -------
    ndarray of float, shape (n,)
        At least 0.

    Raises
    ------
    ValueError
        If a history is impossible.

    Notes
    -----
    For all time to come this is the discounted expected residual transactions (DERT): the integral
    of d exp(-d t) E(t) over all t, d being the continuous discount and E(t) the purchases expected
    until t, by equal steps of log t.

    References
    ----------
    Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). RFM and CLV: Using iso-value curves for
    customer base analysis. Journal of Marketing Research, 42(4), 415-430.

    Examples
    --------
    >>> from datetime import date
    >>> rates = {"r": 2.0, "alpha": 50.0}
    >>> nbd = PurchaseFit("nbd", rates, {}, np.zeros((2, 2)), -9.0, 9)
    >>> endless = Terms(date(2026, 6, 30), None, yearly_discount=0.1, margin=1, currency="EUR")
    >>> discounted_purchases(nbd, 3, 40, 50, endless).round(2)
    array([27.37])
    """
    alive, if_alive, pair = _ahead(model, x, t_x, T, terms)
    return np.asarray(alive * (if_alive @ terms.weights)[pair])


def require_trusted(model: PurchaseFit, spend: GammaGamma) -> None:
    """Refuse models whose parameters the data do not determine.

    Parameters
    ----------
    model : PurchaseFit
        From `fit`.
    spend : GammaGamma
        From `gamma_gamma`.

    Raises
    ------
    ValueError
        If one of them is not to be relied on; it says why.

    Examples
    --------
    >>> from heed.measures.purchases.cells import cells_from
    >>> from heed.measures.purchases.gamma_gamma import gamma_gamma
    >>> from heed.measures.purchases.models import fit
    >>> x, t_x = [0, 0, 1, 2, 7], [0, 0, 3, 8, 9]
    >>> spend = gamma_gamma(x, [0, 0, 2150, 1400, 3600])
    >>> require_trusted(fit("nbd", cells_from(x, t_x, 10)), spend)
    """
    if not model.is_trusted:
        raise ValueError(
            f"Expected a model of buying that can be trusted, got {model.name}: "
            f"{' '.join(model.warnings)} Choose another model."
        )
    if not spend.is_trusted:
        raise ValueError(
            f"Expected a model of spend that can be trusted: {' '.join(spend.warnings)}"
        )


def _ahead(
    model: PurchaseFit, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, terms: Terms
) -> tuple[Floats, Floats, Integers]:
    """Return who is there, what pairs of x and T buy if they are, and the pair of each customer."""
    x, t_x, T = checked_histories(x, t_x, T)
    (pair_x, pair_T), pair = distinct_rows(x, T)
    if_alive = expected_if_alive(model, pair_x, pair_T, terms.times)
    return PROCESSES[model.name].alive(model.values, x, t_x, T), if_alive, pair
