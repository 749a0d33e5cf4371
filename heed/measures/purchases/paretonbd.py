"""Pareto/NBD: customers may stop at any time, unseen."""

from collections.abc import Iterable, Iterator
from functools import reduce

import numpy as np
from numpy.typing import NDArray
from scipy import special

from heed.measures.purchases.cells import Cells
from heed.measures.purchases.fitting import Score
from heed.measures.purchases.nbd import at_least, exactly, tally

Floats = NDArray[np.float64]
# Where the weight of a time of stopping has fallen by e to the minus this it counts no more.
DEEPEST = 40.0
# Enough nodes of Gauss and Legendre for nine digits, by how deep the weight falls.
NODES_BY_DEPTH = ((3.0, 10), (12.0, 16), (np.inf, 28))
NODES_OF_COUNTS = 48
# Customers worked on at a time, so that what is kept between steps stays close to the processor.
CHUNK = 8_192


class ParetoNbd:
    """Purchases at random until a moment of stopping that is exponential for each customer.

    Rates of buying are gamma distributed (r, alpha), rates of stopping too (s, beta).

    Notes
    -----
    The likelihood is an integral over the moment of stopping, between the last purchase and the end
    of observation. It is published as a difference of two hypergeometric functions, which loses
    digits for frequent buyers; here it is summed by Gauss and Legendre's rule on the logarithm of
    time, where all terms are positive, and so are its slopes.

    References
    ----------
    Schmittlein, D. C., Morrison, D. G., & Colombo, R. (1987). Counting your customers: who are
    they and what will they do next? Management Science, 33(1), 1-24.

    Fader, P. S., & Hardie, B. G. S. (2005). A note on deriving the Pareto/NBD model and related
    expressions. http://brucehardie.com/notes/009/

    Examples
    --------
    >>> published = np.array([0.553, 10.578, 0.606, 11.669])
    >>> alike = np.array([26.0]), np.array([30.857]), np.array([31.0])
    >>> round(float(ParetoNbd().alive(published, *alike)[0]), 4)
    0.9979
    """

    names = ("r", "alpha", "s", "beta")

    def start(self, nbd: Floats) -> Floats:
        """The rates of those who never stop; one in three stopping as fast as they buy."""
        return np.array([*nbd, 0.5, nbd[1]])

    def score_of(self, cells: Cells) -> Score:
        """The log-likelihood with its slopes."""
        x, n_by_x = tally(cells.x, cells.customers)
        chunks = list(_chunks(cells))

        def score(logs: Floats) -> tuple[float, Floats]:
            parameters = np.exp(logs)
            r, alpha, s, beta = parameters
            n = n_by_x.sum()
            value = n_by_x @ (special.gammaln(r + x) - special.gammaln(r))
            slopes = np.array(
                [
                    n_by_x @ (special.digamma(r + x) - special.digamma(r)) + n * logs[1],
                    n * r / alpha,
                    n * logs[3],
                    n * s / beta,
                ]
            )
            value += n * (r * logs[1] + s * logs[3])
            for chunk in chunks:
                more, steeper = _score_of_chunk(parameters, chunk)
                value += more
                slopes += steeper
            return float(value), slopes * parameters

        return score

    def alive(self, parameters: Floats, x: Floats, t_x: Floats, T: Floats) -> Floats:
        """The weight of not having stopped, among all moments of stopping since the last time."""
        x, t_x, T = np.broadcast_arrays(x, t_x, T)
        found = np.empty(x.shape)
        for begin in range(0, len(x), CHUNK):
            rows = slice(begin, begin + CHUNK)
            there, stopped = _weights(parameters, x[rows], t_x[rows], T[rows])
            found[rows] = there / (there + stopped)
        return found

    def expected_if_alive(
        self, parameters: Floats, x: Floats, T: Floats, horizon: Floats
    ) -> Floats:
        """Her rate times the time she is expected to stay within the horizon."""
        r, alpha, s, beta = parameters
        found: Floats = (r + x) / (alpha + T) * _stay(s, beta + T, horizon)
        return found

    def at_least_if_alive(
        self, parameters: Floats, x: Floats, T: Floats, horizon: Floats, k: Floats
    ) -> Floats:
        """The mean over the time she stays of a negative binomial tail."""
        r, alpha, s, beta = parameters
        shape, scale, later = r + x, alpha + T, beta + T
        return _added(
            weight * at_least(k, shape, scale, time) for weight, time in _stays(s, later, horizon)
        )

    def expected_of_new(self, parameters: Floats, t: Floats) -> Floats:
        """The mean rate times the time a new customer is expected to stay."""
        r, alpha, s, beta = parameters
        found: Floats = r / alpha * _stay(s, beta, t)
        return found

    def count_of_new(self, parameters: Floats, k: Floats, t: Floats) -> Floats:
        """The mean over the time a new customer stays of a negative binomial probability."""
        r, alpha, s, beta = parameters
        return _added(weight * exactly(k, r, alpha, time) for weight, time in _stays(s, beta, t))


