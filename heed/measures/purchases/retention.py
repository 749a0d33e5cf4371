"""How long customers will stay, by a shifted beta-geometric model."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from heed.measures.estimates import require_confidence
from heed.measures.purchases.shifted_beta_geometric import ShiftedBetaGeometric

Floats = NDArray[np.float64]


def retention(model: ShiftedBetaGeometric, period: ArrayLike) -> Floats:
    """Return the share of customers kept at the end of a period, of those who came to it.

    Parameters
    ----------
    model : ShiftedBetaGeometric
        From `shifted_beta_geometric`.
    period : array_like of float, any shape
        The period of the stay, 1 for the first.

    Returns
    -------
    ndarray of float
        In 0..1, rising with the period.

    Raises
    ------
    ValueError
        If a period is below 1.

    Notes
    -----
    The rate of a cohort, not of any one customer.

    References
    ----------
    Fader, P. S., & Hardie, B. G. S. (2007). How to project customer retention. Journal of
    Interactive Marketing, 21(1), 76-90. Equation 8.

    Examples
    --------
    >>> from heed.measures.purchases.renewals import renewals_of_remaining
    >>> from heed.measures.purchases.shifted_beta_geometric import shifted_beta_geometric
    >>> model = shifted_beta_geometric(renewals_of_remaining([1000, 631, 468, 382, 326]))
    >>> retention(model, [1, 2, 4]).round(2)
    array([0.63, 0.75, 0.85])
    """
    t = _at_least(period, 1, "periods")
    return (model.beta + t - 1) / (model.alpha + model.beta + t - 1)


def survival(model: ShiftedBetaGeometric, period: ArrayLike, *, kept: ArrayLike = 0) -> Floats:
    """Return the share of customers still there after so many more periods.

    Parameters
    ----------
    model : ShiftedBetaGeometric
        From `shifted_beta_geometric`.
    period : array_like of float, any shape
        Periods from now on, at least 0.
    kept : array_like of float, default 0
        Periods they have completed and renewed by now; 0 for new customers.

    Returns
    -------
    ndarray of float
        In 0..1.

    Raises
    ------
    ValueError
        If a number of periods is below 0.

    Notes
    -----
    B(alpha, beta + kept + period) / B(alpha, beta + kept), B being the beta function.

    References
    ----------
    Fader, P. S., & Hardie, B. G. S. (2007). How to project customer retention. Journal of
    Interactive Marketing, 21(1), 76-90. Equation 6.

    Examples
    --------
    >>> from heed.measures.purchases.renewals import renewals_of_remaining
    >>> from heed.measures.purchases.shifted_beta_geometric import shifted_beta_geometric
    >>> model = shifted_beta_geometric(renewals_of_remaining([1000, 631, 468, 382, 326]))
    >>> survival(model, [0, 1, 2]).round(3), round(float(survival(model, 2, kept=4)), 3)
    (array([1.   , 0.629, 0.472]), 0.779)
    """
    later, before = _at_least(period, 0, "periods"), _at_least(kept, 0, "periods kept")
    start = model.beta + before
    logs = special.betaln(model.alpha, start + later) - special.betaln(model.alpha, start)
    return np.asarray(np.exp(logs))


def survival_interval(
    model: ShiftedBetaGeometric, period: ArrayLike, *, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Return between which bounds the share of all customers like these lies who stay so long.

    Parameters
    ----------
    model : ShiftedBetaGeometric
        From `shifted_beta_geometric`.
    period : array_like of float, shape (m,)
        Periods since the start, above 0.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    lower, upper : ndarray of float, shape (m,)
        In 0..1; nan where the likelihood is flat.

    Raises
    ------
    ValueError
        If a period is not above 0 or `confidence` is out of range.

    Notes
    -----
    Delta method on the logarithm of minus the log survival, so that bounds stay in 0..1. Only the
    uncertainty of alpha and beta is in it: that customers may change with time is not.

    References
    ----------
    Kalbfleisch, J. D., & Prentice, R. L. (2002). The statistical analysis of failure time data
    (2nd ed.). Wiley. Section 1.4, for the scale.

    Examples
    --------
    >>> from heed.measures.purchases.renewals import renewals_of_remaining
    >>> from heed.measures.purchases.shifted_beta_geometric import shifted_beta_geometric
    >>> model = shifted_beta_geometric(renewals_of_remaining([1000, 631, 468, 382, 326]))
    >>> [bound.round(3).tolist() for bound in survival_interval(model, [8])]
    [[0.179], [0.243]]
    """
    require_confidence(confidence)
    t = np.atleast_1d(_at_least(period, 1e-9, "periods"))
    a, b = model.alpha, model.beta
    by_both = special.digamma(a + b) - special.digamma(a + b + t)
    by_beta = by_both + special.digamma(b + t) - special.digamma(b)
    slopes, logs = np.column_stack([by_both, by_beta]), np.log(survival(model, t))
    errors = np.sqrt(np.einsum("ij,jk,ik->i", slopes, model.covariance, slopes)) / -logs
    half = NormalDist().inv_cdf((1 + confidence) / 2) * errors
    return np.exp(logs * np.exp(half)), np.exp(logs * np.exp(-half))


