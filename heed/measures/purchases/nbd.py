"""NBD: customers buy at rates of their own and never stop."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from heed.measures.purchases.cells import Cells
from heed.measures.purchases.fitting import Score

Floats = NDArray[np.float64]


class Nbd:
    """Purchases at random at a rate that is gamma distributed among customers, for ever.

    Notes
    -----
    r is the shape and alpha the inverse scale of the rates, so that r / alpha is their mean. What
    all models share is here: counts at a rate of gamma are negative binomial.

    References
    ----------
    Ehrenberg, A. S. C. (1959). The pattern of consumer purchases. Applied Statistics, 8(1), 26-41.

    Examples
    --------
    >>> alike = np.array([2.0]), np.array([30.0]), np.array([38.86])
    >>> float(Nbd().alive(np.array([0.4, 12.0]), *alike)[0])
    1.0
    >>> expected = Nbd().expected_if_alive(np.array([0.4, 12.0]), alike[0], alike[2], 39)
    >>> round(float(expected[0]), 3)
    1.84
    """

    names = ("r", "alpha")

    def start(self, nbd: Floats) -> Floats:
        """The same parameters."""
        return nbd

    def score_of(self, cells: Cells) -> Score:
        """The log-likelihood with its slopes; it looks at x and T one by one, not at pairs."""
        x, n_by_x = tally(cells.x, cells.customers)
        T, n_by_T = tally(cells.T, cells.customers)
        x_by_T = tally(cells.T, cells.customers * cells.x)[1]
        n, purchases = float(n_by_x.sum()), float(n_by_x @ x)

        def score(logs: Floats) -> tuple[float, Floats]:
            r, alpha = np.exp(logs)
            weights, span = r * n_by_T + x_by_T, np.log1p(T / alpha)
            value = (
                n_by_x @ (special.gammaln(r + x) - special.gammaln(r))
                - purchases * logs[1]
                - weights @ span
            )
            by_r = n_by_x @ (special.digamma(r + x) - special.digamma(r)) - n_by_T @ span
            by_alpha = n * r / alpha - weights @ (1 / (alpha + T))
            return float(value), np.array([by_r * r, by_alpha * alpha])

        return score

    def alive(self, _parameters: Floats, x: Floats, t_x: Floats, T: Floats) -> Floats:
        """1 for everyone: nobody ever stops."""
        return np.ones(np.broadcast(x, t_x, T).shape)

    def expected_if_alive(
        self, parameters: Floats, x: Floats, T: Floats, horizon: Floats
    ) -> Floats:
        """The customer's own rate, drawn towards that of all, times the horizon."""
        r, alpha = parameters
        expected: Floats = (r + x) / (alpha + T) * horizon
        return expected

    def at_least_if_alive(
        self, parameters: Floats, x: Floats, T: Floats, horizon: Floats, k: Floats
    ) -> Floats:
        """The upper tail of a negative binomial distribution."""
        r, alpha = parameters
        return at_least(k, r + x, alpha + T, horizon)

    def expected_of_new(self, parameters: Floats, t: Floats) -> Floats:
        """The mean rate times t."""
        r, alpha = parameters
        expected: Floats = r / alpha * t
        return expected

    def count_of_new(self, parameters: Floats, k: Floats, t: Floats) -> Floats:
        """A negative binomial probability."""
        r, alpha = parameters
        return exactly(k, r, alpha, t)


def tally(values: Floats, weights: ArrayLike) -> tuple[Floats, Floats]:
    """Return the distinct values in order, and the sum of the weights at each.

    Parameters
    ----------
    values : ndarray of float, shape (m,)
        Such as times.
    weights : array_like of float, shape (m,)
        Such as customers.

    Returns
    -------
    distinct, sums : ndarray of float, shape (d,)

    Examples
    --------
    >>> [column.tolist() for column in tally(np.array([3.0, 1.0, 3.0]), [1, 1, 5])]
    [[1.0, 3.0], [1.0, 6.0]]
    """
    distinct = np.unique(values)
    at = np.searchsorted(distinct, values)
    sums = np.bincount(at, weights=np.asarray(weights, float), minlength=len(distinct))
    return distinct, sums.astype(float)


def exactly(k: ArrayLike, shape: ArrayLike, alpha: ArrayLike, t: ArrayLike) -> Floats:
    """Return the probability of k purchases within t, at a rate of gamma.

    Parameters
    ----------
    k : array_like of float
        Purchases, whole numbers from 0 on.
    shape, alpha : array_like of float
        Of the gamma distribution of rates: shape, and inverse scale in the unit of `t`; above 0.
    t : array_like of float
        Time, at least 0.

    Returns
    -------
    ndarray of float
        In 0..1, of the shape all broadcast to.

    References
    ----------
    Ehrenberg, A. S. C. (1959). The pattern of consumer purchases. Applied Statistics, 8(1), 26-41.

    Examples
    --------
    >>> exactly([0, 1, 2], 1, 1, 1).round(4).tolist()
    [0.5, 0.25, 0.125]
    """
    k, shape, alpha, t = (np.asarray(each, dtype=float) for each in (k, shape, alpha, t))
    chances = (
        special.gammaln(shape + k)
        - special.gammaln(shape)
        - special.gammaln(k + 1)
        - shape * np.log1p(t / alpha)
        + special.xlogy(k, t / (alpha + t))
    )
    found: Floats = np.exp(chances)
    return found


def at_least(k: ArrayLike, shape: ArrayLike, alpha: ArrayLike, t: ArrayLike) -> Floats:
    """Return the probability of k or more purchases within t, at a rate of gamma.

    Parameters
    ----------
    k : array_like of float
        Purchases, whole numbers; certain from 0 down.
    shape, alpha : array_like of float
        Of the gamma distribution of rates: shape, and inverse scale in the unit of `t`; above 0.
    t : array_like of float
        Time, at least 0.

    Returns
    -------
    ndarray of float
        In 0..1, of the shape all broadcast to.

    References
    ----------
    Abramowitz, M., & Stegun, I. A. (1964). Handbook of mathematical functions. National Bureau of
    Standards. Section 26.5.26.

    Examples
    --------
    >>> at_least([0, 1, 2], 1, 1, 1).round(4).tolist()
    [1.0, 0.5, 0.25]
    """
    k, shape, alpha, t = (np.asarray(each, dtype=float) for each in (k, shape, alpha, t))
    tail = special.betainc(np.maximum(k, 1.0), shape, t / (alpha + t))
    found: Floats = np.where(k > 0, tail, 1.0)
    return found
