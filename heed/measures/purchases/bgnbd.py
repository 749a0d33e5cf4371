"""BG/NBD and MBG/NBD: customers may stop whenever they have bought."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from heed.measures.purchases.cells import Cells
from heed.measures.purchases.fitting import Score
from heed.measures.purchases.nbd import at_least, exactly, tally

Floats = NDArray[np.float64]
# Around a = 1 the closed form is 0 / 0; it is smooth, so neighbours on both sides stand in.
NEAR_ONE = 1e-4
NODES = 200
# Cells worked on at a time, so that what is kept between steps stays close to the processor.
CHUNK = 8_192


@dataclass(frozen=True)
class BetaGeometric:
    """Purchases at random; after each of them the customer stops with a probability of her own.

    Rates are gamma distributed (r, alpha), chances of stopping beta distributed (a, b).

    Parameters
    ----------
    first : int
        Whether one may stop right after the very first purchase: 0 not (BG/NBD), 1 yes (MBG/NBD).

    Notes
    -----
    With u = x + first occasions on which a customer might have stopped, both models are one. BG/NBD
    takes everyone who bought but once for still there: nobody had an occasion to stop.

    References
    ----------
    Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science, 24(2), 275-284.

    Batislam, E. P., Denizel, M., & Filiztekin, A. (2007). Empirical validation and comparison of
    models for customer base analysis. International Journal of Research in Marketing, 24(3),
    201-209.

    Examples
    --------
    >>> published = np.array([0.2425945, 4.4136019, 0.7929199, 2.4258881])
    >>> alike = np.array([26.0]), np.array([30.857]), np.array([31.0])
    >>> round(float(BetaGeometric(0).alive(published, *alike)[0]), 3)
    0.969
    """

    first: int
    names = ("r", "alpha", "a", "b")

    def start(self, nbd: Floats) -> Floats:
        """The rates of those who never stop; one in some four stopping."""
        return np.array([*nbd, 1.0, 3.0 + self.first])

    def score_of(self, cells: Cells) -> Score:
        """The log-likelihood with its slopes.

        What depends on x or on T alone is summed over tables of them; only the odds of having
        stopped ask for each cell.
        """
        rates = _rates(cells, self.first)
        odds = _odds(cells, self.first)

        def score(logs: Floats) -> tuple[float, Floats]:
            parameters = np.exp(logs)
            value, slopes = rates(parameters)
            more, steeper = odds(parameters)
            return value + more, (slopes + steeper) * parameters

        return score

    def alive(self, parameters: Floats, x: Floats, t_x: Floats, T: Floats) -> Floats:
        """One against the odds of having stopped at the last purchase."""
        r, alpha, a, b = parameters
        u = x + self.first
        with np.errstate(divide="ignore"):
            log_odds = (
                np.log(a)
                - np.log(np.maximum(b + u - 1, 0))
                + (r + x) * np.log1p((T - t_x) / (alpha + t_x))
            )
        found: Floats = np.where(u > 0, special.expit(-log_odds), 1.0)
        return found

    def expected_if_alive(
        self, parameters: Floats, x: Floats, T: Floats, horizon: Floats
    ) -> Floats:
        """The closed form with Gauss's hypergeometric function."""
        r, alpha, a, b = parameters
        return expected(r + x, alpha + T, a, b + x + self.first, horizon)

    def at_least_if_alive(
        self, parameters: Floats, x: Floats, T: Floats, horizon: Floats, k: Floats
    ) -> Floats:
        """The k-th purchase falls into the horizon, and nothing stopped it before."""
        r, alpha, a, b = parameters
        going_on = _share_going_on(a, b + x + self.first, k - 1)
        found: Floats = going_on * at_least(k, r + x, alpha + T, horizon)
        return found

    def expected_of_new(self, parameters: Floats, t: Floats) -> Floats:
        """The same as of a customer without history who is there."""
        r, alpha, a, b = parameters
        found: Floats = self._there(a, b) * expected(r, alpha, a, b + self.first, t)
        return found

    def count_of_new(self, parameters: Floats, k: Floats, t: Floats) -> Floats:
        """She bought k times and goes on, or stopped at the k-th time."""
        r, alpha, a, b = parameters
        there, b = self._there(a, b), b + self.first
        going_on = _share_going_on(a, b, k) * exactly(k, r, alpha, t)
        stopped = a / (a + b + k - 1) * _share_going_on(a, b, k - 1) * at_least(k, r, alpha, t)
        found: Floats = np.where(
            k > 0, there * (going_on + stopped), 1 - there + there * exactly(0, r, alpha, t)
        )
        return found

    def _there(self, a: float, b: float) -> float:
        """Return the share of customers who do not stop right after the first purchase."""
        return b / (a + b) if self.first else 1.0