def residual_renewals(
    model: ShiftedBetaGeometric,
    kept: ArrayLike,
    *,
    discount: float,
    next_in: float = 1.0,
    horizon: int | None = None,
) -> Floats:
    """Return the discounted number of renewals to come of customers who are still there.

    Parameters
    ----------
    model : ShiftedBetaGeometric
        From `shifted_beta_geometric`.
    kept : array_like of int, any shape
        Periods each has completed and renewed, at least 0.
    discount : float
        Rate per period, such as .1 for 10 %; at least 0.
    next_in : float, default 1
        Periods until the next renewal: 1 just after one, 0 just before.
    horizon : int, optional
        Renewals to look ahead; all to come by default.

    Returns
    -------
    ndarray of float
        Renewals; times what one yields this is the residual lifetime value.

    Raises
    ------
    ValueError
        If a number is out of range, or the sum is infinite: no discount while alpha is 1 or less.

    Notes
    -----
    The sum of survival(t, kept) / (1 + discount)^(t - 1 + next_in) over t = 1, 2, ... For all to
    come it is (b + kept) / (a + b + kept) 2F1(1, b + kept + 1; a + b + kept + 1; 1 / (1 + d)) times
    the discount until the next renewal. Who has stayed long is worth more than who is new.

    References
    ----------
    Fader, P. S., & Hardie, B. G. S. (2010). Customer-base valuation in a contractual setting: The
    perils of ignoring heterogeneity. Marketing Science, 29(1), 85-93.

    Examples
    --------
    >>> from heed.measures.purchases.renewals import renewals_of_remaining
    >>> from heed.measures.purchases.shifted_beta_geometric import shifted_beta_geometric
    >>> model = shifted_beta_geometric(renewals_of_remaining([1000, 631, 468, 382, 326]))
    >>> residual_renewals(model, [0, 4], discount=0.1).round(2)
    array([2.62, 5.17])
    """
    n = _at_least(kept, 0, "periods kept")
    if not (discount >= 0 and np.isfinite(discount) and next_in >= 0):
        raise ValueError(
            "Expected a discount and a time to the next renewal of at least 0, got "
            f"{discount!r} and {next_in!r}."
        )
    if horizon is not None:
        ahead = np.arange(1, horizon + 1)
        weights = (1 + discount) ** -(ahead - 1 + next_in)
        return np.asarray(survival(model, ahead, kept=n[..., np.newaxis]) @ weights)
    if discount == 0 and model.alpha <= 1:
        raise ValueError(
            f"Expected a discount above 0, got 0 with alpha {model.alpha:.3g}: some customers stay "
            "so long that the sum of all renewals is infinite. Give a discount or a horizon."
        )
    start = model.beta + n
    first = start / (model.alpha + start)
    series = special.hyp2f1(1, start + 1, model.alpha + start + 1, 1 / (1 + discount))
    return np.asarray(first * series * (1 + discount) ** -next_in)


def _at_least(values: ArrayLike, least: float, what: str) -> Floats:
    found = np.asarray(values, dtype=float)
    if not np.all(found >= least):
        worst = float(found[~(found >= least)].ravel()[0])
        raise ValueError(f"Expected {what} of at least {least:g}, got {worst!r}.")
    return found
