"""What the next purchases of each customer are worth, by a gamma-gamma model."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from heed.measures.estimates import require_confidence
from heed.measures.purchases.gamma_gamma import GammaGamma, known_spends

Floats = NDArray[np.float64]


def expected_spend(model: GammaGamma, x: ArrayLike, mean_spend: ArrayLike) -> Floats:
    """Return what a purchase of each customer is worth on average, given those she made.

    Parameters
    ----------
    model : GammaGamma
        From `gamma_gamma`.
    x, mean_spend : array_like, shape (n,)
        As there; customers without a repeat purchase, or with a mean of 0 or below, get the mean
        of all customers.

    Returns
    -------
    ndarray of float, shape (n,)
        Above 0, in the unit of the spend.

    Raises
    ------
    ValueError
        If shapes differ, a number is not known, or the model has no mean (q is 1 or less).

    Notes
    -----
    Between the customer's own mean and that of all, the closer to her own the more she bought.

    References
    ----------
    Fader, P. S., & Hardie, B. G. S. (2013). The gamma-gamma model of monetary value. Note 025,
    brucehardie.com. Equation 5.

    Examples
    --------
    >>> from heed.measures.purchases.gamma_gamma import gamma_gamma
    >>> model = gamma_gamma([1, 2, 3, 1, 5, 2], [20.0, 31.5, 27.0, 64.0, 39.0, 22.5])
    >>> first, second = expected_spend(model, [0, 50], [0.0, 80.0])
    >>> bool(first == model.mean), bool(model.mean < second < 80)
    (True, True)
    """
    x, total = spend_history(model, x, mean_spend)
    spend: Floats = model.p * (model.gamma + total) / (model.p * x + model.q - 1)
    return spend


def expected_spend_slopes(model: GammaGamma, x: ArrayLike, mean_spend: ArrayLike) -> Floats:
    """Return how the expected spend of each customer moves with p, q and gamma.

    Parameters
    ----------
    model, x, mean_spend
        As in `expected_spend`.

    Returns
    -------
    ndarray of float, shape (n, 3)
        Derivatives by p, q and gamma, for the delta method.

    Raises
    ------
    ValueError
        As `expected_spend`.

    References
    ----------
    Derived from equation 5 of Fader and Hardie (2013), note 025.

    Examples
    --------
    >>> from heed.measures.purchases.gamma_gamma import gamma_gamma
    >>> model = gamma_gamma([1, 2, 3, 1, 5, 2], [20.0, 31.5, 27.0, 64.0, 39.0, 22.5])
    >>> expected_spend_slopes(model, [0, 4], [0, 30]).shape
    (2, 3)
    """
    x, total = spend_history(model, x, mean_spend)
    below, above = model.p * x + model.q - 1, model.gamma + total
    return np.column_stack(
        [above * (model.q - 1) / below**2, -model.p * above / below**2, model.p / below]
    )


def spend_interval(
    model: GammaGamma, x: ArrayLike, mean_spend: ArrayLike, *, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Return between which bounds the mean of each customer's purchases lies in the long run.

    Parameters
    ----------
    model, x, mean_spend
        As in `expected_spend`.
    confidence : float, default 0.95
        Probability that the customer's own mean lies within, strictly between 0 and 1.

    Returns
    -------
    lower, upper : ndarray of float, shape (n,)
        In the unit of the spend.

    Raises
    ------
    ValueError
        As `expected_spend`.

    Notes
    -----
    Given the customer's purchases her rate v is gamma distributed with shape p x + q, so her mean
    p / v has these quantiles. Parameters are taken as known: they add little where n is large.

    References
    ----------
    Fader, P. S., & Hardie, B. G. S. (2013). The gamma-gamma model of monetary value. Note 025,
    brucehardie.com.

    Examples
    --------
    >>> from heed.measures.purchases.gamma_gamma import gamma_gamma
    >>> model = gamma_gamma([1, 2, 3, 1, 5, 2], [20.0, 31.5, 27.0, 64.0, 39.0, 22.5])
    >>> lower, upper = spend_interval(model, [0, 50], [0.0, 80.0])
    >>> bool(upper[0] / lower[0] > upper[1] / lower[1])
    True
    """
    require_confidence(confidence)
    x, total = spend_history(model, x, mean_spend)
    shape, above = model.p * x + model.q, model.p * (model.gamma + total)
    tail = (1 - confidence) / 2
    return above / special.gammainccinv(shape, tail), above / special.gammaincinv(shape, tail)


def spend_history(model: GammaGamma, x: ArrayLike, mean_spend: ArrayLike) -> tuple[Floats, Floats]:
    """Return the purchases that count for the model, and what was spent on them.

    Parameters
    ----------
    model, x, mean_spend
        As in `expected_spend`.

    Returns
    -------
    x, total : ndarray of float, shape (n,)
        0 where the mean is 0 or below.

    Raises
    ------
    ValueError
        As `expected_spend`.

    Examples
    --------
    >>> from heed.measures.purchases.gamma_gamma import gamma_gamma
    >>> model = gamma_gamma([1, 2, 3, 1, 5, 2], [20.0, 31.5, 27.0, 64.0, 39.0, 22.5])
    >>> spend_history(model, [2, 1], [30.0, -4.0])
    (array([2., 0.]), array([60.,  0.]))
    """
    if not model.has_mean:
        raise ValueError(
            f"Expected a model of spend with a mean, got q = {model.q:.3g}: below 1 the tail is so "
            "heavy that the mean is infinite. Look for extreme amounts and business accounts."
        )
    x, means = known_spends(x, mean_spend)
    counted = np.where(means > 0, x, 0.0)
    return counted, counted * np.maximum(means, 0.0)