Chunk = tuple[Floats, Floats, Floats, Floats]


def _chunks(cells: Cells) -> Iterator[Chunk]:
    n = cells.customers.astype(float)
    for begin in range(0, len(n), CHUNK):
        rows = slice(begin, begin + CHUNK)
        yield cells.x[rows], cells.t_x[rows], cells.T[rows], n[rows]


def _score_of_chunk(parameters: Floats, chunk: Chunk) -> tuple[float, Floats]:
    """Return what moments of stopping add to the log-likelihood and its slopes."""
    r, alpha, s, beta = parameters
    x, t_x, T, n = chunk
    m = r + x
    fall_a, fall_b = np.log1p((T - t_x) / (alpha + t_x)), np.log1p((T - t_x) / (beta + t_x))
    there = np.exp(-m * fall_a - s * fall_b)
    stopped, by_r, by_s, by_a, by_b = (np.zeros(len(x)) for _ in range(5))
    for weight, a_falls, b_falls, a_now, b_now in _moments(parameters, x, t_x, T):
        stopped += weight
        by_r += weight * a_falls
        by_s += weight * b_falls
        by_a += weight / a_now
        by_b += weight / b_now
    whole = there + s * stopped
    value = n @ (np.log(whole) - m * np.log(alpha + t_x) - s * np.log(beta + t_x))
    share = n / whole
    slopes = [
        -(share @ (there * fall_a + s * by_r)) - n @ np.log(alpha + t_x),
        -((share * m) @ (there / (alpha + T) + s * by_a)),
        share @ (stopped - there * fall_b - s * by_s) - n @ np.log(beta + t_x),
        -(share @ (s * there / (beta + T) + s * (s + 1) * by_b)),
    ]
    return float(value), np.array(slopes)


def _weights(parameters: Floats, x: Floats, t_x: Floats, T: Floats) -> tuple[Floats, Floats]:
    """Return the weights of still being there and of having stopped, against the last purchase."""
    r, alpha, s, beta = parameters
    silence = (r + x) * np.log1p((T - t_x) / (alpha + t_x)) + s * np.log1p((T - t_x) / (beta + t_x))
    stopped = _added(moment[0] for moment in _moments(parameters, x, t_x, T))
    return np.exp(-silence), s * stopped


def _moments(
    parameters: Floats, x: Floats, t_x: Floats, T: Floats
) -> Iterator[tuple[Floats, Floats, Floats, Floats, Floats]]:
    """Give moments of stopping with what the likelihood needs of them.

    Each is the weight of the moment, how far the logarithms of alpha and beta plus time have risen
    since the last purchase, and alpha and beta plus time. Moments are spread evenly on the
    logarithm of time plus the smaller of alpha and beta, up to where the weight is gone.
    """
    r, alpha, s, beta = parameters
    m, least = r + x, min(alpha, beta)
    with np.errstate(over="ignore"):
        gone_a = (alpha + t_x) * np.expm1(DEEPEST / m)
        gone_b = (beta + t_x) * np.expm1(DEEPEST / s)
    end = np.minimum(np.minimum(gone_a, gone_b), T - t_x)
    span = np.log1p(end / (least + t_x))
    depth = m * np.log1p(end / (alpha + t_x)) + s * np.log1p(end / (beta + t_x)) + span
    deepest = float(depth.max(initial=0.0))
    count = next(nodes for limit, nodes in NODES_BY_DEPTH if deepest <= limit)
    low, apart = least + t_x, abs(alpha - beta)
    over_high = 1 / (low + apart)
    for place, weight in zip(*np.polynomial.legendre.leggauss(count), strict=True):
        # The logarithm of the smaller sum is what is stepped through; one more is needed.
        rise = span * ((place + 1) / 2)
        near = low * np.exp(rise)
        far = near + apart
        far_rise = np.log(far * over_high)
        if alpha < beta:
            weights = np.exp(-m * rise - s * far_rise) * (near / far)
            yield weights * span * (weight / 2), rise, far_rise, near, far
        else:
            weights = np.exp(-m * far_rise - s * rise)
            yield weights * span * (weight / 2), far_rise, rise, far, near


def _added(parts: Iterable[Floats]) -> Floats:
    return reduce(np.add, parts)


def _stay(s: float, beta: Floats, t: Floats) -> Floats:
    """Return the mean of the time a customer stays, but t at most."""
    span = np.log1p(t / beta)
    found: Floats = beta * (span if abs(s - 1) < 1e-9 else -np.expm1((1 - s) * span) / (s - 1))
    return found


def _stays(s: float, beta: Floats, t: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Give times a customer may stay, t at most, with their weights, which add up to 1."""
    staying = np.exp(-s * np.log1p(t / beta))
    yield staying, np.asarray(t, dtype=float)
    for place, weight in zip(*np.polynomial.legendre.leggauss(NODES_OF_COUNTS), strict=True):
        leaving = (1 - staying) * ((place + 1) / 2)
        yield (1 - staying) * (weight / 2), beta * np.expm1(-np.log1p(-leaving) / s)