def _rates(cells: Cells, first: int) -> Callable[[Floats], tuple[float, Floats]]:
    """Return the part of the likelihood of going on buying at the customer's rate."""
    x, n_by_x = tally(cells.x, cells.customers)
    T, n_by_T = tally(cells.T, cells.customers)
    x_by_T = tally(cells.T, cells.customers * cells.x)[1]
    u, n, purchases = x + first, float(n_by_x.sum()), float(n_by_x @ x)

    def rates(parameters: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = parameters
        weights, span = r * n_by_T + x_by_T, np.log1p(T / alpha)
        value = (
            n_by_x
            @ (
                (special.gammaln(r + x) - special.gammaln(r))
                + (special.gammaln(b + u) - special.gammaln(b))
                - (special.gammaln(a + b + u) - special.gammaln(a + b))
            )
            - purchases * np.log(alpha)
            - weights @ span
        )
        of_all = special.digamma(a + b + u) - special.digamma(a + b)
        slopes = [
            n_by_x @ (special.digamma(r + x) - special.digamma(r)) - n_by_T @ span,
            n * r / alpha - weights @ (1 / (alpha + T)),
            -(n_by_x @ of_all),
            n_by_x @ (special.digamma(b + u) - special.digamma(b) - of_all),
        ]
        return float(value), np.array(slopes)

    return rates


def _odds(cells: Cells, first: int) -> Callable[[Floats], tuple[float, Floats]]:
    """Return the part of the likelihood of having stopped at the last purchase."""
    might = cells.x + first > 0
    n = cells.customers[might].astype(float)
    x, t_x, T = (np.unique(column[might]) for column in (cells.x, cells.t_x, cells.T))
    at_x, at_t, at_T = (
        np.searchsorted(table, column[might])
        for table, column in ((x, cells.x), (t_x, cells.t_x), (T, cells.T))
    )
    chunks = [slice(begin, begin + CHUNK) for begin in range(0, len(n), CHUNK)]

    def odds(parameters: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = parameters
        late, last, chance = np.log(alpha + T), np.log(alpha + t_x), 1 / (b + (x + first - 1))
        log_chance, over_T, over_t = np.log(a * chance), 1 / (alpha + T), 1 / (alpha + t_x)
        value, slopes = 0.0, np.zeros(4)
        for rows in chunks:
            in_x, in_t, in_T = at_x[rows], at_t[rows], at_T[rows]
            silence, shape = late[in_T] - last[in_t], r + x[in_x]
            log_odds = shape * silence + log_chance[in_x]
            small = np.exp(-np.abs(log_odds))
            value += n[rows] @ (np.maximum(log_odds, 0.0) + np.log1p(small))
            stopped = n[rows] * np.where(log_odds > 0, 1.0, small) / (1.0 + small)
            slopes += (
                stopped @ silence,
                stopped @ (shape * (over_T[in_T] - over_t[in_t])),
                stopped.sum() / a,
                -(stopped @ chance[in_x]),
            )
        return float(value), slopes

    return odds


def _share_going_on(a: float, b: ArrayLike, times: Floats) -> Floats:
    """Return the chance of not stopping on so many occasions; certain from none down."""
    b, times = np.asarray(b, dtype=float), np.maximum(times, 0.0)
    found: Floats = np.exp(
        special.gammaln(b + times)
        - special.gammaln(b)
        - special.gammaln(a + b + times)
        + special.gammaln(a + b)
    )
    return found


def expected(shape: ArrayLike, alpha: ArrayLike, a: float, b: ArrayLike, t: ArrayLike) -> Floats:
    """Return the mean of purchases within t by one who may stop after each of them.

    Parameters
    ----------
    shape, alpha : array_like of float
        Of the gamma distribution of her rate: shape, and inverse scale in the unit of `t`; above 0.
    a : float
        First shape of the beta distribution of her chance to stop; above 0.
    b : array_like of float
        Its second shape, above 0.
    t : array_like of float
        Time, at least 0.

    Returns
    -------
    ndarray of float
        At least 0, of the shape all broadcast to.

    Notes
    -----
    The published closed form, brought by Euler's transformation to a hypergeometric function whose
    first two parameters do not grow with the purchases made. Where that overflows, the mean over
    the beta distribution is taken at 200 of its quantiles.

    References
    ----------
    Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science, 24(2), 275-284. Equation 10.

    Abramowitz, M., & Stegun, I. A. (1964). Handbook of mathematical functions. National Bureau of
    Standards. Section 15.3.3.

    Examples
    --------
    >>> float(expected(0.2425945, 4.4136019, 0.7929199, 2.4258881, 52).round(4))
    1.444
    """
    shape, alpha, b, t = (np.asarray(each, dtype=float) for each in (shape, alpha, b, t))
    if abs(a - 1) >= NEAR_ONE:
        return _closed(a, shape, alpha, b, t)
    below, above = (_closed(1 + side, shape, alpha, b, t) for side in (-NEAR_ONE, NEAR_ONE))
    found: Floats = below + (above - below) * ((a - 1 + NEAR_ONE) / (2 * NEAR_ONE))
    return found


def _closed(a: float, shape: Floats, alpha: Floats, b: Floats, t: Floats) -> Floats:
    whole = a + b - 1
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        series = special.hyp2f1(whole - shape, a - 1, whole, t / (alpha + t))
        found: Floats = whole / (a - 1) * (1 - np.exp((1 - a) * np.log1p(t / alpha)) * series)
    lost = ~np.isfinite(found)
    if not lost.any():
        return found
    each = (np.broadcast_to(part, found.shape)[lost] for part in (shape, alpha, b, t))
    found = np.array(found)
    found[lost] = _mean_over_chances(a, *each)
    return found


def _mean_over_chances(a: float, shape: Floats, alpha: Floats, b: Floats, t: Floats) -> Floats:
    places, weights = np.polynomial.legendre.leggauss(NODES)
    chances = special.betaincinv(a, b[:, None], (places + 1) / 2)
    chances = np.maximum(chances, np.finfo(float).tiny)
    means = -np.expm1(-shape[:, None] * np.log1p(chances * (t / alpha)[:, None])) / chances
    found: Floats = means @ weights / 2
    return found
